// Whatever bytes are a request's target, or its query: they are refused, or
// what comes out is text that the service can hold, and reads the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bindings/http/api/query.h"
#include "bindings/http/api/request.h"
#include "bindings/http/api/text.h"

namespace {

using bookable::http::IsUtf8;

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireClean(std::string_view text) {
  Require(IsUtf8(text));
  Require(text.find('\0') == std::string_view::npos);
}

// As a client would write it.
std::string Escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    escaped += '%';
    escaped += kHex[byte >> 4U];
    escaped += kHex[byte & 15U];
  }
  return escaped;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto target = bookable::http::ParseTarget(text); target.ok()) {
    RequireClean(target->path);
    Require(target->path.starts_with('/'));
    std::string again;
    for (const std::string& segment : target->segments) {
      again += "/" + Escaped(segment);
    }
    if (!again.empty() && !target->segments.back().empty()) {
      const auto reread = bookable::http::ParseTarget(again);
      Require(reread.ok() && reread->segments == target->segments);
    }
  }
  if (const auto query = bookable::http::ParseQuery(text); query.ok()) {
    for (const auto& [name, value] : query->pairs()) {
      RequireClean(name);
      RequireClean(value);
      for (const std::string& item : query->List(name)) {
        Require(item.find(',') == std::string::npos && !item.empty());
      }
    }
  }
  bookable::http::Request request;
  request.headers.Add("cookie", text);
  request.headers.Add("authorization", text);
  Require(request.Cookie("a").size() <= size);
  Require(request.BearerToken().size() <= size);
  return 0;
}
