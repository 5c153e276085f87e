// Tested by tests/bindings/http/api/request_test.cc.
#include "bindings/http/api/request.h"

#include <array>
#include <cstddef>

#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

constexpr std::array<std::string_view, 5> kMethods = {"GET", "POST", "PUT",
                                                      "PATCH", "DELETE"};
constexpr std::array<std::string_view, kApiVersionCount> kVersions = {
    "2024-04-15", "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04"};

}  // namespace

std::string_view MethodName(Method method) {
  return kMethods[static_cast<std::size_t>(method)];
}

std::string_view ApiVersionName(ApiVersion version) {
  return kVersions[static_cast<std::size_t>(version)];
}

ApiVersion ApiVersionOf(std::string_view header) {
  for (std::size_t i = 0; i < kVersions.size(); ++i) {
    if (kVersions[i] == header) return static_cast<ApiVersion>(i);
  }
  return ApiVersion::k2024_04_15;
}

void Headers::Add(std::string_view name, std::string_view value) {
  fields_.emplace_back(name, value);
}

const std::string* Headers::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (EqualsIgnoringCase(field.first, name)) return &field.second;
  }
  return nullptr;
}

std::string_view Headers::Text(std::string_view name) const {
  const std::string* found = Find(name);
  return found == nullptr ? std::string_view() : *found;
}

std::string_view Request::PathText(std::string_view name) const {
  for (const auto& [key, value] : path_parameters) {
    if (key == name) return value;
  }
  return {};
}

std::int64_t Request::PathInteger(std::string_view name) const {
  return ParseInteger(PathText(name)).value_or(0);
}

std::optional<std::int64_t> Request::QueryInteger(std::string_view name) const {
  const std::string* text = query.Find(name);
  return text == nullptr ? std::nullopt : ParseInteger(*text);
}

std::string_view Request::Cookie(std::string_view name) const {
  for (const auto& [key, value] : headers.fields()) {
    if (!EqualsIgnoringCase(key, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      const std::string_view pair = Trimmed(rest.substr(0, end));
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return pair.substr(equals + 1);
      }
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return {};
}

std::string_view Request::BearerToken() const {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view value = headers.Text("authorization");
  if (!EqualsIgnoringCase(value.substr(0, kBearer.size()), kBearer)) return {};
  return Trimmed(value.substr(kBearer.size()));
}

const boost::json::object& Request::Fields() const {
  static const boost::json::object kNone;
  return body.is_object() ? body.get_object() : kNone;
}

}  // namespace bookable::http
