// bench/contestants/ours.h: the engine's compiled form.
//
// CONCEPT   Event and schedules are compiled once, hosts are views of the
//           workload's rows; a query allocates nothing after warm-up.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_OURS_H_
#define BOOKABLE_BENCH_CONTESTANTS_OURS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "bookable/query/compiled_query.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

// The event's alignment decides how the engine works.
enum class Way {
  kAsAsked,  // alignment as in the workload: bits, one a grid point
  kSweep,    // an alignment with the same starts that needs sets of intervals
};

// What a workload looks like once compiled.
class CompiledWorkload {
 public:
  explicit CompiledWorkload(const workloads::Workload& workload,
                            Way way = Way::kAsAsked);

  const CompiledEvent& event() const { return *event_; }
  std::span<const CompiledSchedule> schedules() const { return schedules_; }
  const Window& window() const { return window_; }
  GroupView GroupOf(std::size_t query) const {
    return {.hosts = std::span(hosts_).subspan(query * team_size_, team_size_),
            .require = require_};
  }

 private:
  std::optional<CompiledEvent> event_;
  std::vector<CompiledSchedule> schedules_;
  std::vector<HostView> hosts_;
  Window window_;
  std::size_t team_size_;
  int require_;
};

template <Way kWay>
class Engine {
 public:
  static constexpr const char* kName =
      kWay == Way::kAsAsked ? "ours" : "ours_by_sets";
  static constexpr bool kNamesHosts = true;

  Engine(const workloads::Workload& workload, std::span<const SlotColumns>)
      : compiled_(workload, kWay) {}

  std::size_t Find(std::size_t query) {
    const GroupView group = compiled_.GroupOf(query);
    FindSlots(compiled_.event(), std::span(&group, 1), compiled_.window(),
              scratch_, columns_);
    return columns_.starts.size();
  }
  void CopyAnswer(SlotColumns& out) const { out = columns_; }

 private:
  CompiledWorkload compiled_;
  Scratch scratch_;
  SlotColumns columns_;
};

using Ours = Engine<Way::kAsAsked>;
using OursBySets = Engine<Way::kSweep>;

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_OURS_H_
