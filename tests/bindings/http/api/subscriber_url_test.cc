#include "bindings/http/api/subscriber_url.h"

#include "gtest/gtest.h"

namespace bookable::http {
namespace {

TEST(SubscriberUrlTest, TakesHttpAndHttpsOfTheOpenInternet) {
  for (const char* url :
       {"https://a.example/hook", "http://a.example:8080/?x=1",
        "https://93.184.216.34/", "https://[2606:4700::1111]/hook",
        "https://user:secret@a.example/"}) {
    EXPECT_TRUE(CheckSubscriberUrl(url, PrivateNetworks::kRefused).ok()) << url;
  }
}

TEST(SubscriberUrlTest, RefusesWhatIsNoWebAddress) {
  for (const char* url :
       {"", "hook", "ftp://a.example/", "file:///etc/passwd", "https://",
        "gopher://a.example/", "https://a b.example/", "//a.example/",
        "https://a.example:99999/"}) {
    EXPECT_FALSE(CheckSubscriberUrl(url, PrivateNetworks::kAllowed).ok())
        << url;
  }
}

TEST(SubscriberUrlTest, RefusesPrivateAddressesInAllTheirForms) {
  for (const char* url : {"http://127.0.0.1/",
                          "http://127.0.0.1:8080/hook",
                          "http://10.1.2.3/",
                          "http://192.168.0.1/",
                          "http://172.16.0.1/",
                          "http://169.254.169.254/",
                          "http://100.64.0.1/",
                          "http://0.0.0.0/",
                          "http://127.1/",
                          "http://2130706433/",
                          "http://0x7f000001/",
                          "http://0177.0.0.1/",
                          "http://localhost/",
                          "http://LOCALHOST:81/",
                          "http://a.localhost./",
                          "http://[::1]/",
                          "http://[::]/",
                          "http://[fe80::1]/",
                          "http://[fc00::1]/",
                          "http://[::ffff:127.0.0.1]/",
                          "http://[::ffff:7f00:1]/",
                          "http://[64:ff9b::7f00:1]/",
                          "http://[2002:7f00:1::]/",
                          "http://user@127.0.0.1/",
                          "http://224.0.0.1/",
                          "http://[ff02::1]/"}) {
    EXPECT_FALSE(CheckSubscriberUrl(url, PrivateNetworks::kRefused).ok())
        << url;
    EXPECT_TRUE(CheckSubscriberUrl(url, PrivateNetworks::kAllowed).ok()) << url;
  }
}

}  // namespace
}  // namespace bookable::http
