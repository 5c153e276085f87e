// bindings/http/domain/profile_fields.cc
//
// Slugs: Latin letters with accents (U+00C0 to U+017F) have their plain letter
// in a table; other letters stay as they are, in UTF-8.
//
// Tested by tests/bindings/http/domain/profile_fields_test.cc.
#include "bindings/http/domain/profile_fields.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bookable/time/zone.h"

namespace bookable::domain {
namespace {

constexpr std::array<std::string_view, 42> kLocales = {
    "ar", "az", "bg", "ca", "cs", "da", "de", "el",    "en",   "es", "es-419",
    "et", "eu", "fi", "fr", "he", "hr", "hu", "id",    "it",   "iw", "ja",
    "km", "ko", "lv", "nl", "no", "pl", "pt", "pt-BR", "ro",   "ru", "sk",
    "sr", "sv", "ta", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"};

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};

// The plain letters of U+00C0 to U+017F.
constexpr std::string_view kPlain =
    "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo-ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk"
    "llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kPlain.size() == 0x180 - 0xC0);

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' &&
         label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '-' || (static_cast<unsigned char>(c) & 0x80u) != 0;
         });
}

bool IsDomain(std::string_view domain) {
  if (domain.size() > 253) return false;
  int labels = 0;
  for (std::size_t begin = 0; begin <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', begin), domain.size());
    if (!IsLabel(domain.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return labels >= 2;
}

// The code point that begins `text`, which loses it; U+FFFD for what is no
// UTF-8, one byte at a time.
char32_t TakeCodePoint(std::string_view& text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = byte(0);
  std::size_t length = 1;
  char32_t point = first;
  if (first >= 0xF0 && first < 0xF5) {
    length = 4;
    point = first & 0x07u;
  } else if (first >= 0xE0 && first < 0xF0) {
    length = 3;
    point = first & 0x0Fu;
  } else if (first >= 0xC2 && first < 0xE0) {
    length = 2;
    point = first & 0x1Fu;
  } else if (first >= 0x80) {
    point = 0xFFFD;
  }
  if (length > text.size()) length = 1, point = 0xFFFD;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) {
      length = 1;
      point = 0xFFFD;
      break;
    }
    point = (point << 6) | (byte(i) & 0x3Fu);
  }
  text.remove_prefix(length);
  return point;
}

}  // namespace

std::optional<std::string> NormalEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return std::nullopt;
  const std::string_view local = text.substr(0, at);
  const bool is_local = std::none_of(local.begin(), local.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
           std::string_view("<>\"(),:;\\[]").find(c) != std::string_view::npos;
  });
  if (!is_local || local.front() == '.' || local.back() == '.' ||
      local.find("..") != std::string_view::npos ||
      !IsDomain(text.substr(at + 1))) {
    return std::nullopt;
  }
  std::string email(text);
  absl::AsciiStrToLower(&email);
  return email;
}

std::string ManagedEmail(std::string_view email, std::string_view client_id) {
  const std::size_t at = email.rfind('@');
  const std::string suffix = absl::StrCat("+", std::string(client_id));
  std::string_view local = email.substr(0, at);
  if (local.ends_with(suffix)) local.remove_suffix(suffix.size());
  return std::string(local) + suffix + std::string(email.substr(at));
}

std::optional<std::string> RepairedZone(std::string_view text) {
  static const std::map<std::string, std::string> kZones = [] {
    std::map<std::string, std::string> zones;
    for (std::string& name : ZoneNames()) {
      std::string lower = absl::AsciiStrToLower(name);
      zones.emplace(std::move(lower), std::move(name));
    }
    return zones;
  }();
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  const auto found = kZones.find(lower);
  if (found == kZones.end()) return std::nullopt;
  return found->second;
}

bool IsWeekday(std::string_view text) {
  return std::find(kWeekdays.begin(), kWeekdays.end(), text) != kWeekdays.end();
}

bool IsLocale(std::string_view text) {
  return std::find(kLocales.begin(), kLocales.end(), text) != kLocales.end();
}

bool IsWebUrl(std::string_view text) {
  if (text.size() > 2048) return false;
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string name =
      absl::AsciiStrToLower(std::string(text.substr(0, scheme)));
  if (name != "http" && name != "https") return false;
  const std::string_view rest = text.substr(scheme + 3);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && host.front() != ':' &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<signed char>(c) <= ' ' || c == 0x7f || c == '"' ||
                  c == '<' || c == '>' || c == '\\';
         });
}

std::string Slug(std::string_view text) {
  std::string slug;
  const auto hyphen = [&] {
    if (!slug.empty() && slug.back() != '-') slug += '-';
  };
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t point = TakeCodePoint(text);
    if (point < 0x80) {
      const auto c = static_cast<unsigned char>(point);
      if (absl::ascii_isalnum(c) || c == '.') {
        slug += static_cast<char>(absl::ascii_tolower(c));
      } else {
        hyphen();
      }
    } else if (point >= 0xC0 && point < 0x180) {
      const char plain = kPlain[point - 0xC0];
      if (plain == '-') {
        hyphen();
      } else {
        slug += plain;
      }
    } else if (point >= 0x300 && point < 0x370) {
      continue;  // an accent by itself
    } else if (point < 0xC0 || point == 0xFFFD ||
               (point >= 0x2000 && point < 0x2070) || point == 0x3000) {
      hyphen();
    } else {
      slug += before.substr(0, before.size() - text.size());
    }
  }
  const auto is_edge = [](char c) { return c == '-' || c == '.'; };
  const auto begin = std::find_if_not(slug.begin(), slug.end(), is_edge);
  slug.erase(slug.begin(), begin);
  while (!slug.empty() && is_edge(slug.back())) slug.pop_back();
  return slug;
}

}  // namespace bookable::domain
