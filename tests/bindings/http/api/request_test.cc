#include "bindings/http/api/request.h"

namespace bookable::http {
namespace {

TEST(Request, UnknownVersionsAreTheOldest) {
  EXPECT_EQ(ApiVersionOf("2024-08-13"), ApiVersion::k2024_08_13);
  EXPECT_EQ(ApiVersionOf(""), ApiVersion::k2024_04_15);
  EXPECT_EQ(ApiVersionOf("2030-01-01"), ApiVersion::k2024_04_15);
  EXPECT_EQ(ApiVersionName(ApiVersion::k2024_09_04), "2024-09-04");
}

TEST(Request, HeadersHaveNoCase) {
  Request request;
  request.headers.Add("AUTHORIZATION", "bearer  token ");
  EXPECT_EQ(request.headers.Text("Authorization"), "bearer  token ");
  EXPECT_EQ(request.BearerToken(), "token");
  EXPECT_EQ(request.headers.Find("cookie"), nullptr);
}

TEST(Request, OtherSchemesAreNoBearerToken) {
  Request request;
  request.headers.Add("Authorization", "Basic YTpi");
  EXPECT_EQ(request.BearerToken(), "");
}

TEST(Request, CookiesAreFoundAmongOthers) {
  Request request;
  request.headers.Add("Cookie", "a=1; session=x=y; session2=z");
  request.headers.Add("Cookie", "b=2");
  EXPECT_EQ(request.Cookie("session"), "x=y");
  EXPECT_EQ(request.Cookie("b"), "2");
  EXPECT_EQ(request.Cookie("ession"), "");
}

TEST(Request, FieldsOfNoObjectAreNone) {
  Request request;
  EXPECT_TRUE(request.Fields().empty());
}

}  // namespace
}  // namespace bookable::http
