// Does the counting operator new count, once each, what asks for memory?
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "bench/support/allocations.h"

namespace bookable::bench {
namespace {

int failures = 0;

template <class Do>
void Expect(const char* what, std::uint64_t expected, Do ask) {
  const std::uint64_t before = AllocationCount();
  ask();
  const std::uint64_t counted = AllocationCount() - before;
  if (counted == expected) return;
  std::cerr << what << ": " << counted << " allocations, not " << expected
            << '\n';
  ++failures;
}

struct alignas(64) Line {
  std::byte bytes[64];
};

// Where the compiler cannot see that nobody looks.
void* volatile seen;

void Check() {
  std::vector<int> numbers;
  Expect("first push_back", 1, [&] { numbers.push_back(1); });
  numbers.reserve(100);
  Expect("push_back within capacity", 0, [&] { numbers.push_back(2); });
  Expect("a long string", 1, [] { seen = std::string(100, 'x').data(); });
  Expect("over-aligned", 1, [] { seen = std::make_unique<Line>().get(); });
  Expect("an array", 1, [] { seen = std::make_unique<char[]>(10).get(); });
}

}  // namespace
}  // namespace bookable::bench

int main() {
  bookable::bench::Check();
  return bookable::bench::failures == 0 ? 0 : 1;
}
