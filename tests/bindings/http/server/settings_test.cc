#include "bindings/http/server/settings.h"

#include <set>

namespace bookable::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::optional<std::string> NoVariable(const std::string&) {
  return std::nullopt;
}

std::string MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

TEST(Settings, AFlagWinsOverAVariableOverTheFileOverTheDefault) {
  const std::string file = "port = 1\nsql_threads = 5\n[rate_limit]\nip = 7\n";
  const auto variable = [](const std::string& name) {
    return name == "BOOKABLED_PORT" || name == "BOOKABLED_SQL_THREADS"
               ? std::optional<std::string>("2")
               : std::nullopt;
  };
  const auto settings = MakeSettings({{"port", {"3"}}}, variable, file);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->port, 3);
  EXPECT_EQ(settings->sql_threads, 2);
  EXPECT_EQ(settings->rate_limit.ip, 7);
  EXPECT_EQ(settings->rate_limit.token, 500);
}

TEST(Settings, ErrorsSayWhichSettingWhereAndWhatItTakes) {
  EXPECT_THAT(
      MessageOf(MakeSettings({{"port", {"70000"}}}, NoVariable, {}).status()),
      HasSubstr("--port: port: it takes a number from 0 to 65535"));
  EXPECT_THAT(MessageOf(MakeSettings({}, NoVariable,
                                     "trusted_proxies = [\"10.0.0.0/40\"]")
                            .status()),
              HasSubstr("settings file: trusted_proxies"));
}

TEST(Settings, ThePublicUrlIsWhereItListensUnlessSaid) {
  EXPECT_EQ(
      MakeSettings({{"port", {"81"}}, {"address", {"::1"}}}, NoVariable, {})
          ->service.public_url,
      "http://[::1]:81");
  EXPECT_EQ(MakeSettings({{"address", {"0.0.0.0"}}}, NoVariable, {})
                ->service.public_url,
            "http://127.0.0.1:5555");
  EXPECT_EQ(MakeSettings({{"port", {"81"}}}, NoVariable,
                         "public_url = \"https://lingua.example\"")
                ->service.public_url,
            "https://lingua.example");
}

TEST(Settings, ListsAreArraysOrCommas) {
  const auto from_file = MakeSettings(
      {}, NoVariable, "trusted_proxies = [\"10.0.0.0/8\", \"::1\",]");
  ASSERT_TRUE(from_file.ok()) << from_file.status();
  EXPECT_THAT(from_file->trusted_proxies, ElementsAre("10.0.0.0/8", "::1"));
  const auto from_variable =
      MakeSettings({},
                   [](const std::string& name) {
                     return name == "BOOKABLED_TRUSTED_PROXIES"
                                ? std::optional<std::string>("10.0.0.0/8, ::1")
                                : std::nullopt;
                   },
                   {});
  ASSERT_TRUE(from_variable.ok()) << from_variable.status();
  EXPECT_EQ(from_variable->trusted_proxies, from_file->trusted_proxies);
}

TEST(ParseSettingsFile, ReadsSectionsStringsAndComments) {
  const auto given = ParseSettingsFile(
      "# first\r\nstore = \"sqlite:a \\\"b\\\".db\" # said\n\n[limits] # all\n"
      "queue=10\n[webhooks]\nallow_private = true",
      "f");
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_THAT(given->at("store"), ElementsAre("sqlite:a \"b\".db"));
  EXPECT_THAT(given->at("limits.queue"), ElementsAre("10"));
  EXPECT_THAT(given->at("webhooks.allow_private"), ElementsAre("true"));
}

TEST(ParseSettingsFile, RefusesWithTheLine) {
  for (const char* text :
       {"\nprot = 1", "\nport", "\nport = ", "\nport = abc", "\n[limits",
        "\nstore = \"a", "\nport = 1 2", "\ntrusted_proxies = [\"a\"",
        "port = 1\nport = 2"}) {
    EXPECT_THAT(MessageOf(ParseSettingsFile(text, "f").status()),
                HasSubstr("f:2: "))
        << text;
  }
}

TEST(SettingFields, NamesAreUniqueInEverySource) {
  std::set<std::string> flags;
  std::set<std::string> variables;
  for (const SettingField& field : SettingFields()) {
    EXPECT_TRUE(flags.insert(FlagOf(field.name)).second) << field.name;
    EXPECT_TRUE(variables.insert(VariableOf(field.name)).second) << field.name;
    EXPECT_FALSE(field.help.empty());
  }
  EXPECT_EQ(FlagOf("rate_limit.api_key"), "--rate-limit-api-key");
  EXPECT_EQ(VariableOf("rate_limit.api_key"), "BOOKABLED_RATE_LIMIT_API_KEY");
}

}  // namespace
}  // namespace bookable::http
