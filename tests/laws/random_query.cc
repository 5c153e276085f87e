#include "tests/laws/random_query.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "bookable/query/validate.h"
#include "tests/laws/edit.h"

namespace bookable::laws {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

Zone ZoneOf(std::string_view name) { return Zone::Find(name).value(); }
Date DateOf(local_days date) { return Date{date}; }
Instant InstantOf(local_days date) { return Instant{date.time_since_epoch()}; }

// Where and when.
struct Scene {
  Zone zone;
  local_days date;
};

struct Change {
  std::string_view zone;
  int year;
  unsigned month;
  int day;
};

// Dates on which the clocks of a zone do what a rule may trip over.
constexpr Change kChanges[] = {
    {"Europe/Rome", 2026, 3, 29},           // gap of an hour
    {"Europe/Rome", 2026, 10, 25},          // fold of an hour
    {"Europe/Rome", 2050, 3, 27},           // by the footer's rule
    {"America/New_York", 2026, 3, 8},       //
    {"America/New_York", 2026, 11, 1},      //
    {"America/New_York", 2099, 11, 1},      //
    {"Australia/Lord_Howe", 2026, 4, 5},    // half an hour
    {"Australia/Lord_Howe", 2026, 10, 4},   //
    {"Pacific/Apia", 2011, 12, 30},         // a date skipped
    {"Pacific/Kwajalein", 1993, 8, 21},     // a date skipped
    {"Pacific/Kwajalein", 1969, 9, 30},     // a date read twice
    {"Pacific/Kiritimati", 1994, 12, 31},   // a date skipped
    {"America/St_Johns", 2010, 11, 7},      // 00:01 back to 23:01
    {"America/St_Johns", 2010, 3, 14},      // 00:01 to 01:01
    {"America/Havana", 2026, 3, 8},         // no midnight
    {"America/Havana", 2026, 11, 1},        // midnight twice
    {"America/Sao_Paulo", 2018, 11, 4},     // no midnight
    {"America/Sao_Paulo", 2018, 2, 17},     // 24:00 back to 23:00
    {"Africa/Cairo", 2026, 4, 24},          // no midnight
    {"America/Caracas", 2016, 5, 1},        // half an hour, for good
    {"Asia/Pyongyang", 2018, 5, 5},         // half an hour, at 23:30
    {"Asia/Kathmandu", 1986, 1, 1},         // a quarter of an hour
    {"Antarctica/Troll", 2026, 3, 29},      // two hours
    {"Africa/Casablanca", 2026, 3, 22},     // in Ramadan
    {"Africa/Monrovia", 1972, 1, 7},        // 44 minutes 30 seconds
    {"Europe/Amsterdam", 1937, 7, 1},       // 28 seconds
    {"Europe/Paris", 1911, 3, 11},          // 9 minutes 21 seconds
    {"Asia/Singapore", 1941, 9, 1},         // ten minutes
    {"Asia/Manila", 1944, 11, 1},           //
    {"Europe/Dublin", 2026, 10, 25},        // negative saving
    {"America/Scoresbysund", 2024, 3, 31},  //
};

constexpr std::string_view kZones[] = {
    "UTC",
    "Europe/Rome",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Australia/Eucla",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "America/Havana",
    "Africa/Cairo",
};

std::string Named(const char* what, std::size_t number) {
  return std::string(what).append(std::to_string(number));
}

Zone RandomZone(Random& random) {
  return ZoneOf(
      kZones[random.Between(0, static_cast<int>(std::size(kZones)) - 1)]);
}

Scene RandomScene(Random& random) {
  if (random.Chance(25)) {
    return {RandomZone(random), local_days{std::chrono::year{2024} / 1 / 1} +
                                    days{random.Between(0, 2000)}};
  }
  if (random.Chance(75)) {
    const Change& change =
        kChanges[random.Between(0, static_cast<int>(std::size(kChanges)) - 1)];
    return {ZoneOf(change.zone),
            local_days{std::chrono::year{change.year} /
                       std::chrono::month{change.month} / change.day}};
  }
  // Any transition of any zone.
  static const std::vector<std::string> names = ZoneNames();
  for (;;) {
    const Zone zone = ZoneOf(random.Pick(names));
    const std::span<const Stretch> stretches = zone.stretches();
    if (stretches.size() < 2) continue;
    const Stretch& stretch = stretches[static_cast<std::size_t>(
        random.Between(1, static_cast<int>(stretches.size()) - 1))];
    const local_days date = zone.DateAt(stretch.start);
    // Look-backs and limits need some years of room.
    if (date < local_days{std::chrono::year{1903} / 1 / 1}) continue;
    if (date > local_days{std::chrono::year{2190} / 1 / 1}) continue;
    return {zone, date};
  }
}

// A time of day; most people like round ones.
minutes RandomTime(Random& random, int last_minute) {
  const int unit = random.Pick({60, 30, 30, 15, 5, 1});
  return minutes{random.Between(0, last_minute / unit) * unit};
}

DaySet RandomDays(Random& random) {
  if (random.Chance(60)) return kEveryDay;
  if (random.Chance(30)) return kWeekdays;
  DaySet set;
  while (set.is_empty() || random.Chance(70)) {
    set |= DaySet(
        std::chrono::weekday{static_cast<unsigned>(random.Between(0, 6))});
  }
  return set;
}

struct Hours {
  minutes start;
  minutes end;
};

// Never of equal times.
Hours RandomHours(Random& random) {
  if (random.Chance(20)) return {minutes{0}, kDayLength};
  if (random.Chance(25)) {  // past midnight
    return {
        hours{random.Between(12, 23)} + minutes{random.Pick({0, 0, 30, 17})},
        hours{random.Between(0, 11)} + minutes{random.Pick({0, 0, 30, 43})}};
  }
  if (random.Chance(50)) {  // a working day
    return {hours{random.Between(6, 10)} + minutes{random.Pick({0, 0, 30, 10})},
            hours{random.Between(15, 23)} + minutes{random.Pick({0, 30, 5})}};
  }
  for (;;) {
    const Hours any{RandomTime(random, 1439), RandomTime(random, 1440)};
    if (any.start != any.end) return any;
  }
}

Instant RandomInstant(Random& random, Instant around, hours within) {
  const auto span = static_cast<int>(minutes{within}.count());
  const int unit = random.Pick({60, 30, 15, 15, 10, 5, 1});
  Instant t =
      around + minutes{random.Between(-span / unit, span / unit) * unit};
  if (random.Chance(8)) t += seconds{random.Between(1, 59)};
  return t;
}

std::optional<minutes> RandomOwnBuffer(Random& random) {
  if (random.Chance(70)) return std::nullopt;
  return minutes{random.Pick({0, 5, 10, 15, 30, 60})};
}

std::string RandomId(Random& random) {
  if (random.Chance(50)) return "";
  return random.Pick<std::string>({"id1", "id2", "id3", "id4"});
}

EventType RandomEvent(Random& random) {
  EventType event;
  const auto length = [&] {
    if (random.Chance(4)) return minutes{random.Pick({720, 1440, 2000, 3000})};
    return minutes{random.Pick(
        {10, 15, 15, 20, 25, 30, 30, 30, 45, 45, 50, 60, 60, 90, 120, 37})};
  };
  event.length = length();
  if (random.Chance(15)) event.length_options = {length(), length()};
  if (random.Chance(65)) {
    event.slot_interval =
        minutes{random.Pick({5, 10, 15, 15, 20, 30, 30, 45, 60, 60, 90, 120, 7,
                             40, 25, 480, 1440})};
  }
  event.alignment =
      random.Pick({Alignment::kHour, Alignment::kWindow, Alignment::kClock,
                   Alignment::kFree, Alignment::kPacked});
  if (random.Chance(20)) {
    event.minimum_notice = minutes{random.Pick({1, 30, 60, 120, 720, 1440})};
  }
  if (random.Chance(30)) {
    event.before_buffer = minutes{random.Pick({5, 10, 15, 30, 120})};
  }
  if (random.Chance(30)) {
    event.after_buffer = minutes{random.Pick({5, 10, 15, 30, 120})};
  }
  if (random.Chance(30)) {
    for (std::optional<std::int64_t>& most : event.limits.count) {
      if (random.Chance(40)) most = random.Between(1, 4);
    }
    for (std::optional<std::int64_t>& most : event.limits.minutes) {
      if (!random.Chance(25)) continue;
      // Often just full, or just not.
      most = random.Between(1, 4) *
             (random.Chance(60) ? static_cast<int>(event.length.count()) : 30);
    }
  }
  event.only_first_slot_of_date = random.Chance(10);
  return event;
}

void AddBookingWindow(Random& random, local_days date, BookingWindow& window) {
  using Kind = BookingWindow::Kind;
  if (random.Chance(25)) {
    const local_days first = date + days{random.Between(-3, 1)};
    window = {.kind = Kind::kRange,
              .first = DateOf(first),
              .last = DateOf(first + days{random.Between(0, 5)})};
    return;
  }
  window.kind = random.Pick({Kind::kCalendarDays, Kind::kBusinessDays});
  window.rolling = random.Chance(40);
  window.days = random.Pick({1, 1, 2, 2, 3, 5});
  if (window.kind == Kind::kBusinessDays && random.Chance(40)) {
    window.counted = BookingWindow::Counted::kOpenDays;
  }
}

struct Cast {
  Scene scene;
  Instant around{};
  minutes length{};  // most bookings are as long as this
  bool is_seated = false;
  bool is_team = false;
  bool has_now = true;
  Instant now{};
};

void AddBusy(Random& random, const Cast& cast, Host& host) {
  const int busy = random.Pick({0, 1, 1, 2, 3, 5});
  for (int i = 0; i < busy; ++i) {
    BusyTime entry;
    entry.start = RandomInstant(random, cast.around, hours{60});
    entry.end = entry.start + minutes{random.Pick({0, 10, 15, 30, 30, 45, 60,
                                                   60, 90, 240, 720, 1440, 7})};
    if (random.Chance(5)) entry.end += seconds{random.Between(1, 59)};
    entry.id = RandomId(random);
    entry.transparent = random.Chance(10);
    entry.before_buffer = RandomOwnBuffer(random).value_or(minutes{0});
    entry.after_buffer = RandomOwnBuffer(random).value_or(minutes{0});
    host.busy.push_back(entry);
  }
}

void AddBookings(Random& random, const Cast& cast, Host& host) {
  const int bookings = random.Chance(40) ? 0 : random.Between(1, 5);
  for (int i = 0; i < bookings; ++i) {
    Booking booking;
    if (i > 0 && cast.is_seated && random.Chance(35)) {
      booking.start = host.bookings.back().start;  // the same session
      booking.end = host.bookings.back().end;
    } else if (i > 0 && cast.is_seated && random.Chance(20)) {
      // A session that meets the one before, perhaps by buffers alone.
      booking.start =
          host.bookings.back().start + minutes{random.Pick({-15, 10, 30, 45})};
      booking.end = booking.start + cast.length;
    } else {
      const bool is_far = random.Chance(15);  // for limits of months and years
      booking.start = RandomInstant(random, cast.around,
                                    is_far ? hours{24 * 40} : hours{60});
      booking.end =
          booking.start +
          (random.Chance(75) ? cast.length : minutes{random.Pick({0, 15, 60})});
    }
    if (random.Chance(60)) booking.id = Named("b", static_cast<std::size_t>(i));
    booking.status =
        random.Pick({BookingStatus::kAccepted, BookingStatus::kAccepted,
                     BookingStatus::kAccepted, BookingStatus::kPending,
                     BookingStatus::kCancelled, BookingStatus::kRejected});
    booking.seats_taken = random.Between(1, 2);
    // The text leaves open how sessions count that such bookings meet.
    booking.blocks = cast.is_seated || random.Chance(85);
    booking.before_buffer = RandomOwnBuffer(random);
    booking.after_buffer = RandomOwnBuffer(random);
    host.bookings.push_back(booking);
  }
}

void AddHolds(Random& random, const Cast& cast, Host& host) {
  const int holds = random.Chance(65) ? 0 : random.Between(1, 3);
  for (int i = 0; i < holds; ++i) {
    Hold hold;
    if (!host.bookings.empty() && cast.is_seated && random.Chance(40)) {
      hold.start = host.bookings.back().start;
      hold.end = host.bookings.back().end;
    } else {
      hold.start = RandomInstant(random, cast.around, hours{60});
      hold.end = hold.start + (random.Chance(80) ? cast.length : minutes{20});
    }
    hold.expires_at =
        cast.now + seconds{random.Pick({-600, -1, 0, 1, 600, 600})};
    hold.owner = random.Pick<std::string>({"", "ann", "bob"});
    hold.seats = random.Between(1, 2);
    hold.same_event = random.Chance(80);
    hold.before_buffer = RandomOwnBuffer(random);
    hold.after_buffer = RandomOwnBuffer(random);
    // Whose buffers a hold of another event type has is left open.
    if (!hold.same_event) {
      if (!hold.before_buffer) hold.before_buffer = minutes{5};
      if (!hold.after_buffer) hold.after_buffer = minutes{0};
    }
    host.holds.push_back(hold);
  }
}

Host RandomHost(Random& random, const Cast& cast, std::string id) {
  Host host;
  host.id = std::move(id);
  const Zone zone = random.Chance(75) ? cast.scene.zone : RandomZone(random);
  host.schedule = RandomSchedule(random, zone, cast.scene.date);
  if (cast.is_team && random.Chance(90)) {
    // Teams meet seldom enough.
    host.schedule.weekly.push_back({.days = kEveryDay,
                                    .start = hours{random.Between(0, 6)},
                                    .end = hours{random.Between(18, 24)}});
  }
  AddBusy(random, cast, host);
  AddBookings(random, cast, host);
  if (cast.has_now) AddHolds(random, cast, host);
  host.weight = random.Pick({100, 100, 50, 200, 300});
  host.calibration = random.Pick({0, 0, 0, 1, 2});
  host.priority = random.Pick({2, 2, 2, 2, 2, 2, 0, 4});
  if (random.Chance(50)) {
    host.last_booked_at = cast.around - days{random.Between(1, 3)};
  }
  return host;
}

std::vector<Group> RandomGroups(Random& random, std::vector<Host>& known,
                                const Cast& cast, int most_groups) {
  std::vector<Group> groups;
  const int group_count = random.Between(1, most_groups);
  for (int g = 0; g < group_count; ++g) {
    Group group;
    if (random.Chance(30))
      group.id = Named("group", static_cast<std::size_t>(g));
    const int host_count = random.Between(1, 3);
    for (int i = 0; i < host_count; ++i) {
      Host host;
      const bool is_known = !known.empty() && random.Chance(40);
      if (is_known) {
        host = random.Pick(known);  // has another role too
      } else {
        host = RandomHost(random, cast, Named("h", known.size()));
        if (cast.is_seated && !known.empty() && random.Chance(50)) {
          // Sessions at the same time, with other seats taken.
          host.bookings = random.Pick(known).bookings;
          for (Booking& booking : host.bookings) {
            booking.seats_taken = random.Between(1, 3);
          }
        }
        known.push_back(host);
      }
      const bool is_listed =
          std::any_of(group.hosts.begin(), group.hosts.end(),
                      [&](const Host& other) { return other.id == host.id; });
      if (is_listed) continue;
      if (is_known && random.Chance(50)) {
        // Listed before: the id is enough.
        Host named;
        named.id = host.id;
        host = std::move(named);
      }
      group.hosts.push_back(std::move(host));
    }
    group.require =
        random.Chance(35)
            ? kAll
            : random.Between(1, static_cast<int>(group.hosts.size()));
    if (random.Chance(40)) group.require = 1;
    groups.push_back(std::move(group));
  }
  return groups;
}

// Many hosts, of few different sorts, in one group or two.
std::vector<Group> RandomCrowd(Random& random, std::vector<Host>& known,
                               const Cast& cast) {
  std::vector<Host> sorts;
  for (int i = 0; i < 6; ++i) sorts.push_back(RandomHost(random, cast, ""));
  std::vector<Group> groups(static_cast<std::size_t>(random.Between(1, 2)));
  for (Group& group : groups) {
    const int hosts = random.Between(40, 100);
    for (int i = 0; i < hosts; ++i) {
      Host host = random.Pick(sorts);
      host.id = Named("h", known.size());
      host.priority = random.Between(0, 4);
      known.push_back(host);
      group.hosts.push_back(std::move(host));
    }
    group.require = random.Pick({1, 2, hosts / 2, hosts / 3, hosts - 8});
  }
  // One of them has both roles; listed last, so that the reference, which tries
  // every way, need not try many.
  if (groups.size() == 2) groups[1].hosts.push_back(groups[0].hosts.back());
  return groups;
}

// Ids that occur, to take one out.
std::vector<std::string> IdsIn(const std::vector<Host>& hosts) {
  std::vector<std::string> ids;
  for (const Host& host : hosts) {
    for (const Booking& booking : host.bookings) {
      if (!booking.id.empty()) ids.push_back(booking.id);
    }
    for (const BusyTime& busy : host.busy) {
      if (!busy.id.empty()) ids.push_back(busy.id);
    }
  }
  return ids;
}

// Hosts of one group who are free for little but sessions at the same times,
// with other seats taken: which of them fill the group decides the seats left.
void ShareSessions(Random& random, const Cast& cast, SlotQuery& query) {
  std::vector<Booking> sessions;
  for (int i = 0; i < 4; ++i) {
    Booking booking;
    booking.start = RandomInstant(random, cast.around, hours{30});
    booking.end = booking.start + cast.length;
    sessions.push_back(booking);
  }
  EditHosts(query, [&](Host& host) {
    host.schedule.weekly = {
        {.days = kEveryDay, .start = minutes{0}, .end = kDayLength}};
    host.schedule.overrides.clear();
    host.schedule.out_of_office.clear();
    host.schedule.holidays.clear();
    host.busy.clear();
    host.holds.clear();
    host.bookings = sessions;
    for (Booking& booking : host.bookings) {
      booking.seats_taken = random.Between(1, 4);
    }
  });
  query.event.seats = random.Between(3, 6);
  query.event.limits = {};
}

// Open once in many weeks; windows of days must look far ahead.
void MakeSparse(Random& random, const Cast& cast, SlotQuery& query) {
  Schedule& schedule = query.groups[0].hosts[0].schedule;
  if (schedule.weekly.empty()) {
    schedule.weekly.push_back(
        {.days = kEveryDay, .start = hours{9}, .end = hours{17}});
  }
  for (WeeklyRule& rule : schedule.weekly) {
    rule.days = DaySet(
        std::chrono::weekday{static_cast<unsigned>(random.Between(0, 6))});
    rule.from.reset();
    rule.until.reset();
    rule.interval = random.Pick({1, 1, 2, 2, 3, 5, 8, 11});
    rule.anchor = DateOf(cast.scene.date + days{random.Between(-100, 100)});
  }
  if (random.Chance(80)) schedule.overrides.clear();
  query.event.slot_interval = hours{random.Between(1, 4)};
  query.until = query.from + days{random.Pick({60, 100, 150})};
  query.event.booking_window = {
      .kind = random.Pick({BookingWindow::Kind::kCalendarDays,
                           BookingWindow::Kind::kBusinessDays}),
      .days = random.Between(1, 10),
      .rolling = random.Chance(60)};
  if (query.event.booking_window.kind == BookingWindow::Kind::kBusinessDays &&
      random.Chance(60)) {
    query.event.booking_window.counted = BookingWindow::Counted::kOpenDays;
  }
  if (!query.now) query.now = query.from - hours{random.Between(0, 30)};
}

}  // namespace

Schedule RandomSchedule(Random& random, const Zone& zone, local_days date) {
  Schedule schedule;
  schedule.zone = zone;
  schedule.week_start =
      std::chrono::weekday{static_cast<unsigned>(random.Between(0, 6))};
  const auto near = [&](int before, int after) {
    return date + days{random.Between(-before, after)};
  };
  const int rules = random.Pick({1, 1, 1, 2, 2, 3, 0});
  for (int i = 0; i < rules; ++i) {
    const Hours open = RandomHours(random);
    WeeklyRule rule{
        .days = RandomDays(random), .start = open.start, .end = open.end};
    if (random.Chance(10)) rule.from = DateOf(near(3, 2));
    if (random.Chance(10)) rule.until = DateOf(near(1, 3));
    if (rule.from && rule.until && *rule.until < *rule.from) {
      std::swap(rule.from, rule.until);
    }
    if (random.Chance(12)) {
      rule.interval = random.Between(2, 3);
      rule.anchor = DateOf(near(40, 40));
    }
    schedule.weekly.push_back(rule);
  }
  const int overrides = random.Pick({0, 0, 0, 1, 1, 2, 3});
  for (int i = 0; i < overrides; ++i) {
    DateOverride entry{.date = DateOf(near(3, 4))};
    if (random.Chance(75)) {
      const Hours open = RandomHours(random);
      entry.start = open.start;
      entry.end = random.Chance(10) ? open.start : open.end;
    }
    schedule.overrides.push_back(entry);
  }
  if (random.Chance(12)) schedule.holidays.push_back({DateOf(near(2, 3)), ""});
  if (random.Chance(10)) {
    const local_days first = near(3, 3);
    schedule.out_of_office.push_back(
        {.start = DateOf(first),
         .end = DateOf(first + days{random.Between(0, 1)})});
  }
  const int travel = random.Chance(85) ? 0 : random.Between(1, 2);
  for (int i = 0; i < travel; ++i) {
    const local_days first = near(4, 3);
    Travel entry{.zone = RandomZone(random), .start = DateOf(first)};
    if (random.Chance(70)) {
      entry.end = DateOf(first + days{random.Between(0, 4)});
    }
    schedule.travel.push_back(entry);
  }
  return schedule;
}

SlotQuery RandomQuery(Random& random, QueryKind kind) {
  if (kind == QueryKind::kAny) {
    kind = random.Pick({QueryKind::kOneHost, QueryKind::kOneHost,
                        QueryKind::kSeats, QueryKind::kTeam,
                        QueryKind::kSequence});
  }
  const bool is_team = kind == QueryKind::kTeam || kind == QueryKind::kCrowd;
  SlotQuery query;
  Cast cast{.scene = RandomScene(random)};
  cast.around = InstantOf(cast.scene.date) + hours{random.Between(0, 24)};

  query.from = RandomInstant(random, cast.around - days{1}, hours{30});
  query.until = query.from + hours{random.Pick({1, 6, 24, 24, 48, 72, 100})} +
                minutes{random.Pick({0, 0, 0, 13})};
  query.now = RandomInstant(random, query.from - hours{12}, hours{36});
  if (random.Chance(5)) *query.now -= days{4};
  cast.now = *query.now;
  query.event = RandomEvent(random);
  EventType& event = query.event;
  if (random.Chance(30)) {
    AddBookingWindow(random, cast.scene.date, event.booking_window);
  }
  const bool needs_now =
      event.minimum_notice > minutes{0} ||
      event.booking_window.kind == BookingWindow::Kind::kCalendarDays ||
      event.booking_window.kind == BookingWindow::Kind::kBusinessDays;
  if (!needs_now && random.Chance(20)) {
    query.now.reset();
    cast.has_now = false;
  }
  if (random.Chance(35)) query.zone = RandomZone(random);
  if (random.Chance(is_team ? 50 : 25)) query.event_zone = RandomZone(random);
  if (random.Chance(30)) query.owner = "ann";
  if (!event.length_options.empty() && kind != QueryKind::kSequence) {
    query.duration = event.length_options.front();
  }
  cast.length = query.duration.value_or(event.length);
  cast.is_seated = kind == QueryKind::kSeats || (is_team && random.Chance(30));
  if (cast.is_seated) event.seats = random.Pick({1, 2, 3, 4, 6});

  std::vector<Host> hosts;
  minutes first_length = cast.length;
  if (is_team) {
    cast.is_team = true;
    query.groups = kind == QueryKind::kCrowd
                       ? RandomCrowd(random, hosts, cast)
                       : RandomGroups(random, hosts, cast, 3);
    query.assign = random.Chance(50);
    query.fairness_period =
        random.Pick({FairnessPeriod::kWeek, FairnessPeriod::kWeek,
                     FairnessPeriod::kWeek, FairnessPeriod::kMonth,
                     FairnessPeriod::kYear, FairnessPeriod::kAllTime});
  } else if (kind == QueryKind::kSequence) {
    cast.is_team = true;
    const int stages = random.Between(2, 3);
    for (int i = 0; i < stages; ++i) {
      Stage stage;
      stage.length = minutes{random.Pick({10, 15, 20, 30, 45, 60})};
      stage.groups = RandomGroups(random, hosts, cast, 2);
      if (i > 0) {
        stage.min_gap = minutes{random.Pick({0, 0, 5, 30, 61})};
        stage.max_gap =
            stage.min_gap + minutes{random.Pick({0, 10, 30, 60, 120, 720})};
      }
      query.stages.push_back(std::move(stage));
    }
    first_length = query.stages.front().length;
  } else {
    hosts.push_back(RandomHost(random, cast, ""));
    query.groups = {OneHost(hosts.front())};
  }
  if (kind == QueryKind::kSparse) MakeSparse(random, cast, query);
  if (kind == QueryKind::kTeam && cast.is_seated && random.Chance(25)) {
    ShareSessions(random, cast, query);
  }
  const minutes step = event.slot_interval.value_or(first_length);
  if (random.Chance(25)) {
    const int most = static_cast<int>(step.count()) - 1;
    event.offset_start =
        minutes{random.Chance(50) ? random.Between(0, most)
                                  : random.Between(0, most / 5) * 5};
  }
  const std::vector<std::string> ids = IdsIn(hosts);
  if (!ids.empty() && random.Chance(20))
    query.ignore_booking = random.Pick(ids);

  if (const absl::Status status = Validate(query); !status.ok()) {
    throw std::logic_error("random query is not valid: " + status.ToString());
  }
  return query;
}

}  // namespace bookable::laws
