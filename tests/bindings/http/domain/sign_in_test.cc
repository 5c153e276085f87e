#include "bindings/http/domain/sign_in.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

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

// --- guesses -----------------------------------------------------------------

class GuessesTest : public bookable::testing::OrganizationTest {
 protected:
  static constexpr const char* kEmail = "o@lingua.example";

  // The seconds to wait; 0 if the attempt was made.
  std::int64_t Guess(const std::string& email, const std::string& address) {
    std::int64_t wait = 0;
    EXPECT_NE(
        store_
            ->Write([&](Transaction& tx) -> absl::Status {
              const Attempt attempt = BeginAttempt(tx, email, address);
              wait =
                  std::chrono::ceil<std::chrono::seconds>(attempt.wait).count();
              return wait == 0 ? absl::OkStatus()
                               : absl::CancelledError("too early");
            })
            .code(),
        absl::StatusCode::kInternal);
    return wait;
  }
  std::int64_t GuessRight(const std::string& address) {
    const auto wait = store_->Write([&](Transaction& tx)
                                        -> absl::StatusOr<std::int64_t> {
      const Attempt attempt = BeginAttempt(tx, kEmail, address);
      if (attempt.wait.count() > 0) {
        return std::chrono::ceil<std::chrono::seconds>(attempt.wait).count();
      }
      ForgiveAttempt(tx, attempt, address);
      return 0;
    });
    EXPECT_TRUE(wait.ok()) << wait.status();
    return wait.value_or(-1);
  }
  // As many as are free, from addresses that were never seen.
  void SpendFreeGuesses(const std::string& email) {
    for (std::int64_t i = 0; i < kFreeGuessesOfAccount; ++i) {
      EXPECT_EQ(Guess(email, "ip:" + std::to_string(next_++)), 0);
    }
  }
  // So many more that the next has to wait for minutes.
  void SpendMany(const std::string& email) {
    SpendFreeGuesses(email);
    for (int i = 0; i < 8; ++i) {
      database_->Advance(kLongestBlock);
      EXPECT_EQ(Guess(email, "ip:" + std::to_string(next_++)), 0);
    }
  }

  int next_ = 0;
};

TEST_P(GuessesTest, AtAnAccountCostTwiceTheTimeEach) {
  for (const char* email : {kEmail, "nobody@lingua.example"}) {
    SpendFreeGuesses(email);
    for (const std::int64_t seconds :
         {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      // One is refused, whatever its address, and counts nothing. (Seconds may
      // pass meanwhile.)
      if (seconds >= 8) {
        for (const char* address : {"ip:first", "ip:second"}) {
          const std::int64_t wait = Guess(email, address);
          EXPECT_LE(wait, seconds) << email;
          EXPECT_GE(wait, seconds / 2) << email;
        }
      }
      database_->Advance(std::chrono::seconds{seconds});
      EXPECT_EQ(Guess(email, "ip:" + std::to_string(next_++)), 0) << email;
    }
  }
}

TEST_P(GuessesTest, TheRightPasswordEndsThem) {
  SpendMany(kEmail);
  EXPECT_GT(GuessRight("ip:home"), 100);
  database_->Advance(kLongestBlock);
  EXPECT_EQ(GuessRight("ip:home"), 0);
  SpendFreeGuesses(kEmail);
}

TEST_P(GuessesTest, StrangersKeepNobodyOutWhoComesFromHome) {
  EXPECT_EQ(GuessRight("ip:home"), 0);
  SpendMany(kEmail);
  EXPECT_GT(Guess(kEmail, "ip:stranger"), 0);
  EXPECT_EQ(GuessRight("ip:home"), 0);
  // Not without end either, and not for ever.
  for (std::int64_t i = 0; i < kFreeGuessesOfAccount + 5; ++i) {
    EXPECT_EQ(Guess(kEmail, "ip:home"), 0);
    database_->Advance(std::chrono::seconds{32});
  }
  database_->Advance(std::chrono::seconds{-32});
  EXPECT_GT(Guess(kEmail, "ip:home"), 0);
  database_->Advance(kAddressKnown);
  SpendMany(kEmail);
  EXPECT_GT(GuessRight("ip:home"), 0);
}

TEST_P(GuessesTest, AnAddressMayNotGuessAtManyAccounts) {
  for (std::int64_t i = 0; i < kFreeGuessesOfAddress; ++i) {
    EXPECT_EQ(Guess("user" + std::to_string(i) + "@lingua.example", "ip:one"),
              0);
  }
  for (int i = 0; i < 5; ++i) {
    database_->Advance(kLongestBlock);
    EXPECT_EQ(Guess("more" + std::to_string(i) + "@lingua.example", "ip:one"),
              0);
  }
  EXPECT_GT(Guess("another@lingua.example", "ip:one"), 0);
  EXPECT_EQ(Guess("another@lingua.example", "ip:two"), 0);
  // An account of one's own forgives no other guesses.
  database_->Advance(kLongestBlock);
  EXPECT_EQ(GuessRight("ip:one"), 0);
  EXPECT_EQ(Guess("last@lingua.example", "ip:one"), 0);
  EXPECT_GT(Guess("most@lingua.example", "ip:one"), 0);
}

TEST_P(GuessesTest, AreForgottenAfterAnHourAndWithThePassword) {
  SpendFreeGuesses(kEmail);
  database_->Advance(kGuessesLast);
  SpendMany(kEmail);
  EXPECT_GT(Guess(kEmail, "ip:a"), 0);
  EXPECT_TRUE(store_
                  ->Write([&](Transaction& tx) {
                    return SetPassword(tx, made_.owner.id, "battery staple");
                  })
                  .ok());
  SpendFreeGuesses(kEmail);
}

// All at once, none sees the others' counts before its own: 40 threads, of
// whose guesses no more get through than one after another.
TEST_P(GuessesTest, AtOnceAreCountedToo) {
  std::atomic<int> made{0};
  std::vector<std::thread> guessers;
  for (int i = 0; i < 40; ++i) {
    guessers.emplace_back([&, i] {
      if (Guess(kEmail, "ip:" + std::to_string(i)) == 0) ++made;
    });
  }
  for (std::thread& guesser : guessers) guesser.join();
  // Some seconds may pass meanwhile, each lets one or less through.
  EXPECT_GE(made, kFreeGuessesOfAccount);
  EXPECT_LE(made, kFreeGuessesOfAccount + 3);
}

BOOKABLE_ON_BOTH_STORES(SignInTest);
BOOKABLE_ON_BOTH_STORES(GuessesTest);

}  // namespace
}  // namespace bookable::domain
