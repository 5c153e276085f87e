// bookable/codec/internal/json_reader.h: strict walking over one JSON text.
//
// CONCEPT   The reader stands at one value. ReadObject and ReadList step into
//           it and call back with the reader at each field or element; the
//           other functions take a scalar. A form is a table of fields: what is
//           not in it, or comes twice, is an error. The path to where the
//           reader stands is kept as steps and becomes text only in errors.
// COST      O(length of the text); simdjson On-Demand, in order, one pass.
// THREADS   A JsonReader is one per thread (it keeps its working memory).
// ERRORS    The first in text order. Every message begins with the path.
#ifndef BOOKABLE_CODEC_INTERNAL_JSON_READER_H_
#define BOOKABLE_CODEC_INTERNAL_JSON_READER_H_

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bookable/codec/internal/json_fault.h"
#include "bookable/internal/checks.h"
#include "bookable/time/civil.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::internal {

class JsonReader;

enum class Need : std::uint8_t { kOptional, kRequired };

// One field of an object that is read into a T.
template <typename T>
struct Field {
  std::string_view name;
  Need need = Need::kOptional;
  absl::Status (*read)(JsonReader& json, T& into) = nullptr;
};

// Which fields of a form were read, by their place in its table.
class FieldSet {
 public:
  bool Contains(std::size_t field) const { return (bits_ >> field & 1u) != 0; }
  void Insert(std::size_t field) { bits_ |= std::uint32_t{1} << field; }
  bool IsOnly(std::size_t field) const {
    return bits_ == std::uint32_t{1} << field;
  }

 private:
  std::uint32_t bits_ = 0;
};

// An enumerator and its name in JSON.
template <typename Enum>
struct Choice {
  std::string_view name;
  Enum value;
};

// Where something starts or ends, as written: an instant, fraction of a second
// included, or a date.
struct Bound {
  std::optional<Date> date{};
  Instant floor{};              // no date: rounded down
  std::string_view fraction{};  // digits without trailing zeros

  Instant Ceil() const {
    return fraction.empty() ? floor : floor + std::chrono::seconds{1};
  }
};
// start <= end, as fields "start" and "end". REQUIRES: both are dates, or none.
absl::Status CheckOrder(const Bound& start, const Bound& end);

class JsonReader {
 public:
  // Reads `text`, an object of this form and nothing else, into `into`.
  // `check(fields)` is called when a field has been read, by the object's
  // path: it says what is wrong with what has been read so far. Views that the
  // reader gave out (texts, fractions) live until the next Read. `finish()` is
  // called when all of the object has been read.
  template <typename T, typename Check, typename Finish>
  absl::Status Read(std::string_view text, std::span<const Field<T>> form,
                    T& into, Check check, Finish finish);

  // Of an error that Read returned: the offset, if the text is no JSON.
  static std::optional<std::size_t> OffsetOf(const absl::Status& error);

  // The object here. Sets `fields` to those it had.
  template <typename T, typename Check>
  absl::Status ReadObject(std::span<const Field<T>> form, T& into,
                          FieldSet& fields, Check check);
  template <typename T>
  absl::Status ReadObject(std::span<const Field<T>> form, T& into) {
    FieldSet fields;
    return ReadObject(form, into, fields, &NoCheck);
  }

  // The list here: calls read(i) with the reader at element i.
  template <typename ReadElement>
  absl::Status ReadList(ReadElement read);

  // The value here.
  absl::Status ReadText(std::string_view& out);
  absl::Status ReadText(std::string& out);
  absl::Status ReadBool(bool& out);
  absl::Status ReadDate(Date& out);
  absl::Status ReadDate(std::optional<Date>& out);
  // 00:00 <= time <= last.
  absl::Status ReadTimeOfDay(std::chrono::minutes last,
                             std::chrono::minutes& out);
  absl::Status ReadZone(Zone& out);
  absl::Status ReadZone(std::optional<Zone>& out);
  absl::Status ReadInstant(Rounding rounding, Instant& out);
  absl::Status ReadInstant(Rounding rounding, std::optional<Instant>& out);
  // first <= number <= last.
  absl::Status ReadInteger(std::int64_t first, std::int64_t last,
                           std::int64_t& out);
  absl::Status ReadInteger(std::int64_t first, std::int64_t last, int& out);
  absl::Status ReadMinutes(std::int64_t first, std::int64_t last,
                           std::chrono::minutes& out);
  absl::Status ReadMinutes(std::int64_t first, std::int64_t last,
                           std::optional<std::chrono::minutes>& out);
  template <typename Enum>
  absl::Status ReadChoice(std::span<const Choice<Enum>> choices, Enum& out);
  // An instant; an instant or a date.
  absl::Status ReadInstant(Bound& out);
  absl::Status ReadBound(Bound& out);

  bool IsList() { return TypeHere() == Type::array; }
  bool IsNumber() { return TypeHere() == Type::number; }
  bool IsText() { return TypeHere() == Type::string; }

  // Errors. What stands here is wrong: "path: what".
  absl::Status Fail(std::string_view what) const;
  // "path: must be a string, got null".
  absl::Status FailType(std::string_view wanted);
  // The list whose element stands here is too long.
  absl::Status FailCount(std::size_t most, std::string_view what) const;
  // An error whose path begins here, or OK: "end: ..." becomes "busy[2].end:
  // ...", ": ..." becomes "busy[2]: ...".
  absl::Status At(const absl::Status& status) const;

 private:
  using Type = simdjson::ondemand::json_type;

  struct Step {
    std::string_view name{};  // empty: an element
    std::size_t index = 0;
  };

  static absl::Status NoCheck(const FieldSet&) { return absl::OkStatus(); }
  // What reading returns when it meets what is no JSON; Read says where.
  static absl::Status NoJson();
  static bool IsNoJson(const absl::Status& status);
  static absl::Status FaultError(const JsonFault& fault);

  // Starts at the root of `text`, of which a copy is kept (simdjson wants
  // bytes after the end). `root` is set if it is an object.
  absl::Status Begin(std::string_view text, simdjson::ondemand::object& root);
  bool IsAtEnd() {
    return document_.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }
  // `error` of Begin or of reading, or the fault of the text, whichever comes
  // first.
  absl::Status FirstError(const absl::Status& error,
                          const std::optional<JsonFault>& fault) const;

  absl::Status ReadInstant(std::string_view text, Bound& out);

  Type TypeHere();
  std::string Path() const;
  absl::Status Prefixed(const absl::Status& status) const;
  template <typename T>
  absl::Status Take(const absl::StatusOr<T>& parsed, T& out) {
    if (!parsed.ok()) return Prefixed(parsed.status());
    out = *parsed;
    return absl::OkStatus();
  }
  template <typename T>
  absl::Status Present(absl::Status status, const T& value,
                       std::optional<T>& out) {
    if (status.ok()) out = value;
    return status;
  }

  absl::Status FailUnknown(std::string_view name,
                           std::span<const std::string_view> names) const;
  absl::Status FailMissing(std::string_view name) const;
  absl::Status FailRepeated() const;
  absl::Status FailChoice(std::span<const std::string_view> names,
                          std::string_view got) const;
  absl::Status FailInteger(std::int64_t first, std::int64_t last);

  template <typename T, typename Check>
  absl::Status WalkObject(simdjson::ondemand::object object,
                          std::span<const Field<T>> form, T& into,
                          FieldSet& fields, Check check);
  template <typename T, typename Check, typename Finish>
  absl::Status Walk(std::string_view text, std::span<const Field<T>> form,
                    T& into, Check check, Finish finish, bool& has_begun);

  void StandAt(simdjson::ondemand::value value) {
    value_ = value;
    token_ = value_.raw_json_token().data();
  }

  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  std::string buffer_;
  std::vector<Step> steps_;
  simdjson::ondemand::value value_;
  const char* token_ = nullptr;  // the last one looked at, in buffer_
};

template <typename T, typename Check, typename Finish>
absl::Status JsonReader::Read(std::string_view text,
                              std::span<const Field<T>> form, T& into,
                              Check check, Finish finish) {
  bool has_begun = false;
  const absl::Status error = Walk(text, form, into, check, finish, has_begun);
  if (error.ok()) return error;
  const std::optional<JsonFault> fault = FindJsonFault(text);
  if (has_begun || !fault || fault->token == 0) {
    return FirstError(error, fault);
  }
  // simdjson refused the text as a whole. An error of a field may stand before
  // the fault: read the sound part.
  const std::string sound =
      std::string(text.substr(0, fault->token)) + fault->completion;
  return FirstError(Walk(sound, form, into, check, finish, has_begun), fault);
}

template <typename T, typename Check, typename Finish>
absl::Status JsonReader::Walk(std::string_view text,
                              std::span<const Field<T>> form, T& into,
                              Check check, Finish finish, bool& has_begun) {
  simdjson::ondemand::object root;
  BOOKABLE_RETURN_IF_ERROR(Begin(text, root));
  has_begun = true;
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(WalkObject(root, form, into, fields, check));
  BOOKABLE_RETURN_IF_ERROR(finish());
  return IsAtEnd() ? absl::OkStatus() : NoJson();
}

template <typename T, typename Check>
absl::Status JsonReader::ReadObject(std::span<const Field<T>> form, T& into,
                                    FieldSet& fields, Check check) {
  simdjson::ondemand::object object;
  if (value_.get_object().get(object) != simdjson::SUCCESS) {
    return FailType("an object");
  }
  return WalkObject(object, form, into, fields, check);
}

template <typename T, typename Check>
absl::Status JsonReader::WalkObject(simdjson::ondemand::object object,
                                    std::span<const Field<T>> form, T& into,
                                    FieldSet& fields, Check check) {
  fields = {};
  for (auto result : object) {
    simdjson::ondemand::field field;
    if (std::move(result).get(field) != simdjson::SUCCESS) return NoJson();
    token_ = field.key().raw() - 1;  // with its quote
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return NoJson();
    std::size_t i = 0;
    while (i < form.size() && form[i].name != name) ++i;
    if (i == form.size()) {
      std::vector<std::string_view> names;
      for (const Field<T>& known : form) names.push_back(known.name);
      return FailUnknown(name, names);
    }
    steps_.push_back({.name = form[i].name});
    if (fields.Contains(i)) return FailRepeated();
    StandAt(field.value());
    BOOKABLE_RETURN_IF_ERROR(form[i].read(*this, into));
    steps_.pop_back();
    fields.Insert(i);
    if (const absl::Status wrong = check(fields); !wrong.ok()) return At(wrong);
  }
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i].need == Need::kRequired && !fields.Contains(i)) {
      return FailMissing(form[i].name);
    }
  }
  return absl::OkStatus();
}

template <typename ReadElement>
absl::Status JsonReader::ReadList(ReadElement read) {
  simdjson::ondemand::array array;
  if (value_.get_array().get(array) != simdjson::SUCCESS) {
    return FailType("a list");
  }
  std::size_t i = 0;
  steps_.push_back({});
  for (auto result : array) {
    simdjson::ondemand::value element;
    if (std::move(result).get(element) != simdjson::SUCCESS) return NoJson();
    steps_.back().index = i;
    StandAt(element);
    BOOKABLE_RETURN_IF_ERROR(read(i));
    ++i;
  }
  steps_.pop_back();
  return absl::OkStatus();
}

template <typename Enum>
absl::Status JsonReader::ReadChoice(std::span<const Choice<Enum>> choices,
                                    Enum& out) {
  std::string_view name;
  BOOKABLE_RETURN_IF_ERROR(ReadText(name));
  std::vector<std::string_view> names;
  for (const Choice<Enum>& choice : choices) {
    if (choice.name == name) {
      out = choice.value;
      return absl::OkStatus();
    }
    names.push_back(choice.name);
  }
  return FailChoice(names, name);
}

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_JSON_READER_H_
