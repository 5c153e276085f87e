// bookable/query/explain.h: why a time is, or is not, offered.
//
// CONCEPT   semantics.md section 10. All reasons are told, each with its
//           source, not the first that is found. A time is a slot iff there is
//           no reason; it can be booked (CanBook) iff all reasons are among
//           kQuery, kGrid and kNotFirst.
//
//     answer = Explain(query, t)     "busy: bookings[2], 10:00 to 10:30"
//
//           Of a team, hosts have reasons of their own, and the top list has a
//           kGroup for each group that is not filled.
// UNITS     Instants; limits on duration in minutes.
// COST      A FindSlots of the days around t, and the reasons. Many instants
//           of one query cost little more: see the compiled form.
// THREADS   Pure; the compiled form's buffers are one a thread.
// ERRORS    Those of Validate, and what is said at Explain.
// EXAMPLE   docs/examples/explain.cc
#ifndef BOOKABLE_QUERY_EXPLAIN_H_
#define BOOKABLE_QUERY_EXPLAIN_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/host/host_view.h"
#include "bookable/interval/interval.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/closed_time.h"
#include "bookable/time/civil.h"
#include "bookable/time/instant.h"
#include "bookable/time/week.h"
#include "bookable/time/zone.h"

namespace bookable {

// In the order in which reasons are told.
enum class ReasonKind : std::uint8_t {
  kQuery,     // outside the query's bounds
  kGroup,     // team: a group is not filled
  kClosed,    // a part of the slot is outside open hours
  kBusy,      // an entry meets the slot itself
  kBuffer,    // an entry meets it through buffers only
  kFull,      // seated: the session at this start has no seat left
  kShort,     // the free time at t ends before the slot does
  kGrid,      // free, but not on the grid
  kNotice,    // too soon
  kWindow,    // not a date of the booking window
  kLimit,     // a limit on bookings or minutes would be exceeded
  kNotFirst,  // an earlier start of the date is the one shown
};

// "query", "group", "closed", ...
std::string_view ReasonKindName(ReasonKind kind);

// Where an entry that is met through buffers lies.
enum class BufferSide : std::uint8_t { kBefore, kAfter };

enum class LimitKind : std::uint8_t { kCount, kDuration };

// How far around an instant reasons look for what is near.
inline constexpr std::chrono::days kNearReason{1};

// One reason. Which members have a meaning is said by kind.
struct Reason {
  ReasonKind kind{};
  // kQuery: the bounds. kClosed: the closed part of the slot. kBusy, kBuffer:
  // the entry itself. kShort: the free time, from kNearReason before t on.
  Interval interval{};
  // kClosed: the date as read, twice. kWindow: the dates offered, where
  // kAllDates.first or .last mean no bound. kLimit: those of the period.
  DateRange dates{};
  // kClosed: where the date was read, what set its hours, and its index in the
  // schedule's list of that kind.
  Zone zone{};
  HoursSource hours{};
  // kClosed, kBusy, kBuffer: index in the list. kGroup: index of the group.
  std::uint32_t index = 0;
  EntryList entry{};  // kBusy, kBuffer
  BufferSide side{};  // kBuffer: the entry lies before or after the slot
  // kGrid: the nearest slots within kNearReason, whatever the query's bounds.
  std::optional<Instant> before{};
  std::optional<Instant> after{};
  // kNotice: the earliest start. kNotFirst: the slot that is shown.
  Instant instant{};
  // kLimit: how much is booked so far (bookings, or minutes rounded up) and
  // how much may be. kFull: seats. kGroup: hosts able, hosts required.
  std::int64_t current = 0;
  std::int64_t most = 0;
  LimitKind limit{};  // kLimit
  Period period{};    // kLimit

  friend bool operator==(const Reason&, const Reason&) = default;
};

struct HostExplanation {
  std::size_t row = 0;  // of the distinct hosts, by first mention
  bool is_able = false;
  // kClosed, kBusy, kBuffer, kFull, kShort, kLimit.
  std::vector<Reason> reasons{};

  friend bool operator==(const HostExplanation&,
                         const HostExplanation&) = default;
};

struct GroupExplanation {
  std::size_t required = 0;
  std::size_t able = 0;
  std::vector<HostExplanation> hosts{};  // in the order listed

  friend bool operator==(const GroupExplanation&,
                         const GroupExplanation&) = default;
};

struct Explanation {
  Instant at{};
  bool is_bookable = false;  // FindSlots offers it: reasons is empty
  bool is_accepted = false;  // CanBook accepts it
  std::vector<Reason> reasons{};
  // Empty for one host without an id; one with an id is a team of one.
  std::vector<GroupExplanation> groups{};

  friend bool operator==(const Explanation&, const Explanation&) = default;
};

// Why `at` is, or is not, a slot of `query`; and the same for many instants,
// which is cheaper than one by one.
//
// Errors: those of Validate; InvalidArgument for a query with stages;
// OutOfRange for an instant outside 1900...2200, or instants that are not
// within a query's greatest length of each other.
absl::StatusOr<Explanation> Explain(const SlotQuery& query, Instant at);
absl::StatusOr<std::vector<Explanation>> Explain(const SlotQuery& query,
                                                 std::span<const Instant> at);

// Where a kClosed, kBusy or kBuffer reason comes from, in the words of a
// request: "schedule.overrides[0]", "bookings[2]". Empty for other kinds.
std::string SourcePath(const Reason& reason);

}  // namespace bookable

#endif  // BOOKABLE_QUERY_EXPLAIN_H_
