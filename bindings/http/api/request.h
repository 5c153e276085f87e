// bindings/http/api/request.h: what a handler is asked.
//
// CONCEPT   A request after the server has read, limited and taken it apart,
//           and after its path, query and body were held against what the route
//           declares: a handler reads declared things without checking again.
// THREADS   Plain values; a handler has its request to itself.
#ifndef BOOKABLE_HTTP_API_REQUEST_H_
#define BOOKABLE_HTTP_API_REQUEST_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/http/api/query.h"

namespace bookable::http {

// HEAD is answered by the route of GET; OPTIONS by the server itself.
enum class Method : std::uint8_t { kGet, kPost, kPut, kPatch, kDelete };

// "GET", "POST", ...
std::string_view MethodName(Method method);

// The values of the header cal-api-version, oldest first.
enum class ApiVersion : std::uint8_t {
  k2024_04_15,
  k2024_06_11,
  k2024_06_14,
  k2024_08_13,
  k2024_09_04,
};

inline constexpr int kApiVersionCount = 5;

// "2024-04-15", ...
std::string_view ApiVersionName(ApiVersion version);

// DEFAULT of a missing or unknown value: the oldest.
ApiVersion ApiVersionOf(std::string_view header);

// Header fields by name, whatever their case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  void Add(std::string_view name, std::string_view value);
  // The first of that name, or nothing.
  const std::string* Find(std::string_view name) const;
  // DEFAULT: "".
  std::string_view Text(std::string_view name) const;
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

struct Request {
  std::string id{};  // uuid, made here; the answer's X-Request-Id
  Method method = Method::kGet;
  ApiVersion version = ApiVersion::k2024_04_15;
  std::string target{};  // as it was sent: for the envelope's `path`
  std::string path{};    // decoded, always of the form /v2/...
  Query query{};
  Headers headers{};
  std::string client_address{};  // of a trusted proxy: the one it forwards

  // The body as it was sent, at most 100 kB, and what the route's `body` makes
  // of it: JSON that fits the route's schema (null when nothing was sent), or
  // the fields of a form.
  std::string body_text{};
  boost::json::value body{};
  Query form{};

  // The {name} parts of the route's path, decoded.
  std::vector<std::pair<std::string, std::string>> path_parameters{};

  // REQUIRES: the route's path has {name}.
  std::string_view PathText(std::string_view name) const;
  // REQUIRES: the route's path has {name:integer}.
  std::int64_t PathInteger(std::string_view name) const;
  // A query parameter that the route declares as an integer.
  std::optional<std::int64_t> QueryInteger(std::string_view name) const;
  // A cookie's value. DEFAULT: "".
  std::string_view Cookie(std::string_view name) const;
  // The token of "Authorization: Bearer TOKEN". DEFAULT: "".
  std::string_view BearerToken() const;
  // The body's members. REQUIRES: the route's schema is of type object.
  const boost::json::object& Fields() const;
};

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_REQUEST_H_
