// tests/support/queries.h: questions and answers as tests like to write them.
//
// Most tests use UTC and one date, so that an answer reads as a list of wall
// clock times. A query that is refused stops the test program.
#ifndef BOOKABLE_TESTS_SUPPORT_QUERIES_H_
#define BOOKABLE_TESTS_SUPPORT_QUERIES_H_

#include <chrono>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bookable/query/find_slots.h"
#include "bookable/query/slot_query.h"
#include "bookable/schedule/schedule.h"
#include "bookable/time/week.h"
#include "bookable/time/zone.h"
#include "tests/support/literals.h"

namespace bookable {

// For GoogleTest, which would print bytes.
inline void PrintTo(const SlotColumns& columns, std::ostream* os) {
  *os << columns.starts.size() << " slots";
}

}  // namespace bookable

namespace bookable::testing {

// Open on `days` from `start` to `end`.
inline Schedule Weekly(std::string_view zone, DaySet days,
                       std::chrono::minutes start, std::chrono::minutes end) {
  Schedule schedule;
  schedule.zone = ZoneOf(zone);
  schedule.weekly.push_back({.days = days, .start = start, .end = end});
  return schedule;
}
inline Schedule Daily(std::string_view zone, std::chrono::minutes start,
                      std::chrono::minutes end) {
  return Weekly(zone, kEveryDay, start, end);
}
inline Schedule AlwaysOpen(std::string_view zone) {
  return Daily(zone, std::chrono::minutes{0}, kDayLength);
}

inline Host HostOf(std::string_view id, Schedule schedule) {
  Host host;
  host.id = std::string(id);
  host.schedule = std::move(schedule);
  return host;
}

// Asks one host for all starts in [from, until).
inline SlotQuery Ask(Schedule schedule, EventType event, std::string_view from,
                     std::string_view until) {
  SlotQuery query;
  query.event = std::move(event);
  query.groups = {OneHost(HostOf("", std::move(schedule)))};
  query.from = At(from);
  query.until = At(until);
  return query;
}

// Asks groups for all starts in [from, until).
inline SlotQuery AskTeam(std::vector<Group> groups, EventType event,
                         std::string_view from, std::string_view until) {
  SlotQuery query;
  query.event = std::move(event);
  query.groups = std::move(groups);
  query.from = At(from);
  query.until = At(until);
  return query;
}

inline Host& HostIn(SlotQuery& query, std::size_t host = 0,
                    std::size_t group = 0) {
  return query.groups[group].hosts[host];
}

// "11-24 09:30", seconds only where there are some.
inline std::string DateTimeText(const Zone& zone, Instant t) {
  const std::chrono::local_seconds local = zone.ToLocal(t);
  const auto date = std::chrono::floor<std::chrono::days>(local);
  const auto time = std::chrono::floor<std::chrono::minutes>(local - date);
  std::string text = FormatDate(date).substr(5) + ' ' + FormatTimeOfDay(time);
  const auto seconds = (local - date - time).count();
  if (seconds != 0) {
    text += ':';
    if (seconds < 10) text += '0';
    text += std::to_string(seconds);
  }
  return text;
}

inline Zone ZoneOfAnswer(const SlotQuery& query) {
  const Host& first = query.stages.empty() ? query.groups[0].hosts[0]
                                           : query.stages[0].groups[0].hosts[0];
  return query.zone.value_or(query.event_zone.value_or(first.schedule.zone));
}

inline std::vector<std::string> DateTimeTexts(const Zone& zone,
                                              std::span<const Instant> starts) {
  std::vector<std::string> texts;
  for (const Instant t : starts) texts.push_back(DateTimeText(zone, t));
  return texts;
}

// The answer in its zone: "11-24 09:30", ...
inline std::vector<std::string> DateTimes(const SlotQuery& query) {
  const SlotList slots = FindSlots(query).value();
  return DateTimeTexts(ZoneOfAnswer(query), slots.starts());
}

// The same without dates: "09:30", ...
inline std::vector<std::string> Times(const SlotQuery& query) {
  std::vector<std::string> texts = DateTimes(query);
  for (std::string& text : texts) text.erase(0, 6);
  return texts;
}

// The dates that have slots, each once: "11-24", ...
inline std::vector<std::string> Dates(const SlotQuery& query) {
  std::vector<std::string> dates;
  for (const std::string& text : DateTimes(query)) {
    if (dates.empty() || dates.back() != text.substr(0, 5)) {
      dates.push_back(text.substr(0, 5));
    }
  }
  return dates;
}

// Ids of the hosts of `bits`, by row; `ids[row]`.
inline std::string Names(const HostBits& bits, std::string_view ids) {
  std::string names;
  for (const std::size_t row : bits.rows()) names += ids[row];
  return names;
}

// The message of the error that `query` gives; "" if it gives none.
inline std::string ErrorOf(const SlotQuery& query) {
  const auto slots = FindSlots(query);
  return slots.ok() ? "" : std::string(slots.status().message());
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_SUPPORT_QUERIES_H_
