// tests/bindings/http/support/organization.h: an organisation to try things in.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_ORGANIZATION_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_ORGANIZATION_H_

#include <string>

#include "bindings/http/domain/people.h"
#include "bindings/http/domain/teams.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::testing {

// Fixture: Lingua and its owner. Work that must be ok: its result.
class OrganizationTest : public StoreTest {
 protected:
  template <typename Work>
  auto Must(Work work) {
    auto result = store_->Write(work);
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }
  void SetUp() override {
    StoreTest::SetUp();
    if (store_ == nullptr) return;
    made_ = Must([](store::Transaction& tx) {
      return domain::CreateOrganization(tx,
                                        {.name = "Lingua",
                                         .owner_email = "o@lingua.example",
                                         .owner_password = "correct horse"});
    });
  }
  store::UserRecord MakeUser(const std::string& name,
                             const std::string& role = "MEMBER") {
    return Must(
        [&](store::Transaction& tx) -> absl::StatusOr<store::UserRecord> {
          store::UserRecord user{.email = name + "@example.com",
                                 .username = name,
                                 .organization_id = made_.organization.id};
          const absl::Status status = domain::InsertUser(tx, user, role);
          if (!status.ok()) return status;
          return user;
        });
  }

  domain::CreatedOrganization made_{};
};

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_ORGANIZATION_H_
