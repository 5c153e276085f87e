// bindings/cli/transition_table.h: when and how the clocks of a zone change.
//
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_TRANSITION_TABLE_H_
#define BOOKABLE_CLI_TRANSITION_TABLE_H_

#include <string>
#include <string_view>

#include "bindings/cli/terminal.h"
#include "bookable/time/zone.h"

namespace bookable::cli {

// Years of UTC, both included. REQUIRES: 1900 <= first <= last <= 2200.
struct YearRange {
  int first = 0;
  int last = 0;
};

// A line a change: the instant, the clock before and after, the offsets. Says
// so when there are none, with the offset that holds.
std::string DrawTransitions(const Zone& zone, YearRange years,
                            std::string_view tzdb_version, const Style& style);

// {"zone", "tzdb", "from", "until", "transitions": [{"at", "before": {"local",
// "offset"}, "after": {"local", "offset"}}]} and a line end.
std::string TransitionsJson(const Zone& zone, YearRange years,
                            std::string_view tzdb_version);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_TRANSITION_TABLE_H_
