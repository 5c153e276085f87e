#include "bookable/time/instant.h"

#include <random>

#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

const Instant kNine = sys_days{year{2026} / 11 / 24} + hours{9};

Instant Parse(std::string_view text, Rounding rounding = Rounding::kDown) {
  const auto t = ParseInstant(text, rounding);
  EXPECT_TRUE(t.ok()) << text << ": " << t.status();
  return t.value_or(Instant::max());
}

TEST(InstantTest, ReadsRfc3339) {
  EXPECT_EQ(Parse("2026-11-24T09:00:00Z"), kNine);
  EXPECT_EQ(Parse("2026-11-24t09:00:00z"), kNine);
  EXPECT_EQ(Parse("2026-11-24T09:00Z"), kNine);
  EXPECT_EQ(Parse("2026-11-24T10:00+01:00"), kNine);
  EXPECT_EQ(Parse("2026-11-24T10:00:00+01:00"), kNine);
  EXPECT_EQ(Parse("2026-11-24T03:15:00-05:45"), kNine);
  EXPECT_EQ(Parse("2026-11-25T08:59:00+23:59"), kNine);
  EXPECT_EQ(Parse("2026-11-23T09:01:00-23:59"), kNine);
  EXPECT_EQ(Parse("2026-11-24T09:00:00-00:00"), kNine);
  EXPECT_EQ(Parse("2024-02-29T00:00:00Z"),
            Instant{sys_days{year{2024} / 2 / 29}});
}

TEST(InstantTest, AFractionRoundsAsAsked) {
  for (const std::string_view text :
       {"2026-11-24T09:00:00.250Z", "2026-11-24T09:00:00.9999999999Z",
        "2026-11-24T10:00:00.00000000000000000000000000000001+01:00"}) {
    EXPECT_EQ(Parse(text, Rounding::kDown), kNine) << text;
    EXPECT_EQ(Parse(text, Rounding::kUp), kNine + seconds{1}) << text;
  }
  EXPECT_EQ(Parse("2026-11-24T09:00:00.000Z", Rounding::kUp), kNine);
  EXPECT_EQ(Parse("2026-11-24T09:00:00Z", Rounding::kUp), kNine);
  // Before 1970 as well, down is earlier.
  EXPECT_EQ(Parse("1969-12-31T23:59:59.5Z"), Instant{seconds{-1}});
  EXPECT_EQ(Parse("1969-12-31T23:59:59.5Z", Rounding::kUp), Instant{});
  EXPECT_EQ(Parse("2026-12-31T23:59:59.1Z", Rounding::kUp),
            Instant{sys_days{year{2027} / 1 / 1}});
}

TEST(InstantTest, ALeapSecondIsTheSecondAfterIt) {
  const Instant midnight = sys_days{year{2017} / 1 / 1};
  EXPECT_EQ(Parse("2016-12-31T23:59:60Z"), midnight);
  EXPECT_EQ(Parse("2017-01-01T00:59:60+01:00"), midnight);
  EXPECT_EQ(Parse("2016-12-31T15:59:60.5-08:00", Rounding::kUp),
            midnight + seconds{1});
  EXPECT_FALSE(ParseInstant("2016-12-31T22:59:60Z", Rounding::kDown).ok());
  EXPECT_FALSE(ParseInstant("2016-12-31T23:59:60+01:00", Rounding::kDown).ok());
}

TEST(InstantTest, WhatIsNoInstantIsAnInvalidArgument) {
  for (const std::string_view text :
       {"",
        "2026",
        "2026-11-24",
        "2026-11-24T",
        "2026-11-24T09",
        "2026-11-24T09:00",
        "2026-11-24T09:00:00",
        "2026-11-24T09:00:00.",
        "2026-11-24T09:00:00.Z",
        "2026-11-24T09:00.5Z",
        "2026-11-24 09:00:00Z",
        "2026-11-24T09:00:00ZZ",
        "2026-11-24T09:00:00Z ",
        " 2026-11-24T09:00:00Z",
        "2026-11-24T09:00:00,5Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T09:60:00Z",
        "2026-11-24T09:00:61Z",
        "2026-13-24T09:00:00Z",
        "2026-00-24T09:00:00Z",
        "2026-11-31T09:00:00Z",
        "2026-11-00T09:00:00Z",
        "2026-02-29T09:00:00Z",
        "26-11-24T09:00:00Z",
        "+2026-11-24T09:00:00Z",
        "-2026-11-24T09:00:00Z",
        "12026-11-24T09:00:00Z",
        "2026-1-24T09:00:00Z",
        "2026-11-24T9:00:00Z",
        "20261124T090000Z",
        "2026-11-24T09:00:00+0100",
        "2026-11-24T09:00:00+01",
        "2026-11-24T09:00:00+24:00",
        "2026-11-24T09:00:00+01:60",
        "2026-11-24T09:00:00+1:00",
        "2026-11-24T09:00:00 +01:00",
        "2026-11-24T09:00:00+01:00:00",
        "2026-11-24T09:00:00UTC",
        "2026-11-24T09:00:00Z[Europe/Rome]",
        "2026-11-24T-1:00:00Z",
        "2026-11-24T09:00:00.123456789012345678901234567890123Z",
        "now",
        "\xff\xff"}) {
    const auto t = ParseInstant(text, Rounding::kDown);
    ASSERT_FALSE(t.ok()) << text;
    EXPECT_EQ(t.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(
      ParseInstant("2026-11-24T09:00:00", Rounding::kDown).status().message(),
      "expected an offset such as \"Z\" or \"+01:00\" at the end, got "
      "\"2026-11-24T09:00:00\"");
}

TEST(InstantTest, TheRangeIs1900To2200) {
  EXPECT_EQ(Parse("1900-01-01T00:00:00Z"), kFirstInstant);
  EXPECT_EQ(Parse("2200-12-31T23:59:59Z"), kEndOfTime - seconds{1});
  EXPECT_EQ(Parse("2201-01-01T00:00:00Z"), kEndOfTime);
  EXPECT_EQ(Parse("2200-12-31T23:59:59.5Z", Rounding::kUp), kEndOfTime);
  for (const std::string_view text :
       {"1899-12-31T23:59:59Z", "1900-01-01T00:00:00+00:01",
        "2201-01-01T00:00:01Z", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(ParseInstant(text, Rounding::kDown).status().code(),
              absl::StatusCode::kOutOfRange)
        << text;
  }
}

TEST(InstantTest, FormattedInstantsReadBack) {
  EXPECT_EQ(FormatInstant(kNine), "2026-11-24T09:00:00Z");
  EXPECT_EQ(FormatInstant(kFirstInstant), "1900-01-01T00:00:00Z");
  std::mt19937_64 random(20261126);
  const auto range =
      static_cast<std::uint64_t>((kEndOfTime - kFirstInstant).count());
  for (int i = 0; i < 20000; ++i) {
    const Instant t =
        kFirstInstant + seconds{static_cast<std::int64_t>(random() % range)};
    ASSERT_EQ(Parse(FormatInstant(t)), t);
  }
}

TEST(InstantTest, InstantsOutsideFourDigitYearsPrintAsSeconds) {
  EXPECT_EQ(FormatInstant(Instant::max()), "@9223372036854775807");
  EXPECT_EQ(FormatInstant(Instant::min()), "@-9223372036854775808");
  EXPECT_EQ(FormatInstant(Instant{sys_days{year{9999} / 12 / 31}}),
            "9999-12-31T00:00:00Z");
}

// Every byte put in the place of every byte of a good text, and every prefix.
TEST(InstantTest, OneWrongByteIsNeverAccepted) {
  const std::string good = "2026-11-24T09:00:00Z";
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_FALSE(ParseInstant(good.substr(0, i), Rounding::kDown).ok());
    for (int c = 0; c < 256; ++c) {
      if (c >= '0' && c <= '9') continue;
      std::string text = good;
      text[i] = static_cast<char>(c);
      const bool same = text == good || text[i] == 't' || text[i] == 'z';
      const auto t = ParseInstant(text, Rounding::kDown);
      if (!same) {
        EXPECT_FALSE(t.ok()) << i << " " << c;
      }
      EXPECT_FALSE(t.ok() && *t != kNine);
    }
  }
}

}  // namespace
}  // namespace bookable
