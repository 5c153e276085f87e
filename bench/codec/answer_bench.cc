// Bench of AppendAnswerJson: W1's answers as JSON.
//
// Question: what does writing cost beside copying the text (floor), and beside
// formatting each instant by date/tz or Abseil?
// Growth: linear in slots.
// Known losses: none on 2026-11-24.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bench/contestants/ours.h"
#include "bench/support/timing.h"
#include "benchmark/benchmark.h"
#include "bookable/codec/answer.h"
#include "bookable/internal/strings.h"
#include "bookable/time/absl.h"
#include "data/workloads/workload.h"
#include "date/tz.h"

namespace bookable::bench {
namespace {

struct Setting {
  workloads::Workload workload = workloads::MakeW1();
  Request request;
  std::vector<SlotList> answers;
  std::vector<std::string> texts;  // by our own formatter

  Setting() {
    request.query.zone = workload.zone;
    request.query.event = workload.event;
    request.query.event_zone = workload.zone;
    Host host;
    host.schedule = workload.schedules.front();
    request.query.groups = {OneHost(host)};
    Ours ours(workload, {});
    for (std::size_t i = 0; i < workload.query_count(); ++i) {
      SlotColumns columns;
      ours.Find(i);
      ours.CopyAnswer(columns);
      answers.emplace_back(std::move(columns), workload.event.length);
      texts.emplace_back();
      AppendAnswerJson(request, answers.back(), texts.back());
    }
  }
};

const Setting& Get() {
  static const Setting setting;
  return setting;
}

struct OurWriter {
  static void Do(const Setting& setting, std::size_t i, std::string& out) {
    AppendAnswerJson(setting.request, setting.answers[i], out);
  }
};

struct Copy {
  static void Do(const Setting& setting, std::size_t i, std::string& out) {
    out.append(setting.texts[i]);
  }
};

// The shape of the answer, each instant by `format`.
template <class Format>
void WriteBy(std::span<const Instant> starts, Format format, std::string& out) {
  out += R"({"slots":{)";
  std::string date;
  for (const Instant t : starts) {
    const std::string text = format(t);
    if (text.compare(0, 10, date) != 0) {
      if (!date.empty()) out += "],";
      date = text.substr(0, 10);
      out += '"' + date + "\":[";
    } else {
      out += ',';
    }
    out += R"({"start":")" + text + "\"}";
  }
  if (!date.empty()) out += ']';
  out += "}}";
}

struct ByDateTz {
  static void Do(const Setting& setting, std::size_t i, std::string& out) {
    static const date::time_zone* const zone =
        date::locate_zone(std::string(setting.workload.zone.name()));
    WriteBy(
        setting.answers[i].starts(),
        [](Instant t) {
          const date::zoned_time<std::chrono::milliseconds> local(
              zone, std::chrono::time_point_cast<std::chrono::milliseconds>(t));
          return date::format("%FT%T%Ez", local);
        },
        out);
  }
};

struct ByAbsl {
  static void Do(const Setting& setting, std::size_t i, std::string& out) {
    static const absl::TimeZone zone = [&] {
      absl::TimeZone found;
      absl::LoadTimeZone(internal::ToAbsl(setting.workload.zone.name()),
                         &found);
      return found;
    }();
    WriteBy(
        setting.answers[i].starts(),
        [](Instant t) {
          return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3S%Ez", ToAbslTime(t),
                                  zone);
        },
        out);
  }
};

template <class Contestant, Memory kMemory>
void Run(benchmark::State& state) {
  const Setting& setting = Get();
  std::string out;
  const auto write = [&](std::size_t i) {
    out.clear();
    Contestant::Do(setting, i, out);
    benchmark::DoNotOptimize(out.data());
  };
  std::string difference;
  for (std::size_t i = 0; i < setting.texts.size() && difference.empty(); ++i) {
    write(i);
    if (out != setting.texts[i]) {
      difference = "differs from ours: " + out.substr(0, 200);
    }
  }
  AskEach(state, difference, setting.texts.size(), kMemory, write);
}

BENCHMARK(Run<Copy, Memory::kAny>)->Name("W1_answer_json/floor");
BENCHMARK(Run<OurWriter, Memory::kNone>)->Name("W1_answer_json/ours");
BENCHMARK(Run<ByDateTz, Memory::kAny>)->Name("W1_answer_json/date_tz");
BENCHMARK(Run<ByAbsl, Memory::kAny>)->Name("W1_answer_json/absl");

}  // namespace
}  // namespace bookable::bench

BENCHMARK_MAIN();
