// bookable/query/slot_list.h: the answer, in columns.
//
// CONCEPT   Columns inside, slots outside: iterating yields Slot by value;
//           batches and bindings share the columns' memory. Host rows are the
//           distinct hosts of the query, by first mention; a slot's hosts are a
//           row of bits.
// THREADS   Plain values.
#ifndef BOOKABLE_QUERY_SLOT_LIST_H_
#define BOOKABLE_QUERY_SLOT_LIST_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "bookable/time/instant.h"

namespace bookable {

// A set of host rows: the bits of one slot. In a query for one host, which
// takes every slot, it is empty and says nothing.
class HostBits {
 public:
  explicit HostBits(std::span<const std::uint64_t> words) : words_(words) {}

  bool Contains(std::size_t host) const {
    return host / 64 < words_.size() &&
           (words_[host / 64] >> (host % 64) & 1u) != 0;
  }
  std::size_t count() const;
  // Rows in ascending order.
  std::vector<std::size_t> rows() const;
  std::span<const std::uint64_t> words() const { return words_; }

 private:
  std::span<const std::uint64_t> words_;
};

// Written by FindSlots. Clear() keeps the memory for the next query.
struct SlotColumns {
  std::vector<Instant> starts;

  // Row i of a bit matrix: words [i * words_per_row, (i + 1) * words_per_row).
  // 0 in a query for one host, which takes every slot.
  std::size_t words_per_row = 0;
  std::vector<std::uint64_t> hosts;     // all that can take the slot
  std::vector<std::uint64_t> assigned;  // those who do; empty unless asked for

  std::vector<std::int32_t> seats_remaining;  // empty unless seated

  // A sequence: stage_count starts a slot (the first is the slot's own), and
  // stage_count bit rows.
  std::size_t stage_count = 0;
  std::vector<Instant> stage_starts;
  std::vector<std::uint64_t> stage_hosts;

  void Clear();

  friend bool operator==(const SlotColumns&, const SlotColumns&) = default;
};

// One slot; a view into the list it came from.
struct Slot {
  Instant start{};
  Instant end{};
  HostBits hosts;
  HostBits assigned;                             // no words unless asked for
  std::int32_t seats_remaining = 0;              // meaningful if seated
  std::span<const Instant> stage_starts{};       // empty unless a sequence
  std::span<const std::uint64_t> stage_hosts{};  // a bit row a stage
};

class SlotList {
 public:
  SlotList() = default;
  // REQUIRES: columns as FindSlots wrote them.
  SlotList(SlotColumns columns, std::chrono::seconds length)
      : columns_(std::move(columns)), length_(length) {}

  class const_iterator;

  std::size_t size() const { return columns_.starts.size(); }
  bool is_empty() const { return columns_.starts.empty(); }
  Slot operator[](std::size_t i) const;
  const_iterator begin() const;
  const_iterator end() const;

  // The starts, strictly increasing.
  std::span<const Instant> starts() const { return columns_.starts; }
  const SlotColumns& columns() const { return columns_; }
  // Length of every slot; of the first stage in a sequence.
  std::chrono::seconds length() const { return length_; }

  friend bool operator==(const SlotList&, const SlotList&) = default;

 private:
  SlotColumns columns_;
  std::chrono::seconds length_{};
};

class SlotList::const_iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Slot;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = Slot;

  const_iterator() = default;
  const_iterator(const SlotList* list, std::size_t i) : list_(list), i_(i) {}

  Slot operator*() const { return (*list_)[i_]; }
  const_iterator& operator++() {
    ++i_;
    return *this;
  }
  const_iterator operator++(int) {
    const_iterator old = *this;
    ++i_;
    return old;
  }
  friend bool operator==(const const_iterator&,
                         const const_iterator&) = default;

 private:
  const SlotList* list_ = nullptr;
  std::size_t i_ = 0;
};

inline SlotList::const_iterator SlotList::begin() const { return {this, 0}; }
inline SlotList::const_iterator SlotList::end() const { return {this, size()}; }

}  // namespace bookable

#endif  // BOOKABLE_QUERY_SLOT_LIST_H_
