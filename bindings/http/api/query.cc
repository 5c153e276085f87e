// The target is cut at '?', the path at '/', the query at '&' and the first
// '='; only then are the escapes read, so that "%2F" is a slash inside of a
// segment: "/v2/a%2Fb?x=1%262" is {"v2", "a/b"} and x = "1&2".
// Tested by tests/bindings/http/api/query_test.cc.
#include "bindings/http/api/query.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

// A request line is limited to kilobytes; this bounds what one may become.
constexpr std::size_t kMostPairs = 1'000;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus : std::uint8_t { kIsPlus, kIsSpace };

// A character that stands for itself wherever it is: what names and values
// mostly consist of.
bool IsPlain(char c) { return c > 0x20 && c < 0x7f && c != '%' && c != '+'; }

absl::StatusOr<std::string> Decode(std::string_view text, Plus plus) {
  if (std::ranges::all_of(text, IsPlain)) return std::string(text);
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return absl::InvalidArgumentError(
            "the address has a % that two hexadecimal digits do not follow");
      }
      c = static_cast<char>(high * 16 + low);
      i += 2;
      if (c == '\0') {
        return absl::InvalidArgumentError("the address holds a NUL (%00)");
      }
    } else if (c == '+' && plus == Plus::kIsSpace) {
      c = ' ';
    } else if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) {
      return absl::InvalidArgumentError(
          "the address holds a blank or a control character; write it as %20 "
          "and the like");
    }
    decoded.push_back(c);
  }
  if (!IsUtf8(decoded)) {
    return absl::InvalidArgumentError("the address is not UTF-8");
  }
  return decoded;
}

}  // namespace

const std::string* Query::Find(std::string_view name) const {
  const std::string* found = nullptr;
  for (const Pair& pair : pairs_) {
    if (pair.first == name) found = &pair.second;
  }
  return found;
}

std::string_view Query::Text(std::string_view name) const {
  const std::string* found = Find(name);
  return found == nullptr ? std::string_view() : *found;
}

bool Query::Has(std::string_view name) const { return Find(name) != nullptr; }

std::vector<std::string> Query::List(std::string_view name) const {
  std::vector<std::string> list;
  for (const Pair& pair : pairs_) {
    std::string_view key = pair.first;
    if (key.ends_with("[]")) key.remove_suffix(2);
    if (key != name) continue;
    std::string_view rest = pair.second;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      const std::string_view item = rest.substr(0, comma);
      if (!item.empty()) list.emplace_back(item);
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return list;
}

absl::StatusOr<Query> ParseQuery(std::string_view query) {
  std::vector<Query::Pair> pairs;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view()
                                          : query.substr(end + 1);
    if (part.empty()) continue;
    if (pairs.size() == kMostPairs) {
      return absl::InvalidArgumentError("more than 1000 parameters");
    }
    const std::size_t equals = part.find('=');
    absl::StatusOr<std::string> name =
        Decode(part.substr(0, equals), Plus::kIsSpace);
    if (!name.ok()) return name.status();
    absl::StatusOr<std::string> value =
        equals == std::string_view::npos
            ? std::string()
            : Decode(part.substr(equals + 1), Plus::kIsSpace);
    if (!value.ok()) return value.status();
    pairs.emplace_back(*std::move(name), *std::move(value));
  }
  return Query(std::move(pairs));
}

absl::StatusOr<Target> ParseTarget(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (EqualsIgnoringCase(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      const std::size_t slash = target.find_first_of("/?");
      target = slash == std::string_view::npos ? std::string_view("/")
                                               : target.substr(slash);
      break;
    }
  }
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (question == 0) path = "/";
  if (!path.starts_with('/')) {
    return absl::InvalidArgumentError("the address does not begin with /");
  }
  Target parsed;
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  std::string_view rest = path.substr(1);
  while (path.size() > 1) {
    const std::size_t slash = rest.find('/');
    absl::StatusOr<std::string> segment =
        Decode(rest.substr(0, slash), Plus::kIsPlus);
    if (!segment.ok()) return segment.status();
    parsed.path += '/';
    parsed.path += *segment;
    parsed.segments.push_back(*std::move(segment));
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  if (parsed.path.empty()) parsed.path += '/';
  if (question != std::string_view::npos) {
    std::string_view query = target.substr(question + 1);
    query = query.substr(0, query.find('#'));
    absl::StatusOr<Query> read = ParseQuery(query);
    if (!read.ok()) return read.status();
    parsed.query = *std::move(read);
  }
  return parsed;
}

}  // namespace bookable::http
