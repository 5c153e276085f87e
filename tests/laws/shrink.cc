#include "tests/laws/shrink.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "bookable/query/validate.h"
#include "tests/laws/edit.h"

namespace bookable::laws {
namespace {

using std::chrono::minutes;
using Step = std::function<void(SlotQuery&)>;

template <typename T>
void EraseAt(std::vector<T>& items, std::size_t i) {
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
}

// `list`: a function from Host& to the vector.
template <typename ListOf>
void AddErasures(const Host& host, ListOf list_of, std::vector<Step>& steps) {
  Host copy = host;
  for (std::size_t i = 0; i < list_of(copy).size(); ++i) {
    steps.push_back([=, id = host.id](SlotQuery& query) {
      EditHost(query, id, [&](Host& h) { EraseAt(list_of(h), i); });
    });
  }
}

void AddHostSteps(const Host& host, std::vector<Step>& steps) {
  AddErasures(
      host, [](Host & h) -> auto& { return h.busy; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.bookings; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.holds; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.schedule.weekly; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.schedule.overrides; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.schedule.holidays; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.schedule.out_of_office; }, steps);
  AddErasures(
      host, [](Host & h) -> auto& { return h.schedule.travel; }, steps);
  const auto edit = [&](auto change) {
    steps.push_back(
        [=, id = host.id](SlotQuery& query) { EditHost(query, id, change); });
  };
  edit([](Host& h) { h.schedule.zone = Zone(); });
  edit([](Host& h) { h.schedule.week_start = std::chrono::Sunday; });
  edit([](Host& h) {
    h.weight = 100;
    h.calibration = 0;
    h.priority = 2;
    h.last_booked_at.reset();
  });
  edit([](Host& h) {
    for (BusyTime& busy : h.busy) {
      busy.id.clear();
      busy.before_buffer = busy.after_buffer = minutes{0};
    }
  });
  edit([](Host& h) {
    for (Booking& booking : h.bookings) {
      booking.before_buffer = booking.after_buffer = minutes{0};
    }
    for (Hold& hold : h.holds) {
      hold.before_buffer = hold.after_buffer = minutes{0};
    }
  });
  for (std::size_t i = 0; i < host.schedule.weekly.size(); ++i) {
    edit([i](Host& h) {
      h.schedule.weekly[i].interval = 1;
      h.schedule.weekly[i].anchor.reset();
    });
    edit([i](Host& h) { h.schedule.weekly[i].from.reset(); });
    edit([i](Host& h) { h.schedule.weekly[i].until.reset(); });
    edit([i](Host& h) { h.schedule.weekly[i].days = kEveryDay; });
    edit([i](Host& h) {
      h.schedule.weekly[i].start = minutes{0};
      h.schedule.weekly[i].end = kDayLength;
    });
  }
}

std::vector<Step> StepsOf(const SlotQuery& query) {
  std::vector<Step> steps;
  // The bounds first: all else gets cheaper.
  for (const int part : {2, 4, 8}) {
    steps.push_back(
        [part](SlotQuery& q) { q.until -= (q.until - q.from) / part; });
    steps.push_back(
        [part](SlotQuery& q) { q.from += (q.until - q.from) / part; });
  }
  for (std::size_t i = 1; i < query.stages.size(); ++i) {
    steps.push_back([i](SlotQuery& q) { EraseAt(q.stages, i); });
  }
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    steps.push_back([i](SlotQuery& q) { EraseAt(q.groups, i); });
  }
  for (std::size_t s = 0; s < query.stages.size(); ++s) {
    for (std::size_t i = 0; i < query.stages[s].groups.size(); ++i) {
      steps.push_back([=](SlotQuery& q) { EraseAt(q.stages[s].groups, i); });
    }
  }
  SlotQuery copy = query;
  std::size_t group_number = 0;
  std::vector<std::string> seen;
  VisitGroups(copy, [&](Group& group) {
    for (std::size_t i = 0; i < group.hosts.size(); ++i) {
      steps.push_back([=](SlotQuery& q) {
        std::size_t number = 0;
        VisitGroups(q, [&](Group& g) {
          if (number++ == group_number) EraseAt(g.hosts, i);
        });
      });
    }
    steps.push_back([=](SlotQuery& q) {
      std::size_t number = 0;
      VisitGroups(q, [&](Group& g) {
        if (number++ == group_number && g.require > 1) --g.require;
      });
    });
    ++group_number;
    for (const Host& host : group.hosts) {
      bool is_new = true;
      for (const std::string& id : seen) is_new &= id != host.id;
      if (!is_new) continue;
      seen.push_back(host.id);
      AddHostSteps(host, steps);
    }
  });
  const auto add = [&](auto step) { steps.push_back(step); };
  add([](SlotQuery& q) { q.assign = false; });
  add([](SlotQuery& q) { q.fairness_period = FairnessPeriod::kMonth; });
  add([](SlotQuery& q) { q.owner.clear(); });
  add([](SlotQuery& q) { q.ignore_booking.clear(); });
  add([](SlotQuery& q) { q.now.reset(); });
  add([](SlotQuery& q) { q.zone.reset(); });
  add([](SlotQuery& q) { q.event_zone.reset(); });
  add([](SlotQuery& q) {
    if (q.zone) q.zone = Zone();
  });
  add([](SlotQuery& q) {
    if (q.event_zone) q.event_zone = Zone();
  });
  add([](SlotQuery& q) {
    if (q.duration) q.event.length = *q.duration;
    q.duration.reset();
    q.event.length_options.clear();
  });
  add([](SlotQuery& q) { q.event.slot_interval.reset(); });
  add([](SlotQuery& q) { q.event.offset_start = minutes{0}; });
  add([](SlotQuery& q) { q.event.alignment = Alignment::kHour; });
  add([](SlotQuery& q) { q.event.minimum_notice = minutes{0}; });
  add([](SlotQuery& q) { q.event.before_buffer = minutes{0}; });
  add([](SlotQuery& q) { q.event.after_buffer = minutes{0}; });
  add([](SlotQuery& q) { q.event.booking_window = {}; });
  add([](SlotQuery& q) { q.event.booking_window.rolling = false; });
  add([](SlotQuery& q) {
    if (q.event.booking_window.days > 1) --q.event.booking_window.days;
  });
  add([](SlotQuery& q) { q.event.limits = {}; });
  for (std::size_t i = 0; i < kPeriodCount; ++i) {
    add([i](SlotQuery& q) { q.event.limits.count[i].reset(); });
    add([i](SlotQuery& q) { q.event.limits.minutes[i].reset(); });
  }
  add([](SlotQuery& q) { q.event.seats.reset(); });
  add([](SlotQuery& q) { q.event.only_first_slot_of_date = false; });
  return steps;
}

}  // namespace

SlotQuery Shrink(SlotQuery query,
                 const std::function<bool(const SlotQuery&)>& fails) {
  bool is_smaller = true;
  while (is_smaller) {
    is_smaller = false;
    for (const Step& step : StepsOf(query)) {
      SlotQuery next = query;
      step(next);
      if (next == query || !Validate(next).ok() || !fails(next)) continue;
      query = std::move(next);
      is_smaller = true;
      break;  // the steps were those of the query before
    }
  }
  return query;
}

}  // namespace bookable::laws
