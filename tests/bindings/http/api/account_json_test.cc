#include "bindings/http/api/account_json.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

namespace bookable::http {
namespace {

using boost::json::object;

object Body(const char* text) { return boost::json::parse(text).as_object(); }

TEST(AccountJsonTest, TimesHaveMillisecondsAndZ) {
  EXPECT_EQ(IsoTime(store::Moment{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(IsoTime(store::Moment{std::chrono::milliseconds{1746792010120}}),
            "2025-05-09T12:00:10.120Z");
}

TEST(AccountJsonTest, ReadersGiveNothingForOtherTypes) {
  const object body = Body(R"({"text": "a", "number": 7, "flag": true,
                               "null": null, "object": {"a": 1}})");
  EXPECT_EQ(TextOf(body, "text"), "a");
  EXPECT_EQ(TextOf(body, "number"), std::nullopt);
  EXPECT_EQ(TextOf(body, "none"), std::nullopt);
  EXPECT_EQ(IntegerOf(body, "number"), 7);
  EXPECT_EQ(IntegerOf(body, "text"), std::nullopt);
  EXPECT_EQ(FlagOf(body, "flag"), true);
  EXPECT_EQ(FlagOf(body, "null"), std::nullopt);
  EXPECT_EQ(ObjectOf(body, "object"), R"({"a":1})");
  EXPECT_EQ(ObjectOf(body, "text"), std::nullopt);
}

TEST(AccountJsonTest, NullClears) {
  const object body = Body(R"({"a": null, "b": "text"})");
  ASSERT_TRUE(ClearableOf(body, "a").has_value());
  EXPECT_EQ(*ClearableOf(body, "a"), std::nullopt);
  EXPECT_EQ(*ClearableOf(body, "b"), "text");
  EXPECT_FALSE(ClearableOf(body, "c").has_value());
}

TEST(AccountJsonTest, TextThatIsNoObjectIsAnEmptyOne) {
  EXPECT_TRUE(ParsedObject("nonsense").empty());
  EXPECT_TRUE(ParsedObject("[]").empty());
  EXPECT_EQ(ParsedObject(R"({"a": 1})").size(), 1u);
}

TEST(AccountJsonTest, AProfileHidesNothingOfTheTeamItself) {
  store::TeamRecord team{.id = 12, .name = "Italiano"};
  team.profile = R"({"id": 99, "bio": "B"})";
  const object json = ToJson(team);
  EXPECT_EQ(json.at("id"), 12);
  EXPECT_EQ(json.at("bio"), "B");
}

}  // namespace
}  // namespace bookable::http
