// tests/support/literals.h: instants, zones and sets as tests like to write
// them. A text that cannot be read stops the test program.
#ifndef BOOKABLE_TESTS_SUPPORT_LITERALS_H_
#define BOOKABLE_TESTS_SUPPORT_LITERALS_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/time/civil.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::testing {

// At("2026-11-24T09:00Z").
inline Instant At(std::string_view text) {
  return ParseInstant(text, Rounding::kDown).value();
}

// Span("2026-11-24T09:00Z", "2026-11-24T10:00Z").
inline Interval Span(std::string_view start, std::string_view end) {
  return {At(start), At(end)};
}

inline Zone ZoneOf(std::string_view name) { return Zone::Find(name).value(); }

inline Date DateOf(std::string_view text) { return ParseDate(text).value(); }

inline std::chrono::local_days DayOf(std::string_view text) {
  return std::chrono::local_days{DateOf(text)};
}

// "2026-11-24T09:00:00Z", ... as the instants print.
inline std::vector<std::string> Texts(const std::vector<Instant>& instants) {
  std::vector<std::string> texts;
  for (const Instant t : instants) texts.push_back(FormatInstant(t));
  return texts;
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_SUPPORT_LITERALS_H_
