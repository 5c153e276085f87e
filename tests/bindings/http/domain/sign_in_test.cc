#include "bindings/http/domain/sign_in.h"

#include "tests/bindings/http/support/organization.h"

namespace bookable::domain {
namespace {

using SignInTest = bookable::testing::OrganizationTest;
using store::Transaction;

TEST_P(SignInTest, AnotherPasswordEndsSessions) {
  const NewSession session =
      Must([&](Transaction& tx) -> absl::StatusOr<NewSession> {
        return BeginSession(tx, made_.owner.id);
      });
  const auto check = [&] {
    return store_->Read(
        [&](Transaction& tx) { return CheckSession(tx, session.token); });
  };
  ASSERT_TRUE(check().ok());
  EXPECT_TRUE(IsCsrfTokenOf(*check(), session.csrf_token));
  EXPECT_FALSE(IsCsrfTokenOf(*check(), session.token));
  EXPECT_FALSE(IsCsrfTokenOf(*check(), ""));
  EXPECT_TRUE(store_
                  ->Write([&](Transaction& tx) {
                    return SetPassword(tx, made_.owner.id, "battery staple");
                  })
                  .ok());
  EXPECT_FALSE(check().ok());
}

TEST_P(SignInTest, PasswordsHaveALength) {
  for (const std::size_t length : {0u, 7u, 1025u}) {
    EXPECT_EQ(store_
                  ->Write([&](Transaction& tx) {
                    return SetPassword(tx, made_.owner.id,
                                       std::string(length, 'x'));
                  })
                  .code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(store_
                ->Write([](Transaction& tx) {
                  return SetPassword(tx, 9999, "battery staple");
                })
                .code(),
            absl::StatusCode::kNotFound);
}

TEST_P(SignInTest, WhoHasNoPasswordCannotSignIn) {
  const store::UserRecord ann = MakeUser("ann");
  const PasswordHolder holder =
      Must([&](Transaction& tx) -> absl::StatusOr<PasswordHolder> {
        return FindPasswordHolder(tx, ann.email);
      });
  EXPECT_EQ(holder.password_hash, "");
  EXPECT_FALSE(CheckPassword(holder, "").ok());
  EXPECT_FALSE(CheckPassword(holder, "of nobody").ok());
}

BOOKABLE_ON_BOTH_STORES(SignInTest);

}  // namespace
}  // namespace bookable::domain
