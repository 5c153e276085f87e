// bench/support/allocations.h: how often this program has asked for memory.
//
// CONCEPT   The program's operator new is ours and counts.
// THREADS   Counts all threads.
#ifndef BOOKABLE_BENCH_SUPPORT_ALLOCATIONS_H_
#define BOOKABLE_BENCH_SUPPORT_ALLOCATIONS_H_

#include <cstdint>

namespace bookable::bench {

// Calls of operator new so far.
std::uint64_t AllocationCount();

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_SUPPORT_ALLOCATIONS_H_
