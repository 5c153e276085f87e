#include "bindings/http/domain/email_codes.h"

#include <string>

#include "tests/bindings/http/support/domain_test_base.h"

namespace bookable::domain {
namespace {

using namespace std::chrono_literals;

class EmailCodesTest : public bookable::testing::DomainTest {
 protected:
  std::optional<std::string> New(const std::string& email) {
    return *Do([&](store::Transaction& tx)
                   -> absl::StatusOr<std::optional<std::string>> {
      return NewEmailCode(tx, "key", email);
    });
  }
  bool Is(const std::string& key, const std::string& email,
          const std::string& code) {
    return *Do([&](store::Transaction& tx) -> absl::StatusOr<bool> {
      return IsEmailCodeOf(tx, key, email, code);
    });
  }
};

TEST_P(EmailCodesTest, ACodeIsOfItsAddressAndItsKey) {
  const auto code = New("bob@example.org");
  ASSERT_TRUE(code.has_value());
  EXPECT_TRUE(Is("key", "bob@example.org", *code));
  EXPECT_FALSE(Is("other", "bob@example.org", *code));
  EXPECT_FALSE(Is("key", "anna@example.org", *code));
  EXPECT_FALSE(Is("key", "bob@example.org", ""));
  EXPECT_TRUE(Is("key", "bob@example.org", *code));
}

TEST_P(EmailCodesTest, EndedCodesAreForgotten) {
  const auto code = New("bob@example.org");
  const auto forget = [&] {
    return *Do([](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
      return ForgetEndedEmailCodes(tx);
    });
  };
  EXPECT_EQ(forget(), 0);
  database_->Advance(15min);
  EXPECT_FALSE(Is("key", "bob@example.org", *code));
  EXPECT_EQ(forget(), 1);
  EXPECT_EQ(Count("SELECT count(*) FROM email_code"), 0);
}

BOOKABLE_ON_BOTH_STORES(EmailCodesTest);

}  // namespace
}  // namespace bookable::domain
