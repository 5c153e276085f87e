// bookable/query/what_if.cc
//
// The query is compiled once. A rule of the event type is taken out of a copy,
// which is compiled again; a rule of a host's schedule costs that schedule
// only; an entry is made empty in its row, which every query ignores, and put
// back.
//
// Tested by tests/engine/query/what_if_test.cc and tests/laws/what_if_test.cc.
#include "bookable/query/what_if.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "bookable/internal/checks.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/internal/bound_query.h"
#include "bookable/query/internal/slot_search.h"
#include "bookable/query/validate.h"

namespace bookable {
namespace {

using internal::BoundQuery;
using internal::Element;
using internal::Join;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

class Comparison {
 public:
  Comparison(const SlotQuery& query, BoundQuery bound,
             std::atomic<std::size_t>& tried)
      : query_(query), bound_(std::move(bound)), tried_(tried) {}

  absl::Status Run() {
    BOOKABLE_RETURN_IF_ERROR(Find(bound_, "", base_));
    busy_horizon_ =
        BusyHorizon(bound_.event(), bound_.stages(), bound_.window());
    limit_horizon_ =
        LimitHorizon(bound_.event(), bound_.stages(), bound_.window());
    BOOKABLE_RETURN_IF_ERROR(TryEventRules());
    absl::flat_hash_set<std::string> seen;
    const auto try_groups = [&](const std::vector<Group>& groups,
                                const std::string& path) -> absl::Status {
      for (std::size_t g = 0; g < groups.size(); ++g) {
        const std::string hosts = Join(Element(path, g), "hosts");
        for (std::size_t h = 0; h < groups[g].hosts.size(); ++h) {
          const Host& host = groups[g].hosts[h];
          const std::size_t row = seen.size();
          if (!seen.insert(host.id).second) continue;
          BOOKABLE_RETURN_IF_ERROR(
              TryHost(host, row, host.id.empty() ? "" : Element(hosts, h)));
        }
      }
      return absl::OkStatus();
    };
    BOOKABLE_RETURN_IF_ERROR(try_groups(query_.groups, "groups"));
    for (std::size_t i = 0; i < query_.stages.size(); ++i) {
      BOOKABLE_RETURN_IF_ERROR(try_groups(
          query_.stages[i].groups, Join(Element("stages", i), "groups")));
    }
    return absl::OkStatus();
  }

  std::vector<RuleEffect> TakeEffects() { return std::move(effects_); }

 private:
  // Errors: OutOfRange when the answer would be too large, as of FindSlots.
  absl::Status Find(const BoundQuery& bound, std::string_view rule,
                    SlotColumns& out) {
    if (scratch_.search().FindSlots(bound.event(), bound.stages(),
                                    bound.window(), out, kMaxAnswerBytes)) {
      return absl::OkStatus();
    }
    return internal::OutOfRangeField(
        "end", absl::StrCat("the answer ", rule.empty() ? "" : "without ",
                            internal::ToAbsl(rule), rule.empty() ? "" : " ",
                            "would take more than ", kMaxAnswerBytes,
                            " bytes; ask for a shorter range or fewer hosts"));
  }

  // Compares the base with what `bound` says now, without the rule.
  absl::Status Compare(const BoundQuery& bound, std::string rule) {
    BOOKABLE_RETURN_IF_ERROR(Find(bound, rule, without_));
    tried_.fetch_add(1, std::memory_order_relaxed);
    RuleEffect effect{.rule = std::move(rule)};
    std::ranges::set_difference(without_.starts, base_.starts,
                                std::back_inserter(effect.gained));
    std::ranges::set_difference(base_.starts, without_.starts,
                                std::back_inserter(effect.lost));
    if (!effect.gained.empty() || !effect.lost.empty()) {
      effects_.push_back(std::move(effect));
    }
    return absl::OkStatus();
  }

  absl::Status TryEventRules() {
    SlotQuery changed = query_;
    EventType& event = changed.event;
    const auto attempt = [&](auto& member, auto value,
                             std::string rule) -> absl::Status {
      if (member == value) return absl::OkStatus();
      const auto before = std::exchange(member, value);
      absl::StatusOr<BoundQuery> bound = BoundQuery::Create(changed);
      if (!bound.ok()) return bound.status();
      member = before;
      return Compare(*bound, std::move(rule));
    };
    BOOKABLE_RETURN_IF_ERROR(
        attempt(event.offset_start, minutes{0}, "eventType.offsetStart"));
    BOOKABLE_RETURN_IF_ERROR(attempt(event.minimum_notice, minutes{0},
                                     "eventType.minimumBookingNotice"));
    BOOKABLE_RETURN_IF_ERROR(attempt(event.before_buffer, minutes{0},
                                     "eventType.beforeEventBuffer"));
    BOOKABLE_RETURN_IF_ERROR(
        attempt(event.after_buffer, minutes{0}, "eventType.afterEventBuffer"));
    BOOKABLE_RETURN_IF_ERROR(attempt(event.booking_window, BookingWindow{},
                                     "eventType.bookingWindow"));
    const std::optional<std::int64_t> none;
    for (int i = 0; i < kPeriodCount; ++i) {
      const std::string period(PeriodName(static_cast<Period>(i)));
      BOOKABLE_RETURN_IF_ERROR(
          attempt(event.limits.count[static_cast<std::size_t>(i)], none,
                  Join("eventType.bookingLimitsCount", period)));
    }
    for (int i = 0; i < kPeriodCount; ++i) {
      const std::string period(PeriodName(static_cast<Period>(i)));
      BOOKABLE_RETURN_IF_ERROR(
          attempt(event.limits.minutes[static_cast<std::size_t>(i)], none,
                  Join("eventType.bookingLimitsDuration", period)));
    }
    return attempt(event.only_first_slot_of_date, false,
                   "eventType.onlyShowFirstAvailableSlot");
  }

  absl::Status TryHost(const Host& host, std::size_t row,
                       const std::string& path) {
    BOOKABLE_RETURN_IF_ERROR(
        TrySchedule(host.schedule, row, Join(path, "schedule")));
    internal::HostRows& rows = bound_.host_rows(row);
    const auto try_entries = [&](auto& entries, const std::string& list,
                                 auto can_matter) -> absl::Status {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& entry = entries[i];
        if (entry.start == entry.end || !can_matter(entry, i)) continue;
        const Instant end = std::exchange(entry.end, entry.start);
        BOOKABLE_RETURN_IF_ERROR(Compare(bound_, Element(list, i)));
        entry.end = end;
      }
      return absl::OkStatus();
    };
    const auto is_near = [&](const auto& entry, const Buffers& buffers) {
      return Interval{entry.start - buffers.before, entry.end + buffers.after}
          .Overlaps(busy_horizon_);
    };
    BOOKABLE_RETURN_IF_ERROR(
        try_entries(rows.busy, Join(path, "busy"),
                    [&](const Interval& busy, std::size_t i) {
                      return is_near(busy, rows.busy_buffers.empty()
                                               ? Buffers{}
                                               : rows.busy_buffers[i]);
                    }));
    BOOKABLE_RETURN_IF_ERROR(
        try_entries(rows.bookings, Join(path, "bookings"),
                    [&](const BookingRow& booking, std::size_t) {
                      return is_near(booking, booking.buffers) ||
                             limit_horizon_.Contains(booking.start);
                    }));
    return try_entries(rows.holds, Join(path, "holds"),
                       [&](const HoldRow& hold, std::size_t) {
                         return is_near(hold, hold.buffers);
                       });
  }

  absl::Status TrySchedule(const Schedule& schedule, std::size_t row,
                           const std::string& path) {
    Schedule changed = schedule;
    std::optional<CompiledSchedule>& compiled = bound_.host_rows(row).schedule;
    const CompiledSchedule before = *compiled;
    // Takes each entry out in turn. `can_matter` is true for those that may.
    const auto try_list = [&](auto& list, std::string_view field,
                              auto can_matter) -> absl::Status {
      const std::string list_path = Join(path, field);
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (!can_matter(list[i])) continue;
        const auto at = list.begin() + static_cast<std::ptrdiff_t>(i);
        auto taken = std::move(*at);
        list.erase(at);
        absl::StatusOr<CompiledSchedule> without =
            CompiledSchedule::Create(changed);
        if (!without.ok()) return without.status();
        *compiled = *std::move(without);
        BOOKABLE_RETURN_IF_ERROR(Compare(bound_, Element(list_path, i)));
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(i),
                    std::move(taken));
      }
      return absl::OkStatus();
    };
    const auto always = [](const auto&) { return true; };
    const DateRange near = DatesNear();
    const auto is_near = [&](const auto& dated) {
      return near.Contains(local_days{dated.date});
    };
    const auto meets = [&](const Date& first, const std::optional<Date>& last) {
      return local_days{first} <= near.last &&
             (!last || near.first <= local_days{*last});
    };
    absl::Status status = try_list(changed.weekly, "availability", always);
    if (status.ok()) status = try_list(changed.overrides, "overrides", is_near);
    if (status.ok()) status = try_list(changed.holidays, "holidays", is_near);
    if (status.ok()) {
      status = try_list(
          changed.out_of_office, "outOfOffice",
          [&](const OutOfOffice& away) { return meets(away.start, away.end); });
    }
    if (status.ok()) {
      status = try_list(changed.travel, "travel", [&](const Travel& travel) {
        return meets(travel.start, travel.end);
      });
    }
    *compiled = before;
    return status;
  }

  // Dates in any zone whose hours can reach into the horizon: offsets are less
  // than two days, and a window reaches into the next date.
  DateRange DatesNear() const {
    constexpr days kMargin{3};
    const auto date_of = [](Instant t) {
      return local_days{std::chrono::floor<days>(t).time_since_epoch()};
    };
    return {date_of(busy_horizon_.start) - kMargin,
            date_of(busy_horizon_.end) + kMargin};
  }

  const SlotQuery& query_;
  BoundQuery bound_;
  std::atomic<std::size_t>& tried_;
  Interval busy_horizon_;
  Interval limit_horizon_;
  Scratch scratch_;
  SlotColumns base_;
  SlotColumns without_;
  std::vector<RuleEffect> effects_;
};

}  // namespace

absl::StatusOr<std::vector<RuleEffect>> WhatIf(
    const SlotQuery& query, std::atomic<std::size_t>* tried) {
  // Who takes a slot does not matter here.
  SlotQuery starts_only = query;
  starts_only.assign = false;
  absl::StatusOr<BoundQuery> bound = BoundQuery::Create(starts_only);
  if (!bound.ok()) return bound.status();
  std::atomic<std::size_t> unwatched;
  Comparison comparison(starts_only, *std::move(bound),
                        tried != nullptr ? *tried : unwatched);
  if (absl::Status status = comparison.Run(); !status.ok()) return status;
  return comparison.TakeEffects();
}

}  // namespace bookable
