// bindings/cli/json_text.h: places in the text of a JSON request.
//
// CONCEPT   The reader (bookable/codec/request.h) decides what a request means;
//           this only finds where a field stands, to name the line of an error,
//           and puts fields in place of others, for options like --from. Text
//           that is no JSON is left to the reader: it is never an error here.
// COST      O(length of the text), no recursion.
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_CLI_JSON_TEXT_H_
#define BOOKABLE_CLI_JSON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bookable::cli {

// Which mention of a field that stands twice in one object.
enum class Mention : std::uint8_t { kFirst, kLast };

// Offset of the field at `path` ("schedule.availability[1].endTime"): of its
// name, or of the value in a list. Where it is missing, of the nearest part of
// the path that is there.
std::size_t OffsetOf(std::string_view text, std::string_view path,
                     Mention mention = Mention::kFirst);

// The line, counted from 1, that the byte at `offset` lies in.
std::size_t LineAt(std::string_view text, std::size_t offset);

// A field of the outermost object and its new value, a string.
struct StringField {
  std::string_view name;
  std::string_view value;
};

// `text` with each field in place of the one it has, or added. Lines keep their
// numbers. Text that holds no object is returned as it is.
std::string WithFields(std::string text, std::span<const StringField> fields);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_JSON_TEXT_H_
