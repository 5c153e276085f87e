// The contract's cases of "Conventions and rate limits", on both stores. What
// only sockets show (413, 431, forwarded addresses) is in service_test.py.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "bindings/http/api/routes.h"
#include "bindings/http/domain/api_keys.h"
#include "tests/bindings/http/support/api_test_base.h"

namespace bookable::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class ConventionsTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    http::AddRoutes(narrow_routes_);
    narrow_ = std::make_unique<TestService>(
        *context_, narrow_routes_, *authorizer_,
        http::RateLimits{.ip = 4, .client = 4, .token = 3, .api_key = 3});
  }
  // A key of the owner's with limits of its own.
  std::string KeyWithLimits(const std::string& limits) {
    const auto made = store_->Write(
        [&](store::Transaction& tx) -> absl::StatusOr<domain::NewApiKey> {
          const auto parsed = domain::ParseKeyLimits(limits);
          if (!parsed.ok()) return parsed.status();
          return domain::MakeApiKey(tx, settings_.api_key_prefix, lingua_.owner,
                                    {.limits = *parsed});
        });
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->key : "";
  }

  struct Standing {
    int status = 0;
    std::string limit{};
    std::string remaining{};
    std::int64_t reset_s = 0;
  };
  // GET /me where limits are narrow; how the limit of that name stands.
  Standing Me(const std::string& bearer, const std::string& name = "Default") {
    last_ = narrow_->Send({.target = "/v2/me", .headers = Bearer(bearer)});
    const auto header = [&](const std::string& what) {
      const std::string wanted = "X-RateLimit-" + what + "-" + name;
      for (const auto& [key, value] : last_.headers) {
        if (key == wanted) return value;
      }
      return std::string();
    };
    const std::string reset = header("Reset");
    return {last_.status, header("Limit"), header("Remaining"),
            reset.empty() ? -1 : std::stoll(reset)};
  }
  // Three times, one more, and again after the block.
  void SpendAndWait(const std::string& bearer, const std::string& name,
                    std::chrono::seconds block) {
    for (const char* left : {"2", "1", "0"}) {
      const Standing standing = Me(bearer, name);
      EXPECT_EQ(standing.status, 200);
      EXPECT_EQ(standing.limit, "3");
      EXPECT_EQ(standing.remaining, left);
      EXPECT_GT(standing.reset_s, 0);
    }
    const Standing refused = Me(bearer, name);
    EXPECT_EQ(refused.status, 429);
    EXPECT_THAT(last_.body, HasSubstr("ThrottlerException"));
    EXPECT_EQ(refused.remaining, "0");
    EXPECT_GE(refused.reset_s, block.count() - 1);
    EXPECT_LE(refused.reset_s, block.count());
    narrow_->Advance(block);
    const Standing again = Me(bearer, name);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.remaining, "2");
  }

  http::RouteTable narrow_routes_{};
  std::unique_ptr<TestService> narrow_{};
  http::Response last_{};
};

TEST_P(ConventionsTest, AKeyCountsDownIsRefusedAndComesBackAfterTheBlock) {
  SpendAndWait(lingua_.owner_key, "Default", std::chrono::seconds{60});
}

TEST_P(ConventionsTest, AKeysCustomLimitHasItsName) {
  const std::string key = KeyWithLimits("x=3/30/45");
  SpendAndWait(key, "X", std::chrono::seconds{45});
  EXPECT_EQ(Me(key).limit, "");  // and the default none
}

TEST_P(ConventionsTest, AShortLimitSpentALongOneNotIs200) {
  const std::string key = KeyWithLimits("short=1/10,long=4/600");
  EXPECT_EQ(Me(key, "Short").remaining, "0");
  for (const char* left : {"2", "1", "0"}) {
    const Standing standing = Me(key, "Long");
    EXPECT_EQ(standing.status, 200);
    EXPECT_EQ(standing.remaining, left);
    EXPECT_EQ(Me("nonsense", "Short").status, 401);
  }
  EXPECT_EQ(Me(key, "Long").status, 429);
  narrow_->Advance(std::chrono::seconds{10});
  EXPECT_EQ(Me(key, "Short").status, 200);
}

TEST_P(ConventionsTest, ATokenHasTheSameCycle) {
  const Person alice = MakeManaged(lingua_, "alice");
  SpendAndWait(alice.token, "Default", std::chrono::seconds{60});
  // Another's is counted by itself.
  EXPECT_EQ(Me(MakeManaged(lingua_, "bob").token).remaining, "2");
}

TEST_P(ConventionsTest, RandomTokensGetNoFreshBuckets) {
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Me("random" + std::to_string(i)).status, 401);
  }
  EXPECT_EQ(Me("random4").status, 429);
  EXPECT_EQ(Me(lingua_.owner_key).status, 200);
}

TEST_P(ConventionsTest, NobodyDrainsAnothersClient) {
  for (int i = 0; i < 10; ++i) {
    narrow_->Send({.target = "/v2/me",
                   .headers = {{"x-cal-client-id", lingua_.client},
                               {"x-cal-secret-key", "guess"}}});
  }
  EXPECT_EQ(
      narrow_->Send({.target = Users(lingua_), .headers = Secret(lingua_)})
          .status,
      200);
}

TEST_P(ConventionsTest, AnOldBodyToTheNewEventTypeRouteIs400) {
  Fields headers = Owner();
  headers.emplace_back("cal-api-version", "2024-06-14");
  const Reply reply =
      Post("/v2/event-types", headers,
           R"({"title": "Lesson", "slug": "lesson", "length": 60})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(json::serialize(reply.body), HasSubstr("lengthInMinutes"));
}

TEST_P(ConventionsTest, AnUnknownVersionIsTheOldest) {
  for (const char* path : {"/v2/schedules", "/v2/event-types", "/v2/me"}) {
    const auto get = [&](const char* version) {
      Fields headers = Owner();
      if (version != nullptr) headers.emplace_back("cal-api-version", version);
      Reply reply = Get(path, headers);
      if (reply.body.as_object().contains("timestamp")) {
        reply.body.as_object().erase("timestamp");
      }
      return std::to_string(reply.status) + json::serialize(reply.body);
    };
    EXPECT_EQ(get("tomorrow"), get("2024-04-15")) << path;
    EXPECT_EQ(get(nullptr), get("2024-04-15")) << path;
  }
}

TEST_P(ConventionsTest, SchedulesOfANewerVersionAreTheNewestBefore) {
  const Person alice =
      MakeManaged(lingua_, "alice", R"(, "timeZone": "Europe/Rome")");
  const auto get = [&](const char* version) {
    Fields headers = Bearer(alice.token);
    headers.emplace_back("cal-api-version", version);
    const Reply reply = Get("/v2/schedules", headers);
    EXPECT_EQ(reply.status, 200) << version;
    EXPECT_EQ(reply.Count(), 1u) << version;
    return reply.Text("/data");
  };
  const std::string newest = get("2024-06-14");
  EXPECT_EQ(get("2024-08-13"), newest);
  EXPECT_EQ(get("2024-09-04"), newest);
  EXPECT_NE(get("2024-04-15"), newest);
}

TEST_P(ConventionsTest, AnUnknownRouteIs404InTheEnvelope) {
  const Reply reply = Get("/v2/nothing?a=b", Owner());
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.Text("/path"), "/v2/nothing?a=b");
  EXPECT_EQ(reply.Text("/timestamp").substr(0, 10), "2030-01-07");
  EXPECT_EQ(Send("PUT", "/v2/me", Owner()).status, 404);
}

TEST_P(ConventionsTest, EveryAnswerHasAnIdThatBrowsersMayRead) {
  std::set<std::string> ids;
  for (const Reply& reply :
       {Get("/v2/me", Owner()), Get("/v2/me"), Get("/v2/nothing"),
        Send("OPTIONS", "/v2/me"), Get("/v2/me", Owner())}) {
    const std::string id = reply.Header("X-Request-Id");
    EXPECT_THAT(id, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-"
                                 "[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_TRUE(ids.insert(id).second);
    EXPECT_THAT(reply.Header("Access-Control-Expose-Headers"),
                HasSubstr("X-Request-Id"));
    EXPECT_EQ(reply.Header("Access-Control-Allow-Origin"), "*");
  }
}

TEST_P(ConventionsTest, APreflightFromAnyOriginIs204) {
  const Reply reply = Send("OPTIONS", "/v2/bookings",
                           {{"Origin", "https://anyone.example"},
                            {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.Header("Access-Control-Max-Age"), "86400");
  EXPECT_EQ(reply.Header("Access-Control-Allow-Methods"),
            "GET, PATCH, DELETE, HEAD, POST, PUT, OPTIONS");
  for (const char* name :
       {"x-cal-client-id", "x-cal-secret-key", "x-cal-platform-embed",
        "cal-api-version", "Accept", "Authorization", "Content-Type", "Origin",
        "Idempotency-Key"}) {
    EXPECT_THAT(reply.Header("Access-Control-Allow-Headers"), HasSubstr(name));
  }
}

TEST_P(ConventionsTest, AnUnknownPropertyIsIgnoredAndNotStored) {
  const Person alice = MakeManaged(lingua_, "alice", R"(, "zafferano": "x")");
  const Reply patched = Patch("/v2/me", Bearer(alice.token),
                              R"({"zafferano": {"a": 1}, "locale": "it"})");
  EXPECT_EQ(patched.status, 200);
  EXPECT_THAT(json::serialize(patched.body), Not(HasSubstr("zafferano")));
  EXPECT_EQ(Count("SELECT count(*) FROM app_user WHERE profile LIKE "
                  "'%zafferano%' OR metadata LIKE '%zafferano%'"),
            0);
}

TEST_P(ConventionsTest, PagesThatAreNoneAre400) {
  const std::string organization =
      "/v2/organizations/" + std::to_string(lingua_.organization);
  for (const char* list : {"/teams", "/memberships", "/users"}) {
    for (const char* page :
         {"take=0", "take=abc", "skip=-1", "take=1001", "take=", "skip=1.5"}) {
      EXPECT_EQ(Get(organization + list + "?" + page, Owner()).status, 400)
          << list << page;
    }
  }
  EXPECT_EQ(Get(organization + "/teams?take=251", Owner()).status, 400);
  EXPECT_EQ(Get(organization + "/teams?take=250&skip=0", Owner()).status, 200);
  EXPECT_EQ(Get(organization + "/users?take=1000", Owner()).status, 200);
}

TEST_P(ConventionsTest, ListsComeInThreeForms) {
  MakeManaged(lingua_, "alice");
  MakeManaged(lingua_, "bob");
  MakeManaged(lingua_, "carla");
  const std::string a = "alice@example.com";
  const std::string b = "bob@example.com";
  for (const std::string& query :
       {"emails=" + a + "," + b, "emails=" + a + "&emails=" + b,
        "emails[]=" + a + "&emails[]=" + b,
        "emails%5B%5D=" + a + "&emails%5B%5D=" + b}) {
    const Reply reply = Get(Users(lingua_) + "?" + query, Secret(lingua_));
    EXPECT_EQ(reply.Count(), 2u) << query;
  }
}

TEST_P(ConventionsTest, DeepJsonIs400AndOtherMediaTypes415) {
  const std::string deep =
      R"({"metadata": )" + std::string(65, '[') + std::string(65, ']') + "}";
  const Reply reply = Patch("/v2/me", Owner(), deep);
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.message(), HasSubstr("64 levels"));
  Fields plain = Owner();
  plain.emplace_back("Content-Type", "text/plain");
  EXPECT_EQ(Patch("/v2/me", plain).status, 415);
}

TEST_P(ConventionsTest, OneRouteHasThreeSpellings) {
  for (const char* path : {"/v2/me", "/api/v2/me", "/v2/ee/me"}) {
    EXPECT_EQ(Get(path, Owner()).status, 200) << path;
  }
}

BOOKABLE_ON_BOTH_STORES(ConventionsTest);

}  // namespace
}  // namespace bookable::testing
