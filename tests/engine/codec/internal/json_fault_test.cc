#include "bookable/codec/internal/json_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <string_view>

namespace bookable::internal {
namespace {

TEST(JsonFaultTest, SoundTextsHaveNone) {
  for (const std::string_view text :
       {"{}", "[]", "0", "-0", "\"\"", "true", "false", "null", " \t\r\n1 ",
        "-1.50e+10", "1E-2", "0.0", "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}",
        R"("\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00")", "\"é€😀\x7F\"",
        "[[[[[[]]]]]]", "{\"\":{\"\":{}}}"}) {
    EXPECT_FALSE(FindJsonFault(text)) << text;
  }
}

struct Faulty {
  std::string_view text;
  std::size_t offset;
  std::size_t token;
  std::string_view what;  // begins with this
};

TEST(JsonFaultTest, FaultsAreFoundWhereTheyAre) {
  for (const Faulty& faulty : {
           Faulty{"", 0, 0, "expected a value, got the end of the text"},
           {"  ", 2, 2, "expected a value"},
           {"\xEF\xBB\xBF{}", 0, 0, "expected a value, not a byte order mark"},
           {"{", 1, 1, "expected a field's name or '}'"},
           {"[", 1, 1, "expected a value or ']'"},
           {"[1", 2, 2, "expected ',' or ']', got the end"},
           {"[1}", 2, 2, "expected ',' or ']', got \"}\""},
           {"[1,]", 3, 3, "expected a value, got \"]\""},
           {"[,1]", 1, 1, "expected a value or ']'"},
           {"{\"a\"}", 4, 4, "expected ':'"},
           {"{\"a\":}", 5, 5, "expected a value"},
           {"{\"a\":1,}", 7, 7, "expected a field's name"},
           {"{\"a\":1 \"b\":2}", 7, 7, "expected ',' or '}'"},
           {"{a:1}", 1, 1, "expected a field's name or '}'"},
           {"{'a':1}", 1, 1, "expected a field's name or '}'"},
           {"1 2", 2, 2, "expected the end of the text"},
           {"{}}", 2, 2, "expected the end of the text"},
           {"[tru]", 1, 1, "expected a value"},
           {"[True]", 1, 1, "expected a value"},
           {"[nullx]", 5, 1, "expected the end of the value"},
           {"[NaN]", 1, 1, "expected a value"},
           {"[+1]", 1, 1, "expected a value"},
           {"[.5]", 1, 1, "expected a value"},
           {"[-]", 2, 1, "expected a digit"},
           {"[01]", 2, 1, "expected the end of the value"},
           {"[1.]", 3, 1, "expected a digit"},
           {"[1e]", 3, 1, "expected a digit"},
           {"[0x10]", 2, 1, "expected the end of the value"},
           {"[1", 2, 2, "expected ','"},
           {"[\"a", 3, 1, "a string must end with '\"'"},
           {"[\"a\nb\"]", 3, 1, "a control character"},
           {"[\"\\x\"]", 3, 1, "no such escape"},
           {"[\"\\", 3, 1, "no such escape"},
           {"[\"\\u12g4\"]", 6, 1, "expected four hexadecimal digits"},
           {"[\"\\uD800\"]", 2, 1, "half of a surrogate pair"},
           {"[\"\\uDC00\"]", 2, 1, "half of a surrogate pair"},
           {"[\"\\uD800\\u0041\"]", 2, 1, "half of a surrogate pair"},
           {"[\"\\uD800\\n\"]", 2, 1, "half of a surrogate pair"},
           {"\xEF\xBB\xBF{}", 0, 0, "expected a value"},  // a byte order mark
           {"[\"\x80\"]", 2, 1, "invalid UTF-8"},
           {"[\"a\xC0\x80\"]", 3, 1, "invalid UTF-8"},         // overlong
           {"[\"\xE0\x80\x80\"]", 2, 1, "invalid UTF-8"},      // overlong
           {"[\"\xF0\x80\x80\x80\"]", 2, 1, "invalid UTF-8"},  // overlong
           {"[\"\xED\xA0\x80\"]", 2, 1, "invalid UTF-8"},      // a surrogate
           {"[\"\xF4\x90\x80\x80\"]", 2, 1, "invalid UTF-8"},  // > U+10FFFF
           {"[\"\xF5\x80\x80\x80\"]", 2, 1, "invalid UTF-8"},
           {"[\"\xE2\x82\"]", 2, 1, "invalid UTF-8"},
           {"[\"\xE2\x82", 2, 1, "invalid UTF-8"},
       }) {
    const std::optional<JsonFault> fault = FindJsonFault(faulty.text);
    ASSERT_TRUE(fault) << faulty.text;
    EXPECT_EQ(fault->offset, faulty.offset) << faulty.text;
    EXPECT_EQ(fault->token, faulty.token) << faulty.text;
    EXPECT_THAT(fault->what, ::testing::StartsWith(std::string(faulty.what)))
        << faulty.text;
  }
}

// Cut off anywhere, or with a wrong byte anywhere, the sound part and its
// completion are JSON; and simdjson agrees on what is JSON.
TEST(JsonFaultTest, CompletionsMakeTheSoundPartJson) {
  const std::string sound =
      R"({"a": [1, -2.5e3, true, null, {"b": "\u00e9\\ü"}], "c": {}, "d": []})";
  simdjson::dom::parser parser;
  const auto check = [&](const std::string& text) {
    const bool is_json = parser.parse(text).error() == simdjson::SUCCESS;
    const std::optional<JsonFault> fault = FindJsonFault(text);
    ASSERT_EQ(is_json, !fault) << text;
    if (!fault || fault->token == 0) return;
    ASSERT_LE(fault->token, fault->offset);
    const std::string completed =
        text.substr(0, fault->token) + fault->completion;
    EXPECT_EQ(parser.parse(completed).error(), simdjson::SUCCESS)
        << text << " became " << completed;
  };
  for (std::size_t i = 0; i < sound.size(); ++i) {
    check(sound.substr(0, i));
    for (const char c : {'\0', '{', '}', '[', ']', ',', ':', '"', '\\', '0',
                         'e', '.', ' ', '\xFF'}) {
      std::string spoilt = sound;
      spoilt[i] = c;
      check(spoilt);
      spoilt = sound;
      spoilt.insert(i, 1, c);
      check(spoilt);
    }
  }
}

TEST(JsonFaultTest, DepthCostsNoStack) {
  const std::string deep(1'000'000, '[');
  const std::optional<JsonFault> fault = FindJsonFault(deep);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->offset, deep.size());
  EXPECT_EQ(fault->completion.size(), deep.size() + 1);
  EXPECT_FALSE(FindJsonFault(deep + std::string(deep.size(), ']')));
}

}  // namespace
}  // namespace bookable::internal
