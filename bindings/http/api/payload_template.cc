// Tested by tests/bindings/http/api/payload_template_test.cc.
#include "bindings/http/api/payload_template.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/percent_encoding.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

enum class Escaping : std::uint8_t { kNone, kPercent };

// A placeholder of a template, and where it stands.
struct Placeholder {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view path{};
  bool is_raw = false;  // {{{path}}}
};

// The next one from `from` on. Nothing where there is none, `end` 0 in one that
// is not closed.
std::optional<Placeholder> NextPlaceholder(std::string_view text,
                                           std::size_t from) {
  const std::size_t begin = text.find("{{", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const bool is_raw = text.substr(begin).starts_with("{{{");
  const std::string_view close = is_raw ? "}}}" : "}}";
  const std::size_t inside = begin + close.size();
  const std::size_t end = text.find(close, inside);
  if (end == std::string_view::npos) return Placeholder{.begin = begin};
  return Placeholder{.begin = begin,
                     .end = end + close.size(),
                     .path = Trimmed(text.substr(inside, end - inside)),
                     .is_raw = is_raw};
}

bool IsPath(std::string_view path) {
  return !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
           c == '[' || c == ']';
  });
}

// What stands at "attendees.0.email", or "attendees.[0].email".
std::string TextAt(const json::object& values, std::string_view path) {
  const json::value* at = nullptr;
  const json::object* object = &values;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    std::string_view part = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view()
                                         : path.substr(dot + 1);
    if (part.starts_with('[') && part.ends_with(']')) {
      part = part.substr(1, part.size() - 2);
    }
    if (at != nullptr && at->is_array()) {
      const auto index = ParseInteger(part);
      const json::array& array = at->get_array();
      if (!index || *index < 0 ||
          static_cast<std::size_t>(*index) >= array.size()) {
        return "";
      }
      at = &array[static_cast<std::size_t>(*index)];
    } else {
      at = object == nullptr ? nullptr : MemberOf(*object, part);
      if (at == nullptr) return "";
    }
    object = at->if_object();
  }
  if (at == nullptr || at->is_null()) return "";
  return at->is_string() ? std::string(ViewOf(at->get_string()))
                         : json::serialize(*at);
}

std::string Filled(std::string_view text, const json::object& values,
                   Escaping escaping) {
  std::string out;
  std::size_t from = 0;
  while (const auto found = NextPlaceholder(text, from)) {
    if (found->end == 0) break;
    out += text.substr(from, found->begin - from);
    const std::string value = TextAt(values, found->path);
    out += escaping == Escaping::kPercent && !found->is_raw
               ? PercentEncoded(value)
               : value;
    from = found->end;
  }
  out += text.substr(from);
  return out;
}

json::value FilledJson(const json::value& form, const json::object& values) {
  if (form.is_string()) {
    return json::value(
        Filled(ViewOf(form.get_string()), values, Escaping::kNone));
  }
  if (form.is_array()) {
    json::array array;
    for (const json::value& one : form.get_array()) {
      array.push_back(FilledJson(one, values));
    }
    return array;
  }
  if (form.is_object()) {
    json::object object;
    for (const auto& member : form.get_object()) {
      object[Filled({member.key().data(), member.key().size()}, values,
                    Escaping::kNone)] = FilledJson(member.value(), values);
    }
    return object;
  }
  return form;
}

}  // namespace

absl::Status CheckPayloadTemplate(std::string_view text) {
  std::size_t from = 0;
  while (const auto found = NextPlaceholder(text, from)) {
    if (found->end == 0) {
      return InvalidProperty("payloadTemplate", "isTemplate",
                             "payloadTemplate: a {{ is not closed");
    }
    if (!IsPath(found->path)) {
      return InvalidProperty(
          "payloadTemplate", "isTemplate",
          "payloadTemplate: {{...}} must hold a name, like {{title}} or "
          "{{attendees.0.email}}; there are no blocks");
    }
    from = found->end;
  }
  return absl::OkStatus();
}

FilledTemplate FillTemplate(std::string_view text, const json::object& values) {
  json::error_code error;
  const json::value form =
      json::parse(json::string_view(text.data(), text.size()), error);
  if (!error) {
    return {.content_type = "application/json",
            .body = json::serialize(FilledJson(form, values))};
  }
  return {.content_type = "application/x-www-form-urlencoded",
          .body = Filled(text, values, Escaping::kPercent)};
}

}  // namespace bookable::http
