// bindings/http/api/query.h: the target of a request, taken apart.
//
// CONCEPT   "/v2/me?emails[]=a&emails[]=b,c" is a path of decoded segments and
//           a Query: names with values in the order they came. Lists come as
//           commas, repeated, or with "[]", all the same: List reads any.
//           A form body (application/x-www-form-urlencoded) is a Query too.
// THREADS   Plain values.
// ERRORS    ParseTarget and ParseQuery refuse with InvalidArgument what is no
//           target: broken escapes, control characters, text that is not UTF-8.
#ifndef BOOKABLE_HTTP_API_QUERY_H_
#define BOOKABLE_HTTP_API_QUERY_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace bookable::http {

class Query {
 public:
  using Pair = std::pair<std::string, std::string>;

  Query() = default;
  explicit Query(std::vector<Pair> pairs) : pairs_(std::move(pairs)) {}

  // The last value of that name, or nothing. "name[]" is not "name" here.
  const std::string* Find(std::string_view name) const;
  // DEFAULT: "".
  std::string_view Text(std::string_view name) const;
  bool Has(std::string_view name) const;
  // All values of `name` and `name[]`, split at commas, empty ones left out.
  std::vector<std::string> List(std::string_view name) const;

  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  std::vector<Pair> pairs_;
};

struct Target {
  std::string path{};                   // decoded, begins with '/'
  std::vector<std::string> segments{};  // of the path; one may hold a '/'
  Query query{};
};

// Of a request line: origin form ("/a?b") or absolute form
// ("http://host/a?b"). A '/' at the end of the path is dropped.
absl::StatusOr<Target> ParseTarget(std::string_view target);

// "a=1&b=%20+" without the '?'.
absl::StatusOr<Query> ParseQuery(std::string_view query);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_QUERY_H_
