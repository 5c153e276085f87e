// bookable/internal/text.h: reading and quoting short texts.
#ifndef BOOKABLE_INTERNAL_TEXT_H_
#define BOOKABLE_INTERNAL_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/strings.h"

namespace bookable::internal {

constexpr bool IsDigit(char c) { return '0' <= c && c <= '9'; }

// Reads `text` piece by piece. A piece that does not match takes nothing.
class TextReader {
 public:
  explicit constexpr TextReader(std::string_view text) : rest_(text) {}

  constexpr bool is_done() const { return rest_.empty(); }
  constexpr std::string_view rest() const { return rest_; }

  // Takes one character if it is `a` or `b`.
  constexpr bool Take(char a, char b) {
    if (rest_.empty() || (rest_.front() != a && rest_.front() != b)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  constexpr bool Take(char c) { return Take(c, c); }

  // Takes exactly `width` digits, at most 9, as a number.
  constexpr bool TakeNumber(std::size_t width, int& number) {
    if (rest_.size() < width) return false;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!IsDigit(rest_[i])) return false;
      value = value * 10 + (rest_[i] - '0');
    }
    number = value;
    rest_.remove_prefix(width);
    return true;
  }

 private:
  std::string_view rest_;
};

// `text` in quotes, fit for a message: cut when long, in printable ASCII.
inline std::string Quoted(std::string_view text) {
  constexpr std::size_t kShown = 64;
  return absl::StrCat("\"", absl::CHexEscape(ToAbsl(text.substr(0, kShown))),
                      text.size() > kShown ? "..." : "", "\"");
}

}  // namespace bookable::internal

#endif  // BOOKABLE_INTERNAL_TEXT_H_
