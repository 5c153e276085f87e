// Every row of the tables of docs/errors.md: the example gives exactly the
// code, field and message that stand there.
// tests/cases/errors_documented_test.py looks the other way: that every message
// of the source stands in a table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/codec/request.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/validate.h"
#include "tests/support/literals.h"

namespace bookable {
namespace {

using namespace std::chrono_literals;
using testing::At;
using testing::DateOf;
using testing::ZoneOf;

struct Row {
  int line = 0;
  std::string code;
  std::string field;
  std::string message;
  std::string example;  // code in back quotes, or words
};

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(
      text.substr(first, text.find_last_not_of(' ') - first + 1));
}

bool IsCode(std::string_view text) {
  return text.size() > 1 && text.front() == '`' && text.back() == '`';
}

std::string Code(std::string_view text) {
  return IsCode(text) ? std::string(text.substr(1, text.size() - 2)) : "";
}

// The rows of all tables: "| InvalidArgument | `end` | `required` | no `end`
// |".
std::vector<Row> Rows() {
  std::ifstream file("docs/errors.md");
  std::vector<Row> rows;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!line.starts_with("| InvalidArgument |") &&
        !line.starts_with("| OutOfRange |")) {
      continue;
    }
    std::vector<std::string> cells;
    std::size_t begin = 1;
    for (std::size_t end = line.find('|', begin); end != std::string::npos;
         end = line.find('|', begin)) {
      cells.push_back(Trimmed(line.substr(begin, end - begin)));
      begin = end + 1;
    }
    EXPECT_EQ(cells.size(), 4u) << "docs/errors.md:" << number;
    if (cells.size() != 4) continue;
    rows.push_back(
        {number, cells[0], Code(cells[1]), Code(cells[2]), cells[3]});
  }
  return rows;
}

std::string Replaced(const std::string& text, const std::string& from,
                     const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos
             ? text
             : text.substr(0, at) + to + text.substr(at + from.size());
}

// The request that examples change, field by field.
const std::vector<std::pair<std::string, std::string>>& BaseFields() {
  static const std::vector<std::pair<std::string, std::string>> fields = {
      {"schedule", R"({"timeZone": "Europe/Rome"})"},
      {"eventType", R"({"lengthInMinutes": 30})"},
      {"start", R"("2026-11-23")"},
      {"end", R"("2026-11-30")"}};
  return fields;
}

// The base without `dropped` fields, and with `added` text.
std::string Request(const std::set<std::string>& dropped,
                    std::string_view added) {
  std::string text = "{";
  const auto add = [&](std::string_view field) {
    if (text.size() > 1) text += ", ";
    text += field;
  };
  for (const auto& [name, value] : BaseFields()) {
    if (!dropped.contains(name)) add("\"" + name + "\": " + value);
  }
  if (!added.empty()) add(added);
  return text + "}";
}

// Names of the fields at the top of `{fields}`, whose values may be anything.
std::set<std::string> TopNames(const std::string& fields) {
  std::set<std::string> names;
  int depth = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] == '{' || fields[i] == '[') ++depth;
    if (fields[i] == '}' || fields[i] == ']') --depth;
    if (fields[i] != '"') continue;
    const std::size_t end = fields.find('"', i + 1);
    if (depth == 0 && fields.substr(end).starts_with("\":")) {
      names.insert(fields.substr(i + 1, end - i - 1));
    }
    i = end;
  }
  return names;
}

std::string TextOfExample(const std::string& example) {
  constexpr std::string_view kNo = "no `";
  if (example.starts_with(kNo)) {
    return Request(
        {example.substr(kNo.size(), example.size() - kNo.size() - 1)}, "");
  }
  const std::string code =
      Replaced(Replaced(Code(example), "␉", "\t"), "�", "\xFF");
  if (!code.starts_with('"')) return code;
  std::set<std::string> dropped = TopNames(code);
  if (dropped.contains("groups") || dropped.contains("stages")) {
    dropped.insert("schedule");
  }
  return Request(dropped, code);
}

std::string Repeated(std::string_view item, int count) {
  std::string list = "[";
  for (int i = 0; i < count; ++i) {
    if (i > 0) list += ',';
    list += item;
  }
  return list + "]";
}

SlotQuery BaseQuery() {
  return {.event = {.length = 30min},
          .groups = {OneHost({.schedule = {.zone = ZoneOf("Europe/Rome")}})},
          .from = At("2026-11-23T00:00Z"),
          .until = At("2026-11-30T00:00Z")};
}

absl::Status Read(std::string_view text) {
  return RequestReader().Read(text).status();
}

// Validate's word on a query that `change` spoils.
std::function<absl::Status()> Spoilt(std::function<void(SlotQuery&)> change) {
  return [change = std::move(change)] {
    SlotQuery query = BaseQuery();
    change(query);
    return Validate(query);
  };
}

Schedule& ScheduleOf(SlotQuery& query) {
  return query.groups[0].hosts[0].schedule;
}

// What the examples in words mean.
std::map<std::string, std::function<absl::Status()>> ExamplesInWords() {
  return {
      {"an empty text", [] { return Read(""); }},
      {"10,001 holidays",
       [] {
         return Read(Request({"schedule"},
                             R"("schedule": {"timeZone": "Europe/Rome", )"
                             R"("holidays": )" +
                                 Repeated(R"({"date": "2026-12-25"})", 10001) +
                                 "}"));
       }},
      {"1,000,001 busy entries",
       [] {
         return Read(Request(
             {}, "\"busy\": " + Repeated(R"({"start":"2026-11-23T09:00:00Z",)"
                                         R"("end":"2026-11-23T10:00:00Z"})",
                                         1'000'001)));
       }},
      {"100,001 hosts",
       [] {
         std::string hosts = "[";
         for (int i = 0; i < 100'001; ++i) {
           if (i > 0) hosts += ',';
           hosts += "{\"id\":\"h" + std::to_string(i) +
                    R"(","schedule":{"timeZone":"Europe/Rome"}})";
         }
         return Read(
             Request({"schedule"},
                     R"("groups": [{"require": 1, "hosts": )" + hosts + "]}]"));
       }},
      {"an answer longer than a caller allows, here 1,000 bytes",
       [] {
         SlotQuery query = BaseQuery();
         ScheduleOf(query).weekly = {
             {.days = kEveryDay, .start = 0h, .end = 24h}};
         return FindSlots(query, 1000).status();
       }},
      {"neither groups nor stages",
       Spoilt([](SlotQuery& query) { query.groups.clear(); })},
      {"groups and stages",
       Spoilt([](SlotQuery& query) { query.stages.emplace_back(); })},
      {"a week start that is no weekday", Spoilt([](SlotQuery& query) {
         ScheduleOf(query).week_start = std::chrono::weekday{9};
       })},
      {"a time of day of 25 hours", Spoilt([](SlotQuery& query) {
         ScheduleOf(query).weekly = {
             {.days = kMonday, .start = 9h, .end = 25h}};
       })},
      {"a date that does not exist", Spoilt([](SlotQuery& query) {
         ScheduleOf(query).holidays = {
             {.date = std::chrono::year{2026} / 2 / 30}};
       })},
      {"10,001 holidays in C++", Spoilt([](SlotQuery& query) {
         ScheduleOf(query).holidays.resize(10001,
                                           {.date = DateOf("2026-12-25")});
       })},
      {"a booking window of no kind", Spoilt([](SlotQuery& query) {
         query.event.booking_window.kind = static_cast<BookingWindow::Kind>(9);
       })},
      {"a range without its dates", Spoilt([](SlotQuery& query) {
         query.event.booking_window.kind = BookingWindow::Kind::kRange;
       })},
      {"a range that is reversed", Spoilt([](SlotQuery& query) {
         query.event.booking_window = {.kind = BookingWindow::Kind::kRange,
                                       .first = DateOf("2026-11-30"),
                                       .last = DateOf("2026-11-23")};
       })},
      {"1,000,001 busy entries in C++", Spoilt([](SlotQuery& query) {
         query.groups[0].hosts[0].busy.resize(1'000'001);
       })},
      {"100,001 hosts in C++", Spoilt([](SlotQuery& query) {
         std::vector<Host>& hosts = query.groups[0].hosts;
         hosts.resize(100'001);
         for (std::size_t i = 0; i < hosts.size(); ++i) {
           hosts[i].id = std::to_string(i);
         }
       })},
      {"an instant before the year 0", Spoilt([](SlotQuery& query) {
         query.now =
             Instant{std::chrono::sys_days{std::chrono::year{-1} / 1 / 1}};
       })},
      {"Explain of a sequence",
       [] {
         SlotQuery query = BaseQuery();
         query.stages = {{.length = 30min, .groups = query.groups}};
         query.stages[0].groups[0].hosts[0].id = "ann";
         query.groups.clear();
         return Explain(query, query.from).status();
       }},
      {"Explain of two instants eleven years apart",
       [] {
         const std::vector<Instant> at = {At("2026-11-23T09:00Z"),
                                          At("2037-11-23T09:00Z")};
         return Explain(BaseQuery(), at).status();
       }},
      {"Explain of `kEndOfTime`",
       [] { return Explain(BaseQuery(), kEndOfTime).status(); }},
  };
}

TEST(ErrorsTest, EachExampleGivesItsRow) {
  const auto in_words = ExamplesInWords();
  const std::vector<Row> rows = Rows();
  EXPECT_GT(rows.size(), 100u);
  std::set<std::string> used;
  for (const Row& row : rows) {
    SCOPED_TRACE("docs/errors.md:" + std::to_string(row.line));
    absl::Status error;
    if (const auto words = in_words.find(row.example);
        words != in_words.end()) {
      used.insert(row.example);
      error = words->second();
    } else {
      ASSERT_TRUE(IsCode(row.example) || row.example.starts_with("no `"))
          << "no test knows \"" << row.example << "\"";
      error = Read(TextOfExample(row.example));
    }
    ASSERT_FALSE(error.ok());
    simdjson::dom::parser parser;
    const simdjson::dom::element got =
        parser.parse(ErrorJson(error)).value()["error"].value();
    EXPECT_EQ(std::string_view(got["code"]), row.code);
    EXPECT_EQ(std::string_view(got["field"]), row.field);
    EXPECT_EQ(std::string_view(got["message"]), row.message);
    // The offset is a field of its own too.
    constexpr std::string_view kNoJson = "not JSON at byte ";
    std::uint64_t offset = 0;
    EXPECT_EQ(got["offset"].get(offset) == simdjson::SUCCESS,
              row.message.starts_with(kNoJson));
    if (row.message.starts_with(kNoJson)) {
      EXPECT_EQ(offset, std::stoull(row.message.substr(kNoJson.size())));
    }
  }
  EXPECT_EQ(used.size(), in_words.size()) << "an example in words has no row";
}

// The examples change a request that is right.
TEST(ErrorsTest, TheBaseIsAnswered) { EXPECT_TRUE(Read(Request({}, "")).ok()); }

}  // namespace
}  // namespace bookable
