// bookable/internal/dcheck.h: preconditions, checked in debug builds.
#ifndef BOOKABLE_INTERNAL_DCHECK_H_
#define BOOKABLE_INTERNAL_DCHECK_H_

#include <cassert>

// A caller's bug: stops a debug build, is undefined behaviour in release.
#define BOOKABLE_DCHECK(condition) assert(condition)

#endif  // BOOKABLE_INTERNAL_DCHECK_H_
