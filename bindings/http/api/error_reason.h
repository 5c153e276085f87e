// bindings/http/api/error_reason.h: the stable word of an error, for the routes
// whose clients match on it.
//
// THREADS, ERRORS: pure, none.
#ifndef BOOKABLE_HTTP_API_ERROR_REASON_H_
#define BOOKABLE_HTTP_API_ERROR_REASON_H_

#include <string>

#include "absl/status/status.h"

namespace bookable::http {

// What error.h calls `reason`, "" if there is none.
std::string ReasonOf(const absl::Status& status);

// The same error with that word alone as its message; unchanged without one.
absl::Status InOneWord(const absl::Status& status);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_ERROR_REASON_H_
