// bookable/interval/date_instants.h: the instants that read a range of dates.
//
// CONCEPT   Membership again (semantics.md section 2): an instant belongs to
//           the dates first...last of a zone iff its local date lies there.
//           Where clocks go back over midnight these are two intervals
//           (America/St_Johns, 2010-11-07).
// COST      O(log n + stretches met). THREADS: pure.
#ifndef BOOKABLE_INTERVAL_DATE_INSTANTS_H_
#define BOOKABLE_INTERVAL_DATE_INSTANTS_H_

#include <vector>

#include "bookable/interval/interval.h"
#include "bookable/time/civil.h"
#include "bookable/time/zone.h"

namespace bookable {

// Appends the instants of `within` whose date in `zone` lies in `dates`:
// sorted, disjoint, none touching. Appends nothing if `dates` is empty.
void AppendDateInstants(const Zone& zone, const DateRange& dates,
                        const Interval& within, std::vector<Interval>& out);

// From the first to after the last instant whose date lies in `dates`.
// REQUIRES: dates.first <= dates.last. Empty when the zone has none of them.
Interval DateInstantsHull(const Zone& zone, const DateRange& dates);

}  // namespace bookable

#endif  // BOOKABLE_INTERVAL_DATE_INSTANTS_H_
