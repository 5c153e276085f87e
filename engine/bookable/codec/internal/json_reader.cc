// Tested by tests/engine/codec/request_test.cc and
// tests/cases/errors_test.cc.
#include "bookable/codec/internal/json_reader.h"

#include <algorithm>
#include <limits>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bookable/internal/strings.h"
#include "bookable/internal/text.h"

namespace bookable::internal {
namespace {

using std::chrono::minutes;

constexpr absl::string_view kOffsetPayload = "bookable/json-offset";

// A name that reads well in a path: "schedule.timezone".
bool IsPlain(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '_' || c == '-';
         });
}

std::string Listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    absl::StrAppend(&list, list.empty() ? "" : ", ", ToAbsl(name));
  }
  return list;
}

}  // namespace

absl::Status CheckOrder(const Bound& start, const Bound& end) {
  if (start.date) {
    return CheckDatesInOrder(*start.date, *end.date, "", "start", "end");
  }
  BOOKABLE_RETURN_IF_ERROR(CheckSpan(start.floor, end.floor, ""));
  if (start.floor < end.floor || start.fraction <= end.fraction) {
    return absl::OkStatus();
  }
  return InvalidField("end",
                      "must not be before start, which is a fraction of "
                      "a second later");
}

absl::Status JsonReader::NoJson() { return absl::DataLossError(""); }

bool JsonReader::IsNoJson(const absl::Status& status) {
  return absl::IsDataLoss(status);
}

absl::Status JsonReader::FaultError(const JsonFault& fault) {
  absl::Status error = InvalidField(
      "",
      ToStd(absl::StrCat("not JSON at byte ", fault.offset, ": ", fault.what)));
  error.SetPayload(kOffsetPayload, absl::Cord(absl::StrCat(fault.offset)));
  return error;
}

std::optional<std::size_t> JsonReader::OffsetOf(const absl::Status& error) {
  const auto payload = error.GetPayload(kOffsetPayload);
  std::size_t offset = 0;
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &offset)) {
    return std::nullopt;
  }
  return offset;
}

absl::Status JsonReader::Begin(std::string_view text,
                               simdjson::ondemand::object& root) {
  steps_.clear();
  buffer_.assign(text);
  buffer_.append(simdjson::SIMDJSON_PADDING, '\0');
  token_ = buffer_.data();
  switch (parser_
              .iterate(simdjson::padded_string_view(buffer_.data(), text.size(),
                                                    buffer_.size()))
              .get(document_)) {
    case simdjson::SUCCESS:
      break;
    case simdjson::CAPACITY:
      return OutOfRangeField(
          "", ToStd(absl::StrCat("must be at most ", parser_.max_capacity(),
                                 " bytes, got ", text.size())));
    case simdjson::MEMALLOC:
      return absl::ResourceExhaustedError(": no memory to read the text");
    default:
      return NoJson();
  }
  Type type{};
  if (document_.type().get(type) != simdjson::SUCCESS) return NoJson();
  if (type != Type::object) {
    return InvalidField("", "a request must be an object");
  }
  if (document_.get_object().get(root) != simdjson::SUCCESS) return NoJson();
  return absl::OkStatus();
}

absl::Status JsonReader::FirstError(
    const absl::Status& error, const std::optional<JsonFault>& fault) const {
  if (!fault) return error;
  const auto at = static_cast<std::size_t>(token_ - buffer_.data());
  if (error.ok() || IsNoJson(error) || at >= fault->token) {
    return FaultError(*fault);
  }
  return error;
}

JsonReader::Type JsonReader::TypeHere() {
  Type type = Type::null;  // what no field accepts
  if (value_.type().get(type) != simdjson::SUCCESS) return Type::null;
  return type;
}

std::string JsonReader::Path() const {
  std::string path;
  for (const Step& step : steps_) {
    path =
        step.name.empty() ? Element(path, step.index) : Join(path, step.name);
  }
  return path;
}

absl::Status JsonReader::Fail(std::string_view what) const {
  return InvalidField(Path(), what);
}

absl::Status JsonReader::FailCount(std::size_t most,
                                   std::string_view what) const {
  std::string list = Path();
  list.resize(list.rfind('['));
  return OutOfRangeField(list, ToStd(absl::StrCat("at most ", most, " ",
                                                  ToAbsl(what), ", got more")));
}

absl::Status JsonReader::Prefixed(const absl::Status& status) const {
  return {status.code(), absl::StrCat(Path(), ": ", status.message())};
}

absl::Status JsonReader::At(const absl::Status& status) const {
  if (status.ok() || steps_.empty()) return status;
  const bool is_here = status.message().substr(0, 2) == ": ";
  return {status.code(),
          absl::StrCat(Path(), is_here ? "" : ".", status.message())};
}

absl::Status JsonReader::FailType(std::string_view wanted) {
  Type type{};
  if (value_.type().get(type) != simdjson::SUCCESS) return NoJson();
  const char* got = "";
  switch (type) {
    case Type::array:
      got = "a list";
      break;
    case Type::object:
      got = "an object";
      break;
    case Type::number:
      got = "a number";
      break;
    case Type::string:
      got = "a string";
      break;
    case Type::boolean:
      got = "a boolean";
      break;
    case Type::null:
      got = "null";
      break;
  }
  return Fail(ToStd(absl::StrCat("must be ", ToAbsl(wanted), ", got ", got)));
}

absl::Status JsonReader::FailUnknown(
    std::string_view name, std::span<const std::string_view> names) const {
  const std::string known = absl::StrCat("; known are ", Listed(names));
  if (IsPlain(name)) {
    return InvalidField(Join(Path(), name),
                        ToStd(absl::StrCat("unknown field", known)));
  }
  return Fail(ToStd(absl::StrCat("unknown field ", Quoted(name), known)));
}

absl::Status JsonReader::FailMissing(std::string_view name) const {
  return InvalidField(Join(Path(), name), "required");
}

absl::Status JsonReader::FailRepeated() const {
  return Fail("given twice in one object");
}

absl::Status JsonReader::FailChoice(std::span<const std::string_view> names,
                                    std::string_view got) const {
  return Fail(ToStd(
      absl::StrCat("must be one of ", Listed(names), ", got ", Quoted(got))));
}

absl::Status JsonReader::ReadText(std::string_view& out) {
  if (TypeHere() != Type::string) return FailType("a string");
  if (value_.get_string().get(out) != simdjson::SUCCESS) return NoJson();
  // simdjson passes on the escape of half a surrogate pair, which is no
  // character: bytes ED A0 to ED BF.
  for (std::size_t i = out.find('\xED'); i < out.size();
       i = out.find('\xED', i + 1)) {
    if (i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) >= 0xA0) {
      return NoJson();
    }
  }
  return absl::OkStatus();
}

absl::Status JsonReader::ReadText(std::string& out) {
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  out = text;
  return absl::OkStatus();
}

absl::Status JsonReader::ReadBool(bool& out) {
  if (TypeHere() != Type::boolean) return FailType("true or false");
  return value_.get_bool().get(out) == simdjson::SUCCESS ? absl::OkStatus()
                                                         : NoJson();
}

absl::Status JsonReader::ReadDate(Date& out) {
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  return Take(ParseDate(text), out);
}

absl::Status JsonReader::ReadDate(std::optional<Date>& out) {
  Date date{};
  return Present(ReadDate(date), date, out);
}

absl::Status JsonReader::ReadTimeOfDay(minutes last, minutes& out) {
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  BOOKABLE_RETURN_IF_ERROR(Take(ParseTimeOfDay(text), out));
  return At(CheckTimeOfDay(out, last, "", ""));
}

absl::Status JsonReader::ReadZone(Zone& out) {
  std::string_view name;
  BOOKABLE_RETURN_IF_ERROR(ReadText(name));
  return Take(Zone::Find(name), out);
}

absl::Status JsonReader::ReadZone(std::optional<Zone>& out) {
  Zone zone;
  return Present(ReadZone(zone), zone, out);
}

absl::Status JsonReader::ReadInstant(Rounding rounding, Instant& out) {
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  return Take(ParseInstant(text, rounding), out);
}

absl::Status JsonReader::ReadInstant(Rounding rounding,
                                     std::optional<Instant>& out) {
  Instant t{};
  return Present(ReadInstant(rounding, t), t, out);
}

absl::Status JsonReader::ReadInstant(Bound& out) {
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  return ReadInstant(text, out);
}

absl::Status JsonReader::ReadBound(Bound& out) {
  // "2026-11-24", and what comes next in an instant.
  constexpr std::size_t kDateLength = 10;
  std::string_view text;
  BOOKABLE_RETURN_IF_ERROR(ReadText(text));
  if (text.size() == kDateLength) {
    return Take(ParseDate(text), out.date.emplace());
  }
  if (text.size() < kDateLength ||
      (text[kDateLength] != 'T' && text[kDateLength] != 't')) {
    return Fail(ToStd(absl::StrCat(
        "expected a date such as \"2026-11-24\" or an instant such as "
        "\"2026-11-24T09:00:00Z\", got ",
        Quoted(text))));
  }
  return ReadInstant(text, out);
}

absl::Status JsonReader::ReadInstant(std::string_view text, Bound& out) {
  BOOKABLE_RETURN_IF_ERROR(
      Take(ParseInstant(text, Rounding::kDown), out.floor));
  // It is an instant, so a point begins a fraction.
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return absl::OkStatus();
  std::size_t end = point + 1;
  while (IsDigit(text[end])) ++end;  // an offset follows
  while (text[end - 1] == '0') --end;
  out.fraction = text.substr(point + 1, end - point - 1);
  if (out.fraction.empty()) return absl::OkStatus();
  Instant up{};
  return Take(ParseInstant(text, Rounding::kUp), up);
}

absl::Status JsonReader::ReadInteger(std::int64_t first, std::int64_t last,
                                     std::int64_t& out) {
  if (value_.get_int64().get(out) != simdjson::SUCCESS) {
    return FailInteger(first, last);
  }
  return At(CheckNumber(out, first, last, "", ""));
}

absl::Status JsonReader::FailInteger(std::int64_t first, std::int64_t last) {
  if (TypeHere() != Type::number) return FailType("an integer");
  const absl::string_view token =
      absl::StripTrailingAsciiWhitespace(ToAbsl(value_.raw_json_token()));
  if (FindJsonFault(ToStd(token))) return NoJson();
  constexpr std::size_t kShown = 40;
  const std::string got = absl::StrCat(", got ", token.substr(0, kShown),
                                       token.size() > kShown ? "..." : "");
  if (token.find_first_of(".eE") != absl::string_view::npos) {
    return Fail(ToStd(
        absl::StrCat("must be an integer without fraction or exponent", got)));
  }
  return Fail(ToStd(absl::StrCat(NumberBounds(first, last), got)));
}

absl::Status JsonReader::ReadInteger(std::int64_t first, std::int64_t last,
                                     int& out) {
  std::int64_t number = 0;
  BOOKABLE_RETURN_IF_ERROR(ReadInteger(first, last, number));
  out = static_cast<int>(number);
  return absl::OkStatus();
}

absl::Status JsonReader::ReadMinutes(std::int64_t first, std::int64_t last,
                                     minutes& out) {
  std::int64_t number = 0;
  BOOKABLE_RETURN_IF_ERROR(ReadInteger(first, last, number));
  out = minutes{number};
  return absl::OkStatus();
}

absl::Status JsonReader::ReadMinutes(std::int64_t first, std::int64_t last,
                                     std::optional<minutes>& out) {
  minutes time{};
  return Present(ReadMinutes(first, last, time), time, out);
}

}  // namespace bookable::internal
