#include "bindings/http/api/payload_template.h"

#include <boost/json/parse.hpp>

#include "gtest/gtest.h"

namespace bookable::http {
namespace {

boost::json::object Values() {
  return boost::json::parse(R"({"title": "A \"good\" lesson\n", "length": 30,
      "organizer": {"name": "Alice & Co", "phone": null},
      "attendees": [{"email": "marco@example.org"}]})")
      .as_object();
}

std::string Filled(std::string_view text) {
  EXPECT_TRUE(CheckPayloadTemplate(text).ok()) << text;
  return FillTemplate(text, Values()).body;
}

TEST(PayloadTemplateTest, JsonStaysJsonWhateverAValueHolds) {
  const FilledTemplate filled = FillTemplate(
      R"({"text": "{{title}} of {{ organizer.name }}", "n": 1})", Values());
  EXPECT_EQ(filled.content_type, "application/json");
  EXPECT_EQ(filled.body,
            R"({"text":"A \"good\" lesson\n of Alice & Co","n":1})");
}

TEST(PayloadTemplateTest, PathsLeadIntoObjectsAndArrays) {
  EXPECT_EQ(Filled(R"(["{{attendees.0.email}}", "{{attendees.[0].email}}"])"),
            R"(["marco@example.org","marco@example.org"])");
  EXPECT_EQ(Filled(R"({"{{length}}": "{{attendees.0}}"})"),
            R"({"30":"{\"email\":\"marco@example.org\"}"})");
}

TEST(PayloadTemplateTest, WhatIsNotThereIsNothing) {
  EXPECT_EQ(Filled(R"(["{{none}}{{attendees.7.email}}{{attendees.x}}"])"),
            R"([""])");
  EXPECT_EQ(Filled(R"(["{{organizer.phone}}{{title.deeper}}"])"), R"([""])");
}

TEST(PayloadTemplateTest, WhatIsNoJsonIsAFormWithEncodedValues) {
  const FilledTemplate filled =
      FillTemplate("who={{organizer.name}}&raw={{{length}}}", Values());
  EXPECT_EQ(filled.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(filled.body, "who=Alice%20%26%20Co&raw=30");
}

TEST(PayloadTemplateTest, BlocksAndOpenEndsAreRefused) {
  for (const char* text :
       {"{{#each attendees}}x{{/each}}", "{{title", "{{{title}}", "{{}}",
        "{{> part}}", "{{a b}}", "{{\"a\"}}"}) {
    EXPECT_FALSE(CheckPayloadTemplate(text).ok()) << text;
  }
  EXPECT_TRUE(CheckPayloadTemplate("no placeholder } at all {").ok());
}

}  // namespace
}  // namespace bookable::http
