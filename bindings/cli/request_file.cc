// bindings/cli/request_file.cc
// Tested by tests/bindings/cli/request_file_test.cc.
#include "bindings/cli/request_file.h"

#include <charconv>
#include <chrono>
#include <vector>

#include "bindings/cli/json_text.h"
#include "bindings/cli/terminal.h"
#include "bookable/codec/request.h"
#include "bookable/time/instant.h"

namespace bookable::cli {
namespace {

// The offset that ErrorJson tells of a text that is no JSON.
std::optional<std::size_t> OffsetOfFault(const absl::Status& error) {
  const std::string json = ErrorJson(error);
  constexpr std::string_view kName = "\"offset\":";
  const std::size_t at = json.rfind(kName);
  if (at == std::string::npos) return std::nullopt;
  const char* begin = json.data() + at + kName.size();
  const char* end = json.data() + json.size();
  while (begin < end && *begin == ' ') ++begin;
  std::size_t offset = 0;
  if (std::from_chars(begin, end, offset).ec != std::errc{}) {
    return std::nullopt;
  }
  return offset;
}

}  // namespace

RequestFault FaultOf(const absl::Status& error, std::string_view text) {
  const std::string message(error.message());
  RequestFault fault{.message = message};
  const std::size_t colon = message.find(": ");
  if (colon != std::string::npos) {
    fault.field = message.substr(0, colon);
    fault.message = message.substr(colon + 2);
  }
  if (text.empty()) return fault;
  if (!fault.field.empty()) {
    // Any other error is that of the first mention.
    const Mention mention = fault.message.starts_with("given twice")
                                ? Mention::kLast
                                : Mention::kFirst;
    fault.line = LineAt(text, OffsetOf(text, fault.field, mention));
  } else if (const std::optional<std::size_t> offset = OffsetOfFault(error)) {
    fault.line = LineAt(text, *offset);
  }
  return fault;
}

std::string FaultText(std::string_view file, const RequestFault& fault) {
  std::string text(file);
  if (fault.line) text += ':' + std::to_string(*fault.line);
  text += ": ";
  if (!fault.field.empty()) text += fault.field + ": ";
  return Printable(text + fault.message);
}

std::string WithOptions(std::string text, const RequestOptions& options) {
  std::string now = options.now;
  if (now == "now") {
    now = FormatInstant(std::chrono::floor<std::chrono::seconds>(
        std::chrono::system_clock::now()));
  }
  std::vector<StringField> fields;
  if (!options.start.empty()) fields.push_back({"start", options.start});
  if (!options.end.empty()) fields.push_back({"end", options.end});
  if (!options.time_zone.empty()) {
    fields.push_back({"timeZone", options.time_zone});
  }
  if (!now.empty()) fields.push_back({"now", now});
  return WithFields(std::move(text), fields);
}

std::string_view OptionOf(std::string_view field,
                          const RequestOptions& options) {
  if (field == "start" && !options.start.empty()) return "--from";
  if (field == "end" && !options.end.empty()) return "--until";
  if (field == "timeZone" && !options.time_zone.empty()) return "--time-zone";
  if (field == "now" && !options.now.empty()) return "--now";
  return "";
}

}  // namespace bookable::cli
