// Tested by tests/bindings/http/api/component_event_types_test.cc and
// settings_event_types_test.cc.
#include "bindings/http/api/component_rules.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/component_words.h"
#include "bindings/http/api/scheduling_json.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

constexpr std::array<WordPair, 4> kPeriods = {{{"day", "PER_DAY"},
                                               {"week", "PER_WEEK"},
                                               {"month", "PER_MONTH"},
                                               {"year", "PER_YEAR"}}};

// By iCalendar's order of frequencies.
constexpr std::array<std::string_view, 3> kFrequencies = {"yearly", "monthly",
                                                          "weekly"};

}  // namespace

json::object ComponentLimits(const json::object& settings,
                             std::string_view name) {
  json::object limits;
  const json::object* given = EnabledOf(settings, name);
  if (given == nullptr) return limits;
  for (const WordPair& period : kPeriods) {
    if (const auto limit = IntegerOf(*given, period.ours)) {
      limits[JsonText(period.theirs)] = *limit;
    }
  }
  return limits;
}

json::value LimitsOfComponent(const json::value& given) {
  json::object limits;
  if (const json::object* shown = given.if_object()) {
    for (const WordPair& period : kPeriods) {
      if (const auto limit = IntegerOf(*shown, period.theirs)) {
        limits[JsonText(period.ours)] = *limit;
      }
    }
  }
  if (limits.empty()) return nullptr;
  return limits;
}

void AddComponentWindow(const json::object& settings, json::object& shown) {
  shown["periodType"] = "UNLIMITED";
  shown["periodDays"] = nullptr;
  shown["periodStartDate"] = nullptr;
  shown["periodEndDate"] = nullptr;
  shown["periodCountCalendarDays"] = true;
  const json::object* window = EnabledOf(settings, "bookingWindow");
  if (window == nullptr) return;
  const std::string type = TextMember(*window, "type");
  if (type == "range") {
    const json::array& dates = window->at("value").as_array();
    shown["periodType"] = "RANGE";
    const auto day = [](const json::value& date) {
      return std::string(ViewOf(date.as_string())) + "T00:00:00.000Z";
    };
    shown["periodStartDate"] = day(dates[0]);
    shown["periodEndDate"] = day(dates[1]);
    return;
  }
  shown["periodType"] =
      FlagOf(*window, "rolling").value_or(false) ? "ROLLING_WINDOW" : "ROLLING";
  shown["periodDays"] = ValueOr(*window, "value", nullptr);
  shown["periodCountCalendarDays"] = type == "calendarDays";
}

void AddWindowFields(const json::object& body, const json::object& settings,
                     json::object& fields) {
  json::object shown;
  AddComponentWindow(settings, shown);
  bool is_there = false;
  for (const char* name : {"periodType", "periodDays", "periodStartDate",
                           "periodEndDate", "periodCountCalendarDays"}) {
    const json::value* given = body.if_contains(name);
    if (given == nullptr) continue;
    is_there = true;
    shown[name] = *given;
  }
  if (const json::object* dates = EnabledOf(body, "periodDates")) {
    is_there = true;
    shown["periodStartDate"] = ValueOr(*dates, "startDate", nullptr);
    shown["periodEndDate"] = ValueOr(*dates, "endDate", nullptr);
  }
  if (!is_there) return;
  const std::string type = TextMember(shown, "periodType");
  if (type == "RANGE") {
    fields["bookingWindow"] = json::object{
        {"type", "range"},
        {"value",
         json::array{shown["periodStartDate"], shown["periodEndDate"]}}};
    return;
  }
  if (type != "ROLLING" && type != "ROLLING_WINDOW") {
    fields["bookingWindow"] = nullptr;
    return;
  }
  // A select of the components says "1" for calendar days.
  const json::value& counts = shown["periodCountCalendarDays"];
  const bool is_calendar =
      counts == json::value(true) || counts == json::value("1");
  fields["bookingWindow"] =
      json::object{{"type", is_calendar ? "calendarDays" : "businessDays"},
                   {"value", ValueOr(shown, "periodDays", nullptr)},
                   {"rolling", type == "ROLLING_WINDOW"}};
}

json::value ComponentRecurrence(const json::object& settings) {
  const json::object* recurrence = EnabledOf(settings, "recurrence");
  if (recurrence == nullptr) return nullptr;
  std::int64_t frequency = 2;
  for (std::size_t i = 0; i < kFrequencies.size(); ++i) {
    if (TextMember(*recurrence, "frequency") == kFrequencies[i]) {
      frequency = static_cast<std::int64_t>(i);
    }
  }
  return json::object{{"freq", frequency},
                      {"count", ValueOr(*recurrence, "occurrences", 1)},
                      {"interval", ValueOr(*recurrence, "interval", 1)}};
}

json::value RecurrenceOfComponent(const json::value& given) {
  const json::object* shown = given.if_object();
  if (shown == nullptr) return nullptr;
  const std::int64_t frequency = IntegerOf(*shown, "freq").value_or(2);
  if (frequency < 0 || frequency > 2) return nullptr;
  return json::object{
      {"interval", ValueOr(*shown, "interval", 1)},
      {"occurrences", ValueOr(*shown, "count", 1)},
      {"frequency",
       JsonText(kFrequencies[static_cast<std::size_t>(frequency)])}};
}

}  // namespace bookable::http
