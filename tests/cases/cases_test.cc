// Runs every case of data/cases/ and every vector of ../shared/vectors/ (when
// that folder is there): requests with their answers, one a line. A failure
// names the file and the id.
//
//   {"id", "request", "starts", "hosts"?, "seatsRemaining"?, "assigned"?,
//    "stages"?, "stageHosts"?}     columns: what FindSlots must give
//   {"id", "request", "answer"}    the answer's JSON, to the letter
//   {"id", "request", "error"}     code, field and message (or a part of it)
//   {"id", "request", "at", "bookable", "accepted", "kinds"}   one instant: is
//                                  it a slot, does CanBook accept it, which
//                                  kinds of reasons are told
// Cases of data/cases/ also say `why` they are there and their `source`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/codec/answer.h"
#include "bookable/codec/explanation.h"
#include "bookable/codec/request.h"
#include "bookable/query/can_book.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/validate.h"

namespace bookable {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using Ids = std::vector<std::string>;

void AddDistinct(const std::vector<Group>& groups, Ids& ids) {
  for (const Group& group : groups) {
    for (const Host& host : group.hosts) {
      if (std::find(ids.begin(), ids.end(), host.id) == ids.end()) {
        ids.push_back(host.id);
      }
    }
  }
}

// Distinct hosts by first mention, as rows of bits are.
Ids HostIds(const SlotQuery& query) {
  Ids ids;
  AddDistinct(query.groups, ids);
  for (const Stage& stage : query.stages) AddDistinct(stage.groups, ids);
  return ids;
}

Ids Named(const HostBits& bits, const Ids& ids) {
  if (bits.words().empty()) return ids;  // one host, who takes every slot
  Ids named;
  for (const std::size_t row : bits.rows()) named.push_back(ids[row]);
  return named;
}

// In the order of the stage's own mentions.
Ids NamedInStage(const HostBits& bits, const Ids& ids, const Stage& stage) {
  const Ids all = Named(bits, ids);
  Ids named;
  AddDistinct(stage.groups, named);
  std::erase_if(named, [&](const std::string& id) {
    return std::find(all.begin(), all.end(), id) == all.end();
  });
  EXPECT_EQ(named.size(), all.size());
  return named;
}

Ids TextsOf(element list) {
  Ids texts;
  for (const element text : list.get_array()) {
    texts.emplace_back(std::string_view(text));
  }
  return texts;
}

std::vector<Instant> InstantsOf(element list) {
  std::vector<Instant> instants;
  for (const element t : list.get_array()) {
    instants.push_back(Instant{std::chrono::seconds{std::int64_t{t}}});
  }
  return instants;
}

std::string Minified(std::string_view json) {
  simdjson::dom::parser parser;
  return simdjson::minify(parser.parse(std::string(json)).value());
}

void CheckColumns(element expected, const SlotQuery& query,
                  const SlotList& slots) {
  const std::vector<Instant> starts = InstantsOf(expected["starts"]);
  ASSERT_THAT(slots.starts(), ElementsAreArray(starts));

  const Ids ids = HostIds(query);
  const auto column = [&](const char* name, auto check) {
    element rows;
    if (expected[name].get(rows) != simdjson::SUCCESS) return;
    ASSERT_EQ(rows.get_array().value().size(), starts.size()) << name;
    std::size_t i = 0;
    for (const element row : rows.get_array()) {
      SCOPED_TRACE(std::string(name) + " at " + FormatInstant(starts[i]));
      check(row, slots[i]);
      ++i;
    }
  };
  column("hosts", [&](element row, const Slot& slot) {
    EXPECT_EQ(Named(slot.hosts, ids), TextsOf(row));
  });
  column("assigned", [&](element row, const Slot& slot) {
    EXPECT_EQ(Named(slot.assigned, ids), TextsOf(row));
  });
  column("seatsRemaining", [&](element row, const Slot& slot) {
    EXPECT_EQ(slot.seats_remaining, std::int64_t{row});
  });
  column("stages", [&](element row, const Slot& slot) {
    EXPECT_THAT(slot.stage_starts, ElementsAreArray(InstantsOf(row)));
  });
  column("stageHosts", [&](element row, const Slot& slot) {
    const std::size_t words = slot.hosts.words().size();
    std::size_t stage = 0;
    for (const element hosts : row.get_array()) {
      const HostBits bits(slot.stage_hosts.subspan(stage * words, words));
      EXPECT_EQ(NamedInStage(bits, ids, query.stages[stage]), TextsOf(hosts))
          << "stage " << stage;
      ++stage;
    }
  });
}

// The kinds that the JSON of an explanation lists, each once.
Ids KindsInJson(const Request& request, const Explanation& explanation) {
  std::string json;
  AppendExplanationJson(request, explanation, json);
  simdjson::dom::parser parser;
  const element told = parser.parse(json).value();
  EXPECT_EQ(bool{told["bookable"]}, explanation.is_bookable);
  EXPECT_EQ(bool{told["accepted"]}, explanation.is_accepted);
  Ids kinds;
  for (const element reason : told["reasons"].get_array()) {
    const std::string_view kind = reason["kind"];
    if (kinds.empty() || kinds.back() != kind) kinds.emplace_back(kind);
  }
  return kinds;
}

void CheckInstant(element expected, const Request& request,
                  const SlotList& slots) {
  const Instant at{std::chrono::seconds{std::int64_t{expected["at"]}}};
  EXPECT_EQ(
      std::binary_search(slots.starts().begin(), slots.starts().end(), at),
      bool{expected["bookable"]});
  EXPECT_EQ(CanBook(request.query, at).value(), bool{expected["accepted"]});
  const Explanation explanation = Explain(request.query, at).value();
  EXPECT_EQ(explanation.is_bookable, bool{expected["bookable"]});
  EXPECT_EQ(explanation.is_accepted, bool{expected["accepted"]});
  EXPECT_EQ(KindsInJson(request, explanation), TextsOf(expected["kinds"]));
}

// Laws that hold whatever the answer is.
void CheckLaws(const Request& request, const SlotList& slots) {
  EXPECT_TRUE(Validate(request.query).ok());
  for (const Instant t : slots.starts()) {
    EXPECT_TRUE(CanBook(request.query, t, GridRule::kAnyTime).value())
        << FormatInstant(t);
    EXPECT_TRUE(CanBook(request.query, t, GridRule::kOnGrid).value())
        << FormatInstant(t);
  }
}

void RunCase(RequestReader& reader, element test_case) {
  const absl::StatusOr<Request> request =
      reader.Read(simdjson::minify(test_case["request"].value()));
  element expected;
  if (test_case["error"].get(expected) == simdjson::SUCCESS) {
    const absl::Status error =
        request.ok() ? FindSlots(request->query).status() : request.status();
    ASSERT_FALSE(error.ok());
    simdjson::dom::parser parser;
    const element got = parser.parse(ErrorJson(error)).value()["error"].value();
    for (const char* field : {"code", "field"}) {
      EXPECT_EQ(std::string_view(got[field]),
                std::string_view(expected[field]));
    }
    EXPECT_THAT(std::string(std::string_view(got["message"])),
                HasSubstr(std::string(std::string_view(expected["message"]))));
    return;
  }
  ASSERT_TRUE(request.ok()) << request.status();
  const absl::StatusOr<SlotList> slots = FindSlots(request->query);
  ASSERT_TRUE(slots.ok()) << slots.status();
  std::string json;
  AppendAnswerJson(*request, *slots, json);
  int kinds = 0;
  if (test_case["starts"].error() == simdjson::SUCCESS) {
    CheckColumns(test_case, request->query, *slots);
    ++kinds;
  }
  if (test_case["answer"].get(expected) == simdjson::SUCCESS) {
    EXPECT_EQ(Minified(json), simdjson::minify(expected));
    ++kinds;
  }
  if (test_case["at"].error() == simdjson::SUCCESS) {
    CheckInstant(test_case, *request, *slots);
    ++kinds;
  }
  EXPECT_GT(kinds, 0) << "says nothing of what is expected";
  CheckLaws(*request, *slots);
}

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".json" || extension == ".jsonl") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Runs all lines of the file. `check` looks at each as well.
template <typename Check>
void RunFile(const fs::path& path, Check check) {
  RequestReader reader;
  simdjson::dom::parser parser;
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  int count = 0;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    element test_case;
    ASSERT_EQ(parser.parse(line).get(test_case), simdjson::SUCCESS)
        << path << ":" << number;
    SCOPED_TRACE(path.filename().string() + " id " +
                 simdjson::minify(test_case["id"].value()));
    check(test_case);
    RunCase(reader, test_case);
    ++count;
  }
  EXPECT_GT(count, 0) << path;
}

TEST(VectorsTest, EveryVectorAgrees) {
  if (!fs::is_directory(BOOKABLE_VECTORS)) {
    GTEST_SKIP() << "no folder " << BOOKABLE_VECTORS;
  }
  for (const fs::path& path : FilesOf(BOOKABLE_VECTORS)) {
    RunFile(path, [](element) {});
  }
}

TEST(CasesTest, EveryCaseAgreesAndSaysWhy) {
  if (!fs::is_directory(BOOKABLE_CASES)) {
    GTEST_SKIP() << "no folder " << BOOKABLE_CASES;
  }
  std::set<std::string> ids;
  for (const fs::path& path : FilesOf(BOOKABLE_CASES)) {
    RunFile(path, [&](element test_case) {
      for (const char* field : {"why", "source"}) {
        std::string_view text;
        EXPECT_EQ(test_case[field].get(text), simdjson::SUCCESS) << field;
        EXPECT_FALSE(text.empty()) << field;
      }
      EXPECT_TRUE(ids.insert(simdjson::minify(test_case["id"].value())).second)
          << "the id is used twice";
    });
  }
}

}  // namespace
}  // namespace bookable
