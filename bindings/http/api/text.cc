// UTF-8 is checked byte by byte: the lead byte says how many follow and what
// the first of them may be ("\xE0\x9F" would be overlong, "\xED\xA0" half a
// surrogate pair). Tested by tests/bindings/http/api/query_test.cc.
#include "bindings/http/api/text.h"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace bookable::http {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (Lower(a[i]) != Lower(b[i])) return false;
  }
  return true;
}

bool IsUtf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    std::size_t follow = 0;
    unsigned least = 0x80;
    unsigned most = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      follow = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      follow = 2;
      if (lead == 0xE0) least = 0xA0;
      if (lead == 0xED) most = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      follow = 3;
      if (lead == 0xF0) least = 0x90;
      if (lead == 0xF4) most = 0x8F;
    } else {
      return false;
    }
    if (text.size() - i < follow) return false;
    for (; follow > 0; --follow) {
      const auto next = static_cast<unsigned char>(text[i++]);
      if (next < least || next > most) return false;
      least = 0x80;
      most = 0xBF;
    }
  }
  return true;
}

std::int64_t CharacterCount(std::string_view utf8) {
  std::int64_t count = 0;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string quoted = "\"";
  if (text.size() <= kMost) {
    quoted += text;
  } else {
    std::size_t end = kMost;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    quoted.append(text.substr(0, end)).append("...");
  }
  quoted += '"';
  return quoted;
}

}  // namespace bookable::http
