// bookable/codec/internal/json_fault.cc
//
// A walk by tokens with a stack of open brackets; no recursion, so depth costs
// a byte a level.
//
//   {"busy": [1, tru   fault at "tru" (offset 13); the sound part is
//                      `{"busy": [1, `, its completion `0]}`.
//
// Tested by tests/engine/codec/internal/json_fault_test.cc.
#include "bookable/codec/internal/json_fault.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/strings.h"
#include "bookable/internal/text.h"

namespace bookable::internal {
namespace {

class FaultFinder {
 public:
  explicit FaultFinder(std::string_view text) : text_(text) {}

  std::optional<JsonFault> Find() {
    for (;;) {
      while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
      token_ = at_;
      if (at_ == text_.size()) {
        if (expected_ == Expected::kEnd) return std::nullopt;
        return Fault(Wanted());
      }
      if (!TakeToken()) return Fault(what_);
    }
  }

 private:
  enum class Expected : std::uint8_t {
    kValue,
    kValueOrEnd,  // of a list
    kName,
    kNameOrEnd,  // of an object
    kColon,
    kComma,  // or the end of what is open
    kEnd,    // of the text
  };

  static bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  // The byte at at_ cannot stand there.
  bool Refuse(std::string_view what) {
    what_ = what;
    return false;
  }

  bool TakeToken() {
    const char c = text_[at_];
    switch (expected_) {
      case Expected::kValueOrEnd:
        if (c == ']') return Close();
        return TakeValue(c);
      case Expected::kValue:
        return TakeValue(c);
      case Expected::kNameOrEnd:
        if (c == '}') return Close();
        [[fallthrough]];
      case Expected::kName:
        if (c != '"') return Refuse(Wanted());
        if (!TakeString()) return false;
        expected_ = Expected::kColon;
        return true;
      case Expected::kColon:
        if (c != ':') return Refuse(Wanted());
        ++at_;
        expected_ = Expected::kValue;
        return true;
      case Expected::kComma:
        if (c == ',') {
          ++at_;
          expected_ = open_.back() == '{' ? Expected::kName : Expected::kValue;
          return true;
        }
        if (c == (open_.back() == '{' ? '}' : ']')) return Close();
        return Refuse(Wanted());
      case Expected::kEnd:
        break;
    }
    return Refuse(Wanted());
  }

  bool Close() {
    ++at_;
    open_.pop_back();
    ValueIsRead();
    return true;
  }

  void ValueIsRead() {
    expected_ = open_.empty() ? Expected::kEnd : Expected::kComma;
  }

  bool TakeValue(char c) {
    if (c == '{' || c == '[') {
      open_.push_back(c);
      ++at_;
      expected_ = c == '{' ? Expected::kNameOrEnd : Expected::kValueOrEnd;
      return true;
    }
    const bool is_taken = c == '"'                 ? TakeString()
                          : c == '-' || IsDigit(c) ? TakeNumber()
                          : c == 't'               ? TakeWord("true")
                          : c == 'f'               ? TakeWord("false")
                          : c == 'n'               ? TakeWord("null")
                                                   : Refuse(Wanted());
    if (!is_taken) return false;
    if (at_ < text_.size() && c != '"' && !EndsToken(text_[at_])) {
      return Refuse("expected the end of the value");
    }
    ValueIsRead();
    return true;
  }

  // Can follow a number or a word at once.
  static bool EndsToken(char c) {
    return IsSpace(c) ||
           std::string_view("{}[],:\"").find(c) != std::string_view::npos;
  }

  bool TakeWord(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return Refuse(Wanted());
    at_ += word.size();
    return true;
  }

  bool TakeDigits() {
    if (at_ == text_.size() || !IsDigit(text_[at_])) {
      return Refuse("expected a digit");
    }
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return true;
  }

  bool TakeAny(std::string_view chars) {
    if (at_ == text_.size() || chars.find(text_[at_]) == std::string_view::npos)
      return false;
    ++at_;
    return true;
  }

  bool TakeNumber() {
    TakeAny("-");
    if (!TakeAny("0") && !TakeDigits()) return false;
    if (TakeAny(".") && !TakeDigits()) return false;
    if (!TakeAny("eE")) return true;
    TakeAny("+-");
    return TakeDigits();
  }

  bool TakeString() {
    for (++at_; at_ < text_.size();) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c < 0x20) {
        return Refuse("a control character in a string must be escaped");
      }
      if (c == '\\' ? !TakeEscape() : !TakeCharacter(c)) return false;
    }
    return Refuse("a string must end with '\"'");
  }

  bool TakeEscape() {
    const std::size_t escape = at_;
    ++at_;
    if (TakeAny("\"\\/bfnrt")) return true;
    std::uint32_t code = 0;
    if (!TakeCodeUnit(code)) return false;
    const auto refuse_at_start = [&] {
      at_ = escape;
      return Refuse("half of a surrogate pair names no character");
    };
    if (0xDC00 <= code && code <= 0xDFFF) return refuse_at_start();
    if (0xD800 <= code && code <= 0xDBFF) {
      std::uint32_t low = 0;
      if (!TakeAny("\\") || !TakeCodeUnit(low) || low < 0xDC00 ||
          low > 0xDFFF) {
        return refuse_at_start();
      }
    }
    return true;
  }

  // "u00e9", what follows the backslash.
  bool TakeCodeUnit(std::uint32_t& code) {
    if (!TakeAny("u")) return Refuse("no such escape in a string");
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ == text_.size() ||
          !absl::ascii_isxdigit(static_cast<unsigned char>(text_[at_]))) {
        return Refuse("expected four hexadecimal digits after \\u");
      }
      const char c = text_[at_];
      const int digit = IsDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  // One character of UTF-8 (RFC 3629 section 4).
  bool TakeCharacter(unsigned char lead) {
    if (lead < 0x80) {
      ++at_;
      return true;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text_.size() - at_ < length) {
      return Refuse("invalid UTF-8");
    }
    // The second byte excludes overlong forms, surrogates and beyond U+10FFFF.
    const unsigned first = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned last = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (std::size_t i = 1; i < length; ++i) {
      const auto c = static_cast<unsigned char>(text_[at_ + i]);
      if (i == 1 ? c < first || c > last : c < 0x80 || c > 0xBF) {
        return Refuse("invalid UTF-8");
      }
    }
    at_ += length;
    return true;
  }

  std::string_view Wanted() const {
    // RFC 8259, section 8.1, forbids it; editors write it all the same.
    if (at_ == 0 && text_.starts_with("\xEF\xBB\xBF")) {
      return "expected a value, not a byte order mark (save as UTF-8 without "
             "one)";
    }
    switch (expected_) {
      case Expected::kValue:
        return "expected a value";
      case Expected::kValueOrEnd:
        return "expected a value or ']'";
      case Expected::kName:
        return "expected a field's name";
      case Expected::kNameOrEnd:
        return "expected a field's name or '}'";
      case Expected::kColon:
        return "expected ':'";
      case Expected::kComma:
        return open_.back() == '{' ? "expected ',' or '}'"
                                   : "expected ',' or ']'";
      case Expected::kEnd:
        break;
    }
    return "expected the end of the text";
  }

  JsonFault Fault(std::string_view what) const {
    JsonFault fault{.offset = at_, .token = token_};
    fault.what = absl::StrCat(ToAbsl(what), ", got ",
                              at_ == text_.size()
                                  ? "the end of the text"
                                  : ToAbsl(Quoted(text_.substr(at_, 1))));
    fault.completion = Completion();
    return fault;
  }

  std::string Completion() const {
    // No field is named "", and no field's value is a list that holds a 0 where
    // it may end.
    std::string text;
    switch (expected_) {
      case Expected::kValue:
        if (open_.empty()) return text;
        [[fallthrough]];
      case Expected::kValueOrEnd:
        text = "0";
        break;
      case Expected::kName:
      case Expected::kNameOrEnd:
        text = "\"\":0";
        break;
      case Expected::kColon:
        text = ":0";
        break;
      case Expected::kComma:
        text = open_.back() == '{' ? ",\"\":0" : ",0";
        break;
      case Expected::kEnd:
        return text;
    }
    for (auto bracket = open_.rbegin(); bracket != open_.rend(); ++bracket) {
      text.push_back(*bracket == '{' ? '}' : ']');
    }
    return text;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t token_ = 0;
  Expected expected_ = Expected::kValue;
  std::string open_;  // '{' and '[' of what is open
  std::string_view what_;
};

}  // namespace

std::optional<JsonFault> FindJsonFault(std::string_view text) {
  return FaultFinder(text).Find();
}

}  // namespace bookable::internal
