// A request of one line and its answer.
#include <cstdlib>
#include <iostream>
#include <string>

#include "bookable/bookable.h"
#include "bookable/codec/answer.h"
#include "bookable/codec/request.h"

int main() {
  bookable::RequestReader reader;
  const absl::StatusOr<bookable::Request> request = reader.Read(
      R"({"schedule": {"timeZone": "Europe/Rome", "availability":)"
      R"( [{"days": ["Monday"], "startTime": "09:00", "endTime": "10:00"}]},)"
      R"( "eventType": {"lengthInMinutes": 60},)"
      R"( "start": "2026-11-23", "end": "2026-11-23"})");
  if (!request.ok()) {
    std::cerr << request.status() << "\n";
    return EXIT_FAILURE;
  }
  std::string answer;
  bookable::AppendAnswerJson(
      *request, bookable::FindSlots(request->query).value(), answer);
  std::cout << answer << "\n";
  const bool is_right =
      answer.find("2026-11-23T09:00:00.000+01:00") != std::string::npos;
  return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}
