// bookable/query/slot_list.cc
// Tested by tests/engine/query/slot_list_test.cc.
#include "bookable/query/slot_list.h"

#include <bit>

#include "bookable/internal/dcheck.h"

namespace bookable {

std::size_t HostBits::count() const {
  std::size_t hosts = 0;
  for (const std::uint64_t word : words_) {
    hosts += static_cast<std::size_t>(std::popcount(word));
  }
  return hosts;
}

std::vector<std::size_t> HostBits::rows() const {
  std::vector<std::size_t> rows;
  for (std::size_t w = 0; w < words_.size(); ++w) {
    for (std::uint64_t word = words_[w]; word != 0; word &= word - 1) {
      rows.push_back(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
  }
  return rows;
}

void SlotColumns::Clear() {
  starts.clear();
  words_per_row = 0;
  hosts.clear();
  assigned.clear();
  seats_remaining.clear();
  stage_count = 0;
  stage_starts.clear();
  stage_hosts.clear();
}

Slot SlotList::operator[](std::size_t i) const {
  BOOKABLE_DCHECK(i < size());
  const std::size_t words = columns_.words_per_row;
  const std::size_t stages = columns_.stage_count;
  const auto row = [](const auto& column, std::size_t width, std::size_t at) {
    return column.empty() ? std::span(column)
                          : std::span(column).subspan(at * width, width);
  };
  Slot slot{.start = columns_.starts[i],
            .end = columns_.starts[i] + length_,
            .hosts = HostBits(row(columns_.hosts, words, i)),
            .assigned = HostBits(row(columns_.assigned, words, i))};
  if (!columns_.seats_remaining.empty()) {
    slot.seats_remaining = columns_.seats_remaining[i];
  }
  slot.stage_starts = row(columns_.stage_starts, stages, i);
  slot.stage_hosts = row(columns_.stage_hosts, stages * words, i);
  return slot;
}

}  // namespace bookable
