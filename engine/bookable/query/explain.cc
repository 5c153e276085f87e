// bookable/query/explain.cc
// Tested by tests/engine/query/explain_test.cc and tests/laws/explain_test.cc.
#include "bookable/query/explain.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bookable/internal/checks.h"
#include "bookable/query/explanation_columns.h"
#include "bookable/query/internal/bound_query.h"
#include "bookable/query/internal/explainer.h"
#include "bookable/query/validate.h"

namespace bookable {
namespace {

bool IsOfHost(const Reason& reason) {
  switch (reason.kind) {
    case ReasonKind::kClosed:
    case ReasonKind::kBusy:
    case ReasonKind::kBuffer:
    case ReasonKind::kFull:
    case ReasonKind::kShort:
    case ReasonKind::kLimit:
      return true;
    default:
      return false;
  }
}

// A team of one is explained as one host; told as a team, its group fails for
// the reasons of its host.
void TellAsTeam(Explanation& explanation) {
  HostExplanation host;
  std::vector<Reason> reasons;
  for (const Reason& reason : explanation.reasons) {
    (IsOfHost(reason) ? host.reasons : reasons).push_back(reason);
  }
  host.is_able = host.reasons.empty();
  if (!host.is_able) {
    const bool is_outside =
        !reasons.empty() && reasons.front().kind == ReasonKind::kQuery;
    reasons.insert(reasons.begin() + (is_outside ? 1 : 0),
                   {.kind = ReasonKind::kGroup, .most = 1});
  }
  explanation.reasons = std::move(reasons);
  GroupExplanation& group = explanation.groups.emplace_back();
  group.required = 1;
  group.able = host.is_able ? 1 : 0;
  group.hosts.push_back(std::move(host));
}

Explanation ExplanationOf(const ExplanationColumns& columns, std::size_t i,
                          std::span<const GroupView> groups, bool is_named) {
  Explanation explanation{.at = columns.at()[i],
                          .is_bookable = columns.is_bookable(i),
                          .is_accepted = columns.is_accepted(i)};
  for (const ReasonRow& row : columns.rows(i)) {
    explanation.reasons.push_back(columns.ToReason(i, row));
  }
  if (!columns.is_team()) {
    if (is_named) TellAsTeam(explanation);
    return explanation;
  }
  for (const GroupView& group : groups) {
    GroupExplanation& told = explanation.groups.emplace_back();
    told.required = group.needed();
    for (const HostView& view : group.hosts) {
      HostExplanation& host = told.hosts.emplace_back();
      host.row = view.row;
      for (const ReasonRow& row : columns.host_rows(i, view.row)) {
        host.reasons.push_back(columns.ToHostReason(i, view.row, row));
      }
      host.is_able = host.reasons.empty();
      told.able += host.is_able;
    }
  }
  return explanation;
}

absl::Status CheckInstants(const SlotQuery& query,
                           std::span<const Instant> at) {
  if (!query.stages.empty()) {
    return internal::InvalidField(
        "stages", "a sequence cannot be explained; ask for one stage");
  }
  for (const Instant t : at) {
    BOOKABLE_RETURN_IF_ERROR(internal::CheckInstant(t, "", "at"));
    if (t == kEndOfTime) {
      return internal::OutOfRangeField("at", "nothing starts after 2200");
    }
  }
  const auto [first, last] = std::ranges::minmax_element(at);
  if (first != at.end() && *last - *first > kMaxQueryLength) {
    return internal::OutOfRangeField(
        "at", "the instants must be within ten years of each other");
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view ReasonKindName(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::kQuery:
      return "query";
    case ReasonKind::kGroup:
      return "group";
    case ReasonKind::kClosed:
      return "closed";
    case ReasonKind::kBusy:
      return "busy";
    case ReasonKind::kBuffer:
      return "buffer";
    case ReasonKind::kFull:
      return "full";
    case ReasonKind::kShort:
      return "short";
    case ReasonKind::kGrid:
      return "grid";
    case ReasonKind::kNotice:
      return "notice";
    case ReasonKind::kWindow:
      return "window";
    case ReasonKind::kLimit:
      return "limit";
    case ReasonKind::kNotFirst:
      return "notFirst";
  }
  return "unknown";
}

std::string SourcePath(const Reason& reason) {
  if (reason.kind == ReasonKind::kClosed) {
    switch (reason.hours) {
      case HoursSource::kWeekly:
        return "schedule.availability";
      case HoursSource::kHoliday:
        return absl::StrCat("schedule.holidays[", reason.index, "]");
      case HoursSource::kOverride:
        return absl::StrCat("schedule.overrides[", reason.index, "]");
      case HoursSource::kOutOfOffice:
        return absl::StrCat("schedule.outOfOffice[", reason.index, "]");
    }
  }
  if (reason.kind == ReasonKind::kBusy || reason.kind == ReasonKind::kBuffer) {
    switch (reason.entry) {
      case EntryList::kBusy:
        return absl::StrCat("busy[", reason.index, "]");
      case EntryList::kBookings:
        return absl::StrCat("bookings[", reason.index, "]");
      case EntryList::kHolds:
        return absl::StrCat("holds[", reason.index, "]");
    }
  }
  return "";
}

absl::StatusOr<std::vector<Explanation>> Explain(const SlotQuery& query,
                                                 std::span<const Instant> at) {
  absl::StatusOr<internal::BoundQuery> bound =
      internal::BoundQuery::Create(query);
  if (!bound.ok()) return bound.status();
  BOOKABLE_RETURN_IF_ERROR(CheckInstants(query, at));
  // The sweep wants them ascending; the caller has them in any order.
  std::vector<std::size_t> order(at.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [at](std::size_t i) { return at[i]; });
  std::vector<Instant> ascending;
  ascending.reserve(at.size());
  for (const std::size_t i : order) ascending.push_back(at[i]);

  internal::SlotSearch search;
  internal::Explainer explainer;
  ExplanationColumns columns;
  explainer.Explain(search, bound->event(), bound->stages(), bound->window(),
                    ascending, columns);
  std::vector<Explanation> explanations(at.size());
  const std::span<const GroupView> groups = bound->stages().front().groups;
  const bool is_named = !query.groups.front().hosts.front().id.empty();
  for (std::size_t i = 0; i < order.size(); ++i) {
    explanations[order[i]] = ExplanationOf(columns, i, groups, is_named);
  }
  return explanations;
}

absl::StatusOr<Explanation> Explain(const SlotQuery& query, Instant at) {
  absl::StatusOr<std::vector<Explanation>> explanations =
      Explain(query, std::span(&at, 1));
  if (!explanations.ok()) return explanations.status();
  return std::move(explanations->front());
}

}  // namespace bookable
