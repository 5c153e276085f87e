#include "bindings/cli/json_text.h"

#include <string>
#include <vector>

namespace bookable::cli {
namespace {

constexpr std::string_view kRequest = R"({
  "schedule": {
    "timeZone": "Europe/Rome",
    "availability": [
      {"days": ["Monday"], "startTime": "09:00"},
      {"days": ["Tuesday"],
       "startTime": "10:00",
       "endTime": "11:00"}
    ]
  },
  "start": "2026-11-23", "note": "a \" } ] , {", "end": 7
})";

std::size_t LineOf(std::string_view path) {
  return LineAt(kRequest, OffsetOf(kRequest, path));
}

TEST(JsonTextTest, FieldsAreFoundByTheirPath) {
  EXPECT_EQ(LineOf("schedule"), 2u);
  EXPECT_EQ(LineOf("schedule.timeZone"), 3u);
  EXPECT_EQ(LineOf("schedule.availability[0].startTime"), 5u);
  EXPECT_EQ(LineOf("schedule.availability[1].startTime"), 7u);
  EXPECT_EQ(LineOf("schedule.availability[1].endTime"), 8u);
  EXPECT_EQ(LineOf("end"), 11u);
  EXPECT_EQ(kRequest.substr(OffsetOf(kRequest, "end"), 8), "\"end\": 7");
  EXPECT_EQ(kRequest.substr(
                OffsetOf(kRequest, "schedule.availability[1].days[0]"), 9),
            "\"Tuesday\"");
}

TEST(JsonTextTest, MissingFieldsAreAtWhatIsMissingThem) {
  EXPECT_EQ(LineOf("eventType.lengthInMinutes"), 1u);
  EXPECT_EQ(LineOf("schedule.weekStart"), 2u);
  EXPECT_EQ(LineOf("schedule.availability[0].endTime"), 5u);
  EXPECT_EQ(LineOf("schedule.availability[7]"), 4u);
  EXPECT_EQ(LineOf("start.further.on"), 11u);
}

TEST(JsonTextTest, OfARepeatedFieldEitherMentionIsFound) {
  const std::string_view text = "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}";
  EXPECT_EQ(LineAt(text, OffsetOf(text, "a")), 1u);
  EXPECT_EQ(LineAt(text, OffsetOf(text, "a", Mention::kLast)), 3u);
}

TEST(JsonTextTest, StepsFitWhatTheyStepInto) {
  EXPECT_EQ(LineOf("schedule[0]"), 2u);
  EXPECT_EQ(LineOf("schedule.availability.days"), 4u);
}

TEST(JsonTextTest, BrokenTextAndOddPathsAreBorne) {
  for (const std::string_view text :
       {"", " ", "{", "[", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":[",
        "{\"a\":\"\\", "]", "}", "{}", "{,}", "{\"a\" 1}", "nul", "{\"a\":}",
        "[[[[[[", "{\"a\":[1,]}"}) {
    for (const std::string_view path :
         {"", "a", "a.b", "a[0]", "a[", "a[]", "[0]", ".",
          "a[99999999999999999999]", "..[[", "a.b.c[0].d"}) {
      EXPECT_LE(OffsetOf(text, path), text.size()) << text << ' ' << path;
    }
  }
}

TEST(JsonTextTest, DeepNestingIsSteppedOver) {
  std::string text = "{\"deep\": ";
  text.append(1'000'000, '[').append(1'000'000, ']').append(", \"a\": 1}");
  EXPECT_EQ(text.substr(OffsetOf(text, "a"), 3), "\"a\"");
}

TEST(JsonTextTest, LinesAreCountedFromOne) {
  EXPECT_EQ(LineAt("", 0), 1u);
  EXPECT_EQ(LineAt("a\nb", 1), 1u);
  EXPECT_EQ(LineAt("a\nb", 2), 2u);
  EXPECT_EQ(LineAt("a\n", 99), 2u);
}

std::string With(std::string text, std::vector<StringField> fields) {
  return WithFields(std::move(text), fields);
}

TEST(JsonTextTest, FieldsAreReplacedWhereTheyStand) {
  EXPECT_EQ(With(R"({"start": "a", "end": "b"})", {{"start", "c"}}),
            R"({"start": "c", "end": "b"})");
  EXPECT_EQ(With(R"({"a":{"end":1},"end":12})", {{"end", "x"}}),
            R"({"a":{"end":1},"end":"x"})");
  EXPECT_EQ(With(R"({"a":[1,{"b":2}] , "c":0})", {{"a", "x"}}),
            R"({"a":"x" , "c":0})");
  EXPECT_EQ(With(R"({"a":null })", {{"a", "x"}}), R"({"a":"x" })");
}

TEST(JsonTextTest, MissingFieldsAreAddedOnTheFirstLine) {
  EXPECT_EQ(With("{\n\"a\": 1}", {{"now", "x"}}),
            "{\"now\": \"x\", \n\"a\": 1}");
  EXPECT_EQ(With(" {}", {{"now", "x"}, {"end", "y"}}),
            " {\"end\": \"y\", \"now\": \"x\"}");
}

TEST(JsonTextTest, LinesKeepTheirNumbers) {
  const std::string text = "{\"a\": [\n1,\n2],\n\"b\": 1}";
  const std::string changed = With(text, {{"a", "x"}, {"c", "y"}});
  EXPECT_EQ(LineAt(changed, OffsetOf(changed, "b")), 4u);
}

TEST(JsonTextTest, ValuesAreEscaped) {
  EXPECT_EQ(With("{}", {{"a", "q\" b\\ n\n u\x01"}}),
            R"({"a": "q\" b\\ n\u000a u\u0001"})");
}

TEST(JsonTextTest, WhatIsNoObjectIsLeftToTheReader) {
  for (const std::string text : {"", "[1]", "12", "{\"a\": 1, \"a\": 2}"}) {
    EXPECT_EQ(With(text, {{"a", "x"}}), text);
  }
}

}  // namespace
}  // namespace bookable::cli
