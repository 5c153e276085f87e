// bench/contestants/ours.h: the engine's compiled form.
//
// CONCEPT   Event and schedules are compiled once, hosts are views of the
//           workload's rows; a query allocates nothing after warm-up.
// THREADS   One a thread.
#ifndef BOOKABLE_BENCH_CONTESTANTS_OURS_H_
#define BOOKABLE_BENCH_CONTESTANTS_OURS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "bookable/internal/path.h"
#include "bookable/query/compiled_query.h"
#include "data/workloads/workload.h"

namespace bookable::bench {

// What a workload looks like once compiled.
class CompiledWorkload {
 public:
  explicit CompiledWorkload(const workloads::Workload& workload);

  const CompiledEvent& event() const { return event_; }
  std::span<const CompiledSchedule> schedules() const { return schedules_; }
  const Window& window() const { return window_; }
  GroupView GroupOf(std::size_t query) const {
    return {.hosts = std::span(hosts_).subspan(query * team_size_, team_size_),
            .require = require_};
  }

 private:
  CompiledEvent event_;
  std::vector<CompiledSchedule> schedules_;
  std::vector<HostView> hosts_;
  Window window_;
  std::size_t team_size_;
  int require_;
};

// The engine on one of its paths, which whoever asks must force
// (internal::PathScope) for `kPath` to be the one that is taken.
template <internal::Path kTaken>
class Engine {
 public:
  static constexpr const char* kName = kTaken == internal::Path::kBest ? "ours"
                                       : kTaken == internal::Path::kPlain
                                           ? "ours_no_avx2"
                                           : "ours_by_sets";
  static constexpr bool kNamesHosts = true;
  static constexpr internal::Path kPath = kTaken;

  Engine(const workloads::Workload& workload, std::span<const SlotColumns>)
      : compiled_(workload) {}

  std::size_t Find(std::size_t query) {
    const GroupView group = compiled_.GroupOf(query);
    FindSlots(compiled_.event(), std::span(&group, 1), compiled_.window(),
              scratch_, columns_);
    return columns_.starts.size();
  }
  void CopyAnswer(SlotColumns& out) const { out = columns_; }
  std::span<const Instant> starts() const { return columns_.starts; }

 private:
  CompiledWorkload compiled_;
  Scratch scratch_;
  SlotColumns columns_;
};

using Ours = Engine<internal::Path::kBest>;
using OursNoAvx2 = Engine<internal::Path::kPlain>;
using OursBySets = Engine<internal::Path::kSweep>;

// Path a contestant is timed on; only the engine has several.
template <class Contestant>
constexpr internal::Path PathOf() {
  if constexpr (requires { Contestant::kPath; }) {
    return Contestant::kPath;
  } else {
    return internal::Path::kBest;
  }
}

}  // namespace bookable::bench

#endif  // BOOKABLE_BENCH_CONTESTANTS_OURS_H_
