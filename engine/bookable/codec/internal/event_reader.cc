// Tested by tests/engine/codec/request_test.cc.
#include "bookable/codec/internal/event_reader.h"

#include <array>

#include "bookable/event/booking_window.h"
#include "bookable/event/event_validation.h"

namespace bookable::internal {
namespace {

using Json = JsonReader&;
using Kind = BookingWindow::Kind;
using Counted = BookingWindow::Counted;
using std::chrono::minutes;

constexpr Choice<Alignment> kAlignments[] = {{"hour", Alignment::kHour},
                                             {"window", Alignment::kWindow},
                                             {"clock", Alignment::kClock},
                                             {"free", Alignment::kFree},
                                             {"packed", Alignment::kPacked}};

constexpr Choice<Kind> kKinds[] = {{"range", Kind::kRange},
                                   {"calendarDays", Kind::kCalendarDays},
                                   {"businessDays", Kind::kBusinessDays}};

constexpr Choice<Counted> kCounted[] = {
    {"mondayToFriday", Counted::kMondayToFriday},
    {"openDays", Counted::kOpenDays}};

absl::Status ReadLengths(JsonReader& json, std::vector<minutes>& lengths) {
  return json.ReadList([&](std::size_t) {
    return json.ReadMinutes(1, kMaxLengthMinutes, lengths.emplace_back());
  });
}

// Two dates, or a number of days: the type, which says which of them it must
// be, may come later.
absl::Status ReadWindowValue(JsonReader& json, BookingWindow& window) {
  if (json.IsNumber()) {
    return json.ReadInteger(1, kMaxWindowDays, window.days);
  }
  if (!json.IsList()) return json.FailType("a number of days or two dates");
  const auto read_date = [&](std::size_t i) -> absl::Status {
    if (i == 0) return json.ReadDate(window.first);
    if (i > 1) return json.Fail("must be left out: a range is two dates");
    BOOKABLE_RETURN_IF_ERROR(json.ReadDate(window.last));
    if (*window.first <= *window.last) return absl::OkStatus();
    return json.Fail(ToStd(absl::StrCat("must not be before the first date ",
                                        FormatDate(*window.first), ", got ",
                                        FormatDate(*window.last))));
  };
  BOOKABLE_RETURN_IF_ERROR(json.ReadList(read_date));
  return window.last ? absl::OkStatus() : json.Fail("must be two dates");
}

absl::Status ReadBookingWindow(JsonReader& json, BookingWindow& window) {
  enum { kType, kValue, kRolling, kBusinessDays };
  static constexpr Field<BookingWindow> kForm[] = {
      {"type", Need::kRequired,
       [](Json j, BookingWindow& w) {
         return j.ReadChoice<Kind>(kKinds, w.kind);
       }},
      {"value", Need::kRequired, ReadWindowValue},
      {"rolling", Need::kOptional,
       [](Json j, BookingWindow& w) { return j.ReadBool(w.rolling); }},
      {"businessDays", Need::kOptional,
       [](Json j, BookingWindow& w) {
         return j.ReadChoice<Counted>(kCounted, w.counted);
       }},
  };
  const auto check = [&](const FieldSet& read) -> absl::Status {
    if (!read.Contains(kType)) return absl::OkStatus();
    if (read.Contains(kRolling) && !IsWindowOfDays(window)) {
      return InvalidField("rolling", "only with calendarDays or businessDays");
    }
    if (read.Contains(kBusinessDays) && window.kind != Kind::kBusinessDays) {
      return InvalidField("businessDays", "only with type businessDays");
    }
    if (!read.Contains(kValue)) return absl::OkStatus();
    if (window.kind == Kind::kRange && !window.last) {
      return InvalidField("value", "must be two dates with type range");
    }
    if (window.kind != Kind::kRange && window.last) {
      return InvalidField("value", "must be a number of days with this type");
    }
    return ValidateBookingWindow(window, "");
  };
  FieldSet fields;
  return json.ReadObject<BookingWindow>(kForm, window, fields, check);
}

using Limits = std::array<std::optional<std::int64_t>, kPeriodCount>;

template <Period period>
absl::Status ReadLimit(JsonReader& json, Limits& limits) {
  return json.ReadInteger(1, kMaxLimit,
                          limits[static_cast<std::size_t>(period)].emplace());
}

absl::Status ReadLimits(JsonReader& json, Limits& limits) {
  static constexpr Field<Limits> kForm[] = {
      {"day", Need::kOptional, ReadLimit<Period::kDay>},
      {"week", Need::kOptional, ReadLimit<Period::kWeek>},
      {"month", Need::kOptional, ReadLimit<Period::kMonth>},
      {"year", Need::kOptional, ReadLimit<Period::kYear>},
  };
  return json.ReadObject<Limits>(kForm, limits);
}

absl::Status ReadSeats(JsonReader& json, int& seats) {
  static constexpr Field<int> kForm[] = {
      {"seatsPerTimeSlot", Need::kRequired,
       [](Json j, int& n) { return j.ReadInteger(1, kMaxSeats, n); }},
  };
  return json.ReadObject<int>(kForm, seats);
}

}  // namespace

absl::Status ReadEventType(JsonReader& json, EventType& event) {
  static constexpr Field<EventType> kForm[] = {
      {"lengthInMinutes", Need::kRequired,
       [](Json j, EventType& e) {
         return j.ReadMinutes(1, kMaxLengthMinutes, e.length);
       }},
      {"lengthInMinutesOptions", Need::kOptional,
       [](Json j, EventType& e) { return ReadLengths(j, e.length_options); }},
      {"slotInterval", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadMinutes(1, kMaxStepMinutes, e.slot_interval);
       }},
      {"offsetStart", Need::kOptional,
       [](Json j, EventType& e) {
         // Below the step, which may be as long as a slot.
         return j.ReadMinutes(0, kMaxLengthMinutes - 1, e.offset_start);
       }},
      {"alignment", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadChoice<Alignment>(kAlignments, e.alignment);
       }},
      {"minimumBookingNotice", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadMinutes(0, kMaxNoticeMinutes, e.minimum_notice);
       }},
      {"beforeEventBuffer", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadMinutes(0, kMaxBufferMinutes, e.before_buffer);
       }},
      {"afterEventBuffer", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadMinutes(0, kMaxBufferMinutes, e.after_buffer);
       }},
      {"bookingWindow", Need::kOptional,
       [](Json j, EventType& e) {
         return ReadBookingWindow(j, e.booking_window);
       }},
      {"bookingLimitsCount", Need::kOptional,
       [](Json j, EventType& e) { return ReadLimits(j, e.limits.count); }},
      {"bookingLimitsDuration", Need::kOptional,
       [](Json j, EventType& e) { return ReadLimits(j, e.limits.minutes); }},
      {"seats", Need::kOptional,
       [](Json j, EventType& e) { return ReadSeats(j, e.seats.emplace()); }},
      {"onlyShowFirstAvailableSlot", Need::kOptional,
       [](Json j, EventType& e) {
         return j.ReadBool(e.only_first_slot_of_date);
       }},
  };
  FieldSet fields;
  return json.ReadObject<EventType>(kForm, event, fields, [&](const FieldSet&) {
    return event.slot_interval ? CheckMinutes(event.offset_start, 0,
                                              event.slot_interval->count() - 1,
                                              "", "offsetStart")
                               : absl::OkStatus();
  });
}

}  // namespace bookable::internal
