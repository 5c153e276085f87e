// bindings/cli/explanation_text.h: why a time is, or is not, offered, in
// sentences.
//
// CONCEPT   One sentence a reason: what is in the way, from when to when, and
//           in brackets the field of the request that says so (of a team's
//           host: within its own object). Times are of the answer's zone; a
//           date or offset is said where it is not that of the time explained.
// THREADS   Pure. ERRORS: none.
// REQUIRES  `explanation` is Explain(request.query, ...), throughout.
#ifndef BOOKABLE_CLI_EXPLANATION_TEXT_H_
#define BOOKABLE_CLI_EXPLANATION_TEXT_H_

#include <string>

#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"
#include "bookable/query/explain.h"

namespace bookable::cli {

// The sentence of one reason, printable. `host` is whose reason it is; of a
// team's own reasons any.
std::string ReasonSentence(const Request& request,
                           const Explanation& explanation, const Host& host,
                           const Reason& reason, const Style& style);

// The time, whether it is offered and can be booked, the reasons, and for a
// team the reasons of its hosts.
std::string DrawExplanation(const Request& request,
                            const Explanation& explanation, const Style& style);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_EXPLANATION_TEXT_H_
