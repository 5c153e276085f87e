// Tested by tests/bindings/http/api/scheduling_json_test.cc.
#include "bindings/http/api/scheduling_json.h"

#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/profile_fields.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

std::string WallClock(std::chrono::seconds since_epoch) {
  const std::chrono::sys_seconds wall(since_epoch);
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(wall - day);
  return absl::StrFormat(
      "%04d-%02u-%02uT%02d:%02d:%02d.000", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
}

}  // namespace

std::string InstantText(Instant t) {
  return WallClock(t.time_since_epoch()) + "Z";
}

std::string InstantText(Instant t, const Zone& zone) {
  const std::chrono::seconds offset = zone.OffsetAt(t);
  const auto minutes =
      std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  return WallClock(t.time_since_epoch() + offset) +
         absl::StrFormat("%c%02d:%02d", minutes < 0 ? '-' : '+',
                         static_cast<int>(std::abs(minutes) / 60),
                         static_cast<int>(std::abs(minutes) % 60));
}

absl::StatusOr<Instant> ReadInstant(std::string_view text,
                                    std::string_view name) {
  std::string full(text);
  if (full.size() == 10) {
    full += "T00:00:00Z";
  } else if (full.size() > 10) {
    const bool has_zone = full.back() == 'Z' || full.back() == 'z' ||
                          full.find_first_of("+-", 11) != std::string::npos;
    if (!has_zone) full += 'Z';
    // In a query, "+02:00" comes as a blank.
    const std::size_t blank = full.find(' ', 11);
    if (blank != std::string::npos) full[blank] = '+';
  }
  const absl::StatusOr<Instant> read = ParseInstant(full, Rounding::kDown);
  if (read.ok()) return *read;
  return BadRequest(absl::StrCat(
      "Invalid ", std::string(name),
      " date: must be an ISO 8601 date or time, not ", Quoted(text)));
}

absl::StatusOr<Zone> ReadZone(std::string_view text, std::string_view name) {
  const auto repaired = domain::RepairedZone(text);
  if (repaired) return Zone::Find(*repaired);
  return BadRequest(absl::StrCat(std::string(name),
                                 " must be the name of an IANA zone, not ",
                                 Quoted(text)));
}

json::value StoredValue(std::string_view text) {
  json::error_code error;
  json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  return error ? json::value() : value;
}

json::array StoredArray(std::string_view text) {
  json::value value = StoredValue(text);
  return value.is_array() ? std::move(value.get_array()) : json::array();
}

const json::value* MemberOf(const json::object& object, std::string_view name) {
  return object.if_contains(json::string_view(name.data(), name.size()));
}

const json::object* EnabledOf(const json::object& object,
                              std::string_view name) {
  const json::value* value = MemberOf(object, name);
  const json::object* found = value == nullptr ? nullptr : value->if_object();
  if (found == nullptr) return nullptr;
  const json::value* disabled = found->if_contains("disabled");
  if (disabled != nullptr && disabled->is_bool() && disabled->get_bool()) {
    return nullptr;
  }
  return found;
}

std::string TextMember(const json::object& object, std::string_view name) {
  const json::value* value = MemberOf(object, name);
  if (value == nullptr || !value->is_string()) return "";
  return std::string(ViewOf(value->get_string()));
}

std::string_view ViewOf(const json::string& text) {
  return {text.data(), text.size()};
}

}  // namespace bookable::http
