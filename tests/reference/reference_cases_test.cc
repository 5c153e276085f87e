// tests/reference/reference_cases_test.cc: the reference engine against the
// golden cases of data/cases/ and the vectors of ../shared/vectors/ (when that
// folder is there). Both were answered by others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/codec/request.h"
#include "tests/reference/reference.h"

namespace bookable::reference {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;
using ::testing::UnorderedElementsAreArray;

Instant InstantOf(element seconds) {
  return Instant{std::chrono::seconds{std::int64_t{seconds}}};
}

std::vector<std::string> TextsOf(element list) {
  std::vector<std::string> texts;
  for (const element text : list.get_array()) {
    texts.emplace_back(std::string_view(text));
  }
  return texts;
}

void CheckAnswer(element expected, const SlotQuery& query) {
  const Answer answer = FindSlots(query);
  std::vector<Instant> starts;
  for (const Slot& slot : answer) starts.push_back(slot.start);
  std::vector<Instant> expected_starts;
  for (const element t : expected["starts"].get_array()) {
    expected_starts.push_back(InstantOf(t));
  }
  ASSERT_EQ(starts, expected_starts);

  const auto column = [&](const char* name, auto check) {
    element rows;
    if (expected[name].get(rows) != simdjson::SUCCESS) return;
    std::size_t i = 0;
    for (const element row : rows.get_array()) {
      SCOPED_TRACE(std::string(name) + " at " + FormatInstant(starts[i]));
      check(row, answer[i++]);
    }
  };
  column("hosts", [](element row, const Slot& slot) {
    EXPECT_THAT(slot.hosts, UnorderedElementsAreArray(TextsOf(row)));
  });
  column("assigned", [](element row, const Slot& slot) {
    EXPECT_THAT(slot.assigned, UnorderedElementsAreArray(TextsOf(row)));
  });
  column("seatsRemaining", [](element row, const Slot& slot) {
    EXPECT_EQ(slot.seats_remaining, std::int64_t{row});
  });
  column("stages", [](element row, const Slot& slot) {
    std::size_t stage = 0;
    for (const element t : row.get_array()) {
      EXPECT_EQ(slot.stage_starts.at(stage++), InstantOf(t));
    }
  });
  column("stageHosts", [](element row, const Slot& slot) {
    std::size_t stage = 0;
    for (const element hosts : row.get_array()) {
      EXPECT_THAT(slot.stage_hosts.at(stage++),
                  UnorderedElementsAreArray(TextsOf(hosts)));
    }
  });
}

void RunLine(element test_case, RequestReader& reader) {
  const absl::StatusOr<Request> request =
      reader.Read(simdjson::minify(test_case["request"].value()));
  if (!request.ok()) return;  // a case of an error
  if (test_case["starts"].error() == simdjson::SUCCESS) {
    CheckAnswer(test_case, request->query);
  }
  element at;
  if (test_case["at"].get(at) == simdjson::SUCCESS) {
    EXPECT_EQ(
        reference::CanBook(request->query, InstantOf(at), GridRule::kAnyTime),
        bool{test_case["accepted"]});
    SlotQuery query = request->query;
    const Instant t = InstantOf(at);
    const bool is_asked = query.from <= t && t < query.until;
    query.from = t;
    query.until = t + std::chrono::seconds{1};
    EXPECT_EQ(is_asked && !FindSlots(query).empty(),
              bool{test_case["bookable"]});
  }
}

// Every `one_in`-th line.
void RunFolder(const fs::path& folder, std::size_t one_in) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  EXPECT_FALSE(files.empty()) << folder;
  RequestReader reader;
  simdjson::dom::parser parser;
  std::size_t number = 0;
  for (const fs::path& path : files) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || number++ % one_in != 0) continue;
      const element test_case = parser.parse(line).value();
      SCOPED_TRACE(path.filename().string() + " " +
                   simdjson::minify(test_case["id"].value()));
      RunLine(test_case, reader);
    }
  }
}

// Builds that are not optimised take some lines only.
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
constexpr std::size_t kOneIn = 1;
#else
constexpr std::size_t kOneIn = 15;
#endif

TEST(ReferenceCasesTest, Vectors) {
  if (!fs::is_directory(BOOKABLE_VECTORS)) {
    GTEST_SKIP() << "no folder " << BOOKABLE_VECTORS;
  }
  RunFolder(BOOKABLE_VECTORS, kOneIn);
}

TEST(ReferenceCasesTest, GoldenCases) { RunFolder(BOOKABLE_CASES, kOneIn); }

}  // namespace
}  // namespace bookable::reference
