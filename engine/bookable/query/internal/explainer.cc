// bookable/query/internal/explainer.cc
//
// A sweep over ascending instants. Each kind of reason looks at its facts
// through a cursor that only moves forward, and says until when its answer
// stays the same; the least of these ends a stretch of instants that share one
// list of reasons.
//
//   busy 10:00-10:30, slots of 30 minutes, asked every 5 minutes
//   09:30 | 09:35 09:40 ... 10:25 | 10:30
//   none  | busy                  | none
//
// Tested by tests/engine/query/explain_test.cc and tests/laws/explain_test.cc.
#include "bookable/query/internal/explainer.h"

#include <algorithm>

#include "bookable/event/booking_window.h"
#include "bookable/host/limits.h"
#include "bookable/host/occupied_time.h"
#include "bookable/host/sessions.h"
#include "bookable/internal/dcheck.h"
#include "bookable/interval/algebra.h"

namespace bookable::internal {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

// The first instant after t at which the date in `zone` may be another.
Instant NextDateChange(const Zone& zone, Instant t) {
  const std::span<const Stretch> stretches = zone.stretches();
  const std::size_t i = zone.StretchAt(t);
  const Instant midnight{(zone.DateAt(t) + days{1}).time_since_epoch() -
                         stretches[i].offset};
  return i + 1 < stretches.size() ? std::min(midnight, stretches[i + 1].start)
                                  : midnight;
}

Interval Extend(const Interval& range, seconds before, seconds after) {
  return {std::max(range.start - before, kFirstInstant),
          std::min(range.end + after, kEndOfTime)};
}

}  // namespace

void Explainer::Explain(SlotSearch& search, const CompiledEvent& event,
                        std::span<const StageView> stages, const Window& window,
                        std::span<const Instant> at, ExplanationColumns& out) {
  BOOKABLE_DCHECK(stages.size() == 1);
  BOOKABLE_DCHECK(std::ranges::is_sorted(at));
  search_ = &search;
  event_ = &event;
  // Who takes a slot does not matter here.
  window_ = window;
  window_.assign = false;
  search.Begin(event, stages, window_);
  out.at_.assign(at.begin(), at.end());
  out.is_team_ = !search.is_one_host();
  out.bounds_ = {window.from, window.until};
  out.length_ = event.length();
  out.capacity_ = event.capacity();
  out.earliest_ =
      window.now ? *window.now + event.minimum_notice() : Instant::min();
  out.reasons_.Clear();
  out.groups_.clear();
  out.offered_.clear();
  const std::size_t hosts = search.host_count();
  if (out.facts_.size() < hosts) out.facts_.resize(hosts);
  if (cursors_.size() < hosts) cursors_.resize(hosts);
  out.host_reasons_.resize(out.is_team_ ? hosts : 0);
  if (at.empty()) return;

  const Interval all{at.front(), at.back() + seconds{1}};
  out.dates_ = search.OfferedDates();
  FindSlotsAround(all, out);
  for (std::size_t row = 0; row < hosts; ++row) {
    FindFacts(row, {all.start, all.end + event.length()}, out.facts_[row]);
    cursors_[row].Reset();
  }
  next_point_ = 0;
  next_offered_ = 0;
  if (out.is_team_) {
    ExplainTeam(out);
  } else {
    ExplainHost(out);
  }
}

// Sets points_ and the slots offered, bounds and first of date aside.
void Explainer::FindSlotsAround(const Interval& all, ExplanationColumns& out) {
  Interval around = Extend(all, kNearReason, kNearReason);
  if (event_->only_first_slot_of_date()) {
    const Zone& zone = window_.zone;
    around.start =
        std::min(around.start,
                 zone.StartOfDate(zone.DateBefore(zone.DateAt(all.start))));
  }
  search_->FindGridPoints(around, points_);
  if (!out.is_team_ && !event_->has_limits()) {
    out.offered_.assign(std::ranges::lower_bound(points_, out.earliest_),
                        points_.end());
  } else {
    search_->LookAhead(around);
    const std::span<const Instant> starts = search_->looked_ahead();
    out.offered_.assign(starts.begin(), starts.end());
  }
  if (out.dates_ != kAllDates) {
    std::erase_if(out.offered_, [&](Instant t) {
      return !out.dates_.Contains(event_->zone().DateAt(t));
    });
  }
}

void Explainer::FindFacts(std::size_t row, const Interval& slots,
                          HostFacts& facts) {
  facts.Clear();
  const HostView& host = search_->host(row);
  host.schedule->AppendClosed(slots, facts.closed);

  VisitOccupied(host, *event_, window_.now, [&](const OccupiedEntry& entry) {
    if (!entry.blocked.Overlaps(slots)) return;
    facts.entries.push_back({.interval = entry.interval,
                             .blocked = entry.blocked,
                             .index = static_cast<std::uint32_t>(entry.index),
                             .list = entry.list,
                             .is_session_part = entry.is_of_this_event});
  });
  const auto starts_before = [](const HostFacts::Entry& a,
                                const HostFacts::Entry& b) {
    return a.blocked.start < b.blocked.start;
  };
  if (!std::ranges::is_sorted(facts.entries, starts_before)) {
    std::ranges::sort(facts.entries, starts_before);
  }
  FindSessions(host, *event_, window_.now, slots, facts.sessions);

  const Interval around = Extend(slots, kNearReason, seconds{0});
  host.schedule->AppendOpen(around, facts.open);
  BlockedTime(host, *event_, window_.now, around, blocked_);
  facts.free.resize(facts.open.size() + blocked_.size());
  facts.free.resize(Subtract(facts.open, blocked_, facts.free));
}

// --- reasons of a host -----------------------------------------------------

void Explainer::AppendHostReasons(std::size_t row, Instant t, HostFacts& facts,
                                  std::vector<ReasonRow>& rows,
                                  Instant& until) {
  Cursors& at = cursors_[row];
  const seconds length = event_->length();
  const Instant end = t + length;
  // A slot meets what starts at s from s - length + 1 s on.
  const auto meets_from = [length](Instant start) {
    return start - length + seconds{1};
  };

  while (at.closed < facts.closed.size() &&
         facts.closed[at.closed].interval.end <= t) {
    ++at.closed;
  }
  for (std::size_t i = at.closed; i < facts.closed.size(); ++i) {
    const Interval& closed = facts.closed[i].interval;
    if (closed.start >= end) {
      until = std::min(until, meets_from(closed.start));
      break;
    }
    rows.push_back({ReasonKind::kClosed, {}, static_cast<std::uint32_t>(i)});
    until = std::min(until, closed.end);
  }

  AppendEntryReasons(t, facts, at, rows, until);

  while (at.session < facts.sessions.size() &&
         facts.sessions[at.session].start < t) {
    ++at.session;
  }
  const bool has_session = at.session < facts.sessions.size() &&
                           facts.sessions[at.session].start == t;
  if (has_session) {
    until = t + seconds{1};
    if (facts.sessions[at.session].seats_taken >= event_->capacity()) {
      rows.push_back(
          {ReasonKind::kFull, {}, static_cast<std::uint32_t>(at.session)});
    }
    AppendShortReason(t, FreeTimeBesideSession(t, facts, at), facts, rows,
                      until);
  } else {
    if (at.session < facts.sessions.size()) {
      until = std::min(until, facts.sessions[at.session].start);
    }
    while (at.free < facts.free.size() && facts.free[at.free].end <= t) {
      ++at.free;
    }
    if (at.free < facts.free.size()) {
      AppendShortReason(t, facts.free[at.free], facts, rows, until);
    }
  }

  limit_rows_.clear();
  if (!event_->has_limits()) return;
  // Joining a booked session is no new booking.
  if (has_session && facts.sessions[at.session].is_booked) return;
  if (at.limits_until <= t) FindLimits(row, t, facts, at);
  until = std::min(until, at.limits_until);
  for (std::size_t i = at.first_limit; i < facts.limits.size(); ++i) {
    limit_rows_.push_back(
        {ReasonKind::kLimit, {}, static_cast<std::uint32_t>(i)});
  }
}

void Explainer::AppendShortReason(Instant t, const Interval& free,
                                  HostFacts& facts,
                                  std::vector<ReasonRow>& rows,
                                  Instant& until) const {
  const seconds length = event_->length();
  if (t < free.start) {
    until = std::min(until, free.start);
  } else if (free.end < t + length) {
    rows.push_back({ReasonKind::kShort,
                    {},
                    static_cast<std::uint32_t>(facts.shorts.size())});
    facts.shorts.push_back(free);
    until = std::min(until, free.end);
  } else {
    until = std::min(until, free.end - length + seconds{1});
  }
}

// From t on; an interval after t if t is not free.
Interval Explainer::FreeTimeBesideSession(Instant t, const HostFacts& facts,
                                          const Cursors& cursors) const {
  constexpr Interval kNone{Instant::max(), Instant::max()};
  const std::size_t i = FirstEndingAfter(facts.open, t);
  if (i == facts.open.size() || t < facts.open[i].start) return kNone;
  Interval free{t, facts.open[i].end};
  for (const std::uint32_t active : cursors.active) {
    const HostFacts::Entry& entry = facts.entries[active];
    if (entry.is_session_part &&
        entry.interval == Interval{t, t + event_->length()}) {
      continue;
    }
    if (entry.blocked.start <= t) return kNone;
    free.end = std::min(free.end, entry.blocked.start);
  }
  return free;
}

void Explainer::AppendEntryReasons(Instant t, const HostFacts& facts,
                                   Cursors& at, std::vector<ReasonRow>& rows,
                                   Instant& until) {
  const seconds length = event_->length();
  const Interval slot{t, t + length};
  const auto& entries = facts.entries;
  std::erase_if(at.active,
                [&](std::uint32_t i) { return entries[i].blocked.end <= t; });
  const auto listed_before = [&](std::uint32_t a, std::uint32_t b) {
    return entries[a].list != entries[b].list
               ? entries[a].list < entries[b].list
               : entries[a].index < entries[b].index;
  };
  for (;
       at.entry < entries.size() && entries[at.entry].blocked.start < slot.end;
       ++at.entry) {
    if (entries[at.entry].blocked.end <= t) continue;
    const auto entry = static_cast<std::uint32_t>(at.entry);
    at.active.insert(std::ranges::upper_bound(at.active, entry, listed_before),
                     entry);
  }
  if (at.entry < entries.size()) {
    until =
        std::min(until, entries[at.entry].blocked.start - length + seconds{1});
  }
  if (at.active.empty()) return;

  // Entries are told first if they meet the slot itself, then if its buffers.
  const std::size_t first_row = rows.size();
  std::size_t met = 0;
  for (const std::uint32_t i : at.active) {
    const HostFacts::Entry& entry = entries[i];
    const auto change_at = [&](Instant change) {
      if (change > t) until = std::min(until, change);
    };
    change_at(entry.blocked.end);
    change_at(entry.interval.start - length + seconds{1});
    change_at(entry.interval.end);
    if (event_->is_seated() && entry.is_session_part) {
      if (entry.interval == slot) {
        until = t + seconds{1};
        continue;
      }
      change_at(entry.interval.start);
    }
    if (entry.interval.Overlaps(slot)) {
      rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(first_row + met++),
                  {ReasonKind::kBusy, {}, i});
    } else {
      rows.push_back(
          {ReasonKind::kBuffer,
           entry.interval.end <= t ? BufferSide::kBefore : BufferSide::kAfter,
           i});
    }
  }
}

void Explainer::FindLimits(std::size_t row, Instant t, HostFacts& facts,
                           Cursors& cursors) {
  const CompiledSchedule& schedule = *search_->host(row).schedule;
  const std::span<const CountedBooking> counted = search_->counted(row);
  cursors.limits_until = NextDateChange(schedule.zone(), t);
  cursors.first_limit = facts.limits.size();
  const BookingLimits& limits = event_->limits();
  for (int i = 0; i < kPeriodCount; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const auto period = static_cast<Period>(i);
    const std::optional<std::int64_t> most_count = limits.count[index];
    const std::optional<std::int64_t> most_minutes = limits.minutes[index];
    if (!most_count && !most_minutes) continue;
    const DateRange dates =
        PeriodOf(schedule.zone().DateAt(t), period, schedule.week_start());
    const BookedSum booked = SumIn(counted, dates);
    if (most_count && booked.count + 1 > *most_count) {
      facts.limits.push_back({.dates = dates,
                              .current = booked.count,
                              .most = *most_count,
                              .kind = LimitKind::kCount,
                              .period = period});
    }
    if (most_minutes && booked.length + event_->length() >
                            std::chrono::minutes{*most_minutes}) {
      facts.limits.push_back(
          {.dates = dates,
           .current =
               std::chrono::ceil<std::chrono::minutes>(booked.length).count(),
           .most = *most_minutes,
           .kind = LimitKind::kDuration,
           .period = period});
    }
  }
}

// --- reasons of the query --------------------------------------------------

void Explainer::AppendQueryReason(Instant t, std::vector<ReasonRow>& rows,
                                  Instant& until) const {
  if (t < window_.from) {
    until = std::min(until, window_.from);
  } else if (t < window_.until) {
    until = std::min(until, window_.until);
    return;
  }
  rows.push_back({ReasonKind::kQuery, {}, 0});
}

void Explainer::AppendGridReason(Instant t, const ExplanationColumns& out,
                                 std::vector<ReasonRow>& rows, Instant& until) {
  while (next_point_ < points_.size() && points_[next_point_] < t) {
    ++next_point_;
  }
  if (next_point_ < points_.size()) {
    if (points_[next_point_] == t) {
      until = t + seconds{1};
      return;
    }
    until = std::min(until, points_[next_point_]);
  }
  while (next_offered_ < out.offered_.size() &&
         out.offered_[next_offered_] < t) {
    ++next_offered_;
  }
  if (next_offered_ < out.offered_.size()) {
    until = std::min(until, out.offered_[next_offered_] + seconds{1});
  }
  rows.push_back(
      {ReasonKind::kGrid, {}, static_cast<std::uint32_t>(next_offered_)});
}

void Explainer::AppendTimeReasons(Instant t, const ExplanationColumns& out,
                                  std::vector<ReasonRow>& rows,
                                  Instant& until) const {
  if (t < out.earliest_) {
    rows.push_back({ReasonKind::kNotice, {}, 0});
    until = std::min(until, out.earliest_);
  }
  if (out.dates_ != kAllDates) {
    if (!out.dates_.Contains(event_->zone().DateAt(t))) {
      rows.push_back({ReasonKind::kWindow, {}, 0});
    }
    until = std::min(until, NextDateChange(event_->zone(), t));
  }
}

void Explainer::AppendNotFirstReason(Instant t, const ExplanationColumns& out,
                                     std::vector<ReasonRow>& rows,
                                     Instant& until) const {
  if (!event_->only_first_slot_of_date()) return;
  const Zone& zone = window_.zone;
  const local_days date = zone.DateAt(t);
  until = std::min(until, NextDateChange(zone, t));
  // Clocks that go back over midnight put starts of another date between.
  auto first = std::ranges::lower_bound(out.offered_, zone.StartOfDate(date));
  while (first != out.offered_.end() && zone.DateAt(*first) != date) ++first;
  if (first == out.offered_.end()) return;
  if (*first < t) {
    rows.push_back({ReasonKind::kNotFirst,
                    {},
                    static_cast<std::uint32_t>(first - out.offered_.begin())});
  } else {
    until = std::min(until, *first + seconds{1});
  }
}

void Explainer::ExplainHost(ExplanationColumns& out) {
  HostFacts& facts = out.facts_.front();
  ReasonLists& lists = out.reasons_;
  std::vector<ReasonRow>& rows = lists.rows;
  const std::span<const Instant> at = out.at_;
  lists.list_of_instant.resize(at.size());
  for (std::size_t i = 0; i < at.size();) {
    const Instant t = at[i];
    Instant until = Instant::max();
    AppendQueryReason(t, rows, until);
    const std::size_t before = rows.size();
    AppendHostReasons(0, t, facts, rows, until);
    if (rows.size() == before) AppendGridReason(t, out, rows, until);
    AppendTimeReasons(t, out, rows, until);
    rows.insert(rows.end(), limit_rows_.begin(), limit_rows_.end());
    AppendNotFirstReason(t, out, rows, until);
    const auto list = static_cast<std::uint32_t>(lists.ends.size());
    lists.ends.push_back(static_cast<std::uint32_t>(rows.size()));
    while (i < at.size() && at[i] < until) lists.list_of_instant[i++] = list;
  }
}

void Explainer::ExplainTeam(ExplanationColumns& out) {
  const std::size_t hosts = search_->host_count();
  const std::span<const Instant> at = out.at_;
  search_->PrepareRoles();
  for (std::size_t row = 0; row < hosts; ++row) {
    ReasonLists& lists = out.host_reasons_[row];
    lists.Clear();
    lists.list_of_instant.resize(at.size());
    for (std::size_t i = 0; i < at.size();) {
      Instant until = Instant::max();
      AppendHostReasons(row, at[i], out.facts_[row], lists.rows, until);
      lists.rows.insert(lists.rows.end(), limit_rows_.begin(),
                        limit_rows_.end());
      const auto list = static_cast<std::uint32_t>(lists.ends.size());
      lists.ends.push_back(static_cast<std::uint32_t>(lists.rows.size()));
      while (i < at.size() && at[i] < until) lists.list_of_instant[i++] = list;
    }
  }

  ReasonLists& lists = out.reasons_;
  std::vector<ReasonRow>& rows = lists.rows;
  lists.list_of_instant.resize(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    Instant until = Instant::max();
    AppendQueryReason(at[i], rows, until);
    const std::size_t before = rows.size();
    able_.assign(WordsFor(hosts), 0);
    for (std::size_t row = 0; row < hosts; ++row) {
      if (out.host_rows(i, row).empty()) SetBit(able_, row);
    }
    AppendGroupReasons(out, rows);
    if (rows.size() == before) AppendGridReason(at[i], out, rows, until);
    AppendTimeReasons(at[i], out, rows, until);
    AppendNotFirstReason(at[i], out, rows, until);
    lists.list_of_instant[i] = static_cast<std::uint32_t>(i);
    lists.ends.push_back(static_cast<std::uint32_t>(rows.size()));
  }
}

// Groups are filled in order; one that cannot be filled beside those before it
// is told with how many of its hosts are left for it.
void Explainer::AppendGroupReasons(ExplanationColumns& out,
                                   std::vector<ReasonRow>& rows) {
  Roles& roles = search_->roles();
  if (roles.CanFill(able_)) return;
  needed_.assign(roles.group_count(), 0);
  for (std::size_t g = 0; g < roles.group_count(); ++g) {
    while (needed_[g] < roles.needed(g)) {
      ++needed_[g];
      if (roles.CanFill(able_, needed_)) continue;
      --needed_[g];
      rows.push_back({ReasonKind::kGroup,
                      {},
                      static_cast<std::uint32_t>(out.groups_.size())});
      out.groups_.push_back(
          {.group = static_cast<std::uint32_t>(g),
           .able = static_cast<std::uint32_t>(needed_[g]),
           .required = static_cast<std::uint32_t>(roles.needed(g))});
      break;
    }
  }
}

}  // namespace bookable::internal
