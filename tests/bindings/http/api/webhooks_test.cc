// The contract's cases of webhooks (accounts-cases, "Webhooks"; 174 and 175 of
// scheduling-cases), less their delivery (server/webhooks_test.py).
#include "bindings/http/api/scheduling_routes.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

std::string Hook(const std::string& url, const std::string& more = "") {
  return R"({"active": true, "triggers": ["BOOKING_CREATED"],
             "subscriberUrl": ")" +
         url + "\"" + more + "}";
}

constexpr const char* kUrl = "https://a.example/hook";
constexpr const char* kUser = "/v2/webhooks";

class WebhooksTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    http::AddSchedulingRoutes(routes_);
    alice_ = MakeMember(lingua_.organization, "alice");
    bruno_ = MakeMember(lingua_.organization, "bruno");
  }
  Fields As(const Person& person) const { return Bearer(person.key); }
  std::string MakeType(const Person& person, const std::string& slug) {
    Fields headers = As(person);
    headers.emplace_back("cal-api-version", "2024-06-14");
    const Reply made = Post("/v2/event-types", headers,
                            R"({"title": "Lesson", "lengthInMinutes": 30,
                                "slug": ")" +
                                slug + "\"}");
    EXPECT_EQ(made.status, 201) << made.message();
    return "/v2/event-types/" + std::to_string(made.Number("/data/id")) +
           "/webhooks";
  }
  std::string Make(const std::string& path, const Fields& headers,
                   const std::string& url = kUrl) {
    const Reply made = Post(path, headers, Hook(url));
    EXPECT_EQ(made.status, 201) << made.message();
    return made.Text("/data/id");
  }

  Person alice_{};
  Person bruno_{};
};

// --- user --------------------------------------------------------------------

TEST_P(WebhooksTest, Case174UserPostEchoesWithIdAndTheSameUrlAgainIs409) {
  const Reply made =
      Post(kUser, As(alice_),
           Hook(kUrl, R"(, "payloadTemplate": "{\"t\": \"{{title}}\"}")"));
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("/data/id").size(), 36u);
  EXPECT_EQ(made.Text("/data/subscriberUrl"), kUrl);
  EXPECT_TRUE(made.Flag("/data/active"));
  EXPECT_EQ(made.Text("/data/triggers"), R"(["BOOKING_CREATED"])");
  EXPECT_EQ(made.Text("/data/payloadTemplate"), R"({"t": "{{title}}"})");
  EXPECT_EQ(made.Number("/data/userId"), alice_.id);
  EXPECT_EQ(Post(kUser, As(alice_), Hook(kUrl)).status, 409);
  EXPECT_EQ(Post(kUser, As(bruno_), Hook(kUrl)).status, 201);
}

TEST_P(WebhooksTest, Case174UserPatchGetListAndDelete) {
  const std::string id = Make(kUser, As(alice_));
  Make(kUser, As(alice_), "https://b.example/");
  const std::string one = std::string(kUser) + "/" + id;
  const Reply off = Patch(one, As(alice_), R"({"active": false})");
  EXPECT_EQ(off.status, 200);
  EXPECT_FALSE(off.Flag("/data/active"));
  EXPECT_EQ(off.Text("/data/subscriberUrl"), kUrl);
  EXPECT_EQ(Patch(one, As(alice_), R"({"subscriberUrl":
      "https://b.example/"})")
                .status,
            409);
  const Reply got = Get(one, As(alice_));
  EXPECT_EQ(got.status, 200);
  EXPECT_FALSE(got.Flag("/data/active"));
  EXPECT_EQ(Get(kUser, As(alice_)).Count(), 2u);
  EXPECT_EQ(Get(std::string(kUser) + "?take=1&skip=1", As(alice_))
                .Text("/data/0/subscriberUrl"),
            "https://b.example/");
  EXPECT_EQ(Get(kUser, As(bruno_)).Count(), 0u);
  EXPECT_EQ(Delete(one, As(alice_)).status, 200);
  EXPECT_EQ(Get(one, As(alice_)).status, 404);
}

TEST_P(WebhooksTest, Case174UserUnknownIs404AndForeign403) {
  const std::string id = Make(kUser, As(alice_));
  const std::string one = std::string(kUser) + "/" + id;
  const std::string none = std::string(kUser) + "/unknown";
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    EXPECT_EQ(Send(method, none, As(alice_), "{}").status, 404) << method;
    EXPECT_EQ(Send(method, one, As(bruno_), "{}").status, 403) << method;
    EXPECT_EQ(Send(method, one, {}, "{}").status, 401) << method;
  }
}

TEST_P(WebhooksTest, OnlyThePostShowsTheSecret) {
  const Reply made =
      Post(kUser, As(alice_), Hook(kUrl, R"(, "secret": "hush")"));
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.Text("/data/secret"), "hush");
  const std::string one = std::string(kUser) + "/" + made.Text("/data/id");
  for (const Reply& reply :
       {Get(one, As(alice_)), Patch(one, As(alice_), R"({"active": true})")}) {
    EXPECT_FALSE(reply.Has("/data/secret"));
    EXPECT_TRUE(reply.Flag("/data/hasSecret"));
  }
  EXPECT_FALSE(Get(kUser, As(alice_)).Has("/data/0/secret"));
  EXPECT_FALSE(
      Patch(one, As(alice_), R"({"secret": null})").Flag("/data/hasSecret"));
  EXPECT_TRUE(
      Patch(one, As(alice_), R"({"secret": "other"})").Flag("/data/hasSecret"));
  EXPECT_TRUE(Delete(one, As(alice_)).Flag("/data/hasSecret"));
}

TEST_P(WebhooksTest, WhatIsMissingOrOfNoFormIs400) {
  for (const char* body :
       {R"({"active": true, "triggers": []})",
        R"({"subscriberUrl": "https://a.example/", "triggers": []})",
        R"({"active": true, "subscriberUrl": "https://a.example/"})",
        R"({"active": true, "triggers": ["BOOKING_EATEN"],
            "subscriberUrl": "https://a.example/"})",
        R"({"active": "yes", "triggers": [],
            "subscriberUrl": "https://a.example/"})",
        R"({"active": true, "triggers": [],
            "subscriberUrl": "ftp://a.example/"})",
        R"({"active": true, "triggers": [], "subscriberUrl": "a"})",
        R"({"active": true, "triggers": [],
            "subscriberUrl": "https://a.example/",
            "payloadTemplate": "{{#each attendees}}"})"}) {
    EXPECT_EQ(Post(kUser, As(alice_), body).status, 400) << body;
  }
  EXPECT_EQ(Get(kUser, As(alice_)).Count(), 0u);
}

TEST_P(WebhooksTest, APrivateAddressIs400UnlessTheOperatorAllowsIt) {
  const std::string body = Hook("http://127.0.0.1:9/hook");
  EXPECT_EQ(Post(kUser, As(alice_), body).status, 400);
  const std::string one = std::string(kUser) + "/" + Make(kUser, As(alice_));
  const char* patch = R"({"subscriberUrl": "http://[::1]/"})";
  EXPECT_EQ(Patch(one, As(alice_), patch).status, 400);
  settings_.allow_private_webhooks = true;
  EXPECT_EQ(Post(kUser, As(alice_), body).status, 201);
  EXPECT_EQ(Patch(one, As(alice_), patch).status, 200);
}

TEST_P(WebhooksTest, ATriggerGivenTwiceIsThereOnce) {
  const Reply made =
      Post(kUser, As(alice_),
           R"({"active": true, "subscriberUrl": "https://a.example/",
               "triggers": ["BOOKING_PAID", "MEETING_ENDED", "BOOKING_PAID"]})");
  EXPECT_EQ(made.Text("/data/triggers"), R"(["BOOKING_PAID","MEETING_ENDED"])");
}

TEST_P(WebhooksTest, AManagedUserHasThemByToken) {
  const Person marco = MakeManaged(lingua_, "marco");
  const std::string id = Make(kUser, Bearer(marco.token));
  EXPECT_EQ(Get(std::string(kUser) + "/" + id, Bearer(marco.token)).status,
            200);
}

// --- event type --------------------------------------------------------------

TEST_P(WebhooksTest, Case175EventTypeHasTwoListsAndDeletesThem) {
  const std::string path = MakeType(alice_, "lesson");
  const std::string id = Make(path, As(alice_));
  Make(path, As(alice_), "https://b.example/");
  EXPECT_EQ(Post(path, As(alice_), Hook(kUrl)).status, 409);
  const Reply list = Get(path, As(alice_));
  EXPECT_EQ(list.Count(), 2u);
  EXPECT_EQ("/v2/event-types/" +
                std::to_string(list.Number("/data/0/eventTypeId")) +
                "/webhooks",
            path);
  EXPECT_EQ(Delete(path + "/" + id, As(alice_)).status, 200);
  EXPECT_EQ(Get(path + "/" + id, As(alice_)).status, 404);
  Make(path, As(alice_));
  const Reply all = Delete(path, As(alice_));
  EXPECT_EQ(all.status, 200);
  EXPECT_EQ(all.Text("/data"), "2 webhooks deleted");
  EXPECT_EQ(Get(path, As(alice_)).Count(), 0u);
}

TEST_P(WebhooksTest, Case175AForeignEventTypeIs403AndAnUnknown404) {
  const std::string path = MakeType(alice_, "lesson");
  const std::string one = path + "/" + Make(path, As(alice_));
  EXPECT_EQ(Post(path, As(bruno_), Hook(kUrl)).status, 403);
  EXPECT_EQ(Get(path, As(bruno_)).status, 403);
  EXPECT_EQ(Delete(path, As(bruno_)).status, 403);
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    EXPECT_EQ(Send(method, one, As(bruno_), "{}").status, 403) << method;
    EXPECT_EQ(Send(method, path + "/unknown", As(alice_), "{}").status, 404);
  }
  EXPECT_EQ(Get("/v2/event-types/999999/webhooks", As(alice_)).status, 404);
}

TEST_P(WebhooksTest, Case175AHookOfAnotherScopeIs400OfAnotherEventType403) {
  const std::string path = MakeType(alice_, "lesson");
  const std::string of_user = Make(kUser, As(alice_));
  const std::string of_other = Make(MakeType(alice_, "another"), As(alice_));
  for (const char* method : {"GET", "PATCH", "DELETE"}) {
    EXPECT_EQ(Send(method, path + "/" + of_user, As(alice_), "{}").status, 400);
    EXPECT_EQ(Send(method, path + "/" + of_other, As(alice_), "{}").status,
              403);
  }
}

TEST_P(WebhooksTest, AnEventTypeOfATeamIsItsAdmins) {
  const std::string org =
      "/v2/organizations/" + std::to_string(lingua_.organization);
  const std::string team =
      Post(org + "/teams", Owner(), R"({"name": "Team"})").Text("/data/id");
  const Reply type =
      Post(org + "/teams/" + team + "/event-types", Owner(),
           R"({"title": "Lesson", "lengthInMinutes": 60, "slug": "team",
          "schedulingType": "collective", "hosts": [{"userId": )" +
               std::to_string(lingua_.owner) + "}]}");
  ASSERT_EQ(type.status, 201) << type.message();
  const std::string path = "/v2/event-types/" +
                           std::to_string(type.Number("/data/id")) +
                           "/webhooks";
  EXPECT_EQ(Post(path, Owner(), Hook(kUrl)).status, 201);
  EXPECT_EQ(Post(path, As(alice_), Hook(kUrl)).status, 403);
}

// --- OAuth client ------------------------------------------------------------

TEST_P(WebhooksTest, AClientsSecretOrItsOrganisationsAdminHasThem) {
  const std::string path = "/v2/oauth-clients/" + lingua_.client + "/webhooks";
  const Reply made = Post(path, Secret(lingua_), Hook(kUrl));
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Text("/data/oAuthClientId"), lingua_.client);
  const std::string one = path + "/" + made.Text("/data/id");
  EXPECT_EQ(Get(one, Owner()).status, 200);
  EXPECT_EQ(Patch(one, Owner(), R"({"active": false})").status, 200);
  // A member may read.
  EXPECT_EQ(Get(path, As(alice_)).Count(), 1u);
  EXPECT_EQ(Post(path, As(alice_), Hook("https://b.example/")).status, 403);
  const Person marco = MakeManaged(lingua_, "marco");
  EXPECT_EQ(Get(path, Bearer(marco.token)).status, 403);
  EXPECT_EQ(Post(path, Bearer(marco.token), Hook(kUrl)).status, 403);
  const Reply all = Delete(path, Secret(lingua_));
  EXPECT_EQ(all.Text("/data"), "1 webhooks deleted");
}

TEST_P(WebhooksTest, AnotherTenantsClientIsNotThere) {
  const std::string path = "/v2/oauth-clients/" + lingua_.client + "/webhooks";
  const std::string one = path + "/" + Make(path, Secret(lingua_));
  EXPECT_EQ(Get(path, Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Get(one, Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Delete(one, Bearer(other_.owner_key)).status, 403);
  EXPECT_EQ(Post(path, Secret(other_), Hook(kUrl)).status, 403);
  const std::string theirs = "/v2/oauth-clients/" + other_.client + "/webhooks";
  const std::string id = one.substr(one.rfind('/'));
  EXPECT_EQ(Get(theirs + id, Secret(other_)).status, 403);
  EXPECT_EQ(Delete(theirs, Secret(other_)).Text("/data"), "0 webhooks deleted");
  EXPECT_EQ(Get(path, Secret(lingua_)).Count(), 1u);
}

// --- organisation ------------------------------------------------------------

TEST_P(WebhooksTest, OrganisationsHaveThemByTheirAdmins) {
  const std::string path =
      "/v2/organizations/" + std::to_string(lingua_.organization) + "/webhooks";
  const Reply made = Post(path, Owner(), Hook(kUrl));
  ASSERT_EQ(made.status, 201) << made.message();
  EXPECT_EQ(made.Number("/data/teamId"), lingua_.organization);
  EXPECT_EQ(Post(path, Owner(), Hook(kUrl)).status, 409);
  const std::string one = path + "/" + made.Text("/data/id");
  EXPECT_EQ(Patch(one, Owner(), R"({"triggers": ["MEETING_STARTED"]})")
                .Text("/data/triggers"),
            R"(["MEETING_STARTED"])");
  EXPECT_EQ(Get(one, Owner()).status, 200);
  EXPECT_EQ(Get(path, Owner()).Count(), 1u);
  EXPECT_EQ(Get(path + "/unknown", Owner()).status, 404);
  EXPECT_EQ(Get(path, As(alice_)).status, 403);
  const std::string theirs =
      "/v2/organizations/" + std::to_string(other_.organization) + "/webhooks";
  const std::string foreign = Make(theirs, Bearer(other_.owner_key));
  EXPECT_EQ(Get(path + "/" + foreign, Owner()).status, 403);
  EXPECT_EQ(Get(theirs + "/" + foreign, Owner()).status, 403);
  EXPECT_EQ(Delete(one, Owner()).status, 200);
}

BOOKABLE_ON_BOTH_STORES(WebhooksTest);

}  // namespace
}  // namespace bookable::testing
