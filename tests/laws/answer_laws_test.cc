// tests/laws/answer_laws_test.cc: the laws of semantics.md section 5, with the
// exceptions of request.md D12.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/laws/edit.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using reference::Answer;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

bool IsWindowOfDays(const SlotQuery& query) {
  return query.event.booking_window.kind ==
             BookingWindow::Kind::kCalendarDays ||
         query.event.booking_window.kind == BookingWindow::Kind::kBusinessDays;
}

// Slots of `more` that `all` does not have.
std::string NotIn(const Answer& more, const Answer& all) {
  std::string extra;
  for (const reference::Slot& slot : more) {
    if (std::find(all.begin(), all.end(), slot) == all.end()) {
      extra += "gained " + FormatInstant(slot.start) + "\n";
    }
  }
  return extra;
}

// "Split: slots[a,c) = slots[a,b) followed by slots[b,c)."
TEST(AnswerLaws, Split) {
  ExpectLaw(QueryKind::kAny, 12000, [](const SlotQuery& query, Random& random) {
    const auto length = static_cast<int>((query.until - query.from).count());
    std::vector<Instant> cuts{query.from, query.until};
    for (int i = random.Between(1, 3); i > 0; --i) {
      Instant cut = query.from + seconds{random.Between(0, length)};
      if (random.Chance(70)) cut -= cut.time_since_epoch() % minutes{30};
      cuts.push_back(std::clamp(cut, query.from, query.until));
    }
    std::sort(cuts.begin(), cuts.end());
    Answer parts;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      SlotQuery part = query;
      part.from = cuts[i];
      part.until = cuts[i + 1];
      const Answer answer = EngineAnswer(part);
      parts.insert(parts.end(), answer.begin(), answer.end());
    }
    return reference::Difference(EngineAnswer(query), parts);
  });
}

// "Patience: a later now only removes starts (not with a window of days, holds,
// or first-of-day)."
TEST(AnswerLaws, Patience) {
  ExpectLaw(QueryKind::kAny, 12000,
            [](const SlotQuery& asked, Random& random) -> std::string {
              SlotQuery query = asked;
              query.event.only_first_slot_of_date = false;
              EditHosts(query, [](Host& host) { host.holds.clear(); });
              if (IsWindowOfDays(query)) query.event.booking_window = {};
              SlotQuery later = query;
              later.now = query.now.value_or(query.from) +
                          seconds{random.Between(1, 200'000)};
              return NotIn(EngineAnswer(later), EngineAnswer(query));
            });
}

// "Order: permuting rules, overrides, busy time or hosts (ids kept, eventZone
// given) changes nothing but the order of hosts; travel is ordered."
TEST(AnswerLaws, Order) {
  ExpectLaw(QueryKind::kAny, 12000, [](const SlotQuery& asked, Random& random) {
    SlotQuery query = asked;
    if (!query.event_zone) {
      query.event_zone =
          (query.stages.empty() ? query.groups : query.stages[0].groups)[0]
              .hosts[0]
              .schedule.zone;
    }
    // The last that decides between hosts to be assigned is their order.
    if (random.Chance(50)) query.assign = false;
    SlotQuery permuted = query;
    EditHosts(permuted, [&](Host& host) {
      random.Shuffle(host.schedule.weekly);
      random.Shuffle(host.schedule.overrides);
      random.Shuffle(host.schedule.holidays);
      random.Shuffle(host.schedule.out_of_office);
      random.Shuffle(host.busy);
      random.Shuffle(host.bookings);
      random.Shuffle(host.holds);
    });
    if (!query.assign) {
      VisitGroups(permuted, [&](Group& group) { random.Shuffle(group.hosts); });
    }
    const auto answer = [](const SlotQuery& tried) {
      Answer slots = EngineAnswer(tried);
      for (reference::Slot& slot : slots) {
        std::sort(slot.hosts.begin(), slot.hosts.end());
        std::sort(slot.assigned.begin(), slot.assigned.end());
        for (std::vector<std::string>& hosts : slot.stage_hosts) {
          std::sort(hosts.begin(), hosts.end());
        }
      }
      return slots;
    };
    return reference::Difference(answer(permuted), answer(query));
  });
}

// "Idempotence: duplicating or splitting a busy interval changes nothing."
TEST(AnswerLaws, Idempotence) {
  ExpectLaw(QueryKind::kAny, 12000, [](const SlotQuery& query, Random& random) {
    SlotQuery changed = query;
    EditHosts(changed, [&](Host& host) {
      std::vector<BusyTime> busy;
      for (const BusyTime& entry : host.busy) {
        busy.push_back(entry);
        if (random.Chance(30)) busy.push_back(entry);
        const auto length = static_cast<int>((entry.end - entry.start).count());
        if (length < 2 || random.Chance(50)) continue;
        // Parts keep the id: what takes out one takes out all.
        const Instant middle =
            entry.start + seconds{random.Between(1, length - 1)};
        BusyTime rest = entry;
        busy.back().end = middle;
        rest.start = middle;
        busy.push_back(rest);
      }
      host.busy = std::move(busy);
    });
    return reference::Difference(EngineAnswer(changed), EngineAnswer(query));
  });
}

// "Removal (clock, window): more busy time only removes starts (not with
// rolling windows or first-of-day)."
TEST(AnswerLaws, Removal) {
  ExpectLaw(QueryKind::kAny, 12000,
            [](const SlotQuery& asked, Random& random) -> std::string {
              SlotQuery query = asked;
              query.event.alignment =
                  random.Pick({Alignment::kClock, Alignment::kWindow});
              query.event.only_first_slot_of_date = false;
              query.event.booking_window.rolling = false;
              SlotQuery busier = query;
              EditHosts(busier, [&](Host& host) {
                for (int i = random.Between(0, 2); i > 0; --i) {
                  BusyTime busy;
                  busy.start = query.from + minutes{random.Between(-600, 4000)};
                  busy.end = busy.start + minutes{random.Between(1, 300)};
                  if (random.Chance(20)) {
                    busy.start += seconds{random.Between(1, 59)};
                  }
                  busy.after_buffer = minutes{random.Pick({0, 0, 10})};
                  host.busy.push_back(busy);
                }
              });
              const auto starts = [](const SlotQuery& tried) {
                Answer only_starts;
                for (const reference::Slot& slot : EngineAnswer(tried)) {
                  only_starts.push_back({.start = slot.start});
                }
                return only_starts;
              };
              return NotIn(starts(busier), starts(query));
            });
}

// A zone without transitions in place of each: the same for the same name.
Zone FixedZone(const Zone& zone) {
  static const char* const kNames[] = {"UTC", "Etc/GMT+5", "Etc/GMT-9",
                                       "Etc/GMT-14", "Etc/GMT+11"};
  return Zone::Find(kNames[std::hash<std::string_view>{}(zone.name()) %
                           std::size(kNames)])
      .value();
}

void FixZones(SlotQuery& query) {
  if (query.zone) query.zone = FixedZone(*query.zone);
  if (query.event_zone) query.event_zone = FixedZone(*query.event_zone);
  EditHosts(query, [](Host& host) {
    host.schedule.zone = FixedZone(host.schedule.zone);
    for (Travel& travel : host.schedule.travel) {
      travel.zone = FixedZone(travel.zone);
    }
  });
}

void Shift(SlotQuery& query, days by) {
  const auto instant = [by](Instant& t) { t += by; };
  const auto date = [by](Date& d) { d = Date{local_days{d} + by}; };
  const auto maybe = [](auto& value, const auto& shift) {
    if (value) shift(*value);
  };
  instant(query.from);
  instant(query.until);
  maybe(query.now, instant);
  maybe(query.event.booking_window.first, date);
  maybe(query.event.booking_window.last, date);
  EditHosts(query, [&](Host& host) {
    Schedule& schedule = host.schedule;
    for (WeeklyRule& rule : schedule.weekly) {
      maybe(rule.from, date);
      maybe(rule.until, date);
      maybe(rule.anchor, date);
    }
    for (DateOverride& entry : schedule.overrides) date(entry.date);
    for (Holiday& holiday : schedule.holidays) date(holiday.date);
    for (OutOfOffice& away : schedule.out_of_office) {
      date(away.start);
      date(away.end);
    }
    for (Travel& travel : schedule.travel) {
      date(travel.start);
      maybe(travel.end, date);
    }
    const auto span = [&](auto& entry) {
      instant(entry.start);
      instant(entry.end);
    };
    for (BusyTime& busy : host.busy) span(busy);
    for (Booking& booking : host.bookings) span(booking);
    for (Hold& hold : host.holds) {
      span(hold);
      instant(hold.expires_at);
    }
    maybe(host.last_booked_at, instant);
  });
}

// "Translation: in a fixed-offset zone, shifting everything by whole weeks
// shifts the answer (no month or year limits)."
TEST(AnswerLaws, Translation) {
  ExpectLaw(QueryKind::kAny, 12000, [](const SlotQuery& asked, Random& random) {
    SlotQuery query = asked;
    FixZones(query);
    for (const Period period : {Period::kMonth, Period::kYear}) {
      query.event.limits.count[static_cast<std::size_t>(period)].reset();
      query.event.limits.minutes[static_cast<std::size_t>(period)].reset();
    }
    if (query.fairness_period != FairnessPeriod::kAllTime) {
      query.fairness_period = FairnessPeriod::kWeek;
    }
    const days by{7 * random.Between(-40, 40)};
    SlotQuery shifted = query;
    Shift(shifted, by);
    Answer expected = EngineAnswer(query);
    for (reference::Slot& slot : expected) {
      slot.start += by;
      for (Instant& t : slot.stage_starts) t += by;
    }
    return reference::Difference(EngineAnswer(shifted), expected);
  });
}

// "Output is strictly increasing in start; no duplicates."
TEST(AnswerLaws, StartsIncrease) {
  ExpectLaw(QueryKind::kAny, 12000,
            [](const SlotQuery& query, Random&) -> std::string {
              const Answer answer = EngineAnswer(query);
              for (std::size_t i = 0; i < answer.size(); ++i) {
                const Instant t = answer[i].start;
                if (t < query.from || query.until <= t) return "out of bounds";
                if (i > 0 && t <= answer[i - 1].start) return "not increasing";
              }
              return "";
            });
}

}  // namespace
}  // namespace bookable::laws
