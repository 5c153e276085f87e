// bindings/cli/json_text.cc
//
// A cursor that knows just enough JSON to step over a value: strings with their
// escapes, and brackets, counted. In {"a": [1, {"b": 2}], "c": 3} the members
// of the outermost object are "a" and "c"; stepping over a's value counts the
// brackets up to 2 and down to 0.
//
// Tested by tests/bindings/cli/json_text_test.cc.
#include "bindings/cli/json_text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace bookable::cli {
namespace {

class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {
    SkipSpace();
  }

  std::size_t at() const { return at_; }
  bool is_end() const { return at_ >= text_.size(); }
  char next() const { return is_end() ? '\0' : text_[at_]; }

  // Steps over `c` and the space after it; false when something else is next.
  bool Take(char c) {
    if (next() != c) return false;
    ++at_;
    SkipSpace();
    return true;
  }

  // Steps over a string; its text between the quotes, escapes as they are.
  std::optional<std::string_view> TakeString() {
    const std::size_t begin = at_ + 1;
    if (!StepString()) return std::nullopt;
    const std::string_view string = text_.substr(begin, at_ - 1 - begin);
    SkipSpace();
    return string;
  }

  // Steps over a value; the offset after it, before any space.
  std::size_t TakeValue() {
    if (next() == '"') {
      StepString();
    } else if (next() == '{' || next() == '[') {
      std::size_t depth = 0;
      do {
        const char c = next();
        if (c == '"') {
          if (!StepString()) break;
          continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at_;
      } while (!is_end() && depth > 0);
    } else {
      at_ = std::min(text_.size(), text_.find_first_of(",]} \n\r\t", at_));
    }
    const std::size_t end = at_;
    SkipSpace();
    return end;
  }

 private:
  // Steps over a string; false, at the end, when it has none.
  bool StepString() {
    if (next() != '"') return false;
    ++at_;
    while (!is_end() && next() != '"') {
      at_ += next() == '\\' ? 2u : 1u;
    }
    if (is_end()) {
      at_ = text_.size();
      return false;
    }
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (!is_end() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                         text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_;
};

// A member of an object or element of a list.
struct Part {
  std::string_view name{};  // of a member
  std::size_t begin = 0;    // of the name, or of the element
  std::size_t value = 0;
  std::size_t value_end = 0;
};

// The parts of the object or list at `at`, as far as they can be read.
template <typename Visitor>
void VisitParts(std::string_view text, std::size_t at, Visitor visit) {
  Cursor cursor(text, at);
  const bool is_object = cursor.Take('{');
  if (!is_object && !cursor.Take('[')) return;
  while (!cursor.is_end() && cursor.next() != '}' && cursor.next() != ']') {
    Part part{.begin = cursor.at()};
    if (is_object) {
      const std::optional<std::string_view> name = cursor.TakeString();
      if (!name || !cursor.Take(':')) return;
      part.name = *name;
    }
    part.value = cursor.at();
    part.value_end = cursor.TakeValue();
    if (part.value_end <= part.value) return;
    visit(part);
    if (!cursor.Take(',')) return;
  }
}

// Takes the first step off `path`: a name, or an index in brackets.
std::string_view TakeStep(std::string_view& path) {
  const std::size_t end = std::min(
      path.size(), path.find_first_of(".[", path.starts_with('[') ? 1 : 0));
  std::string_view step = path.substr(0, end);
  path.remove_prefix(end);
  if (path.starts_with('.')) path.remove_prefix(1);
  return step;
}

}  // namespace

std::size_t OffsetOf(std::string_view text, std::string_view path,
                     Mention mention) {
  std::size_t value = Cursor(text, 0).at();
  std::size_t place = value;
  while (!path.empty()) {
    const std::string_view step = TakeStep(path);
    std::optional<Part> found;
    const bool is_list = value < text.size() && text[value] == '[';
    if (step.starts_with('[') != is_list) break;
    if (is_list) {
      std::size_t index = 0;
      std::from_chars(step.data() + 1, step.data() + step.size(), index);
      std::size_t i = 0;
      VisitParts(text, value, [&](const Part& part) {
        if (i++ == index) found = part;
      });
    } else {
      VisitParts(text, value, [&](const Part& part) {
        if (part.name != step) return;
        if (!found || mention == Mention::kLast) found = part;
      });
    }
    if (!found) break;
    place = found->begin;
    value = found->value;
  }
  return place;
}

std::size_t LineAt(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(
                 std::count(before.begin(), before.end(), '\n'));
}

std::string WithFields(std::string text, std::span<const StringField> fields) {
  for (const StringField& field : fields) {
    std::string value = "\"";
    for (const char c : field.value) {
      constexpr std::string_view kHex = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20) {
        value += "\\u00";
        value += kHex[byte >> 4];
        value += kHex[byte & 15u];
        continue;
      }
      if (c == '"' || c == '\\') value += '\\';
      value += c;
    }
    value += '"';

    const std::size_t object = Cursor(text, 0).at();
    if (object >= text.size() || text[object] != '{') return text;
    std::vector<Part> same;
    bool is_empty = true;
    VisitParts(text, object, [&](const Part& part) {
      is_empty = false;
      if (part.name == field.name) same.push_back(part);
    });
    if (same.size() == 1) {
      const std::string_view old = std::string_view(text).substr(
          same[0].value, same[0].value_end - same[0].value);
      value.append(
          static_cast<std::size_t>(std::count(old.begin(), old.end(), '\n')),
          '\n');
      text.replace(same[0].value, old.size(), value);
    } else if (same.empty()) {
      std::string member = "\"";
      member += field.name;
      member += "\": ";
      member += value;
      if (!is_empty) member += ", ";
      text.insert(object + 1, member);
    }
    // A field given twice stays: the reader says so.
  }
  return text;
}

}  // namespace bookable::cli
