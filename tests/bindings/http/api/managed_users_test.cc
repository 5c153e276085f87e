// The contract's cases of managed users, each by its name.
#include "bindings/http/domain/json_web_token.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/tokens.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

class ManagedUsersTest : public ApiTest {
 protected:
  void SetDefaultEventTypes(bool is_on) {
    EXPECT_TRUE(store_
                    ->Write([&](store::Transaction& tx) {
                      return domain::UpdateOAuthClient(
                          tx, lingua_.client,
                          {.are_default_event_types_enabled = is_on});
                    })
                    .ok());
  }
  domain::TokenClaims ClaimsOf(const std::string& token) {
    const auto key =
        store_->Read([](store::Transaction& tx) -> absl::StatusOr<std::string> {
          return domain::FindTokenKey(tx, "");
        });
    const auto claims = domain::ReadToken(token, *key);
    EXPECT_TRUE(claims.ok());
    return claims.value_or(domain::TokenClaims{});
  }
  Reply Make(const std::string& body) {
    return Post(Users(lingua_), Secret(lingua_), body);
  }
  std::string One(std::int64_t id) {
    return Users(lingua_) + "/" + std::to_string(id);
  }
};

constexpr const char* kFull = R"({"email": "Alice@example.com",
    "name": "Alice Conti", "timeZone": "europe/rome", "weekStart": "Monday",
    "timeFormat": 24, "locale": "it", "avatarUrl": "https://a.example/a.png",
    "bio": "Italian", "metadata": {"teaches": "italian", "level": 3}})";

TEST_P(ManagedUsersTest, UnauthenticatedIs401) {
  const Person alice = MakeManaged(lingua_, "alice");
  EXPECT_EQ(Post(Users(lingua_), {}).status, 401);
  EXPECT_EQ(Get(Users(lingua_)).status, 401);
  EXPECT_EQ(Patch(One(alice.id), {}).status, 401);
  EXPECT_EQ(Delete(One(alice.id), {}).status, 401);
}

TEST_P(ManagedUsersTest, ImpossibleZoneAndTimeFormat100Are400) {
  EXPECT_EQ(Make(R"({"email": "a@b.example", "name": "A",
                     "timeZone": "Narnia/Woods"})")
                .status,
            400);
  EXPECT_EQ(Make(R"({"email": "a@b.example", "name": "A", "timeFormat": 100})")
                .status,
            400);
  EXPECT_EQ(Count("SELECT count(*) FROM app_user WHERE email LIKE 'a+%'"), 0);
}

TEST_P(ManagedUsersTest, FullBodyIsEchoedWithTokensAndEventTypes) {
  SetDefaultEventTypes(true);
  const Reply made = Make(kFull);
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.Text("/data/user/email"),
            "alice+" + lingua_.client + "@example.com");
  EXPECT_EQ(made.Text("/data/user/username"),
            "alice-" + lingua_.client + "-example-com");
  EXPECT_EQ(made.Text("/data/user/timeZone"), "Europe/Rome");
  EXPECT_EQ(made.Text("/data/user/name"), "Alice Conti");
  EXPECT_EQ(made.Text("/data/user/weekStart"), "Monday");
  EXPECT_EQ(made.Number("/data/user/timeFormat"), 24);
  EXPECT_EQ(made.Text("/data/user/locale"), "it");
  EXPECT_EQ(made.Text("/data/user/avatarUrl"), "https://a.example/a.png");
  EXPECT_EQ(made.Text("/data/user/bio"), "Italian");
  EXPECT_EQ(made.Text("/data/user/metadata"),
            R"({"teaches":"italian","level":3})");
  EXPECT_GT(made.Number("/data/user/defaultScheduleId"), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type WHERE user_id = " +
                  made.Text("/data/user/id")),
            4);
  for (const char* slug : {"thirty-minutes", "thirty-minutes-video",
                           "sixty-minutes", "sixty-minutes-video"}) {
    EXPECT_EQ(Count("SELECT length_minutes FROM event_type WHERE user_id = " +
                    made.Text("/data/user/id") + " AND slug = '" + slug + "'"),
              *slug == 't' ? 30 : 60)
        << slug;
  }
  const domain::TokenClaims access = ClaimsOf(made.Text("/data/accessToken"));
  EXPECT_EQ(access.kind, domain::TokenKind::kAccess);
  EXPECT_EQ(access.client_id, lingua_.client);
  EXPECT_EQ(access.owner_id, made.Number("/data/user/id"));
  EXPECT_EQ(access.expires_at.time_since_epoch().count(),
            made.Number("/data/accessTokenExpiresAt"));
  EXPECT_EQ(made.Number("/data/accessTokenExpiresAt") % 60'000, 0);
  EXPECT_EQ(made.Number("/data/refreshTokenExpiresAt") % 86'400'000, 0);
  EXPECT_EQ(ClaimsOf(made.Text("/data/refreshToken")).kind,
            domain::TokenKind::kRefresh);
  // A second one.
  const Reply second = Make(R"({"email": "bruno@x.co.uk", "name": "Bruno"})");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.Text("/data/user/username"),
            "bruno-" + lingua_.client + "-x-co-uk");
  EXPECT_EQ(second.Text("/data/user/email"),
            "bruno+" + lingua_.client + "@x.co.uk");
  EXPECT_EQ(ClaimsOf(second.Text("/data/accessToken")).owner_id,
            second.Number("/data/user/id"));
}

TEST_P(ManagedUsersTest, WithoutDefaultEventTypesThereAreNone) {
  const Reply made = Make(kFull);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(Count("SELECT count(*) FROM event_type WHERE user_id = " +
                  made.Text("/data/user/id")),
            0);
}

TEST_P(ManagedUsersTest, AnAddressInUseIs409WithTheUsersId) {
  const Reply made = Make(kFull);
  const Reply again =
      Make(R"({"email": "ALICE@example.com", "name": "Another"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.Text("/error/code"), "ConflictException");
  EXPECT_NE(again.message().find(made.Text("/data/user/id")),
            std::string::npos);
  // Of another client it is another user.
  EXPECT_GT(MakeManaged(other_, "alice").id, 0);
}

TEST_P(ManagedUsersTest, ListFiltersByAddresses) {
  Make(kFull);
  Make(R"({"email": "bruno@example.com", "name": "Bruno", "bio": "B"})");
  const Fields headers = Secret(lingua_);
  const Reply all = Get(Users(lingua_), headers);
  EXPECT_EQ(all.status, 200);
  ASSERT_EQ(all.Count(), 2u);
  EXPECT_EQ(all.Text("/data/0/name"), "Alice Conti");
  EXPECT_EQ(all.Text("/data/1/bio"), "B");
  EXPECT_FALSE(all.Has("/data/1/metadata"));
  const Reply one = Get(Users(lingua_) + "?emails=alice@example.com", headers);
  ASSERT_EQ(one.Count(), 1u);
  EXPECT_EQ(one.Text("/data/0/name"), "Alice Conti");
  for (const char* query :
       {"?emails=alice@example.com,bruno@example.com",
        "?emails=alice@example.com&emails=bruno@example.com",
        "?emails[]=alice@example.com&emails[]=bruno@example.com"}) {
    EXPECT_EQ(Get(Users(lingua_) + query, headers).Count(), 2u) << query;
  }
  const Reply stored =
      Get(Users(lingua_) + "?emails=alice%2B" + lingua_.client + "@example.com",
          headers);
  EXPECT_EQ(stored.Count(), 1u);
  const Reply nonsense = Get(Users(lingua_) + "?emails=nonsense", headers);
  EXPECT_EQ(nonsense.status, 400);
  EXPECT_NE(nonsense.message().find("nonsense"), std::string::npos);
  EXPECT_EQ(Get(Users(lingua_) + "?emails=", headers).status, 400);
}

TEST_P(ManagedUsersTest, GetsOneAndNoneOfAnotherClient) {
  const Reply made = Make(kFull);
  const std::string one = One(made.Number("/data/user/id"));
  const Reply got = Get(one, Secret(lingua_));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.Text("/data"), made.Text("/data/user"));
  EXPECT_EQ(got.Text("/data/name"), "Alice Conti");
  const Person foreign = MakeManaged(other_, "carla");
  EXPECT_EQ(Get(One(foreign.id), Secret(lingua_)).status, 404);
  EXPECT_EQ(Patch(One(foreign.id), Secret(lingua_)).status, 404);
  EXPECT_EQ(Delete(One(foreign.id), Secret(lingua_)).status, 404);
  EXPECT_EQ(Post(One(foreign.id) + "/force-refresh", Secret(lingua_)).status,
            404);
}

TEST_P(ManagedUsersTest, PatchOfTheAddressKeepsTheRest) {
  const Reply made = Make(kFull);
  const std::string one = One(made.Number("/data/user/id"));
  const Reply changed =
      Patch(one, Secret(lingua_),
            R"({"email": "alba@example.org", "locale": "pt-BR"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.Text("/data/email"),
            "alba+" + lingua_.client + "@example.org");
  EXPECT_EQ(changed.Text("/data/username"),
            "alba-" + lingua_.client + "-example-org");
  EXPECT_EQ(changed.Text("/data/locale"), "pt-BR");
  EXPECT_EQ(changed.Text("/data/name"), "Alice Conti");
  EXPECT_EQ(changed.Text("/data/bio"), "Italian");
  // The stored form again is no second mark.
  EXPECT_EQ(Patch(one, Secret(lingua_),
                  R"({"email": "alba+)" + lingua_.client + R"(@example.org"})")
                .Text("/data/email"),
            "alba+" + lingua_.client + "@example.org");
  EXPECT_EQ(Patch(one, Secret(lingua_), R"({"bio": null})").Text("/data/bio"),
            "null");
}

TEST_P(ManagedUsersTest, ForceRefreshEndsWhatWas) {
  const Person alice = MakeManaged(lingua_, "alice");
  const Reply refreshed =
      Post(One(alice.id) + "/force-refresh", Secret(lingua_));
  ASSERT_EQ(refreshed.status, 200);
  EXPECT_EQ(ClaimsOf(refreshed.Text("/data/accessToken")).owner_id, alice.id);
  EXPECT_EQ(ClaimsOf(refreshed.Text("/data/refreshToken")).owner_id, alice.id);
  EXPECT_GT(refreshed.Number("/data/accessTokenExpiresAt"), 0);
  EXPECT_GT(refreshed.Number("/data/refreshTokenExpiresAt"), 0);
  EXPECT_EQ(Post("/v2/oauth/" + lingua_.client + "/refresh", Secret(lingua_),
                 R"({"refreshToken": ")" + alice.refresh_token + "\"}")
                .status,
            400);
  EXPECT_EQ(Get("/v2/me", Bearer(alice.token)).status, 401);
  EXPECT_EQ(Get("/v2/me", Bearer(refreshed.Text("/data/accessToken"))).status,
            200);
}

TEST_P(ManagedUsersTest, DeleteTakesAllThatIsTheirs) {
  SetDefaultEventTypes(true);
  const Reply made = Make(kFull);
  const std::string id = made.Text("/data/user/id");
  const Reply deleted =
      Delete(One(made.Number("/data/user/id")), Secret(lingua_));
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.Text("/data/name"), "Alice Conti");
  EXPECT_EQ(Count("SELECT count(*) FROM event_type WHERE user_id = " + id), 0);
  EXPECT_EQ(Count("SELECT count(*) FROM schedule WHERE user_id = " + id), 0);
  EXPECT_EQ(Get("/v2/me", Bearer(made.Text("/data/accessToken"))).status, 401);
}

TEST_P(ManagedUsersTest, WithoutZoneThereIsNoScheduleAndLondon) {
  const Reply made = Make(R"({"email": "a@b.example", "name": "A"})");
  EXPECT_EQ(made.Text("/data/user/timeZone"), "Europe/London");
  EXPECT_EQ(made.Text("/data/user/defaultScheduleId"), "null");
  EXPECT_EQ(made.Text("/data/user/weekStart"), "Sunday");
  EXPECT_EQ(made.Number("/data/user/timeFormat"), 12);
  EXPECT_EQ(Count("SELECT count(*) FROM schedule"), 0);
}

TEST_P(ManagedUsersTest, WhatDoesNotFitIs400) {
  const auto with = [](const std::string& more) {
    return R"({"email": "a@b.example", "name": "A", )" + more + "}";
  };
  std::string many = R"("metadata": {)";
  for (int i = 0; i < 51; ++i) {
    many += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\": 1";
  }
  for (const std::string& body :
       {with(R"("weekStart": "Caturday")"), with(many + "}"),
        with(R"("metadata": {")" + std::string(41, 'k') + R"(": 1})"),
        with(R"("metadata": {"k": ")" + std::string(501, 'v') + R"("})"),
        with(R"("metadata": {"k": {}})"), with(R"("metadata": {"k": null})"),
        with(R"("metadata": "text")"), with(R"("locale": "tlh")"),
        with(R"("avatarUrl": "no address")"),
        std::string(R"({"email": "no address", "name": "A"})"),
        std::string(R"({"email": "a@b.example"})"), std::string("{"),
        std::string("[]")}) {
    EXPECT_EQ(Make(body).status, 400) << body;
  }
  EXPECT_EQ(Make(with(R"("unknown": 1)")).status, 201);
}

TEST_P(ManagedUsersTest, PatchToAnothersAddressIs409) {
  MakeManaged(lingua_, "alice");
  const Person bruno = MakeManaged(lingua_, "bruno");
  EXPECT_EQ(
      Patch(One(bruno.id), Secret(lingua_), R"({"email": "alice@example.com"})")
          .status,
      409);
  EXPECT_EQ(
      Patch(One(bruno.id), Secret(lingua_), R"({"email": "nobody"})").status,
      400);
}

TEST_P(ManagedUsersTest, PagesGoOnPast250AndAreBounded) {
  const Fields headers = Secret(lingua_);
  EXPECT_EQ(Get(Users(lingua_) + "?limit=250&offset=300", headers).status, 200);
  for (const char* query :
       {"?limit=0", "?limit=251", "?limit=abc", "?offset=-1"}) {
    EXPECT_EQ(Get(Users(lingua_) + query, headers).status, 400) << query;
  }
}

TEST_P(ManagedUsersTest, ScheduleOfAnotherIs404) {
  const Person alice =
      MakeManaged(lingua_, "alice", R"(, "timeZone": "Europe/Rome")");
  const Person bruno = MakeManaged(lingua_, "bruno");
  const std::int64_t schedule =
      Get(One(alice.id), Secret(lingua_)).Number("/data/defaultScheduleId");
  EXPECT_EQ(Patch(One(bruno.id), Secret(lingua_),
                  R"({"defaultScheduleId": )" + std::to_string(schedule) + "}")
                .status,
            404);
}

BOOKABLE_ON_BOTH_STORES(ManagedUsersTest);

}  // namespace
}  // namespace bookable::testing
