// tests/bindings/http/support/domain_test_base.h: three teachers, a lesson, a
// clock that shows Monday, 2030-01-07, 07:00 in UTC.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_DOMAIN_TEST_BASE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_DOMAIN_TEST_BASE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/holds.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/bindings/http/support/world.h"
#include "tests/support/literals.h"

namespace bookable::testing {

class DomainTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (store_ == nullptr) return;
    database_->SetNow(At("2030-01-07T07:00Z"));
    users_ = MakeUsers(*store_, 3);
    lesson_ = MakeEventType(*store_, users_[0], "lesson");
    other_ = MakeEventType(*store_, users_[0], "other");
  }
  void TearDown() override {
    if (store_ != nullptr) ExpectSound();
  }

  // 2030-01-07 at that hour, "09:30".
  static Instant Today(std::string_view time) {
    return At("2030-01-07T" + std::string(time) + "Z");
  }

  template <typename Work>
  auto Do(Work work) {
    return domain::Transact(*store_, work);
  }
  auto Book(const domain::Offer& offer, const domain::BookingRequest& request) {
    return Do([&](store::Transaction& tx) {
      return domain::Book(tx, offer, request);
    });
  }
  auto Book(const domain::Offer& offer, std::string_view time,
            std::string_view email = "bob@example.com") {
    return Book(offer, Request(Today(time), email));
  }
  auto Hold(const domain::Offer& offer, const domain::HoldRequest& request) {
    return Do([&](store::Transaction& tx) {
      return domain::PlaceHold(tx, offer, request);
    });
  }
  auto Cancel(const domain::CancelRequest& request) {
    return Do(
        [&](store::Transaction& tx) { return domain::Cancel(tx, request); });
  }
  auto Confirm(const std::string& uid) {
    return Do([&](store::Transaction& tx) { return domain::Confirm(tx, uid); });
  }
  auto Move(const domain::Offer& offer, const domain::MoveRequest& request) {
    return Do([&](store::Transaction& tx) {
      return domain::Move(tx, offer, request);
    });
  }
  std::int64_t Count(std::string_view sql) {
    return *store_->Read(
        [&](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
          return tx.Run(sql).One().As<std::int64_t>();
        });
  }

  // What holds after every test: taken is the sum of the seats; who has no
  // seats has no claim, who is firm and has seats has one for each host.
  void ExpectSound() {
    EXPECT_EQ(
        Count("SELECT count(*) FROM session s WHERE s.taken <> "
              "coalesce((SELECT CAST(sum(b.seats) AS bigint) FROM booking b "
              "WHERE b.session_id = s.id AND b.status IN ('accepted', "
              "'pending')), 0) + coalesce((SELECT CAST(sum(h.seats) AS "
              "bigint) FROM hold h WHERE h.session_id = s.id), 0)"),
        0);
    EXPECT_EQ(Count("SELECT count(*) FROM claim c JOIN session s ON s.id = "
                    "c.session_id WHERE s.taken = 0"),
              0);
    EXPECT_EQ(
        Count("SELECT count(*) FROM session_host sh JOIN session s ON s.id = "
              "sh.session_id WHERE s.taken > 0 AND s.is_firm AND NOT EXISTS "
              "(SELECT 1 FROM claim c WHERE c.session_id = s.id AND "
              "c.host_id = sh.host_id AND c.is_firm)"),
        0);
    EXPECT_EQ(Count("SELECT count(*) FROM claim a JOIN claim b ON a.host_id = "
                    "b.host_id AND a.id < b.id AND a.from_s < b.until_s AND "
                    "b.from_s < a.until_s WHERE a.is_firm AND b.is_firm"),
              0);
  }

  std::vector<std::int64_t> users_;
  std::int64_t lesson_ = 0;
  std::int64_t other_ = 0;
};

// What a Status or StatusOr refuses with.
inline std::string Word(const absl::Status& status) {
  if (status.ok()) return "ok";
  const auto refusal = domain::RefusalOf(status);
  return refusal ? std::string(domain::RefusalName(*refusal))
                 : std::string(status.ToString());
}
template <typename T>
std::string Word(const absl::StatusOr<T>& result) {
  return Word(result.status());
}

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_DOMAIN_TEST_BASE_H_
