// bookable/codec/internal/json_writer.h: texts in JSON.
#ifndef BOOKABLE_CODEC_INTERNAL_JSON_WRITER_H_
#define BOOKABLE_CODEC_INTERNAL_JSON_WRITER_H_

#include <string>
#include <string_view>

namespace bookable::internal {

// Appends `text` in quotes, with escapes where JSON wants them.
void AppendJsonText(std::string_view text, std::string& out);

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_JSON_WRITER_H_
