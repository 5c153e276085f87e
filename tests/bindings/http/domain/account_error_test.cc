#include "bindings/http/domain/account_error.h"

namespace bookable::domain {
namespace {

TEST(AccountErrorTest, MarksAreToldApart) {
  EXPECT_TRUE(IsTokenExpired(TokenExpiredError()));
  EXPECT_EQ(TokenExpiredError().message(), "ACCESS_TOKEN_IS_EXPIRED");
  EXPECT_FALSE(IsTokenExpired(absl::UnauthenticatedError("no")));
  EXPECT_TRUE(IsUnprocessable(UnprocessableError("no")));
  EXPECT_FALSE(IsUnprocessable(TakenError("no")));
  EXPECT_TRUE(IsTaken(TakenError("no")));
  EXPECT_FALSE(IsTaken(absl::AlreadyExistsError("no")));
  EXPECT_FALSE(IsTaken(absl::OkStatus()));
}

}  // namespace
}  // namespace bookable::domain
