// tests/laws/horizon_test.cc: what lies outside BusyHorizon and LimitHorizon
// never changes an answer, and they are no wider than the rules need.
#include "bookable/query/horizon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/laws/edit.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

bool Meets(const Interval& horizon, Instant start, Instant end) {
  return start < end && start < horizon.end && horizon.start < end;
}

// A stretch of time that touches the horizon from outside, or lies away.
Interval OutsideOf(const Interval& horizon, Random& random) {
  const minutes length{random.Pick({1, 30, 60, 600, 3000})};
  const seconds away{random.Chance(60) ? 0 : random.Between(1, 500'000)};
  if (horizon.is_empty() || random.Chance(50)) {
    return {horizon.end + away, horizon.end + away + length};
  }
  return {horizon.start - away - length, horizon.start - away};
}

bool IsOutsideBusy(const Interval& horizon, const auto& entry,
                   const EventType& event) {
  const auto own = [](const auto& buffer, minutes of_event) {
    if constexpr (requires { buffer.value_or(minutes{}); }) {
      return buffer.value_or(of_event);
    } else {
      return buffer;
    }
  };
  return !Meets(horizon,
                entry.start - own(entry.before_buffer, event.before_buffer),
                entry.end + own(entry.after_buffer, event.after_buffer));
}

TEST(HorizonLaw, WhatLiesOutsideChangesNothing) {
  ExpectLaw(QueryKind::kAny, 12000, [](const SlotQuery& query, Random& random) {
    const Interval busy_horizon = BusyHorizon(query).value();
    const Interval limit_horizon = LimitHorizon(query).value();
    const EventType& event = query.event;
    SlotQuery changed = query;
    EditHosts(changed, [&](Host& host) {
      // Drop what lies outside.
      std::erase_if(host.busy, [&](const BusyTime& busy) {
        return IsOutsideBusy(busy_horizon, busy, event);
      });
      std::erase_if(host.holds, [&](const Hold& hold) {
        return IsOutsideBusy(busy_horizon, hold, event);
      });
      std::erase_if(host.bookings, [&](const Booking& booking) {
        return !limit_horizon.Contains(booking.start) &&
               (!booking.blocks || IsOutsideBusy(busy_horizon, booking, event));
      });
      // And add more there.
      for (int i = random.Between(0, 2); i > 0; --i) {
        const Interval outside = OutsideOf(busy_horizon, random);
        BusyTime busy = outside;
        busy.before_buffer = minutes{random.Pick({0, 0, 15})};
        busy.after_buffer = minutes{random.Pick({0, 0, 15})};
        busy.start += busy.before_buffer;
        busy.end -= busy.after_buffer;
        if (busy.start <= busy.end) host.busy.push_back(busy);
      }
      for (int i = random.Between(0, 3); i > 0; --i) {
        // Seen by limits only.
        Booking booking;
        booking.start = OutsideOf(limit_horizon, random).start;
        booking.end = booking.start + minutes{30};
        if (limit_horizon.Contains(booking.start)) continue;
        if (!IsInRange(booking.start) || !IsInRange(booking.end)) continue;
        booking.blocks = false;
        host.bookings.push_back(booking);
      }
      for (int i = random.Between(0, 1); i > 0; --i) {
        Booking booking;
        const Interval outside = OutsideOf(busy_horizon, random);
        booking.start = outside.start + event.before_buffer;
        booking.end = outside.end - event.after_buffer;
        if (booking.end <= booking.start) continue;
        if (limit_horizon.Contains(booking.start)) continue;
        host.bookings.push_back(booking);
      }
    });
    return reference::Difference(EngineAnswer(changed), EngineAnswer(query));
  });
}

// Two dates back and, for packed, two ahead; the rest of a first date; the
// look-ahead of rolling windows; lengths, gaps and buffers.
TEST(HorizonLaw, NoWiderThanTheRulesNeed) {
  ExpectLaw(QueryKind::kAny, 2000,
            [](const SlotQuery& query, Random&) -> std::string {
              const Interval horizon = BusyHorizon(query).value();
              if (query.from >= query.until) {
                return horizon.is_empty() ? "" : "not empty";
              }
              const EventType& event = query.event;
              Interval most{query.from - days{4}, query.until + days{1}};
              if (event.only_first_slot_of_date) most.start -= days{3};
              if (event.alignment == Alignment::kPacked) most.end += days{5};
              if (event.booking_window.rolling) {
                most.start = std::min(most.start, *query.now - days{5});
                most.end = std::max(
                    most.end,
                    *query.now + days{8 * event.booking_window.days + 62 + 7});
              }
              minutes after = query.duration.value_or(event.length);
              for (const Stage& stage : query.stages) {
                after += stage.length + stage.max_gap;
              }
              most.start -= event.before_buffer;
              most.end += after + event.after_buffer;
              return most.Contains(horizon)
                         ? ""
                         : "from " + FormatInstant(horizon.start) + " to " +
                               FormatInstant(horizon.end) + "\n";
            });
}

}  // namespace
}  // namespace bookable::laws
