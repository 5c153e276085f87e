// bookable/codec/request.h: JSON requests, read strictly.
//
// CONCEPT   One JSON form for command line, batch files and tests. Unknown and
//           repeated fields are errors: a typo must not change an answer.
// SOURCE    docs/request.md describes every field.
// COST      O(length of the text). Memory is bounded by the text's length.
// THREADS   A RequestReader is one per thread (it keeps its working memory).
// ERRORS    The first in text order; see RequestError.
#ifndef BOOKABLE_CODEC_REQUEST_H_
#define BOOKABLE_CODEC_REQUEST_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bookable/query/slot_query.h"

namespace bookable {

enum class AnswerFormat : std::uint8_t {
  kTime,   // slots have a start
  kRange,  // and an end
};

struct Request {
  SlotQuery query{};
  // How the request was put: the host's fields at the top, or groups, or
  // stages. Answers to teams name hosts.
  enum class Form : std::uint8_t { kHost, kGroups, kStages } form = Form::kHost;
  AnswerFormat format = AnswerFormat::kTime;
  bool show_away = false;
};

// Reads requests. Reuse one for many.
class RequestReader {
 public:
  RequestReader();
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  // Reads one request; `text` is all of it, white space around it allowed.
  // The request is valid: FindSlots on its query fails for want of memory only.
  //
  // Errors: InvalidArgument, OutOfRange; the message begins with the field's
  // path ("schedule.availability[1].endTime: ..."). Text that is no JSON has
  // the empty path (": ...") and an offset; see ErrorJson.
  absl::StatusOr<Request> Read(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// {"error": {"code": "InvalidArgument", "field": "...", "message": "..."}}, the
// answer in place of slots; with "offset" when the text is no JSON.
std::string ErrorJson(const absl::Status& error);

}  // namespace bookable

#endif  // BOOKABLE_CODEC_REQUEST_H_
