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

TEST(ParseKeyLimits, ReadsWhatItShows) {
  const auto limits =
      ParseKeyLimits("burst=10/1, hour=1000/3600/60,B2=1/86400");
  ASSERT_TRUE(limits.ok()) << limits.status();
  ASSERT_EQ(limits->size(), 3u);
  EXPECT_EQ((*limits)[0].name, "burst");
  EXPECT_EQ((*limits)[0].requests, 10);
  EXPECT_EQ((*limits)[0].window_s, 1);
  EXPECT_EQ((*limits)[0].block_s, 1);
  EXPECT_EQ((*limits)[1].window_s, 3600);
  EXPECT_EQ((*limits)[1].block_s, 60);
  EXPECT_EQ((*limits)[2].name, "B2");
  EXPECT_EQ(KeyLimitsText(*limits), "burst=10/1,hour=1000/3600/60,B2=1/86400");
  EXPECT_EQ(KeyLimitsText({}), "");
}

TEST(ParseKeyLimits, RefusesWhatIsNone) {
  for (const char* text :
       {"",
        ",",
        "a",
        "a=",
        "a=1",
        "a=1/",
        "a=0/1",
        "a=1/0",
        "a=-1/1",
        "a=1/86401",
        "a=1/1/0",
        "a=1/1/86401",
        "a=1/1/1/1",
        "=1/1",
        "1a=1/1",
        "a b=1/1",
        "a=1/1,,b=1/1",
        "a=1/1,a=2/2",
        "a=1000000001/1",
        "a=1/99999999999999999999",
        "a\r\nX=1/1",
        "a=1/1,b=1/1,c=1/1,d=1/1,e=1/1,f=1/1,g=1/1,h=1/1,i=1/1,j=1/1,k=1/1"}) {
    EXPECT_EQ(ParseKeyLimits(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST_P(ApiKeysDomainTest, LimitsStayWithTheKeysSuccessor) {
  const NewApiKey key = Must([&](Transaction& tx) {
    return MakeApiKey(tx, "cal_", made_.owner.id,
                      {.limits = *ParseKeyLimits("burst=10/1,hour=50/3600")});
  });
  const NewApiKey next = Must([&](Transaction& tx) {
    return ReplaceApiKey(tx, "cal_", key.record, {});
  });
  const auto limits =
      Must([&](Transaction& tx)
               -> absl::StatusOr<std::vector<store::ApiKeyLimitRecord>> {
        EXPECT_TRUE(LimitsOf(tx, key.record.id).empty());
        return LimitsOf(tx, next.record.id);
      });
  ASSERT_EQ(limits.size(), 2u);
  EXPECT_EQ(limits[0].name, "burst");
  EXPECT_EQ(limits[1].requests, 50);
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
