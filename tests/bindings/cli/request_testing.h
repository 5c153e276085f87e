// tests/bindings/cli/request_testing.h: requests as tests like to write them.
#ifndef BOOKABLE_TESTS_BINDINGS_CLI_REQUEST_TESTING_H_
#define BOOKABLE_TESTS_BINDINGS_CLI_REQUEST_TESTING_H_

#include <string>
#include <string_view>

#include "bookable/codec/request.h"

namespace bookable::cli::testing {

// A text that is no valid request stops the test program.
inline Request RequestOf(std::string_view json) {
  RequestReader reader;
  return reader.Read(json).value();
}

// One host, Mondays and Tuesdays 9 to 16 in Rome, hours of a length; `more`
// begins with a comma.
inline std::string Teacher(std::string_view more = "") {
  std::string json = R"({
    "schedule": {"timeZone": "Europe/Rome", "weekStart": "Monday",
      "availability": [{"days": ["Monday", "Tuesday"],
                        "startTime": "09:00", "endTime": "16:00"}]},
    "eventType": {"lengthInMinutes": 60},
    "start": "2026-11-23", "end": "2026-11-29")";
  json += more;
  return json + '}';
}

}  // namespace bookable::cli::testing

#endif  // BOOKABLE_TESTS_BINDINGS_CLI_REQUEST_TESTING_H_
