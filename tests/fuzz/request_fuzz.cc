// Any bytes are a request or an error. A request that is accepted is valid, is
// answered, and its answer and every error are JSON.
//
// Large questions are legal and slow, so those are left out here: what costs
// time is counted before it is asked.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "bookable/codec/answer.h"
#include "bookable/codec/internal/json_fault.h"
#include "bookable/codec/request.h"
#include "bookable/event/booking_window.h"
#include "bookable/query/can_book.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/validate.h"

namespace bookable {
namespace {

void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << what << '\n';
  std::abort();
}

bool IsJson(const std::string& text) {
  static simdjson::dom::parser parser;
  return parser.parse(text).error() == simdjson::SUCCESS;
}

// What has no fault is JSON to simdjson's other parser too, but for its own
// limits: depth, and numbers that no double holds.
void CheckIsJson(const std::string& text) {
  static simdjson::dom::parser parser;
  const simdjson::error_code error = parser.parse(text).error();
  Require(error == simdjson::SUCCESS || error == simdjson::DEPTH_ERROR ||
              error == simdjson::NUMBER_ERROR,
          simdjson::error_message(error));
}

// Few dates to look at and hosts to look up.
bool IsCheap(const SlotQuery& query) {
  constexpr std::chrono::days kLongest{35};
  constexpr std::size_t kMostListed = 20;
  std::size_t listed = 0;
  const auto count = [&](const std::vector<Group>& groups) {
    for (const Group& group : groups) listed += group.hosts.size();
  };
  count(query.groups);
  std::chrono::minutes gaps{0};
  for (const Stage& stage : query.stages) {
    count(stage.groups);
    gaps += stage.max_gap;
  }
  const BookingWindow& window = query.event.booking_window;
  const bool looks_far =
      (CountsStarts(window) || CountsOpenDates(window)) && window.days > 5;
  return query.until - query.from <= kLongest && listed <= kMostListed &&
         gaps <= std::chrono::hours{48} && !looks_far;
}

void CheckAnswer(const Request& request) {
  const absl::StatusOr<SlotList> slots = FindSlots(request.query, 1 << 22);
  if (!slots.ok()) {
    Require(absl::IsOutOfRange(slots.status()), slots.status().ToString());
    return;
  }
  std::string answer;
  AppendAnswerJson(request, *slots, answer);
  Require(IsJson(answer), answer);
  if (slots->is_empty()) return;
  for (const Instant t : {slots->starts().front(), slots->starts().back()}) {
    Require(CanBook(request.query, t).value(), "a slot cannot be booked");
  }
}

void CheckRequest(std::string_view text) {
  static RequestReader reader;
  const absl::StatusOr<Request> request = reader.Read(text);
  const bool is_json = !internal::FindJsonFault(text).has_value();
  if (is_json) CheckIsJson(std::string(text));
  if (!request.ok()) {
    const absl::StatusCode code = request.status().code();
    Require(code == absl::StatusCode::kInvalidArgument ||
                code == absl::StatusCode::kOutOfRange,
            request.status().ToString());
    const std::string error = ErrorJson(request.status());
    Require(IsJson(error), error);
    return;
  }
  Require(is_json, "accepted what is no JSON");
  const absl::Status valid = Validate(request->query);
  Require(valid.ok(), valid.ToString());
  if (IsCheap(request->query)) CheckAnswer(*request);
}

}  // namespace
}  // namespace bookable

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  bookable::CheckRequest({reinterpret_cast<const char*>(data), size});
  return 0;
}
