// Sets as 64-bit masks: each kernel against one machine instruction.
//
// Input: 17 bytes or more: two masks, then how far to dilate. What is beyond
// makes an unsorted list for Normalize and more sets for CoverageCounter.
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "bookable/interval/algebra.h"
#include "bookable/interval/coverage.h"

namespace {

using bookable::Instant;
using bookable::Interval;
using std::chrono::seconds;

using List = std::vector<Interval>;

Instant Tick(int i) { return Instant{seconds{i}}; }

List FromMask(std::uint64_t mask) {
  List out;
  for (int i = 0; i < 64; ++i) {
    if ((mask >> i & 1) == 0) continue;
    if (!out.empty() && out.back().end == Tick(i)) {
      out.back().end = Tick(i + 1);
    } else {
      out.push_back({Tick(i), Tick(i + 1)});
    }
  }
  return out;
}

void Check(bool holds) {
  if (!holds) std::abort();
}

template <class Kernel>
void CheckKernel(std::size_t bound, const List& expected, Kernel kernel) {
  // Of exact size, so that AddressSanitizer sees a store beyond it.
  List out(bound);
  out.resize(kernel(std::span<Interval>(out)));
  Check(out == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 17) return 0;
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  std::memcpy(&x, data, 8);
  std::memcpy(&y, data + 8, 8);
  const int before = data[16] & 15;
  const int after = data[16] >> 4;
  data += 17;
  size -= 17;

  const List a = FromMask(x);
  const List b = FromMask(y);
  const std::size_t m = a.size();
  const std::size_t n = b.size();
  CheckKernel(m + n, FromMask(x | y),
              [&](auto out) { return bookable::Union(a, b, out); });
  CheckKernel(m == 0 || n == 0 ? 0 : m + n - 1, FromMask(x & y),
              [&](auto out) { return bookable::Intersect(a, b, out); });
  CheckKernel(m == 0 ? 0 : m + n, FromMask(x & ~y),
              [&](auto out) { return bookable::Subtract(a, b, out); });
  CheckKernel(m + n, FromMask(x ^ y), [&](auto out) {
    return bookable::SymmetricDifference(a, b, out);
  });
  CheckKernel(m + 1, FromMask(~x), [&](auto out) {
    return bookable::Complement(a, {Tick(0), Tick(64)}, out);
  });

  // The middle 32 ticks stay inside the word when they grow by up to 15.
  const std::uint64_t middle = x & 0x0000'ffff'ffff'0000;
  const List c = FromMask(middle);
  std::uint64_t grown = 0;
  std::uint64_t shrunk = ~std::uint64_t{0};
  for (int s = -before; s <= after; ++s) {
    grown |= s < 0 ? middle >> -s : middle << s;
  }
  for (int s = -after; s <= before; ++s) {
    shrunk &= s < 0 ? middle >> -s : middle << s;
  }
  CheckKernel(c.size(), FromMask(grown), [&](auto out) {
    return bookable::Dilate(c, seconds{before}, seconds{after}, out);
  });
  CheckKernel(c.size(), FromMask(shrunk), [&](auto out) {
    return bookable::Erode(c, seconds{before}, seconds{after}, out);
  });

  List list;
  std::uint64_t mask = 0;
  std::vector<std::uint64_t> masks = {x, y};
  for (std::size_t i = 0; i + 1 < size && i < 64; i += 2) {
    const int start = data[i] & 63;
    const int end = start + (data[i + 1] & 63) % (65 - start);
    list.push_back({Tick(start), Tick(end)});
    std::uint64_t part = 0;
    for (int t = start; t < end; ++t) part |= std::uint64_t{1} << t;
    mask |= part;
    masks.push_back(part);
  }
  list.resize(bookable::Normalize(list));
  Check(list == FromMask(mask));

  std::vector<List> sets;
  for (const std::uint64_t set : masks) sets.push_back(FromMask(set));
  const std::vector<std::span<const Interval>> spans(sets.begin(), sets.end());
  const std::size_t k = 1 + static_cast<std::size_t>(before) % masks.size();
  std::uint64_t covered = 0;
  for (int t = 0; t < 64; ++t) {
    std::size_t count = 0;
    for (const std::uint64_t set : masks) count += set >> t & 1;
    if (count >= k) covered |= std::uint64_t{1} << t;
  }
  bookable::CoverageCounter counter;
  List out;
  counter.AtLeast(spans, k, out);
  Check(out == FromMask(covered));
  return 0;
}
