// bindings/http/api/percent_encoding.h: text within a URL.
//
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_API_PERCENT_ENCODING_H_
#define BOOKABLE_HTTP_API_PERCENT_ENCODING_H_

#include <string>
#include <string_view>

namespace bookable::http {

// Letters, digits, "-", "_" and "." as they are, other bytes as %XX: a value in
// a query, a segment of a path.
std::string PercentEncoded(std::string_view text);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_PERCENT_ENCODING_H_
