// Bench of RequestReader: W1's hosts as JSON requests of 60 busy times.
//
// Question: what does reading a request cost, whole and valid, beside copying
// its text (floor)?
// Growth: linear in the text.
// Known losses: none on 2026-11-24.
#include <cstddef>
#include <string>
#include <vector>

#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/codec/request.h"
#include "data/workloads/workload.h"

namespace bookable::bench {
namespace {

const workloads::Workload& W1() {
  static const workloads::Workload workload = workloads::MakeW1();
  return workload;
}

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

const std::vector<std::string>& Requests() {
  static const std::vector<std::string> requests = [] {
    std::vector<std::string> made;
    for (const workloads::HostRows& host : W1().hosts) {
      std::string text =
          R"({"schedule":{"timeZone":"Europe/Rome","weekStart":"Monday",)"
          R"("availability":[{"days":["Monday","Tuesday","Wednesday",)"
          R"("Thursday","Friday"],"startTime":"09:00","endTime":"17:00"}]},)"
          R"("eventType":{"lengthInMinutes":30,"slotInterval":30},"busy":[)";
      for (const Interval& busy : host.busy) {
        if (text.back() != '[') text += ',';
        text += R"({"start":)" + Quoted(FormatInstant(busy.start)) +
                R"(,"end":)" + Quoted(FormatInstant(busy.end)) + '}';
      }
      text += R"(],"start":)" + Quoted(FormatInstant(W1().from)) +
              R"(,"end":)" + Quoted(FormatInstant(W1().until)) + '}';
      made.push_back(std::move(text));
    }
    return made;
  }();
  return requests;
}

void Read(benchmark::State& state) {
  const std::vector<std::string>& requests = Requests();
  RequestReader reader;
  std::string difference;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const absl::StatusOr<Request> request = reader.Read(requests[i]);
    if (!request.ok()) {
      difference = "refused: " + std::string(request.status().message());
      break;
    }
    const std::vector<BusyTime>& busy =
        request->query.groups.front().hosts.front().busy;
    const std::vector<Interval>& expected = W1().hosts[i].busy;
    if (busy != std::vector<BusyTime>(expected.begin(), expected.end())) {
      difference = "busy times differ";
    }
  }
  AskEach(state, difference, requests.size(), Memory::kAny, [&](std::size_t i) {
    benchmark::DoNotOptimize(reader.Read(requests[i]).ok());
  });
  state.SetBytesProcessed(static_cast<std::int64_t>(
      static_cast<std::size_t>(state.iterations()) * requests.front().size()));
}

void Copy(benchmark::State& state) {
  const std::vector<std::string>& requests = Requests();
  std::string out;
  AskEach(state, {}, requests.size(), Memory::kNone, [&](std::size_t i) {
    out.assign(requests[i]);
    benchmark::DoNotOptimize(out.data());
  });
}

BENCHMARK(Copy)->Name("W1_request_json/floor");
BENCHMARK(Read)->Name("W1_request_json/ours");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
