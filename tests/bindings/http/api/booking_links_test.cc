#include "bindings/http/api/booking_links.h"

#include "gtest/gtest.h"

namespace bookable::http {
namespace {

const store::OAuthClientRecord kClient{
    .booking_redirect_uri = "https://lingua.example/b",
    .booking_cancel_redirect_uri = "https://lingua.example/cancel/",
    .booking_reschedule_redirect_uri = "https://lingua.example/?a=1&b=2#top"};

TEST(BookingLinksTest, TheParametersAreThoseOfTheContract) {
  const BookingLinks links =
      LinksOf(kClient,
              {.uid = "uid1", .event_slug = "italian-30", .username = "alice"});
  EXPECT_EQ(links.booking,
            "https://lingua.example/b/uid1?slug=italian-30&username=alice&"
            "changes=true&bookingUid=uid1");
  EXPECT_EQ(links.cancel,
            "https://lingua.example/cancel/uid1?slug=italian-30&username=alice&"
            "cancel=true&allRemainingBookings=false&bookingUid=uid1");
  EXPECT_EQ(links.reschedule,
            "https://lingua.example/uid1?a=1&b=2&slug=italian-30&"
            "username=alice&reschedule=true&bookingUid=uid1#top");
}

TEST(BookingLinksTest, ASeatIsNamedAndMovedByItsOwnUid) {
  const BookingLinks links =
      LinksOf(kClient, {.uid = "uid1", .seat_uid = "seat1", .team_id = 12});
  EXPECT_EQ(links.cancel,
            "https://lingua.example/cancel/uid1?cancel=true&"
            "allRemainingBookings=false&seatReferenceUid=seat1&teamId=12&"
            "bookingUid=uid1");
  EXPECT_EQ(links.reschedule,
            "https://lingua.example/seat1?a=1&b=2&reschedule=true&teamId=12&"
            "bookingUid=uid1#top");
}

TEST(BookingLinksTest, ASeriesIsCancelledAtOnceAndNotMoved) {
  const BookingLinks links = LinksOf(kClient, {.uid = "u", .is_series = true});
  EXPECT_EQ(links.cancel,
            "https://lingua.example/cancel/u?cancel=true&"
            "allRemainingBookings=true&bookingUid=u");
  EXPECT_EQ(links.reschedule, std::nullopt);
}

TEST(BookingLinksTest, ValuesAreEncodedAndUnsetAddressesHaveNoLink) {
  const BookingLinks links =
      LinksOf({.booking_redirect_uri = "https://lingua.example"},
              {.uid = "a/b", .event_slug = "caffè & co"});
  EXPECT_EQ(links.booking,
            "https://lingua.example/a%2Fb?slug=caff%C3%A8%20%26%20co&"
            "changes=true&bookingUid=a%2Fb");
  EXPECT_EQ(links.cancel, std::nullopt);
  EXPECT_EQ(links.reschedule, std::nullopt);
}

}  // namespace
}  // namespace bookable::http
