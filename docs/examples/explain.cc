// Why a time is not offered, and what each rule costs.
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "bookable/bookable.h"

int main() {
  using namespace std::chrono_literals;

  const std::chrono::sys_days tuesday = 2026y / 11 / 24;
  bookable::Schedule open{
      .weekly = {{.days = bookable::kTuesday, .start = 9h, .end = 12h}}};
  bookable::Booking lesson;
  lesson.start = tuesday + 10h;
  lesson.end = tuesday + 10h + 30min;
  bookable::EventType event;
  event.length = 30min;
  event.after_buffer = 15min;
  bookable::SlotQuery query;
  query.event = event;
  query.groups = {bookable::OneHost({.schedule = open, .bookings = {lesson}})};
  query.from = tuesday;
  query.until = tuesday + 24h;

  // [explain]
  // 9:30 is free, but the 15 minutes after it meet the lesson at 10: the free
  // time ends at 9:45, too short.
  const absl::StatusOr<bookable::Explanation> told =
      bookable::Explain(query, tuesday + 9h + 30min);
  if (!told.ok()) {
    std::cerr << told.status() << "\n";
    return 1;
  }
  for (const bookable::Reason& reason : told->reasons) {
    std::cout << bookable::ReasonKindName(reason.kind) << ": "
              << bookable::SourcePath(reason) << " "
              << bookable::FormatInstant(reason.interval.start) << "\n";
  }
  // [/explain]

  // [what_if]
  const absl::StatusOr<std::vector<bookable::RuleEffect>> effects =
      bookable::WhatIf(query);
  if (!effects.ok()) {
    std::cerr << effects.status() << "\n";
    return 1;
  }
  for (const bookable::RuleEffect& effect : *effects) {
    std::cout << "without " << effect.rule << ": " << effect.gained.size()
              << " more, " << effect.lost.size() << " fewer\n";
  }
  // [/what_if]

  const bool is_as_told =
      !told->is_bookable && told->reasons.size() == 2 &&
      told->reasons[0].kind == bookable::ReasonKind::kBuffer &&
      bookable::SourcePath(told->reasons[0]) == "bookings[0]";
  return is_as_told && !effects->empty() ? 0 : 1;
}
