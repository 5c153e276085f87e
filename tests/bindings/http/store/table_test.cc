#include "bindings/http/store/table.h"

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/service.h"
#include "bindings/http/store/sessions.h"
#include "tests/bindings/http/support/test_database.h"

namespace bookable::store {
namespace {

using TableTest = bookable::testing::StoreTest;

TEST_P(TableTest, ARecordComesBackAsItWasWritten) {
  const absl::Status status = store_->Write([](Transaction& tx) {
    UserRecord user{.email = "alice@example.com",
                    .username = "alice",
                    .time_format = 24,
                    .bio = "it's \"quoted\" – ?1 $1 \\",
                    .created_at = tx.Now()};
    Insert(tx, user);
    EXPECT_GT(user.id, 0);
    EXPECT_EQ(Find<UserRecord>(tx, user.id), user);
    user.name = "Alice";
    user.username.reset();
    EXPECT_TRUE(Update(tx, user));
    EXPECT_EQ(Find<UserRecord>(tx, user.id), user);
    EXPECT_EQ(Select<UserRecord>(tx, "WHERE email = ?1", {user.email}).size(),
              1u);
    EXPECT_TRUE(Delete<UserRecord>(tx, user.id));
    EXPECT_FALSE(Delete<UserRecord>(tx, user.id));
    EXPECT_FALSE(Update(tx, user));
    EXPECT_FALSE(Find<UserRecord>(tx, user.id).has_value());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(TableTest, KeysOfTextAreGiven) {
  const absl::Status status = store_->Write([](Transaction& tx) {
    SettingRecord setting{
        .name = "colour", .value = "red", .updated_at = tx.Now()};
    Insert(tx, setting);
    EXPECT_EQ(Find<SettingRecord>(tx, "colour"), setting);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

// That every record has its table, column by column.
template <typename Record>
void ExpectReadable(Transaction& tx) {
  EXPECT_NO_THROW(Select<Record>(tx, "LIMIT 1")) << Record::kTable;
}

TEST_P(TableTest, EveryRecordHasItsTable) {
  const absl::Status status = store_->Read([](Transaction& tx) {
    ExpectReadable<TeamRecord>(tx);
    ExpectReadable<OAuthClientRecord>(tx);
    ExpectReadable<UserRecord>(tx);
    ExpectReadable<MembershipRecord>(tx);
    ExpectReadable<ApiKeyRecord>(tx);
    ExpectReadable<WebSessionRecord>(tx);
    ExpectReadable<AuthorizationCodeRecord>(tx);
    ExpectReadable<TokenFamilyRecord>(tx);
    ExpectReadable<RefreshTokenRecord>(tx);
    ExpectReadable<AccessTokenRecord>(tx);
    ExpectReadable<ScheduleRecord>(tx);
    ExpectReadable<EventTypeRecord>(tx);
    ExpectReadable<EventTypeHostRecord>(tx);
    ExpectReadable<OutOfOfficeRecord>(tx);
    ExpectReadable<WebhookRecord>(tx);
    ExpectReadable<SettingRecord>(tx);
    ExpectReadable<IdempotencyRecord>(tx);
    ExpectReadable<HostRecord>(tx);
    ExpectReadable<SessionRecord>(tx);
    ExpectReadable<SessionHostRecord>(tx);
    ExpectReadable<ClaimRecord>(tx);
    ExpectReadable<BookingRecord>(tx);
    ExpectReadable<AttendeeRecord>(tx);
    ExpectReadable<HoldRecord>(tx);
    ExpectReadable<OutboxRecord>(tx);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

// Rows of every table that accounts need, and what deleting them takes along.
TEST_P(TableTest, AnOrganisationTakesItsPeopleAlong) {
  const absl::Status status = store_->Write([](Transaction& tx) {
    const Moment now = tx.Now();
    TeamRecord school{.is_organization = true,
                      .is_platform = true,
                      .name = "School",
                      .created_at = now};
    Insert(tx, school);
    TeamRecord team{.parent_id = school.id,
                    .name = "Italian",
                    .slug = "italian",
                    .created_at = now};
    Insert(tx, team);
    OAuthClientRecord client{.id = "cm9",
                             .organization_id = school.id,
                             .name = "Lingua",
                             .secret_hash = "h",
                             .permissions = 1023,
                             .created_at = now};
    Insert(tx, client);
    UserRecord alice{.email = "alice@example.com",
                     .username = "alice",
                     .organization_id = school.id,
                     .oauth_client_id = "cm9",
                     .created_at = now,
                     .updated_at = now};
    Insert(tx, alice);
    EXPECT_TRUE(Find<HostRecord>(tx, alice.id).has_value());
    MembershipRecord member{
        .team_id = team.id, .user_id = alice.id, .created_at = now};
    Insert(tx, member);
    TokenFamilyRecord family{
        .client_id = "cm9", .user_id = alice.id, .created_at = now};
    Insert(tx, family);
    RefreshTokenRecord refresh{
        .family_id = family.id, .jti = "r", .expires_at = now};
    Insert(tx, refresh);
    AccessTokenRecord access{.family_id = family.id,
                             .refresh_token_id = refresh.id,
                             .jti = "a",
                             .expires_at = now};
    Insert(tx, access);
    ApiKeyRecord key{.user_id = alice.id, .key_hash = "k", .created_at = now};
    Insert(tx, key);
    WebhookRecord hook{.id = "w",
                       .user_id = alice.id,
                       .subscriber_url = "https://x",
                       .created_at = now};
    Insert(tx, hook);
    ScheduleRecord hours{
        .user_id = alice.id, .name = "Hours", .created_at = now};
    Insert(tx, hours);

    EXPECT_TRUE(Delete<OAuthClientRecord>(tx, "cm9"));
    EXPECT_FALSE(Find<AccessTokenRecord>(tx, access.id).has_value());
    EXPECT_FALSE(Find<UserRecord>(tx, alice.id)->oauth_client_id.has_value());
    EXPECT_TRUE(Delete<UserRecord>(tx, alice.id));
    EXPECT_FALSE(Find<HostRecord>(tx, alice.id).has_value());
    EXPECT_FALSE(Find<ScheduleRecord>(tx, hours.id).has_value());
    EXPECT_FALSE(Find<ApiKeyRecord>(tx, key.id).has_value());
    EXPECT_FALSE(Find<WebhookRecord>(tx, "w").has_value());
    EXPECT_FALSE(Find<MembershipRecord>(tx, member.id).has_value());
    EXPECT_TRUE(Delete<TeamRecord>(tx, school.id));
    EXPECT_FALSE(Find<TeamRecord>(tx, team.id).has_value());
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(TableTest, UsernamesAreUniqueWithinAnOrganisation) {
  const auto insert = [](Transaction& tx, std::string email,
                         std::optional<std::int64_t> organisation) {
    UserRecord user{.email = std::move(email),
                    .username = "alice",
                    .organization_id = organisation,
                    .created_at = tx.Now(),
                    .updated_at = tx.Now()};
    Insert(tx, user);
  };
  const absl::Status good = store_->Write([&](Transaction& tx) {
    TeamRecord school{
        .is_organization = true, .name = "School", .created_at = tx.Now()};
    Insert(tx, school);
    insert(tx, "a@example.com", std::nullopt);
    insert(tx, "b@example.com", school.id);
    return absl::OkStatus();
  });
  EXPECT_TRUE(good.ok()) << good;
  const absl::Status again = store_->Write([&](Transaction& tx) {
    insert(tx, "c@example.com", std::nullopt);
    return absl::OkStatus();
  });
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ConstraintOf(again), "app_user_username");
}

BOOKABLE_ON_BOTH_STORES(TableTest);

}  // namespace
}  // namespace bookable::store
