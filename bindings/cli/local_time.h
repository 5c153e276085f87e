// bindings/cli/local_time.h: times as people type them.
//
// CONCEPT   An instant with its offset, or what a wall clock of a zone shows. A
//           wall clock shows a time once, never (clocks went forward over it)
//           or twice (they went back): only the first names an instant.
// THREADS   Pure. ERRORS: InvalidArgument and OutOfRange, in words for people.
#ifndef BOOKABLE_CLI_LOCAL_TIME_H_
#define BOOKABLE_CLI_LOCAL_TIME_H_

#include <chrono>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::cli {

// The instants at which a clock of `zone` shows `time`, ascending: one, none,
// or two.
std::vector<Instant> InstantsThatRead(const Zone& zone,
                                      std::chrono::local_seconds time);

// The instant that `text` names: "2026-11-24T10:30+01:00", as in a request, or
// "2026-11-24T10:30" of `zone`; a space may stand for the T.
//
// Errors: no such text; a fraction of a second; a time that the zone's clocks
// skip, or show twice (then the message has both, with their offsets).
absl::StatusOr<Instant> ReadTime(std::string_view text, const Zone& zone);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_LOCAL_TIME_H_
