// bookable/query/explanation_columns.cc
// Tested by tests/engine/query/explanation_columns_test.cc.
#include "bookable/query/explanation_columns.h"

#include <algorithm>

namespace bookable {

void HostFacts::Clear() {
  closed.clear();
  entries.clear();
  sessions.clear();
  open.clear();
  free.clear();
  shorts.clear();
  limits.clear();
}

void ReasonLists::Clear() {
  list_of_instant.clear();
  ends.clear();
  rows.clear();
}

bool ExplanationColumns::is_accepted(std::size_t i) const {
  return std::ranges::all_of(reasons_[i], [](const ReasonRow& row) {
    return row.kind == ReasonKind::kQuery || row.kind == ReasonKind::kGrid ||
           row.kind == ReasonKind::kNotFirst;
  });
}

Reason ExplanationColumns::ToReason(std::size_t i, const ReasonRow& row) const {
  switch (row.kind) {
    case ReasonKind::kQuery:
      return {.kind = row.kind, .interval = bounds_};
    case ReasonKind::kGroup: {
      const GroupFact& group = groups_[row.fact];
      return {.kind = row.kind,
              .index = group.group,
              .current = group.able,
              .most = group.required};
    }
    case ReasonKind::kGrid: {
      // The fact is the slot after.
      Reason reason{.kind = row.kind};
      if (row.fact > 0 && offered_[row.fact - 1] >= at_[i] - kNearReason) {
        reason.before = offered_[row.fact - 1];
      }
      if (row.fact < offered_.size() &&
          offered_[row.fact] <= at_[i] + kNearReason) {
        reason.after = offered_[row.fact];
      }
      return reason;
    }
    case ReasonKind::kNotice:
      return {.kind = row.kind, .instant = earliest_};
    case ReasonKind::kWindow:
      return {.kind = row.kind, .dates = dates_};
    case ReasonKind::kNotFirst:
      return {.kind = row.kind, .instant = offered_[row.fact]};
    default:
      return ReasonOf(facts_.front(), at_[i], row);
  }
}

Reason ExplanationColumns::ToHostReason(std::size_t i, std::size_t host,
                                        const ReasonRow& row) const {
  return ReasonOf(facts_[host], at_[i], row);
}

Reason ExplanationColumns::ReasonOf(const HostFacts& facts, Instant at,
                                    const ReasonRow& row) const {
  Reason reason{.kind = row.kind};
  switch (row.kind) {
    case ReasonKind::kClosed: {
      const ClosedTime& closed = facts.closed[row.fact];
      reason.interval = {std::max(closed.interval.start, at),
                         std::min(closed.interval.end, at + length_)};
      reason.dates = {closed.date, closed.date};
      reason.zone = closed.zone;
      reason.hours = closed.source;
      reason.index = closed.index;
      break;
    }
    case ReasonKind::kBusy:
    case ReasonKind::kBuffer: {
      const HostFacts::Entry& entry = facts.entries[row.fact];
      reason.interval = entry.interval;
      reason.entry = entry.list;
      reason.index = entry.index;
      reason.side = row.side;
      break;
    }
    case ReasonKind::kFull:
      reason.current = facts.sessions[row.fact].seats_taken;
      reason.most = capacity_;
      break;
    case ReasonKind::kShort:
      reason.interval = facts.shorts[row.fact];
      reason.interval.start = std::max(reason.interval.start, at - kNearReason);
      break;
    case ReasonKind::kLimit: {
      const HostFacts::Limit& limit = facts.limits[row.fact];
      reason.dates = limit.dates;
      reason.current = limit.current;
      reason.most = limit.most;
      reason.limit = limit.kind;
      reason.period = limit.period;
      break;
    }
    default:
      break;
  }
  return reason;
}

}  // namespace bookable
