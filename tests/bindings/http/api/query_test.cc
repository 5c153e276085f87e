#include "bindings/http/api/query.h"

#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ParseTarget, PathsAreCutAtSlashesBeforeTheyAreDecoded) {
  const auto target = ParseTarget("/v2/a%2Fb/c%20d+e");
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_THAT(target->segments, ElementsAre("v2", "a/b", "c d+e"));
  EXPECT_EQ(target->path, "/v2/a/b/c d+e");
}

TEST(ParseTarget, ASlashAtTheEndIsDropped) {
  EXPECT_THAT(ParseTarget("/v2/me/")->segments, ElementsAre("v2", "me"));
  EXPECT_THAT(ParseTarget("/")->segments, ElementsAre());
  EXPECT_EQ(ParseTarget("/")->path, "/");
}

TEST(ParseTarget, EmptySegmentsAreKept) {
  EXPECT_THAT(ParseTarget("/v2//me")->segments, ElementsAre("v2", "", "me"));
}

TEST(ParseTarget, TheAbsoluteFormLosesItsHost) {
  EXPECT_EQ(ParseTarget("http://host:1/v2/me?a=1")->path, "/v2/me");
  EXPECT_EQ(ParseTarget("HTTP://host")->path, "/");
  EXPECT_EQ(ParseTarget("https://host?a=1")->query.Text("a"), "1");
}

TEST(ParseTarget, WhatIsNoTargetIsRefused) {
  for (const char* target :
       {"", "v2", "*", "/a%", "/a%2", "/a%2g", "/a b", "/a%00", "/?x=%00",
        "/%ff", "/%c0%80", "/%ed%a0%80", "/a\x7f", "/\x01"}) {
    EXPECT_EQ(ParseTarget(target).status().code(),
              absl::StatusCode::kInvalidArgument)
        << target;
  }
}

TEST(ParseQuery, PlusIsABlankAndTheLastValueCounts) {
  const auto query = ParseQuery("a=1+2&b&a=%2B&&c==");
  ASSERT_TRUE(query.ok());
  EXPECT_EQ(query->Text("a"), "+");
  EXPECT_TRUE(query->Has("b"));
  EXPECT_EQ(query->Text("b"), "");
  EXPECT_EQ(query->Text("c"), "=");
  EXPECT_EQ(query->Find("d"), nullptr);
}

TEST(ParseQuery, AllFormsOfAListAreOne) {
  for (const char* text :
       {"e=a,b", "e=a&e=b", "e[]=a&e[]=b", "e%5B%5D=a%2Cb", "e=a,,&e=b,"}) {
    EXPECT_THAT(ParseQuery(text)->List("e"), ElementsAre("a", "b")) << text;
  }
}

TEST(ParseQuery, HasABoundOfParameters) {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "a=1&";
  EXPECT_THAT(std::string(ParseQuery(text).status().message().data(),
                          ParseQuery(text).status().message().size()),
              HasSubstr("1000"));
}

TEST(IsUtf8, KnowsOverlongFormsAndSurrogates) {
  EXPECT_TRUE(IsUtf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
  for (const char* text :
       {"\x80", "\xC1\x81", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5", "\xC3", "\xE2\x82"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(Quoted, CutsLongTextsBetweenCharacters) {
  EXPECT_EQ(Quoted(""), "\"\"");
  EXPECT_EQ(Quoted(std::string(40, 'a')), '"' + std::string(40, 'a') + '"');
  EXPECT_EQ(Quoted(std::string(41, 'a')), '"' + std::string(40, 'a') + "...\"");
  // The emoji begins at 38: two of its four bytes would fit.
  const std::string cut = Quoted(std::string(38, 'a') + "\xF0\x9F\x98\x80");
  EXPECT_EQ(cut, '"' + std::string(38, 'a') + "...\"");
  EXPECT_TRUE(IsUtf8(cut));
}

TEST(ParseInteger, TakesTheWholeText) {
  EXPECT_EQ(ParseInteger("-12"), -12);
  for (const char* text :
       {"", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808"}) {
    EXPECT_EQ(ParseInteger(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bookable::http
