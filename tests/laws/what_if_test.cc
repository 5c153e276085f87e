// tests/laws/what_if_test.cc: WhatIf says what a query without the rule says.
#include "bookable/query/what_if.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "bookable/query/find_slots.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

std::vector<Instant> StartsOf(const SlotQuery& query) {
  const SlotList slots = FindSlots(query).value();
  return {slots.starts().begin(), slots.starts().end()};
}

// The query without one rule, by the rule's path; for the first host.
std::map<std::string, SlotQuery> Variants(const SlotQuery& query) {
  std::map<std::string, SlotQuery> variants;
  const std::string host_path =
      query.groups[0].hosts[0].id.empty() ? "" : "groups[0].hosts[0].";
  const auto without = [&](const std::string& list, std::size_t size,
                           auto member) {
    for (std::size_t i = 0; i < size; ++i) {
      SlotQuery variant = query;
      // A host may be listed again with equal data.
      for (Group& group : variant.groups) {
        for (Host& host : group.hosts) {
          auto& entries = member(host);
          if (host.id != query.groups[0].hosts[0].id || entries.size() <= i) {
            continue;
          }
          entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
      variants.emplace(host_path + list + "[" + std::to_string(i) + "]",
                       std::move(variant));
    }
  };
  const Host& first = query.groups[0].hosts[0];
  without(
      "busy", first.busy.size(), [](Host & h) -> auto& { return h.busy; });
  without(
      "bookings", first.bookings.size(),
      [](Host & h) -> auto& { return h.bookings; });
  without(
      "holds", first.holds.size(), [](Host & h) -> auto& { return h.holds; });
  without(
      "schedule.availability", first.schedule.weekly.size(),
      [](Host & h) -> auto& { return h.schedule.weekly; });
  without(
      "schedule.overrides", first.schedule.overrides.size(),
      [](Host & h) -> auto& { return h.schedule.overrides; });
  without(
      "schedule.holidays", first.schedule.holidays.size(),
      [](Host & h) -> auto& { return h.schedule.holidays; });
  without(
      "schedule.outOfOffice", first.schedule.out_of_office.size(),
      [](Host & h) -> auto& { return h.schedule.out_of_office; });
  without(
      "schedule.travel", first.schedule.travel.size(),
      [](Host & h) -> auto& { return h.schedule.travel; });
  const auto event = [&](const std::string& rule, auto change) {
    SlotQuery variant = query;
    change(variant.event);
    variants.emplace("eventType." + rule, std::move(variant));
  };
  using std::chrono::minutes;
  event("offsetStart", [](EventType& e) { e.offset_start = minutes{0}; });
  event("minimumBookingNotice",
        [](EventType& e) { e.minimum_notice = minutes{0}; });
  event("beforeEventBuffer",
        [](EventType& e) { e.before_buffer = minutes{0}; });
  event("afterEventBuffer", [](EventType& e) { e.after_buffer = minutes{0}; });
  event("bookingWindow", [](EventType& e) { e.booking_window = {}; });
  event("onlyShowFirstAvailableSlot",
        [](EventType& e) { e.only_first_slot_of_date = false; });
  for (int i = 0; i < kPeriodCount; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const std::string period(PeriodName(static_cast<Period>(i)));
    event("bookingLimitsCount." + period,
          [&](EventType& e) { e.limits.count[index].reset(); });
    event("bookingLimitsDuration." + period,
          [&](EventType& e) { e.limits.minutes[index].reset(); });
  }
  return variants;
}

std::string EqualsTheVariants(const SlotQuery& query, Random&) {
  const std::vector<Instant> base = StartsOf(query);
  std::map<std::string, RuleEffect> effects;
  const std::vector<RuleEffect> all = WhatIf(query).value();
  for (const RuleEffect& effect : all) {
    if (effect.gained.empty() && effect.lost.empty()) {
      return effect.rule + " changes nothing and is told";
    }
    effects.emplace(effect.rule, effect);
  }
  for (const auto& [rule, variant] : Variants(query)) {
    const std::vector<Instant> starts = StartsOf(variant);
    RuleEffect expected{.rule = rule};
    std::ranges::set_difference(starts, base,
                                std::back_inserter(expected.gained));
    std::ranges::set_difference(base, starts,
                                std::back_inserter(expected.lost));
    const auto told = effects.find(rule);
    const bool has_effect = starts != base;
    if (has_effect != (told != effects.end())) {
      return rule + (has_effect ? " is not told" : " is told for nothing");
    }
    if (has_effect && told->second != expected) return rule + " differs";
  }
  return "";
}

TEST(WhatIfLaw, OneHost) {
  ExpectLaw(QueryKind::kOneHost, 350, EqualsTheVariants);
}
TEST(WhatIfLaw, Seats) { ExpectLaw(QueryKind::kSeats, 200, EqualsTheVariants); }
TEST(WhatIfLaw, Teams) { ExpectLaw(QueryKind::kTeam, 120, EqualsTheVariants); }

}  // namespace
}  // namespace bookable::laws
