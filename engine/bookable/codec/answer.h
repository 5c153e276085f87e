// bookable/codec/answer.h: answers as JSON.
//
// CONCEPT   {"slots": {"2026-11-24": [{"start": ...}]}}: dates and offsets of
//           the answer's zone, ascending, no empty dates. The formatter is our
//           own: it copies the date part and patches digits.
// SOURCE    docs/request.md, section Answer.
// COST      O(bytes written). THREADS: pure.
#ifndef BOOKABLE_CODEC_ANSWER_H_
#define BOOKABLE_CODEC_ANSWER_H_

#include <string>

#include "bookable/codec/request.h"
#include "bookable/query/slot_list.h"

namespace bookable {

// Appends the answer, without a line end, to `out`.
// REQUIRES: `slots` is FindSlots(request.query).
void AppendAnswerJson(const Request& request, const SlotList& slots,
                      std::string& out);

// "2026-11-24T10:30:00.000+01:00", the wall clock of `zone`, appended. An
// offset with seconds (before 1972) is cut to minutes, and the time with it, so
// that the text still names the instant.
void AppendLocalInstant(Instant t, const Zone& zone, std::string& out);

}  // namespace bookable

#endif  // BOOKABLE_CODEC_ANSWER_H_
