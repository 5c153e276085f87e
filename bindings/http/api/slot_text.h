// bindings/http/api/slot_text.h: a list of slots as JSON text, by date.
//
// CONCEPT   {"2050-09-05":[{"start":"2050-09-05T09:00:00.000+02:00"},...],...}
//           written straight from the engine's columns: dates ascend, one that
//           has no slot is left out.
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_API_SLOT_TEXT_H_
#define BOOKABLE_HTTP_API_SLOT_TEXT_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::http {

struct SlotStyle {
  // Of dates and offsets. DEFAULT: UTC, written as Z.
  std::optional<Zone> zone{};
  // What the members are called.
  std::string_view start = "start";
  std::string_view end = "end";
  // With it, each slot says its end.
  std::optional<std::chrono::minutes> length{};
  // Appends further members of slot i, each with a comma before it.
  std::function<void(std::size_t i, std::string& out)> more{};
};

// REQUIRES: starts ascend.
void AppendSlots(std::span<const Instant> starts, const SlotStyle& style,
                 std::string& out);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SLOT_TEXT_H_
