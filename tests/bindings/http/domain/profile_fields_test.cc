#include "bindings/http/domain/profile_fields.h"

namespace bookable::domain {
namespace {

TEST(ProfileFieldsTest, AddressesAreLowerCased) {
  EXPECT_EQ(NormalEmail("Alice@Example.COM"), "alice@example.com");
  EXPECT_EQ(NormalEmail("a.b+c@x.co.uk"), "a.b+c@x.co.uk");
}

TEST(ProfileFieldsTest, WhatIsNoAddressIsRefused) {
  for (const char* text :
       {"",         "a",         "@",         "a@",       "@b.c",     "a@b",
        "a@b.",     "a@.b",      "a@b..c",    "a b@c.de", "a@b@c.de", ".a@b.de",
        "a.@b.de",  "a..b@c.de", "<a@b.de>",  "a@b.de,",  "a@-b.de",  "a@b-.de",
        "a\n@b.de", "a@b.de\n",  "\"a\"@b.de"}) {
    EXPECT_EQ(NormalEmail(text), std::nullopt) << text;
  }
  EXPECT_EQ(NormalEmail(std::string(65, 'a') + "@b.de"), std::nullopt);
  EXPECT_EQ(NormalEmail("a@" + std::string(64, 'b') + ".de"), std::nullopt);
}

TEST(ProfileFieldsTest, ManagedAddressesCarryTheClientOnce) {
  EXPECT_EQ(ManagedEmail("alice@example.com", "cm1"), "alice+cm1@example.com");
  EXPECT_EQ(ManagedEmail("alice+cm1@example.com", "cm1"),
            "alice+cm1@example.com");
  EXPECT_EQ(ManagedEmail("alice+x@example.com", "cm1"),
            "alice+x+cm1@example.com");
}

TEST(ProfileFieldsTest, ZonesAreRepaired) {
  EXPECT_EQ(RepairedZone("europe/rome"), "Europe/Rome");
  EXPECT_EQ(RepairedZone("AMERICA/new_york"), "America/New_York");
  EXPECT_EQ(RepairedZone("utc"), "UTC");
  EXPECT_EQ(RepairedZone("gmt"), "GMT");
  EXPECT_EQ(RepairedZone("america/port-au-prince"), "America/Port-au-Prince");
  EXPECT_EQ(RepairedZone("Narnia/Woods"), std::nullopt);
  EXPECT_EQ(RepairedZone(""), std::nullopt);
  EXPECT_EQ(RepairedZone("../etc/passwd"), std::nullopt);
}

TEST(ProfileFieldsTest, SlugsArePlain) {
  EXPECT_EQ(Slug("Città alta"), "citta-alta");
  EXPECT_EQ(Slug("alice+cm9-example-com"), "alice-cm9-example-com");
  EXPECT_EQ(Slug("a.b_c  d"), "a.b-c-d");
  EXPECT_EQ(Slug("--.Ärger!?.--"), "arger");
  EXPECT_EQ(Slug("Straße ÷ Łódź ſ"), "strase-lodz-s");
  EXPECT_EQ(Slug("e\xcc\x81t\xcc\x81"), "et");  // accents by themselves
  EXPECT_EQ(Slug("Привет"), "Привет");          // letters of their own
  EXPECT_EQ(Slug("a\xff\xc3"), "a");
  EXPECT_EQ(Slug("a“b”"), "a-b");
  EXPECT_EQ(Slug(""), "");
  EXPECT_EQ(Slug("?!"), "");
}

TEST(ProfileFieldsTest, WebAddresses) {
  EXPECT_TRUE(IsWebUrl("https://a.example/b?c#d"));
  EXPECT_TRUE(IsWebUrl("HTTP://localhost:3000"));
  for (const char* text :
       {"", "a.example", "ftp://a.example", "https://", "https:///b",
        "https://:80", "https://a b", "javascript:alert(1)", "https://a\"b"}) {
    EXPECT_FALSE(IsWebUrl(text)) << text;
  }
}

TEST(ProfileFieldsTest, DaysAndLanguages) {
  EXPECT_TRUE(IsWeekday("Monday"));
  EXPECT_FALSE(IsWeekday("monday"));
  EXPECT_FALSE(IsWeekday("Caturday"));
  EXPECT_TRUE(IsLocale("es-419"));
  EXPECT_FALSE(IsLocale("tlh"));
  EXPECT_FALSE(IsLocale(""));
}

}  // namespace
}  // namespace bookable::domain
