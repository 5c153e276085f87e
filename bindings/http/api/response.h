// bindings/http/api/response.h: what a handler answers.
//
// CONCEPT   A status, bytes and headers. The server adds what every answer has:
//           X-Request-Id, rate limit, CORS and security headers,
//           Content-Length.
// THREADS   Plain values.
#ifndef BOOKABLE_HTTP_API_RESPONSE_H_
#define BOOKABLE_HTTP_API_RESPONSE_H_

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bookable::http {

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
  // Set by the server: further lines of the header, each with its end, in
  // memory that lasts.
  std::string_view fixed_lines{};
};

// {"status":"success","data":...}. `status` DEFAULT: what the route declares.
Response Success(const boost::json::value& data, int status = 0);
// {"status":"success"}
Response Success();
// {"status":"success","data":...} with `data` as JSON text written already.
Response SuccessText(std::string_view data, int status = 0);
Response Text(int status, std::string_view content_type, std::string body);
Response Redirect(std::string_view location);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_RESPONSE_H_
