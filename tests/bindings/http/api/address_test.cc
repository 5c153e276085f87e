#include "bindings/http/api/address.h"

namespace bookable::http {
namespace {

Address A(std::string_view text) {
  const auto address = Address::Parse(text);
  EXPECT_TRUE(address.has_value()) << text;
  return address.value_or(Address());
}

TEST(Address, IsOneHoweverItIsWritten) {
  EXPECT_EQ(A("192.0.2.1"), A("::ffff:192.0.2.1"));
  EXPECT_EQ(A("192.0.2.1:80").Text(), "192.0.2.1");
  EXPECT_EQ(A("[2001:DB8::1]:443").Text(), "2001:db8::1");
  EXPECT_EQ(A(" 192.0.2.1 ").Text(), "192.0.2.1");
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "host", "[::1", "::g",
                           "1.2.3.4/8", "unknown"}) {
    EXPECT_FALSE(Address::Parse(text).has_value()) << text;
  }
}

TEST(Address, ANetworkOf64BitsIsOneBucket) {
  EXPECT_EQ(A("2001:db8:1:2::1").Bucket(), A("2001:db8:1:2:3::9").Bucket());
  EXPECT_NE(A("2001:db8:1:2::1").Bucket(), A("2001:db8:1:3::1").Bucket());
  EXPECT_NE(A("192.0.2.1").Bucket(), A("192.0.2.2").Bucket());
}

TEST(Network, ContainsItsAddresses) {
  const auto ten = Network::Parse("10.128.0.0/9");
  ASSERT_TRUE(ten.has_value());
  EXPECT_TRUE(ten->Contains(A("10.200.1.1")));
  EXPECT_FALSE(ten->Contains(A("10.1.1.1")));
  EXPECT_FALSE(ten->Contains(A("::")));
  EXPECT_TRUE(Network::Parse("2001:db8::/32")->Contains(A("2001:db8:ffff::")));
  EXPECT_TRUE(Network::Parse("::1")->Contains(A("::1")));
  EXPECT_TRUE(Network::Parse("0.0.0.0/0")->Contains(A("8.8.8.8")));
  EXPECT_FALSE(Network::Parse("0.0.0.0/0")->Contains(A("2001:db8::1")));
  for (const char* text :
       {"10.0.0.0/33", "10.0.0.0/-1", "::/129", "x/8", "/8"}) {
    EXPECT_FALSE(Network::Parse(text).has_value()) << text;
  }
}

Headers Forwarded(std::initializer_list<std::string_view> values) {
  Headers headers;
  for (const std::string_view value : values) {
    headers.Add("X-Forwarded-For", value);
  }
  return headers;
}

TEST(ClientAddress, ForwardedAddressesCountOnlyFromTrustedProxies) {
  const std::vector<Network> trusted = {*Network::Parse("10.0.0.0/8")};
  EXPECT_EQ(ClientAddress(A("203.0.113.1"), Forwarded({"6.6.6.6"}), trusted),
            A("203.0.113.1"));
  EXPECT_EQ(ClientAddress(A("10.0.0.1"), Forwarded({"6.6.6.6"}), {}),
            A("10.0.0.1"));
  EXPECT_EQ(ClientAddress(A("10.0.0.1"), Forwarded({"6.6.6.6"}), trusted),
            A("6.6.6.6"));
}

TEST(ClientAddress, IsTheLastOneThatIsNoTrustedProxy) {
  const std::vector<Network> trusted = {*Network::Parse("10.0.0.0/8")};
  EXPECT_EQ(
      ClientAddress(A("10.0.0.1"),
                    Forwarded({"6.6.6.6, 203.0.113.9", "10.0.0.2"}), trusted),
      A("203.0.113.9"));
  EXPECT_EQ(
      ClientAddress(A("10.0.0.1"), Forwarded({"10.0.0.3, 10.0.0.2"}), trusted),
      A("10.0.0.3"));
  EXPECT_EQ(ClientAddress(A("10.0.0.1"), Forwarded({"6.6.6.6, junk, 10.0.0.2"}),
                          trusted),
            A("10.0.0.2"));
}

TEST(ClientAddress, CloudflareIsBelievedLikeAnyProxy) {
  const std::vector<Network> trusted = {*Network::Parse("10.0.0.0/8")};
  Headers headers;
  headers.Add("CF-Connecting-IP", "203.0.113.9");
  EXPECT_EQ(ClientAddress(A("10.0.0.1"), headers, trusted), A("203.0.113.9"));
  EXPECT_EQ(ClientAddress(A("11.0.0.1"), headers, trusted), A("11.0.0.1"));
}

TEST(IsPublic, KnowsTheSpecialNetworks) {
  for (const char* text :
       {"8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255",
        "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(IsPublic(A(text))) << text;
  }
  for (const char* text : {"0.0.0.0",
                           "10.255.255.255",
                           "100.64.0.0",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.31.255.255",
                           "192.168.1.1",
                           "198.18.0.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::ffff:10.0.0.1",
                           "::127.0.0.1",
                           "64:ff9b::a00:1",
                           "64:ff9b:1::1",
                           "fe80::1",
                           "fc00::1",
                           "fd00::1",
                           "fec0::1",
                           "ff02::1",
                           "2001:db8::1",
                           "2001::1",
                           "2002:a00:1::"}) {
    EXPECT_FALSE(IsPublic(A(text))) << text;
  }
}

}  // namespace
}  // namespace bookable::http
