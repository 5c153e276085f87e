// bindings/http/api/text.h: small questions about text.
//
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_API_TEXT_H_
#define BOOKABLE_HTTP_API_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace bookable::http {

// Of ASCII letters.
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// No overlong forms, no surrogates, nothing beyond U+10FFFF.
bool IsUtf8(std::string_view text);

// How many characters a text of UTF-8 has.
std::int64_t CharacterCount(std::string_view utf8);

// The whole text as a decimal integer: "-12", no blanks, no '+'.
std::optional<std::int64_t> ParseInteger(std::string_view text);

// Without blanks and tabs at both ends.
std::string_view Trimmed(std::string_view text);

// A value that a client sent, for a message: in quotes, at most 40 bytes of it,
// cut between characters. REQUIRES: UTF-8.
std::string Quoted(std::string_view text);

// Debian's absl::string_view is a type of its own.
inline std::string ToString(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_TEXT_H_
