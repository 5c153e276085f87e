// Bench of grid/start_map.h: the moves that answer a fixed grid, on W1.
//
// Question: which of them costs what, and what does AVX2 gain over the plain
// instructions?
// Growth: SetOpenPoints and ClearBusyPoints linear in intervals, WritePoints in
// points that are set. WritePoints includes counting them.
// Known losses: none on 2026-11-24.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bench/contestants/ours.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/grid/start_map.h"
#include "bookable/internal/path.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

// W1, its points in the part of the month before clocks change.
struct Setting {
  workloads::Workload workload = workloads::MakeW1();
  CompiledWorkload compiled{workload};
  StartFrame frame;
  std::vector<Interval> open;
  std::vector<std::uint64_t> open_bits;
  std::vector<std::vector<std::uint64_t>> free_bits;  // by host

  Setting() {
    const Interval month{workload.from, workload.until};
    frame = StartFrame(compiled.event(), workload.zone.OffsetAt(workload.from),
                       month);
    compiled.schedules().front().AppendOpen(month, open);
    open_bits.resize(frame.words() + kSpareWords);
    SetOpenPoints(frame, open, compiled.event().length(), open_bits);
    for (std::size_t i = 0; i < workload.hosts.size(); ++i) {
      free_bits.push_back(open_bits);
      ClearBusyPoints(frame, HostOf(i), compiled.event(), std::nullopt,
                      free_bits.back());
    }
  }
  const HostView& HostOf(std::size_t i) const {
    return compiled.GroupOf(i).hosts.front();
  }
};

const Setting& Get() {
  static const Setting setting;
  return setting;
}

void FrameBench(benchmark::State& state) {
  const Setting& setting = Get();
  AskEach(state, {}, 1024, Memory::kNone, [&](std::size_t i) {
    const Interval range{setting.workload.from + std::chrono::seconds{i},
                         setting.workload.until};
    benchmark::DoNotOptimize(
        StartFrame(setting.compiled.event(), std::chrono::hours{1}, range));
  });
}

void SetOpen(benchmark::State& state) {
  const Setting& setting = Get();
  std::vector<std::uint64_t> bits(setting.frame.words() + kSpareWords);
  AskEach(state, {}, setting.workload.hosts.size(), Memory::kNone,
          [&](std::size_t) {
            SetOpenPoints(setting.frame, setting.open,
                          setting.compiled.event().length(), bits);
            benchmark::ClobberMemory();
          });
}

template <internal::Path kPath>
void ClearBusy(benchmark::State& state) {
  const internal::PathScope path(kPath);
  const Setting& setting = Get();
  std::vector<std::uint64_t> bits(setting.frame.words() + kSpareWords);
  const auto clear = [&](std::size_t i) {
    bits = setting.open_bits;
    ClearBusyPoints(setting.frame, setting.HostOf(i), setting.compiled.event(),
                    std::nullopt, bits);
    benchmark::ClobberMemory();
  };
  std::string difference;
  for (std::size_t i = 0; i < setting.free_bits.size(); ++i) {
    clear(i);
    if (bits != setting.free_bits[i]) difference = "paths differ";
  }
  AskEach(state, difference, setting.free_bits.size(), Memory::kNone, clear);
}

template <internal::Path kPath>
void Write(benchmark::State& state) {
  const internal::PathScope path(kPath);
  const Setting& setting = Get();
  std::vector<Instant> starts(setting.frame.size());
  const auto write = [&](std::size_t i) {
    const auto bits =
        std::span(setting.free_bits[i]).first(setting.frame.words());
    WritePoints(setting.frame, bits,
                std::span(starts).first(CountPoints(bits)));
    benchmark::ClobberMemory();
  };
  std::string difference;
  for (std::size_t i = 0; i < setting.free_bits.size(); ++i) {
    write(i);
    std::size_t at = 0;
    for (std::size_t point = 0; point < setting.frame.size(); ++point) {
      const std::uint64_t word = setting.free_bits[i][point / 64];
      if ((word >> (point % 64) & 1u) != 0 &&
          starts[at++] != setting.frame[point]) {
        difference = "wrong starts";
      }
    }
  }
  AskEach(state, difference, setting.free_bits.size(), Memory::kNone, write);
}

BENCHMARK(FrameBench)->Name("StartFrame/ours");
BENCHMARK(SetOpen)->Name("SetOpenPoints/ours");
BENCHMARK(ClearBusy<internal::Path::kBest>)->Name("ClearBusyPoints/ours");
BENCHMARK(ClearBusy<internal::Path::kPlain>)
    ->Name("ClearBusyPoints/ours_no_avx2");
BENCHMARK(Write<internal::Path::kBest>)->Name("WritePoints/ours");
BENCHMARK(Write<internal::Path::kPlain>)->Name("WritePoints/ours_no_avx2");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
