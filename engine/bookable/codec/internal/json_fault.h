// bookable/codec/internal/json_fault.h: where a text stops being JSON.
//
// CONCEPT   Used once reading has failed: simdjson says that a text is no JSON,
//           not where. Also tells how to end the sound part before the fault,
//           so that errors of fields which stand there can be found first.
// SOURCE    RFC 8259; text in UTF-8 (RFC 3629), escapes name Unicode scalars.
// COST      O(length of the text) time, O(depth) memory. THREADS: pure.
#ifndef BOOKABLE_CODEC_INTERNAL_JSON_FAULT_H_
#define BOOKABLE_CODEC_INTERNAL_JSON_FAULT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bookable::internal {

struct JsonFault {
  // The first byte that cannot stand where it stands; the text's length when
  // the text ends too early.
  std::size_t offset = 0;
  // Where the token begins to which that byte belongs. What stands before is
  // sound.
  std::size_t token = 0;
  std::string what{};  // "expected ',' or '}', got end of text"
  // text.substr(0, token) + completion is JSON. In the innermost object or list
  // that was not ended the completion holds something no reader of fields
  // accepts, so that nothing is said of its end. Empty when there is no sound
  // part.
  std::string completion{};
};

// Nothing iff `text` is one JSON value, white space around it allowed.
std::optional<JsonFault> FindJsonFault(std::string_view text);

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_JSON_FAULT_H_
