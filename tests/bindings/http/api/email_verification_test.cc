#include <boost/json/parse.hpp>
#include <chrono>
#include <string>

#include "tests/bindings/http/support/scheduling_test_base.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using bookable::testing::Answer;
using bookable::testing::Teacher;
using namespace std::chrono_literals;

class EmailVerificationTest : public bookable::testing::SchedulingTest {
 protected:
  Answer Send(const std::string& email = "bob@example.org") {
    return Post("/v2/atoms/verification/email/send-code",
                R"({"email": ")" + email + R"(", "username": "Bob"})");
  }
  // The code that waits for being mailed.
  std::string LastCode() {
    const auto mail =
        store_->Read([](store::Transaction& tx) -> absl::StatusOr<std::string> {
          return tx
              .Run(
                  "SELECT payload FROM outbox WHERE kind = 'mail' ORDER "
                  "BY id DESC LIMIT 1")
              .One()
              .As<std::string>();
        });
    EXPECT_TRUE(mail.ok()) << mail.status();
    return std::string(json::parse(*mail).at("code").as_string());
  }
  Answer Verify(const std::string& code,
                const std::string& email = "bob@example.org") {
    return Post("/v2/atoms/verification/email/verify-code",
                R"({"email": ")" + email + R"(", "code": ")" + code + "\"}");
  }
  static std::string Other(const std::string& code) {
    return code == "123456" ? "654321" : "123456";
  }
};

TEST_P(EmailVerificationTest, ARightCodeProvesAWrongOneDoesNot) {
  EXPECT_EQ(Get("/v2/atoms/verification/email/check?email=bob@example.org"
                "&userSessionEmail=")
                .Text(""),
            "false");
  ASSERT_EQ(Send().status, 200);
  const std::string code = LastCode();
  EXPECT_EQ(code.size(), 6U);
  EXPECT_EQ(Verify(Other(code)).status, 400);
  EXPECT_EQ(Verify(code, "anna@example.org").status, 400);
  const Answer right = Verify(code);
  EXPECT_EQ(right.status, 200) << right.message();
  EXPECT_EQ(right.Text("verified"), "true");
  EXPECT_EQ(Verify(code).status, 200);  // until it ends
  // It is not to be read in the table.
  EXPECT_EQ(Count("SELECT count(*) FROM email_code WHERE code_hash LIKE '%" +
                  code + "' OR id LIKE '%bob%'"),
            0);
  database_->Advance(16min);
  EXPECT_EQ(Verify(code).status, 400);
}

TEST_P(EmailVerificationTest, ANewCodeEndsTheOneBefore) {
  ASSERT_EQ(Send().status, 200);
  const std::string first = LastCode();
  ASSERT_EQ(Send().status, 200);
  const std::string second = LastCode();
  if (first != second) {
    EXPECT_EQ(Verify(first).status, 400);
  }
  EXPECT_EQ(Verify(second).status, 200);
}

TEST_P(EmailVerificationTest, GuessesAndCodesAreLimited) {
  ASSERT_EQ(Send().status, 200);
  const std::string code = LastCode();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Verify(Other(code)).status, 400);
  EXPECT_EQ(Verify(code).status, 400);  // void by now
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Send().status, 200);
  EXPECT_EQ(Send().status, 429);
  EXPECT_EQ(Send("anna@example.org").status, 200);
  database_->Advance(10min);
  EXPECT_EQ(Send().status, 200);
}

TEST_P(EmailVerificationTest, VerifiedEmailsAreAddedByACode) {
  const std::string path = "/v2/atoms/emails/verified-emails";
  const std::string body = R"({"email": "second@example.org", "code": ")";
  EXPECT_EQ(Get(path).status, 401);
  EXPECT_EQ(Get(path, &alice_).Text(""), R"(["alice@example.org"])");
  EXPECT_EQ(Post(path, body + "123456\"}", &alice_).status, 400);
  ASSERT_EQ(Send("second@example.org").status, 200);
  const std::string code = LastCode();
  EXPECT_EQ(Post("/v2/atoms/verification/email/verify-code-authenticated",
                 body + code + "\"}", &alice_)
                .status,
            200);
  const Answer added = Post(path, body + code + "\"}", &alice_);
  EXPECT_EQ(added.status, 201) << added.message();
  EXPECT_EQ(Post(path, body + code + "\"}", &alice_).status, 201);
  EXPECT_EQ(Get(path, &alice_).Text(""),
            R"(["alice@example.org","second@example.org"])");
  const Teacher bob = MakePerson("bob");
  EXPECT_EQ(Get(path, &bob).Text(""), R"(["bob@example.org"])");
  EXPECT_EQ(Get(path + "?teamId=999999", &bob).status, 403);
}

TEST_P(EmailVerificationTest, WhatIsNoAddressIs400) {
  EXPECT_EQ(Send("bob").status, 400);
  EXPECT_EQ(Get("/v2/atoms/verification/email/check?email=bob").status, 400);
  EXPECT_EQ(Verify("123456", "bob").status, 400);
}

BOOKABLE_ON_BOTH_STORES(EmailVerificationTest);

}  // namespace
}  // namespace bookable::http
