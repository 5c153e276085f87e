// tests/laws/explain_test.cc: what ties Explain to FindSlots and CanBook
// (semantics.md section 10).
#include "bookable/query/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "bookable/query/can_book.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Near the query, on the minute or off, and at its slots or beside.
std::vector<Instant> InstantsNear(const SlotQuery& query,
                                  const reference::Answer& answer,
                                  Random& random) {
  std::vector<Instant> instants;
  for (int i = 0; i < 12; ++i) {
    instants.push_back(query.from + minutes{random.Between(-1440, 4320)});
    instants.push_back(query.from + seconds{random.Between(-86400, 259200)});
    if (answer.empty()) continue;
    const Instant start = random.Pick(answer).start;
    instants.push_back(start + seconds{random.Between(-1, 1)});
    instants.push_back(start + minutes{5 * random.Between(-6, 6)});
  }
  const std::vector<Host>& hosts = query.groups.front().hosts;
  for (const Booking& booking : hosts.front().bookings) {
    instants.push_back(booking.start);
  }
  return instants;
}

bool IsAllowed(const Reason& reason) {
  return reason.kind == ReasonKind::kQuery ||
         reason.kind == ReasonKind::kGrid ||
         reason.kind == ReasonKind::kNotFirst;
}

std::string Told(const Explanation& explanation) {
  std::string told = FormatInstant(explanation.at) + ":";
  for (const Reason& reason : explanation.reasons) {
    told += ' ';
    told += ReasonKindName(reason.kind);
  }
  return told;
}

// t is a slot iff there is no reason, and can be booked iff all are allowed.
std::string TiesHold(const SlotQuery& query, Random& random) {
  SlotQuery starts_only = query;
  starts_only.assign = false;
  const reference::Answer answer = EngineAnswer(starts_only);
  std::set<Instant> starts;
  for (const reference::Slot& slot : answer) starts.insert(slot.start);
  const std::vector<Instant> instants = InstantsNear(query, answer, random);
  std::string wrong;
  const std::vector<Explanation> explanations =
      Explain(query, instants).value();
  for (const Explanation& told : explanations) {
    if (told.is_bookable != starts.contains(told.at)) {
      wrong += "FindSlots differs at " + Told(told) + "\n";
    }
    if (told.is_accepted != CanBook(query, told.at).value()) {
      wrong += "CanBook differs at " + Told(told) + "\n";
    }
    if (told.is_bookable != told.reasons.empty() ||
        told.is_accepted != std::ranges::all_of(told.reasons, IsAllowed)) {
      wrong += "reasons and verdict differ at " + Told(told) + "\n";
    }
    if (!std::ranges::is_sorted(told.reasons, {}, &Reason::kind)) {
      wrong += "reasons in disorder at " + Told(told) + "\n";
    }
    for (const GroupExplanation& group : told.groups) {
      for (const HostExplanation& host : group.hosts) {
        if (host.is_able != host.reasons.empty()) {
          wrong += "host's reasons and verdict differ at " + Told(told) + "\n";
        }
      }
    }
  }
  return wrong;
}

TEST(ExplainLaw, OneHost) { ExpectLaw(QueryKind::kOneHost, 2500, TiesHold); }
TEST(ExplainLaw, Seats) { ExpectLaw(QueryKind::kSeats, 1500, TiesHold); }
TEST(ExplainLaw, Teams) { ExpectLaw(QueryKind::kTeam, 1000, TiesHold); }

// Many instants at once share lists and cursors; one by one they do not.
TEST(ExplainLaw, ManyInstantsAreToldAsOneByOne) {
  const Law law = [](const SlotQuery& query, Random& random) -> std::string {
    std::vector<Instant> instants;
    const Instant first = query.from - minutes{random.Between(0, 300)};
    for (int i = 0; i < 40; ++i) {
      instants.push_back(first + minutes{i * 5 * random.Between(1, 4)});
    }
    // A second beside where reasons begin and end.
    for (std::size_t i = 0; i < 20; ++i) {
      instants.push_back(instants[i] + seconds{random.Between(-1, 1)});
    }
    for (const BusyTime& busy : query.groups.front().hosts.front().busy) {
      instants.push_back(busy.end + seconds{random.Between(-1, 1)});
    }
    std::erase_if(instants, [](Instant t) {
      return t < kFirstInstant || t >= kEndOfTime;
    });
    const std::vector<Explanation> many = Explain(query, instants).value();
    for (std::size_t i = 0; i < instants.size(); ++i) {
      if (many[i] != Explain(query, instants[i]).value()) {
        return "differs at " + Told(many[i]);
      }
    }
    return "";
  };
  ExpectLaw(QueryKind::kOneHost, 250, law);
  ExpectLaw(QueryKind::kTeam, 120, law);
}

// What is told is true: the parts of a closed slot are closed and are all, the
// entries meet the slot, the nearest slots are slots.
TEST(ExplainLaw, ReasonsAreTrue) {
  ExpectLaw(
      QueryKind::kOneHost, 1200,
      [](const SlotQuery& query, Random& random) -> std::string {
        const Host& host = query.groups.front().hosts.front();
        const CompiledSchedule schedule =
            CompiledSchedule::Create(host.schedule).value();
        const minutes length = query.duration.value_or(query.event.length);
        std::vector<Instant> instants;
        for (int i = 0; i < 15; ++i) {
          instants.push_back(query.from + minutes{random.Between(-1440, 4320)});
        }
        const std::vector<Explanation> explanations =
            Explain(query, instants).value();
        for (const Explanation& told : explanations) {
          const Interval slot{told.at, told.at + length};
          std::vector<Interval> open;
          schedule.AppendOpen(slot, open);
          std::vector<Interval> closed;
          for (const Reason& reason : told.reasons) {
            if (reason.kind == ReasonKind::kClosed) {
              closed.push_back(reason.interval);
            } else if (reason.kind == ReasonKind::kBusy) {
              const bool meets = reason.interval.Overlaps(slot);
              if (!meets) return "an entry that does not meet " + Told(told);
            } else if (reason.kind == ReasonKind::kBuffer) {
              const bool meets = reason.interval.Overlaps(slot);
              if (meets) return "a buffer that is busy at " + Told(told);
            } else if (reason.kind == ReasonKind::kGrid) {
              for (const auto& near : {reason.before, reason.after}) {
                if (near && !CanBook(query, *near, GridRule::kOnGrid).value()) {
                  return "no slot near " + Told(told);
                }
              }
            } else if (reason.kind == ReasonKind::kNotFirst) {
              const bool is_slot =
                  CanBook(query, reason.instant, GridRule::kOnGrid).value();
              if (!is_slot) return "the first is no slot at " + Told(told);
            }
          }
          // Open and closed parts fill the slot.
          std::vector<Interval> parts = open;
          parts.insert(parts.end(), closed.begin(), closed.end());
          std::ranges::sort(parts, {}, &Interval::start);
          Instant reached = slot.start;
          for (const Interval& part : parts) {
            if (part.start != reached)
              return "a hole or an overlap in " + Told(told);
            reached = part.end;
          }
          if (reached != slot.end)
            return "closed parts are missing in " + Told(told);
        }
        return "";
      });
}

}  // namespace
}  // namespace bookable::laws
