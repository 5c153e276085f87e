#include "tests/laws/request_json.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "bookable/query/validate.h"
#include "bookable/time/civil.h"
#include "bookable/time/week.h"

namespace bookable::laws {
namespace {

// Writes "name":value pairs; the texts written need no escapes.
class Object {
 public:
  void Raw(std::string_view name, std::string_view value) {
    if (text_.size() > 1) text_.push_back(',');
    text_.push_back('"');
    text_.append(name).append("\":").append(value);
  }
  void Text(std::string_view name, std::string_view value) {
    std::string quoted(1, '"');
    quoted.append(value).push_back('"');
    Raw(name, quoted);
  }
  void TextIfAny(std::string_view name, std::string_view value) {
    if (!value.empty()) Text(name, value);
  }
  void Number(std::string_view name, std::int64_t value) {
    Raw(name, std::to_string(value));
  }
  void Number(std::string_view name, std::chrono::minutes value) {
    Number(name, value.count());
  }
  void Flag(std::string_view name, bool value) {
    Raw(name, value ? "true" : "false");
  }
  void At(std::string_view name, Instant t) { Text(name, FormatInstant(t)); }
  void On(std::string_view name, const Date& date) {
    Text(name, FormatDate(date));
  }
  void Time(std::string_view name, std::chrono::minutes time) {
    Text(name, FormatTimeOfDay(time));
  }
  std::string Close() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

template <typename T, typename Write>
std::string List(const std::vector<T>& items, Write write) {
  std::string text = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text.push_back(',');
    text.append(write(items[i]));
  }
  text.push_back(']');
  return text;
}

std::string DayNames(DaySet days) {
  std::vector<std::string> names;
  for (unsigned day = 0; day < 7; ++day) {
    const std::chrono::weekday weekday{day};
    if (days.Contains(weekday)) names.emplace_back(WeekdayName(weekday));
  }
  return List(names,
              [](const std::string& name) { return "\"" + name + "\""; });
}

std::string Json(const WeeklyRule& rule) {
  Object object;
  object.Raw("days", DayNames(rule.days));
  object.Time("startTime", rule.start);
  object.Time("endTime", rule.end);
  if (rule.from) object.On("from", *rule.from);
  if (rule.until) object.On("until", *rule.until);
  if (rule.interval != 1) object.Number("interval", rule.interval);
  if (rule.anchor) object.On("anchorDate", *rule.anchor);
  return object.Close();
}

std::string Json(const DateOverride& entry) {
  Object object;
  object.On("date", entry.date);
  if (entry.start) object.Time("startTime", *entry.start);
  if (entry.end) object.Time("endTime", *entry.end);
  return object.Close();
}

std::string Json(const Holiday& holiday) {
  Object object;
  object.On("date", holiday.date);
  object.TextIfAny("name", holiday.name);
  return object.Close();
}

std::string Json(const OutOfOffice& away) {
  Object object;
  object.On("start", away.start);
  object.On("end", away.end);
  object.TextIfAny("reason", away.reason);
  object.TextIfAny("notes", away.notes);
  return object.Close();
}

std::string Json(const Travel& travel) {
  Object object;
  object.Text("timeZone", travel.zone.name());
  object.On("startDate", travel.start);
  if (travel.end) object.On("endDate", *travel.end);
  return object.Close();
}

std::string Json(const Schedule& schedule) {
  const auto each = [](const auto& entry) { return Json(entry); };
  Object object;
  object.Text("timeZone", schedule.zone.name());
  object.Text("weekStart", WeekdayName(schedule.week_start));
  object.Raw("availability", List(schedule.weekly, each));
  object.Raw("overrides", List(schedule.overrides, each));
  object.Raw("holidays", List(schedule.holidays, each));
  object.Raw("outOfOffice", List(schedule.out_of_office, each));
  object.Raw("travel", List(schedule.travel, each));
  return object.Close();
}

template <typename Entry>
void AddOwnBuffers(const Entry& entry, Object& object) {
  if (entry.before_buffer) {
    object.Number("beforeEventBuffer", *entry.before_buffer);
  }
  if (entry.after_buffer) {
    object.Number("afterEventBuffer", *entry.after_buffer);
  }
}

std::string Json(const BusyTime& busy) {
  Object object;
  object.At("start", busy.start);
  object.At("end", busy.end);
  object.TextIfAny("id", busy.id);
  object.TextIfAny("source", busy.source);
  if (busy.transparent) object.Flag("transparent", true);
  object.Number("beforeEventBuffer", busy.before_buffer);
  object.Number("afterEventBuffer", busy.after_buffer);
  return object.Close();
}

std::string_view StatusName(BookingStatus status) {
  switch (status) {
    case BookingStatus::kAccepted:
      return "accepted";
    case BookingStatus::kPending:
      return "pending";
    case BookingStatus::kCancelled:
      return "cancelled";
    case BookingStatus::kRejected:
      return "rejected";
  }
  return "";
}

std::string Json(const Booking& booking) {
  Object object;
  object.At("start", booking.start);
  object.At("end", booking.end);
  object.TextIfAny("id", booking.id);
  object.Text("status", StatusName(booking.status));
  object.Number("seatsTaken", booking.seats_taken);
  if (!booking.blocks) object.Flag("blocks", false);
  AddOwnBuffers(booking, object);
  return object.Close();
}

std::string Json(const Hold& hold) {
  Object object;
  object.At("start", hold.start);
  object.At("end", hold.end);
  object.At("expiresAt", hold.expires_at);
  object.TextIfAny("owner", hold.owner);
  object.Number("seats", hold.seats);
  if (!hold.same_event) object.Flag("sameEvent", false);
  AddOwnBuffers(hold, object);
  return object.Close();
}

void AddHostFields(const Host& host, Object& object) {
  const auto each = [](const auto& entry) { return Json(entry); };
  object.Raw("schedule", Json(host.schedule));
  object.Raw("busy", List(host.busy, each));
  object.Raw("bookings", List(host.bookings, each));
  object.Raw("holds", List(host.holds, each));
}

std::string Json(const Host& host) {
  Object object;
  object.Text("id", host.id);
  AddHostFields(host, object);
  object.Number("weight", host.weight);
  object.Number("calibration", host.calibration);
  object.Number("priority", host.priority);
  if (host.last_booked_at) object.At("lastBookedAt", *host.last_booked_at);
  return object.Close();
}

std::string Json(const Group& group) {
  Object object;
  object.TextIfAny("id", group.id);
  if (group.require == kAll) {
    object.Text("require", "all");
  } else {
    object.Number("require", group.require);
  }
  object.Raw("hosts",
             List(group.hosts, [](const Host& host) { return Json(host); }));
  return object.Close();
}

std::string Json(const std::vector<Group>& groups) {
  return List(groups, [](const Group& group) { return Json(group); });
}

std::string Json(const BookingWindow& window) {
  using Kind = BookingWindow::Kind;
  Object object;
  if (window.kind == Kind::kRange) {
    object.Text("type", "range");
    object.Raw("value", "[\"" + FormatDate(*window.first) + "\",\"" +
                            FormatDate(*window.last) + "\"]");
    return object.Close();
  }
  object.Text("type", window.kind == Kind::kCalendarDays ? "calendarDays"
                                                         : "businessDays");
  object.Number("value", window.days);
  if (window.rolling) object.Flag("rolling", true);
  if (window.counted == BookingWindow::Counted::kOpenDays) {
    object.Text("businessDays", "openDays");
  }
  return object.Close();
}

void AddLimits(
    std::string_view name,
    const std::array<std::optional<std::int64_t>, kPeriodCount>& limits,
    Object& event) {
  if (limits == std::array<std::optional<std::int64_t>, kPeriodCount>{}) return;
  Object object;
  for (int i = 0; i < kPeriodCount; ++i) {
    const std::optional<std::int64_t>& most =
        limits[static_cast<std::size_t>(i)];
    if (most) object.Number(PeriodName(static_cast<Period>(i)), *most);
  }
  event.Raw(name, object.Close());
}

std::string Json(const EventType& event, bool is_sequence) {
  Object object;
  // The stages of a sequence have lengths of their own; the field is required.
  object.Number("lengthInMinutes", event.length);
  if (!event.length_options.empty() && !is_sequence) {
    object.Raw("lengthInMinutesOptions",
               List(event.length_options, [](std::chrono::minutes length) {
                 return std::to_string(length.count());
               }));
  }
  if (event.slot_interval) object.Number("slotInterval", *event.slot_interval);
  object.Number("offsetStart", event.offset_start);
  object.Text("alignment", AlignmentName(event.alignment));
  object.Number("minimumBookingNotice", event.minimum_notice);
  object.Number("beforeEventBuffer", event.before_buffer);
  object.Number("afterEventBuffer", event.after_buffer);
  if (event.booking_window.kind != BookingWindow::Kind::kNone) {
    object.Raw("bookingWindow", Json(event.booking_window));
  }
  AddLimits("bookingLimitsCount", event.limits.count, object);
  AddLimits("bookingLimitsDuration", event.limits.minutes, object);
  if (event.seats) {
    Object seats;
    seats.Number("seatsPerTimeSlot", *event.seats);
    object.Raw("seats", seats.Close());
  }
  if (event.only_first_slot_of_date) {
    object.Flag("onlyShowFirstAvailableSlot", true);
  }
  return object.Close();
}

std::string_view FairnessName(FairnessPeriod period) {
  switch (period) {
    case FairnessPeriod::kWeek:
      return "week";
    case FairnessPeriod::kMonth:
      return "month";
    case FairnessPeriod::kYear:
      return "year";
    case FairnessPeriod::kAllTime:
      return "all";
  }
  return "";
}

}  // namespace

std::string RequestJson(const SlotQuery& query) {
  Object object;
  object.At("start", query.from);
  object.At("end", query.until);
  if (query.now) object.At("now", *query.now);
  if (query.zone) object.Text("timeZone", query.zone->name());
  if (query.event_zone) object.Text("eventZone", query.event_zone->name());
  if (query.duration) object.Number("duration", *query.duration);
  object.TextIfAny("owner", query.owner);
  object.TextIfAny("ignoreBooking", query.ignore_booking);
  if (query.assign) {
    object.Flag("assign", true);
    object.Text("fairnessPeriod", FairnessName(query.fairness_period));
  }
  object.Raw("eventType", Json(query.event, !query.stages.empty()));
  if (!query.stages.empty()) {
    bool is_first = true;
    object.Raw("stages", List(query.stages, [&](const Stage& stage) {
                 Object part;
                 part.Number("lengthInMinutes", stage.length);
                 if (!std::exchange(is_first, false)) {
                   Object gap;
                   gap.Number("min", stage.min_gap);
                   gap.Number("max", stage.max_gap);
                   part.Raw("gapBefore", gap.Close());
                 }
                 part.Raw("groups", Json(stage.groups));
                 return part.Close();
               }));
  } else if (query.groups[0].hosts[0].id.empty()) {
    AddHostFields(query.groups[0].hosts[0], object);
  } else {
    object.Raw("groups", Json(query.groups));
  }
  return object.Close();
}

}  // namespace bookable::laws
