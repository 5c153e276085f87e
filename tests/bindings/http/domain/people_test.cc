#include "bindings/http/domain/people.h"

#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "tests/bindings/http/support/organization.h"

namespace bookable::domain {
namespace {

using PeopleTest = bookable::testing::OrganizationTest;
using store::Transaction;
using store::UserRecord;

TEST_P(PeopleTest, TwoAddressesNeverShareAUsername) {
  const auto names = Must([&](Transaction& tx)
                              -> absl::StatusOr<std::vector<std::string>> {
    const auto client =
        CreateOAuthClient(tx, made_.organization.id,
                          {.name = "App",
                           .redirect_uris = std::vector<std::string>{},
                           .permissions = 1});
    if (!client.ok()) return client.status();
    std::vector<std::string> usernames;
    for (const char* email : {"a-b@x.co.uk", "a_b@x.co.uk", "a-b@x.org.uk"}) {
      const auto user =
          CreateManagedUser(tx, client->client, {.email = email, .name = "A"});
      if (!user.ok()) return user.status();
      usernames.push_back(*user->username);
    }
    return usernames;
  });
  ASSERT_EQ(names.size(), 3u);
  EXPECT_EQ(names[1], names[0] + "-2");
  EXPECT_NE(names[2], names[0]);
}

TEST_P(PeopleTest, AHalfMadeUserIsNone) {
  const auto failed = store_->Write([&](Transaction& tx) -> absl::Status {
    UserRecord user{.email = "half@example.com",
                    .organization_id = made_.organization.id};
    const absl::Status inserted = InsertUser(tx, user);
    if (!inserted.ok()) return inserted;
    GiveDefaultSchedule(tx, user);
    GiveDefaultEventTypes(tx, user.id);
    return absl::CancelledError("later");
  });
  EXPECT_EQ(failed.code(), absl::StatusCode::kCancelled);
  const auto count = Must([](Transaction& tx) -> absl::StatusOr<std::int64_t> {
    return tx.Run("SELECT count(*) FROM app_user").One().As<std::int64_t>();
  });
  EXPECT_EQ(count, 1);
}

TEST_P(PeopleTest, DefaultScheduleIsTheUsers) {
  UserRecord ann = MakeUser("ann");
  ann.time_zone = "Europe/Rome";
  const auto schedule =
      Must([&](Transaction& tx) -> absl::StatusOr<store::ScheduleRecord> {
        GiveDefaultSchedule(tx, ann);
        return *store::Find<store::ScheduleRecord>(tx,
                                                   *ann.default_schedule_id);
      });
  EXPECT_EQ(schedule.name, "Default schedule");
  EXPECT_EQ(schedule.time_zone, "Europe/Rome");
  EXPECT_EQ(schedule.user_id, ann.id);
}

TEST_P(PeopleTest, DeletingTheOnlyHostDeletesTheSession) {
  const UserRecord ann = MakeUser("ann");
  const UserRecord bob = MakeUser("bob");
  const auto left = Must([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
    for (const char* uid : {"alone", "together"}) {
      const std::int64_t session =
          tx.Run(
                "INSERT INTO session (uid, starts_s, ends_s, capacity, taken, "
                "is_firm, title, description, location, ical_sequence, "
                "is_host_absent, created_ms, updated_ms) VALUES (?1, 0, 60, "
                "1, 1, ?2, '', '', 'null', 0, ?3, 0, 0) RETURNING id",
                {uid, true, false})
              .One()
              .As<std::int64_t>();
      for (const UserRecord& host : {ann, bob}) {
        if (host.id == bob.id && uid == std::string("alone")) continue;
        tx.Run(
            "INSERT INTO session_host (session_id, host_id, position, "
            "starts_s, from_s, until_s) VALUES (?1, ?2, 0, 0, 0, 60)",
            {session, host.id});
      }
    }
    DeleteUser(tx, ann.id);
    return tx.Run("SELECT count(*) FROM session").One().As<std::int64_t>();
  });
  EXPECT_EQ(left, 1);
}

BOOKABLE_ON_BOTH_STORES(PeopleTest);

}  // namespace
}  // namespace bookable::domain
