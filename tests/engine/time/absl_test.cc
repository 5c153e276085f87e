#include "bookable/time/absl.h"

#include "gtest/gtest.h"

namespace bookable {
namespace {

using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::year;

TEST(AbslTest, InstantsConvertThereAndBack) {
  for (const Instant t : {kFirstInstant, Instant{}, Instant{seconds{-1}},
                          Instant{seconds{1'795'510'800}}, kEndOfTime}) {
    EXPECT_EQ(FromAbslTime(ToAbslTime(t), Rounding::kDown), t);
    EXPECT_EQ(FromAbslTime(ToAbslTime(t), Rounding::kUp), t);
  }
  EXPECT_EQ(ToAbslTime(Instant{}), absl::UnixEpoch());
}

TEST(AbslTest, AFractionRoundsAsAskedOnBothSidesOf1970) {
  for (const int s : {-5, -1, 0, 7}) {
    const Instant t{seconds{s}};
    const absl::Time later = ToAbslTime(t) + absl::Nanoseconds(1);
    EXPECT_EQ(FromAbslTime(later, Rounding::kDown), t);
    EXPECT_EQ(FromAbslTime(later, Rounding::kUp), t + seconds{1});
  }
}

TEST(AbslTest, TheInfinitiesBecomeTheEndsOfInstant) {
  for (const Rounding rounding : {Rounding::kDown, Rounding::kUp}) {
    EXPECT_EQ(FromAbslTime(absl::InfiniteFuture(), rounding), Instant::max());
    EXPECT_EQ(FromAbslTime(absl::InfinitePast(), rounding), Instant::min());
  }
}

TEST(AbslTest, CivilTimesConvertThereAndBack) {
  const local_days leap{year{2024} / 2 / 29};
  EXPECT_EQ(ToAbslCivilDay(leap), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(FromAbslCivilDay(absl::CivilDay(2024, 2, 29)), leap);
  const absl::CivilSecond second(1900, 1, 1, 23, 59, 58);
  const std::chrono::local_seconds ours =
      local_days{year{1900} / 1 / 2} - seconds{2};
  EXPECT_EQ(ToAbslCivilSecond(ours), second);
  EXPECT_EQ(FromAbslCivilSecond(second), ours);
}

}  // namespace
}  // namespace bookable
