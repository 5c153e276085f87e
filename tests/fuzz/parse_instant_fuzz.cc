// Any bytes: ParseInstant never crashes, and what it accepts reads back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bookable/time/instant.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using bookable::Rounding;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto down = bookable::ParseInstant(text, Rounding::kDown);
  const auto up = bookable::ParseInstant(text, Rounding::kUp);
  for (const auto& t : {down, up}) {
    if (!t.ok()) continue;
    if (!bookable::IsInRange(*t)) std::abort();
    const auto again =
        bookable::ParseInstant(bookable::FormatInstant(*t), Rounding::kDown);
    if (!again.ok() || *again != *t) std::abort();
  }
  if (down.ok() && up.ok()) {
    const std::chrono::seconds gap = *up - *down;
    if (gap.count() != 0 && gap.count() != 1) std::abort();
  }
  return 0;
}
