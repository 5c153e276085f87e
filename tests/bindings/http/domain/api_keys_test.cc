#include "bindings/http/domain/api_keys.h"

#include "tests/bindings/http/support/organization.h"

namespace bookable::domain {
namespace {

using ApiKeysDomainTest = bookable::testing::OrganizationTest;
using store::Transaction;

TEST_P(ApiKeysDomainTest, AreMadeListedAndRevoked) {
  const NewApiKey key = Must([&](Transaction& tx) {
    return MakeApiKey(tx, "my_", made_.owner.id, {.note = "mine"});
  });
  EXPECT_TRUE(key.key.starts_with("my_"));
  EXPECT_EQ(key.record.key_hash.find(key.key.substr(3)), std::string::npos);
  const auto check = [&](std::string_view prefix) {
    return store_->Read(
        [&](Transaction& tx) { return CheckApiKey(tx, prefix, key.key); });
  };
  EXPECT_TRUE(check("my_").ok());
  EXPECT_EQ(check("cal_").status().code(), absl::StatusCode::kUnauthenticated);
  const auto list = Must(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<store::ApiKeyRecord>> {
        return ListApiKeys(tx, made_.owner.id);
      });
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].note, "mine");
  const auto revoke = [&] {
    return store_->Write(
        [&](Transaction& tx) { return RevokeApiKey(tx, key.record.id); });
  };
  EXPECT_TRUE(revoke().ok());
  EXPECT_EQ(revoke().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(check("my_").ok());
}

TEST_P(ApiKeysDomainTest, TermsAreChecked) {
  const auto code = [&](const ApiKeyTerms& terms, std::int64_t user) {
    return store_
        ->Write([&](Transaction& tx) {
          return MakeApiKey(tx, "cal_", user, terms);
        })
        .status()
        .code();
  };
  const std::int64_t owner = made_.owner.id;
  EXPECT_EQ(code({.days = 0}, owner), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.days = kMostApiKeyDays + 1}, owner),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({.days = 1, .is_endless = true}, owner),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({}, 9999), absl::StatusCode::kNotFound);
}

BOOKABLE_ON_BOTH_STORES(ApiKeysDomainTest);

}  // namespace
}  // namespace bookable::domain
