// tests/laws/can_book_test.cc: CanBook, in both forms and by both grid rules,
// says what the reference engine says; every start of FindSlots can be booked.
#include "bookable/query/can_book.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/laws/compiled_form.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

bool ByValue(const SlotQuery& query, Instant t, GridRule rule) {
  return CanBook(query, t, rule).value();
}

// Anywhere near the query, on the minute or off; where a booking, hold or slot
// starts, or a second beside.
std::vector<Instant> RandomInstants(const SlotQuery& query, Random& random) {
  std::vector<Instant> starts;
  const auto add_edges = [&](const std::vector<Group>& groups) {
    for (const Group& group : groups) {
      for (const Host& host : group.hosts) {
        for (const Booking& booking : host.bookings) {
          starts.push_back(booking.start);
        }
        for (const Hold& hold : host.holds) starts.push_back(hold.start);
        for (const BusyTime& busy : host.busy) starts.push_back(busy.end);
      }
    }
  };
  add_edges(query.groups);
  for (const Stage& stage : query.stages) add_edges(stage.groups);
  for (const reference::Slot& slot : EngineAnswer(query)) {
    starts.push_back(slot.start);
  }
  std::vector<Instant> instants;
  for (int i = 0; i < 3; ++i) {
    instants.push_back(query.from + minutes{random.Between(-1440, 4320)});
    instants.push_back(query.from + seconds{random.Between(-86400, 259200)});
    if (starts.empty()) continue;
    instants.push_back(random.Pick(starts) + seconds{random.Between(-1, 1)});
    instants.push_back(random.Pick(starts) +
                       minutes{random.Between(-3, 3) * 5});
  }
  return instants;
}

TEST(CanBookLaw, EqualsTheReference) {
  ExpectLaw(QueryKind::kAny, 250, [](const SlotQuery& query, Random& random) {
    std::string wrong;
    Scratch scratch;
    const CompiledForm form(query, random);
    for (const Instant t : RandomInstants(query, random)) {
      for (const GridRule rule : {GridRule::kAnyTime, GridRule::kOnGrid}) {
        const bool expected = reference::CanBook(query, t, rule);
        const char* const rule_name =
            rule == GridRule::kOnGrid ? " on the grid" : "";
        if (ByValue(query, t, rule) != expected) {
          wrong += "at " + FormatInstant(t) + rule_name +
                   " the reference says " + (expected ? "yes" : "no") + "\n";
        }
        if (form.CanBook(t, rule, scratch) != expected) {
          wrong += "at " + FormatInstant(t) + rule_name +
                   " the compiled form differs\n";
        }
      }
    }
    return wrong;
  });
}

TEST(CanBookLaw, EveryStartOfFindSlotsCanBeBooked) {
  ExpectLaw(QueryKind::kAny, 1500, [](const SlotQuery& query, Random& random) {
    std::string wrong;
    Scratch scratch;
    const CompiledForm form(query, random);
    const reference::Answer answer = EngineAnswer(query);
    for (std::size_t i = 0; i < answer.size() && i < 40; ++i) {
      const Instant t = answer[i].start;
      for (const GridRule rule : {GridRule::kAnyTime, GridRule::kOnGrid}) {
        if (!form.CanBook(t, rule, scratch)) {
          wrong += "cannot be booked: " + FormatInstant(t) + "\n";
        }
      }
    }
    return wrong;
  });
}

}  // namespace
}  // namespace bookable::laws
