#include "bindings/http/api/schema.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace bookable::http {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Errors(std::string_view schema, std::string_view value,
                   const NamedSchemas& named = {}) {
  return json::serialize(
      SchemaErrors(json::parse({schema.data(), schema.size()}),
                   json::parse({value.data(), value.size()}), named));
}

bool Fits(std::string_view schema, std::string_view value) {
  return Errors(schema, value) == "[]";
}

TEST(SchemaErrors, NamesThePropertyAndTheRule) {
  EXPECT_EQ(Errors(R"({"type": "object", "properties": {
                     "name": {"type": "string"}}})",
                   R"({"name": 1, "other": 2})"),
            R"([{"property":"name","children":[],"constraints":)"
            R"({"isString":"name must be a string"}}])");
}

TEST(SchemaErrors, WhatIsMissingIsNamed) {
  EXPECT_EQ(Errors(R"({"type": "object", "required": ["email"]})", "{}"),
            R"([{"property":"email","children":[],"constraints":)"
            R"({"isDefined":"email is required"}}])");
}

TEST(SchemaErrors, NestedFailuresAreChildren) {
  EXPECT_EQ(Errors(R"({"type": "object", "properties": {"a": {"type": "array",
                     "items": {"type": "object", "properties": {
                     "b": {"type": "integer", "minimum": 1}}}}}})",
                   R"({"a": [{"b": 1}, {"b": 0}]})"),
            R"([{"property":"a","children":[{"property":"1","children":[)"
            R"({"property":"b","children":[],"constraints":{"min":)"
            R"("b must be 1 or more"}}]}]}])");
}

TEST(SchemaErrors, NeverRepeatsTheValue) {
  EXPECT_THAT(Errors(R"({"type": "object", "properties": {
                       "secret": {"type": "string", "format": "uuid"}}})",
                     R"({"secret": "hunter2"})"),
              ::testing::Not(HasSubstr("hunter2")));
}

TEST(SchemaErrors, IntegersAreWrittenAsIntegersAndFitAnInt64) {
  constexpr const char* kInteger = R"({"type": "integer"})";
  EXPECT_TRUE(Fits(kInteger, "9223372036854775807"));
  EXPECT_FALSE(Fits(kInteger, "9223372036854775808"));
  EXPECT_FALSE(Fits(kInteger, "1.0"));
  EXPECT_FALSE(Fits(kInteger, "\"1\""));
  EXPECT_TRUE(Fits(R"({"type": "number"})", "1.5"));
}

TEST(SchemaErrors, TypesMayBeAList) {
  constexpr const char* kNullable = R"({"type": ["string", "null"]})";
  EXPECT_TRUE(Fits(kNullable, "null"));
  EXPECT_TRUE(Fits(kNullable, "\"a\""));
  EXPECT_THAT(Errors(kNullable, "1"), HasSubstr("a string or null"));
}

TEST(SchemaErrors, LengthsAreOfCharacters) {
  constexpr const char* kTwo = R"({"type": "string", "maxLength": 2})";
  EXPECT_TRUE(Fits(kTwo, "\"\u20ac\u20ac\""));
  EXPECT_FALSE(Fits(kTwo, "\"abc\""));
}

TEST(SchemaErrors, ChoicesAndAlternatives) {
  EXPECT_TRUE(Fits(R"({"enum": [12, 24]})", "24"));
  EXPECT_FALSE(Fits(R"({"enum": [12, 24]})", "\"24\""));
  constexpr const char* kEither =
      R"({"anyOf": [{"type": "string"}, {"type": "array"}]})";
  EXPECT_TRUE(Fits(kEither, "[]"));
  EXPECT_FALSE(Fits(kEither, "1"));
}

TEST(SchemaErrors, MapsHaveBoundsAndNames) {
  constexpr const char* kMap =
      R"({"type": "object", "maxProperties": 2,
          "propertyNames": {"maxLength": 3},
          "additionalProperties": {"type": ["string", "number"]}})";
  EXPECT_TRUE(Fits(kMap, R"({"a": 1, "b": "c"})"));
  EXPECT_FALSE(Fits(kMap, R"({"a": 1, "b": 2, "c": 3})"));
  EXPECT_FALSE(Fits(kMap, R"({"long": 1})"));
  EXPECT_FALSE(Fits(kMap, R"({"a": null})"));
}

TEST(SchemaErrors, FormatsAreChecked) {
  const auto fits = [](const char* format, const std::string& text) {
    return Fits(
        std::string(R"({"type": "string", "format": ")") + format + "\"}",
        "\"" + text + "\"");
  };
  EXPECT_TRUE(fits("email", "alice+x@example.com"));
  for (const char* bad :
       {"alice", "@a.b", "a@b", "a@b..c", "a b@c.d", "a@b@c.d"}) {
    EXPECT_FALSE(fits("email", bad)) << bad;
  }
  EXPECT_TRUE(fits("uri", "https://lingua.example/a?b"));
  EXPECT_FALSE(fits("uri", "lingua.example"));
  EXPECT_TRUE(fits("date", "2024-02-29"));
  EXPECT_FALSE(fits("date", "2025-02-29"));
  EXPECT_TRUE(fits("date-time", "2025-05-09T12:00:00.000Z"));
  EXPECT_TRUE(fits("date-time", "2025-05-09T12:00:00+02:00"));
  EXPECT_FALSE(fits("date-time", "2025-05-09T12:00:00"));
  EXPECT_FALSE(fits("date-time", "2025-05-09T12:00:00.Z"));
  EXPECT_TRUE(fits("uuid", "123e4567-e89b-42d3-a456-426614174000"));
  EXPECT_FALSE(fits("uuid", "123e4567"));
}

TEST(SchemaErrors, ReferencesAreFollowedButNotForEver) {
  const NamedSchemas named = {
      {"Name", json::parse(R"({"type": "string"})")},
      {"Loop", json::parse(R"({"$ref": "#/components/schemas/Loop"})")}};
  EXPECT_EQ(Errors(R"({"$ref": "#/components/schemas/Name"})", "\"a\"", named),
            "[]");
  EXPECT_THAT(Errors(R"({"$ref": "#/components/schemas/Name"})", "1", named),
              HasSubstr("isString"));
  EXPECT_THAT(Errors(R"({"$ref": "#/components/schemas/Loop"})", "1", named),
              HasSubstr("too deeply"));
}

TEST(SchemaMistakes, FindsWhatWouldNotBeEnforced) {
  const auto mistakes = [](std::string_view schema) {
    return SchemaMistakes(json::parse({schema.data(), schema.size()}), {});
  };
  EXPECT_THAT(mistakes(R"({"type": "object", "properties": {
                         "a": {"type": ["string", "null"], "maxLength": 1}}})"),
              IsEmpty());
  for (const char* schema :
       {R"({"pattern": "a"})", R"({"type": "strnig"})", R"({"maxLength": "1"})",
        R"({"$ref": "#/components/schemas/None"})", R"({"format": "emial"})",
        R"({"properties": {"a": {"minimum": "1"}}})", R"({"enum": []})"}) {
    EXPECT_THAT(mistakes(schema), SizeIs(1)) << schema;
  }
}

}  // namespace
}  // namespace bookable::http
