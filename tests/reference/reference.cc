// Tested by tests/reference/reference_test.cc.
#include "tests/reference/reference.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "tests/reference/busy_time.h"
#include "tests/reference/cells.h"
#include "tests/reference/clock.h"
#include "tests/reference/grid.h"
#include "tests/reference/limits.h"
#include "tests/reference/open_time.h"
#include "tests/reference/roles.h"

namespace bookable::reference {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weekday;

// "Two local dates of look-back decide every start; packed also looks ahead to
// the end of its piece, two dates at most." With a margin for dates that are
// skipped or read twice.
constexpr days kLookBack{4};
constexpr days kLookAhead{1};
constexpr days kLookAheadPacked{4};

// A host of the query, with what does not depend on the question's bounds.
struct Person {
  explicit Person(const Host& listed, const SlotQuery& query)
      : host(listed),
        open_time(listed.schedule),
        entries(BusyEntries(listed, query)),
        sessions(SessionsOf(entries)),
        counted(CountedBookings(listed, query)) {}

  const Host& host;
  OpenTime open_time;
  std::vector<Entry> entries;
  std::vector<Session> sessions;
  std::vector<Booking> counted;
};

struct Part {
  minutes length{};
  std::vector<Role> roles;
  minutes min_gap{};
  minutes max_gap{};
};

Zone ZoneOfTheEvent(const SlotQuery& query) {
  if (query.event_zone) return *query.event_zone;
  const std::vector<Group>& groups =
      query.stages.empty() ? query.groups : query.stages[0].groups;
  return groups[0].hosts[0].schedule.zone;
}

// The question with its defaults filled in.
struct Question {
  explicit Question(const SlotQuery& asked)
      : query(asked),
        event(asked.event),
        event_clock(ZoneOfTheEvent(asked)),
        answer_clock(asked.zone.value_or(ZoneOfTheEvent(asked))) {
    if (query.stages.empty()) {
      parts.push_back({.length = query.duration.value_or(event.length),
                       .roles = RolesOf(query.groups)});
    }
    for (const Stage& stage : query.stages) {
      parts.push_back({.length = stage.length,
                       .roles = RolesOf(stage.groups),
                       .min_gap = stage.min_gap,
                       .max_gap = stage.max_gap});
    }
    rules = {.alignment = event.alignment,
             .step = event.slot_interval.value_or(parts[0].length),
             .offset_start = event.offset_start};
  }

  // "The same host: its data is given once; later mentions are its id."
  std::vector<Role> RolesOf(const std::vector<Group>& groups) {
    std::vector<Role> roles;
    for (const Group& group : groups) {
      Role role;
      for (const Host& host : group.hosts) {
        const auto [it, is_new] =
            numbers.try_emplace(host.id, static_cast<int>(people.size()));
        if (is_new) people.emplace_back(host, query);
        role.hosts.push_back(it->second);
      }
      role.needed = group.require == kAll ? static_cast<int>(group.hosts.size())
                                          : group.require;
      roles.push_back(std::move(role));
    }
    return roles;
  }

  bool is_seated() const { return event.seats.has_value(); }
  int capacity() const { return event.seats.value_or(1); }
  const Person& person(int number) const {
    return people[static_cast<std::size_t>(number)];
  }

  const SlotQuery& query;
  const EventType& event;
  Clock event_clock;
  Clock answer_clock;
  GridRules rules;
  std::vector<Part> parts;  // one, or the stages
  std::deque<Person> people;
  std::map<std::string, int> numbers;
};

// All that can be said about starts in [begin, end).
class World {
 public:
  World(Question& question, Instant begin, Instant end)
      : question_(question), begin_(begin), end_(end), line_(MakeLine()) {
    for (Person& person : question.people) {
      Cells open(line_.size(), false);
      for (std::size_t i = 0; i < line_.size(); ++i) {
        open[i] = person.open_time.IsOpen(line_[i]);
      }
      open_.push_back(std::move(open));
    }
    for (const Part& part : question.parts) {
      std::vector<Cells> admissible;
      for (std::size_t host = 0; host < open_.size(); ++host) {
        admissible.push_back(Admissible(host, part.length));
      }
      admissible_.push_back(std::move(admissible));
    }
  }

  // Grid points and starts of joinable sessions in [begin, end).
  std::set<Instant> Points() const {
    const std::vector<Role>& roles = question_.parts[0].roles;
    std::set<Instant> points;
    for (const Instant t : GridPoints(question_.rules, question_.event_clock,
                                      line_, EnoughHosts(roles, admissible_[0]),
                                      EnoughHosts(roles, open_))) {
      if (begin_ <= t && t < end_) points.insert(t);
    }
    for (const Person& person : question_.people) {
      for (const Session& session : person.sessions) {
        // "A session start that is no whole minute is not offered."
        if (!question_.event_clock.Read(session.start).shows_second_zero()) {
          continue;
        }
        if (session.start < begin_ || end_ <= session.start) continue;
        if (Joinable(question_.numbers.at(person.host.id), session.start)) {
          points.insert(session.start);
        }
      }
    }
    return points;
  }

  // What is bookable at t by every rule but grid, query bounds, booking window
  // and first of date. REQUIRES: t in [begin, end).
  std::optional<Slot> At(Instant t) const {
    // "start >= now + notice".
    if (question_.query.now &&
        t < *question_.query.now + question_.event.minimum_notice) {
      return std::nullopt;
    }
    const std::vector<Role>& roles = question_.parts[0].roles;
    const Hosts able = AbleAt(0, t);
    if (!CanFill(roles, able)) return std::nullopt;
    Slot slot{.start = t, .hosts = Ids(able)};
    if (question_.is_seated()) slot.seats_remaining = SeatsRemaining(able, t);
    if (question_.query.assign) slot.assigned = Ids(AssignedAt(able, t));
    if (question_.parts.size() > 1) {
      std::vector<Instant> starts{t};
      if (!Follow(starts)) return std::nullopt;
      slot.stage_starts = starts;
      for (std::size_t i = 0; i < starts.size(); ++i) {
        slot.stage_hosts.push_back(Ids(AbleAt(i, starts[i])));
      }
    }
    return slot;
  }

  // True where in every group enough hosts are open.
  Cells EnoughOpen() const {
    return EnoughHosts(question_.parts[0].roles, open_);
  }
  const TimeLine& line() const { return line_; }

 private:
  TimeLine MakeLine() const {
    const Instant line_begin = begin_ - kLookBack;
    Instant line_end = end_ + (question_.rules.alignment == Alignment::kPacked
                                   ? kLookAheadPacked
                                   : kLookAhead);
    for (const Part& part : question_.parts) {
      line_end += part.length + part.max_gap;
    }
    std::set<int> edges{SecondOf(begin_)};
    const auto add = [&](const std::set<int>& more) {
      edges.insert(more.begin(), more.end());
    };
    for (const Person& person : question_.people) {
      add(person.open_time.SecondsOfChanges(line_begin, line_end));
      for (const Entry& entry : person.entries) {
        edges.insert(SecondOf(entry.start));
        edges.insert(SecondOf(entry.end));
      }
    }
    const Clock& clock = question_.event_clock;
    const auto add_minute_of = [&](Instant t) {
      edges.insert(SecondOf(Instant{} - clock.OffsetAt(t)));
    };
    add_minute_of(line_begin);
    for (const Instant t : clock.Transitions(line_begin, line_end)) {
      edges.insert(SecondOf(t));
      add_minute_of(t);
    }
    return TimeLine(line_begin, line_end, edges);
  }

  // "Admissible starts of a host: all t for which [t, t+len) lies inside one
  // free interval." "Free time = open time minus occupied busy time".
  Cells Admissible(std::size_t host, minutes length) const {
    // The slot occupies [t-b, t+len+a): the event's buffers widen what is busy.
    Cells busy(line_.size(), false);
    for (const Entry& entry : question_.people[host].entries) {
      line_.Mark(entry.occupied_start - question_.event.after_buffer,
                 entry.occupied_end + question_.event.before_buffer, busy);
    }
    Cells admissible(line_.size(), false);
    Instant free_until = line_.end();
    for (std::size_t i = line_.size(); i-- > 0;) {
      if (!open_[host][i] || busy[i]) {
        free_until = line_[i];
      } else {
        admissible[i] = line_[i] + length <= free_until;
      }
    }
    return admissible;
  }

  // "Per group it counts coverage and keeps the instants covered at least k
  // times; across groups it intersects." "In the pieces a host counts in each
  // of its groups."
  Cells EnoughHosts(const std::vector<Role>& roles,
                    const std::vector<Cells>& cells_of_host) const {
    Cells enough(line_.size(), true);
    for (const Role& role : roles) {
      for (std::size_t i = 0; i < line_.size(); ++i) {
        int there = 0;
        for (const int host : role.hosts) {
          there += cells_of_host[static_cast<std::size_t>(host)][i] ? 1 : 0;
        }
        if (there < role.needed) enough[i] = false;
      }
    }
    return enough;
  }

  // "If it is as long as the slot and its seatsTaken + seats are below
  // seatsPerTimeSlot, its own start is offered, if the slot is open and its
  // occupied range meets nothing busy but the session."
  std::optional<Session> Joinable(int host, Instant t) const {
    if (!question_.is_seated()) return std::nullopt;
    const Person& person = question_.person(host);
    const minutes length = question_.parts[0].length;
    for (const Session& session : person.sessions) {
      if (session.start != t || session.end - session.start != length) continue;
      if (session.seats_taken >= question_.capacity()) continue;
      if (!IsOpenThroughout(host, session)) continue;
      if (MeetsBusyButTheSession(person.entries, session,
                                 question_.event.before_buffer,
                                 question_.event.after_buffer)) {
        continue;
      }
      return session;
    }
    return std::nullopt;
  }

  bool IsOpenThroughout(int host, const Session& session) const {
    const Cells& open = open_[static_cast<std::size_t>(host)];
    for (std::size_t i = line_.CellAt(session.start);
         i < line_.size() && line_[i] < session.end; ++i) {
      if (!open[i]) return false;
    }
    return true;
  }

  bool WithinLimits(int host, Instant t, minutes length) const {
    const Person& person = question_.person(host);
    return LimitsAllow(question_.event.limits, person.counted,
                       question_.is_seated(), person.open_time.home(),
                       person.host.schedule.week_start, t, length);
  }

  // "Able (or can join their session) and within their limits." "A session
  // counts once, and joining a booked one is never refused by limits."
  Hosts AbleAt(std::size_t part, Instant t) const {
    Hosts able;
    const minutes length = question_.parts[part].length;
    for (const Role& role : question_.parts[part].roles) {
      for (const int host : role.hosts) {
        const std::optional<Session> session =
            part == 0 ? Joinable(host, t) : std::nullopt;
        const bool is_admissible =
            admissible_[part][static_cast<std::size_t>(host)][line_.CellAt(t)];
        if (session && session->is_booked) {
          able.insert(host);
        } else if ((session || is_admissible) &&
                   WithinLimits(host, t, length)) {
          able.insert(host);
        }
      }
    }
    return able;
  }

  // "Seats of a team slot: the largest r such that distinct hosts with r seats
  // left still fill every group."
  int SeatsRemaining(const Hosts& able, Instant t) const {
    for (int seats = question_.capacity(); seats > 0; --seats) {
      Hosts with_seats;
      for (const int host : able) {
        const std::optional<Session> session = Joinable(host, t);
        const int left =
            question_.capacity() - (session ? session->seats_taken : 0);
        if (left >= seats) with_seats.insert(host);
      }
      if (CanFill(question_.parts[0].roles, with_seats)) return seats;
    }
    return 0;
  }

  Hosts AssignedAt(const Hosts& able, Instant t) const {
    std::vector<Candidate> candidates;
    for (int i = 0; i < static_cast<int>(question_.people.size()); ++i) {
      const Person& person = question_.person(i);
      candidates.push_back({.has_session = Joinable(i, t).has_value(),
                            .priority = person.host.priority,
                            .bookings = BookingsInFairnessPeriod(person, t) +
                                        person.host.calibration,
                            .weight = person.host.weight,
                            .last_booked_at = person.host.last_booked_at});
    }
    return Assign(question_.parts[0].roles, able, candidates);
  }

  // "bookings as limits count them, in the host's own period that contains the
  // slot"; "all: unbounded".
  std::int64_t BookingsInFairnessPeriod(const Person& person, Instant t) const {
    const auto in = [&](Period period) {
      return CountIn(person.counted, question_.is_seated(),
                     person.open_time.home(), person.host.schedule.week_start,
                     person.open_time.home().DateAt(t), period)
          .bookings;
    };
    switch (question_.query.fairness_period) {
      case FairnessPeriod::kWeek:
        return in(Period::kWeek);
      case FairnessPeriod::kMonth:
        return in(Period::kMonth);
      case FairnessPeriod::kYear:
        return in(Period::kYear);
      case FairnessPeriod::kAllTime:
        break;
    }
    std::set<std::pair<Instant, Instant>> sessions;
    for (const Booking& booking : person.counted) {
      sessions.insert({booking.start, booking.end});
    }
    return static_cast<std::int64_t>(
        question_.is_seated() ? sessions.size() : person.counted.size());
  }

  // "the lexicographically least feasible tuple of whole-minute starts": the
  // earliest start of the next stage after which the rest can follow.
  bool Follow(std::vector<Instant>& starts) const {
    const std::size_t next = starts.size();
    if (next == question_.parts.size()) return true;
    const Part& part = question_.parts[next];
    const Instant end = starts.back() + question_.parts[next - 1].length;
    const auto next_whole_minute = [&](Instant t) {
      while (!question_.event_clock.Read(t).shows_second_zero())
        t += seconds{1};
      return t;
    };
    for (Instant t = next_whole_minute(end + part.min_gap);
         t <= end + part.max_gap; t = next_whole_minute(t + seconds{1})) {
      if (hopeless_.contains({next, t})) continue;
      if (CanFill(part.roles, AbleAt(next, t))) {
        starts.push_back(t);
        if (Follow(starts)) return true;
        starts.pop_back();
      }
      hopeless_.insert({next, t});
    }
    return false;
  }

  std::vector<std::string> Ids(const Hosts& hosts) const {
    std::vector<std::string> ids;
    for (const int host : hosts) ids.push_back(question_.person(host).host.id);
    return ids;
  }

  const Question& question_;
  Instant begin_;
  Instant end_;
  TimeLine line_;
  std::vector<Cells> open_;                     // by host
  std::vector<std::vector<Cells>> admissible_;  // by part, then host
  // Starts of a part after which the rest cannot follow: that does not depend
  // on the parts before.
  mutable std::set<std::pair<std::size_t, Instant>> hopeless_;
};

// Section 6.
class Window {
 public:
  explicit Window(Question& question)
      : question_(question), window_(question.event.booking_window) {
    using Kind = BookingWindow::Kind;
    if (window_.kind == Kind::kNone) return;
    // "range {start,end}: dates of the event's zone, both inclusive."
    if (window_.kind == Kind::kRange) {
      first_ = local_days{*window_.first};
      last_ = local_days{*window_.last};
      return;
    }
    // "Today is the date of now in the event's zone."
    const local_days today = question.event_clock.DateAt(*question.query.now);
    // "rolling and openDays look at most 8n + 62 dates ahead."
    const local_days horizon = today + days{8 * window_.days + 62};
    if (window_.rolling) {
      // "to the n-th date, today included, that has a start which passes every
      // other rule (Monday-Friday dates only for businessDays)".
      last_ = NthDate(today, horizon, &Window::DatesWithStarts);
    } else if (window_.kind == Kind::kCalendarDays) {
      // "to the end of today + n."
      last_ = today + days{window_.days};
    } else if (window_.counted == BookingWindow::Counted::kOpenDays) {
      // "the n-th date after today with open time".
      last_ = NthDate(today + days{1}, horizon, &Window::DatesWithOpenTime);
    } else {
      // "to the n-th Monday-Friday date after today".
      last_ = today;
      for (int left = window_.days; left > 0;) {
        *last_ += days{1};
        if (IsMondayToFriday(*last_)) --left;
      }
    }
  }

  bool Offers(Instant t) const {
    const local_days date = question_.event_clock.DateAt(t);
    return (!first_ || *first_ <= date) && (!last_ || date <= *last_);
  }

 private:
  static bool IsMondayToFriday(local_days date) {
    const weekday day{date};
    return day != std::chrono::Saturday && day != std::chrono::Sunday;
  }

  // The n-th of the dates in [first, horizon] that `dates_of` tells; the
  // horizon if they are fewer.
  local_days NthDate(local_days first, local_days horizon,
                     std::set<local_days> (Window::*dates_of)(local_days,
                                                              local_days)) {
    constexpr days kAtATime{10};
    int left = window_.days;
    for (; first <= horizon; first += kAtATime) {
      const local_days last = std::min(first + kAtATime - days{1}, horizon);
      for (const local_days date : (this->*dates_of)(first, last)) {
        if (--left == 0) return date;
      }
    }
    return horizon;
  }

  // All instants read as one of the dates, and some more.
  World WorldOf(local_days first, local_days last) {
    return World(question_,
                 Instant{first.time_since_epoch()} - std::chrono::hours{36},
                 Instant{last.time_since_epoch()} + std::chrono::hours{60});
  }

  std::set<local_days> DatesWithStarts(local_days first, local_days last) {
    const World world = WorldOf(first, last);
    std::set<local_days> dates;
    for (const Instant t : world.Points()) {
      const local_days date = question_.event_clock.DateAt(t);
      if (date < first || last < date || !world.At(t)) continue;
      const bool is_counted =
          window_.kind == BookingWindow::Kind::kCalendarDays ||
          window_.counted == BookingWindow::Counted::kOpenDays ||
          IsMondayToFriday(date);
      if (is_counted) dates.insert(date);
    }
    return dates;
  }

  std::set<local_days> DatesWithOpenTime(local_days first, local_days last) {
    const World world = WorldOf(first, last);
    const Cells open = world.EnoughOpen();
    std::set<local_days> dates;
    for (std::size_t i = 0; i < world.line().size(); ++i) {
      if (!open[i]) continue;
      const local_days date = question_.event_clock.DateAt(world.line()[i]);
      if (first <= date && date <= last) dates.insert(date);
    }
    return dates;
  }

  Question& question_;
  const BookingWindow& window_;
  std::optional<local_days> first_;
  std::optional<local_days> last_;
};

}  // namespace

Answer FindSlots(const SlotQuery& query) {
  if (query.from >= query.until) return {};
  Question question(query);
  const Window window(question);
  // "onlyShowFirstAvailableSlot keeps the first bookable start of each whole
  // local date of the output zone, wherever the query begins."
  const bool only_first = query.event.only_first_slot_of_date;
  const World world(question, only_first ? query.from - days{3} : query.from,
                    query.until);
  Answer answer;
  std::set<local_days> seen;
  for (const Instant t : world.Points()) {
    if (!window.Offers(t)) continue;
    const std::optional<Slot> slot = world.At(t);
    if (!slot) continue;
    if (only_first && !seen.insert(question.answer_clock.DateAt(t)).second) {
      continue;
    }
    if (t >= query.from) answer.push_back(*slot);
  }
  return answer;
}

// "yes iff Explain's reasons are all among grid, notFirst, query." "A strict
// form refuses grid too."
bool CanBook(const SlotQuery& query, Instant start, GridRule grid_rule) {
  Question question(query);
  const World world(question, start, start + seconds{1});
  if (!world.At(start)) return false;
  if (grid_rule == GridRule::kOnGrid && !world.Points().contains(start)) {
    return false;
  }
  return Window(question).Offers(start);
}

Answer ToAnswer(const SlotQuery& query, const SlotColumns& columns) {
  std::vector<std::string> ids;  // by host row: distinct, by first mention
  const auto mention = [&](const std::vector<Group>& groups) {
    for (const Group& group : groups) {
      for (const Host& host : group.hosts) {
        if (std::find(ids.begin(), ids.end(), host.id) == ids.end()) {
          ids.push_back(host.id);
        }
      }
    }
  };
  mention(query.groups);
  for (const Stage& stage : query.stages) mention(stage.groups);

  const std::size_t words = columns.words_per_row;
  const auto named = [&](const std::vector<std::uint64_t>& rows,
                         std::size_t row) {
    // The host of a query with one host takes every slot.
    if (words == 0) return ids;
    std::vector<std::string> names;
    for (std::size_t host = 0; host < ids.size(); ++host) {
      if ((rows.at(row * words + host / 64) >> (host % 64) & 1u) != 0) {
        names.push_back(ids[host]);
      }
    }
    return names;
  };
  Answer answer;
  for (std::size_t i = 0; i < columns.starts.size(); ++i) {
    Slot slot{.start = columns.starts[i], .hosts = named(columns.hosts, i)};
    if (query.assign) slot.assigned = named(columns.assigned, i);
    if (query.event.seats) slot.seats_remaining = columns.seats_remaining.at(i);
    for (std::size_t s = 0; s < columns.stage_count; ++s) {
      const std::size_t at = i * columns.stage_count + s;
      slot.stage_starts.push_back(columns.stage_starts.at(at));
      slot.stage_hosts.push_back(named(columns.stage_hosts, at));
    }
    answer.push_back(std::move(slot));
  }
  return answer;
}

std::ostream& operator<<(std::ostream& os, const Slot& slot) {
  const auto names = [&os](const std::vector<std::string>& ids) {
    os << "{";
    for (std::size_t i = 0; i < ids.size(); ++i) {
      os << (i == 0 ? "" : " ") << (ids[i].empty() ? "the host" : ids[i]);
    }
    os << "}";
  };
  os << FormatInstant(slot.start) << " ";
  names(slot.hosts);
  if (!slot.assigned.empty()) {
    os << " assigned ";
    names(slot.assigned);
  }
  if (slot.seats_remaining) os << " seats " << *slot.seats_remaining;
  for (std::size_t i = 0; i < slot.stage_starts.size(); ++i) {
    os << " stage " << FormatInstant(slot.stage_starts[i]) << " ";
    names(slot.stage_hosts[i]);
  }
  return os;
}

std::string Difference(const Answer& engine, const Answer& reference) {
  std::ostringstream out;
  int told = 0;
  const auto tell = [&](const char* who, const Slot& slot) {
    if (++told <= 6) out << who << " " << slot << "\n";
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < engine.size() || j < reference.size()) {
    if (j == reference.size() ||
        (i < engine.size() && engine[i].start < reference[j].start)) {
      tell("only the engine has ", engine[i++]);
    } else if (i == engine.size() || reference[j].start < engine[i].start) {
      tell("only the reference has ", reference[j++]);
    } else {
      if (engine[i] != reference[j]) {
        tell("the engine has ", engine[i]);
        tell("the reference has ", reference[j]);
      }
      ++i;
      ++j;
    }
  }
  if (told > 6) out << "and " << told - 6 << " more\n";
  return out.str();
}

}  // namespace bookable::reference
