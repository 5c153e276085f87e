// tests/laws/shrink.h: the smallest query that still shows a failure.
//
// THREADS   Pure, if `fails` is.
#ifndef BOOKABLE_TESTS_LAWS_SHRINK_H_
#define BOOKABLE_TESTS_LAWS_SHRINK_H_

#include <functional>

#include "bookable/query/slot_query.h"

namespace bookable::laws {

// Drops and simplifies parts of `query`, one at a time, while it stays valid
// and `fails` stays true; ends when no single step is left.
SlotQuery Shrink(SlotQuery query,
                 const std::function<bool(const SlotQuery&)>& fails);

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_SHRINK_H_
