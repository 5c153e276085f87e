#include <algorithm>
#include <set>
#include <string>

#include "bindings/http/api/time_zone_cities.h"
#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

class TimeZonesTest : public bookable::testing::SchedulingTest {};

TEST_P(TimeZonesTest, EveryZoneHasOneCityAndTheComponentsKnowThemAll) {
  const bookable::testing::Answer all = Get("/v2/timezones");
  ASSERT_EQ(all.status, 200);
  std::set<std::string> zones;
  for (const auto& city : all.data().as_array()) {
    const std::string zone(city.at("timezone").as_string());
    EXPECT_TRUE(zones.insert(zone).second) << zone;
    EXPECT_FALSE(city.at("city").as_string().empty()) << zone;
    EXPECT_GE(city.at("pop").as_int64(), 0) << zone;
  }
  EXPECT_GT(zones.size(), 400U);
  for (const char* there :
       {"Europe/Rome", "Europe/London", "Asia/Kathmandu", "Asia/Tokyo",
        "Pacific/Auckland", "America/New_York", "Europe/Kiev"}) {
    EXPECT_TRUE(zones.contains(there)) << there;
  }
  for (const char* thrown : {"Europe/Kyiv", "America/Ciudad_Juarez",
                             "America/Coyhaique", "Pacific/Kanton"}) {
    EXPECT_FALSE(zones.contains(thrown)) << thrown;
  }
}

TEST(TimeZoneCitiesTest, AreSortedByZone) {
  const auto cities = TimeZoneCities();
  EXPECT_TRUE(std::is_sorted(cities.begin(), cities.end(),
                             [](const TimeZoneCity& a, const TimeZoneCity& b) {
                               return a.zone < b.zone;
                             }));
}

BOOKABLE_ON_BOTH_STORES(TimeZonesTest);

}  // namespace
}  // namespace bookable::http
