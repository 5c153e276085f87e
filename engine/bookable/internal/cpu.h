// bookable/internal/cpu.h: what the processor can do.
#ifndef BOOKABLE_INTERNAL_CPU_H_
#define BOOKABLE_INTERNAL_CPU_H_

#include "bookable/internal/path.h"

// Marks a function that HasAvx2() guards.
#if defined(__x86_64__)
#define BOOKABLE_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#endif

namespace bookable::internal {

#if defined(__x86_64__)
// True if functions marked BOOKABLE_AVX2 can run, and no path forbids it.
inline bool HasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0 &&
                          __builtin_cpu_supports("bmi") != 0 &&
                          __builtin_cpu_supports("bmi2") != 0;
  return has && ForcedPath() != Path::kPlain;
}
#endif

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_CPU_H_
