// Every route of the service, asked in every wrong way on both stores. Each
// time ApiTest::Send sees to the envelope, and that it is no 500; here, that
// the status is right, that nothing of others is told, and that nothing is
// lost.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "bindings/http/api/account_authorizer.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/sign_in.h"
#include "tests/bindings/http/support/api_test_base.h"
#include "tests/bindings/http/support/request_of_chance.h"

namespace bookable::testing {
namespace {

namespace json = boost::json;
using http::CallerKind;
using http::Credentials;
using http::Method;
using http::Route;
using http::Tenant;
using ::testing::AnyOf;
using ::testing::Not;

// In all that is Lingua's own, and nowhere else.
constexpr const char* kMark = "zafferano";

bool IsPublic(const Route& route) {
  return route.access->credentials == Credentials::kIgnored;
}

class AllRoutesTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    if (store_ == nullptr) return;
    const std::string mark = kMark;
    alice_ = MakeManaged(lingua_, mark, R"(, "timeZone": "Europe/Rome")");
    const Person bob = MakeManaged(lingua_, "bob" + mark);
    const std::string organization =
        "/v2/organizations/" + std::to_string(lingua_.organization);
    const std::string team =
        Post(organization + "/teams", Owner(), R"({"name": ")" + mark + "\"}")
            .Text("/data/id");
    const auto as_alice = [&](const std::string& version) {
      Fields headers = Bearer(alice_.token);
      headers.emplace_back("cal-api-version", version);
      return headers;
    };
    const std::string membership =
        Post(organization + "/teams/" + team + "/memberships", Owner(),
             R"({"userId": )" + std::to_string(bob.id) +
                 R"(, "accepted": true})")
            .Text("/data/id");
    const std::string type =
        Post("/v2/event-types", as_alice("2024-06-14"),
             R"({"title": ")" + mark + R"(", "slug": "lesson",
                 "lengthInMinutes": 30})")
            .Text("/data/id");
    const std::string schedule =
        Get("/v2/schedules/default", as_alice("2024-06-11")).Text("/data/id");
    const std::string booking =
        Post("/v2/bookings", as_alice("2024-08-13"),
             R"({"eventTypeId": )" + type +
                 R"(, "start": "2030-01-08T10:00:00Z", "attendee":
                 {"name": ")" +
                 mark + R"(", "email": ")" + mark +
                 R"(@example.com", "timeZone": "Europe/Rome"}})")
            .Text("/data/uid");
    const std::string absence =
        Post(organization + "/users/" + std::to_string(alice_.id) + "/ooo",
             Owner(),
             R"({"start": "2030-02-01T00:00:00.000Z",
                          "end": "2030-02-02T00:00:00.000Z", "notes": ")" +
                 mark + "\"}")
            .Text("/data/id");
    things_ = {{"clientId", lingua_.client},
               {"orgId", std::to_string(lingua_.organization)},
               {"teamId", team},
               {"userId", std::to_string(alice_.id)},
               {"membershipId", membership},
               {"eventTypeId", type},
               {"scheduleId", schedule},
               {"uid", booking},
               {"bookingUid", booking},
               {"oooId", absence},
               {"username", mark}};
    for (const auto& [name, value] : things_) {
      ASSERT_NE(value, "null") << name;
    }
    Session();  // sets a password, before anyone looks at the rows
  }

  static Fields With(Fields headers, std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return headers;
  }

  // A request of the route's version, to its path with Lingua's things.
  Reply Ask(const Route& route, Fields headers, std::string_view body = "{}",
            std::string path = "") {
    headers.emplace_back("cal-api-version",
                         std::string(http::ApiVersionName(route.since)));
    return Send(http::MethodName(route.method),
                path.empty() ? PathOf(route, things_) : path, headers, body);
  }

  // Someone of Lingua whom the route lets in.
  Fields Welcome(const Route& route) {
    if (IsPublic(route)) return Bearer("code");
    const http::CallerKinds kinds = route.access->kinds;
    if (kinds.Contains(CallerKind::kApiKey)) return Owner();
    if (kinds.Contains(CallerKind::kOauthClient)) return Secret(lingua_);
    if (kinds.Contains(CallerKind::kAccessToken)) return Bearer(alice_.token);
    return Session();
  }

  // The owner at the settings page.
  Fields Session() {
    if (session_.empty()) {
      EXPECT_TRUE(store_
                      ->Write([&](store::Transaction& tx) {
                        return domain::SetPassword(tx, lingua_.owner,
                                                   "correct horse");
                      })
                      .ok());
      const Reply in = Post("/v2/session", {},
                            R"({"email": "owner@lingua.example",
                                "password": "correct horse"})");
      EXPECT_EQ(in.status, 201);
      const std::string cookie = in.Header("Set-Cookie");
      session_ = {{"Cookie", cookie.substr(0, cookie.find(';'))},
                  {http::kCsrfHeader, in.Text("/data/csrfToken")}};
    }
    return session_;
  }

  // Every row there is, but for what changes by being asked for, and of
  // `others` who may change what is theirs.
  std::multiset<std::string> Rows(
      const std::vector<std::int64_t>& others = {}) {
    std::multiset<std::string> rows;
    std::string but = "0";
    for (const std::int64_t id : others) but += "," + std::to_string(id);
    const std::map<std::string, std::string> tables = {
        {"api_key", ""},
        {"api_key_limit", ""},
        {"attendee", ""},
        {"authorization_code", ""},
        {"access_token", ""},
        {"app_user", "WHERE id NOT IN (" + but + ")"},
        {"booking", ""},
        {"booking_reference", ""},
        {"claim", ""},
        {"event_type", ""},
        {"event_type_host", ""},
        {"hold", ""},
        {"membership", ""},
        {"oauth_client", ""},
        {"out_of_office", ""},
        {"outbox", ""},
        {"refresh_token", ""},
        {"schedule", "WHERE user_id NOT IN (" + but + ")"},
        {"session", ""},
        {"session_host", ""},
        {"team", ""},
        {"token_family", ""},
        {"verified_email", ""},
        {"webhook", ""}};
    const auto read = store_->Read([&](store::Transaction& tx) -> absl::Status {
      for (const auto& [table, where] : tables) {
        // When a key was used last is no loss.
        const std::string columns =
            table == "api_key" ? "id, user_id, key_hash, expires_ms" : "*";
        const store::Rows found =
            tx.Run("SELECT " + columns + " FROM " + table + " " + where);
        for (const store::Row& row : found) {
          rows.insert(table + " " + TextOf(row));
        }
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return rows;
  }
  static std::string TextOf(const store::Row& row) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].integer() != nullptr) {
        text += std::to_string(*row[i].integer());
      } else if (row[i].text() != nullptr) {
        text += *row[i].text();
      }
      text += '|';
    }
    return text;
  }

  static bool AreAllIn(const std::multiset<std::string>& some,
                       const std::multiset<std::string>& all) {
    for (const std::string& row : some) {
      if (!all.contains(row)) {
        ADD_FAILURE() << "lost or changed: " << row;
        return false;
      }
    }
    return true;
  }

  // Nothing lost, nothing changed, nothing made.
  void ExpectUnchanged(const std::multiset<std::string>& before) {
    const std::multiset<std::string> after = Rows();
    EXPECT_TRUE(AreAllIn(before, after));
    EXPECT_EQ(after.size(), before.size());
  }

  Person alice_{};
  Things things_{};
  Fields session_{};
};

TEST_P(AllRoutesTest, DeclareWhoMayAndMakeNoMistakes) {
  EXPECT_EQ(routes_.Mistakes(), std::vector<std::string>());
  EXPECT_GE(routes_.routes().size(), 100u);
  for (const auto& route : routes_.routes()) {
    ASSERT_TRUE(route->access.has_value()) << route->id;
    if (IsPublic(*route)) continue;
    // A path that names a tenant is asked whose it is.
    const bool names_organization =
        route->path.find("{orgId") != std::string::npos;
    const bool names_team = route->path.find("{teamId") != std::string::npos;
    if (names_organization || names_team) {
      EXPECT_TRUE(route->access->tenant == Tenant::kOrganization ||
                  route->access->tenant == Tenant::kTeam ||
                  route->access->credentials == Credentials::kOptional)
          << route->id;
      EXPECT_TRUE(route->access->role != http::Role::kNone ||
                  route->access->credentials == Credentials::kOptional)
          << route->id;
    }
    if (route->path.find("/oauth-clients/{clientId}") != std::string::npos) {
      EXPECT_EQ(route->access->tenant, Tenant::kClient) << route->id;
      EXPECT_NE(route->access->role, http::Role::kNone) << route->id;
    }
  }
}

TEST_P(AllRoutesTest, WithoutCredentials) {
  const auto before = Rows();
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route)) continue;
    Things things = things_;
    if (route->access->credentials == Credentials::kOptional) {
      // Who knows a booking's uid may do much with it.
      things.erase("uid");
      things.erase("bookingUid");
      Ask(*route, {}, "{}", PathOf(*route, things));
    } else {
      EXPECT_EQ(Ask(*route, {}).status, 401) << route->id;
    }
  }
  ExpectUnchanged(before);
}

TEST_P(AllRoutesTest, WithBadCredentials) {
  const auto before = Rows();
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route)) continue;
    for (const Fields& headers : {Bearer("nonsense"), Bearer("cal_nonsense"),
                                  Bearer(alice_.refresh_token),
                                  Fields{{"Authorization", "Basic bm9ib2R5"}},
                                  Fields{{"x-cal-secret-key", "nonsense"},
                                         {"x-cal-client-id", lingua_.client}},
                                  Fields{{"Cookie", "bookable_session=x"}}}) {
      const Reply reply = Ask(*route, headers);
      EXPECT_EQ(reply.status, 401) << route->id << " " << headers[0].first;
    }
  }
  ExpectUnchanged(before);
}

TEST_P(AllRoutesTest, WithAnotherTenantsCredentials) {
  const Person carla = MakeManaged(other_, "carla", R"(, "timeZone": "UTC")");
  const std::vector<std::int64_t> others = {carla.id, other_.owner};
  const auto before = Rows(others);
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route)) continue;
    // What anyone may do who knows of it says nothing here.
    if (route->access->credentials == Credentials::kOptional) continue;
    // Is about the caller's own key, which then is gone.
    if (route->id == "refreshApiKey") continue;
    // Says of any key that it is one; whose, of tokens: provider_test.cc.
    if (route->id == "checkAccessToken") continue;
    const bool names_tenant = route->access->tenant == Tenant::kClient ||
                              route->access->tenant == Tenant::kOrganization ||
                              route->access->tenant == Tenant::kTeam;
    for (const Fields& headers :
         {Bearer(carla.token), Secret(other_), Bearer(other_.owner_key)}) {
      const Reply reply = Ask(*route, headers);
      if (names_tenant) {
        EXPECT_THAT(reply.status, AnyOf(401, 403, 404)) << route->id;
      } else if (route->path.find('{') != std::string::npos) {
        EXPECT_THAT(reply.status, AnyOf(400, 401, 403, 404)) << route->id;
      }
      EXPECT_EQ(json::serialize(reply.body).find(kMark), std::string::npos)
          << route->id;
    }
  }
  EXPECT_TRUE(AreAllIn(before, Rows(others)));
}

// Their own paths, with ids of Lingua's in the query and in the body.
TEST_P(AllRoutesTest, WithAnotherTenantsIdsInQueryAndBody) {
  const Person carla = MakeManaged(other_, "carla", R"(, "timeZone": "UTC")");
  const Things theirs = {{"clientId", other_.client},
                         {"orgId", std::to_string(other_.organization)},
                         {"userId", std::to_string(carla.id)},
                         {"username", "carla"}};
  std::multiset<std::string> before = Rows();
  // What of their own they delete is theirs.
  std::erase_if(before, [](const std::string& row) {
    return row.find(kMark) == std::string::npos;
  });
  EXPECT_GE(before.size(), 5u);
  std::size_t asked = 0;
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route) || route->id == "refreshApiKey") continue;
    if (route->access->credentials == Credentials::kOptional) continue;
    std::string path = PathOf(*route, theirs);
    for (const http::Parameter& parameter : route->query) {
      const auto thing =
          things_.find(parameter.name == "teamIds" ? "teamId" : parameter.name);
      if (thing == things_.end()) continue;
      path += path.find('?') == std::string::npos ? '?' : '&';
      path += parameter.name + "=" + thing->second;
      ++asked;
    }
    json::object body = {{"name", "N"}, {"title", "T"}, {"slug", "s"}};
    for (const auto& [name, schema] : PropertiesOf(routes_, *route)) {
      const auto thing = things_.find(name == "defaultScheduleId" ? "scheduleId"
                                      : name == "toUserId"        ? "userId"
                                                                  : name);
      if (thing == things_.end()) continue;
      const auto id = http::ParseInteger(thing->second);
      body[name] = id ? json::value(*id) : json::value(thing->second);
      ++asked;
    }
    for (const Fields& headers :
         {Bearer(carla.token), Secret(other_), Bearer(other_.owner_key)}) {
      const Reply reply = Ask(*route, headers, json::serialize(body), path);
      EXPECT_EQ(json::serialize(reply.body).find(kMark), std::string::npos)
          << route->id << " " << path << " " << json::serialize(body);
    }
  }
  EXPECT_GE(asked, 15u);
  EXPECT_TRUE(AreAllIn(before, Rows()));
}

TEST_P(AllRoutesTest, WithTooFewPermissions) {
  SetPermissions(lingua_, 0);
  const auto before = Rows();
  std::size_t asked = 0;
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route) || route->access->permissions.is_empty()) continue;
    ++asked;
    const http::CallerKinds kinds = route->access->kinds;
    if (kinds.Contains(CallerKind::kAccessToken)) {
      const Reply reply = Ask(*route, Bearer(alice_.token));
      EXPECT_EQ(reply.status, 403) << route->id;
      EXPECT_NE(reply.message().find(route->access->permissions.Names()[0]),
                std::string::npos)
          << route->id;
    }
    if (kinds.Contains(CallerKind::kOauthClient)) {
      EXPECT_EQ(Ask(*route, Secret(lingua_)).status, 403) << route->id;
    }
  }
  EXPECT_GE(asked, 30u);
  ExpectUnchanged(before);
}

// A session changes nothing without its CSRF token.
TEST_P(AllRoutesTest, WithASessionButNoCsrfToken) {
  const Fields session = {Session()[0]};
  const auto before = Rows();
  for (const auto& route : routes_.routes()) {
    if (IsPublic(*route) || route->method == Method::kGet) continue;
    EXPECT_EQ(Ask(*route, session).status, 403) << route->id;
    EXPECT_EQ(Ask(*route, With(session, http::kCsrfHeader, "guess")).status,
              403)
        << route->id;
  }
  ExpectUnchanged(before);
}

TEST_P(AllRoutesTest, WithBodiesThatAreNoJson) {
  const auto before = Rows();
  const std::string deep(100, '[');
  for (const auto& route : routes_.routes()) {
    if (route->body_kind() != http::BodyKind::kJson) continue;
    const Fields headers = Welcome(*route);
    for (const std::string& body :
         {std::string("{"), std::string("nonsense"), deep,
          "{\"a\": " + deep + std::string(100, ']') + "}",
          std::string("{\"name\": \"\xff\"}"),
          std::string(R"({"name": "\u0000"})"), std::string("{} {}"),
          std::string("\0{}", 3)}) {
      EXPECT_EQ(Ask(*route, headers, body).status, 400)
          << route->id << " " << body;
    }
    for (const char* body : {"[]", "7", "\"text\"", "true"}) {
      EXPECT_EQ(Ask(*route, headers, body).status, 400)
          << route->id << " " << body;
    }
    EXPECT_EQ(
        Ask(*route, With(headers, "Content-Type", "text/plain"), "{}").status,
        415)
        << route->id;
  }
  ExpectUnchanged(before);
}

// Whatever each member's type is, one of another is refused, and named.
TEST_P(AllRoutesTest, WithMembersOfTheWrongType) {
  const auto before = Rows();
  std::size_t asked = 0;
  for (const auto& route : routes_.routes()) {
    if (route->body_kind() != http::BodyKind::kJson) continue;
    const Fields headers = Welcome(*route);
    for (const auto& [name, schema] : PropertiesOf(routes_, *route)) {
      const json::value* type =
          schema.is_object() ? schema.as_object().if_contains("type") : nullptr;
      if (type == nullptr || !type->is_string()) continue;
      const std::string word(type->as_string());
      const json::value wrong = word == "string" || word == "boolean"
                                    ? json::value(7)
                                : word == "object" ? json::value(json::array())
                                                   : json::value("x");
      const Reply reply =
          Ask(*route, headers, json::serialize(json::object{{name, wrong}}));
      EXPECT_EQ(reply.status, 400) << route->id << " " << name;
      EXPECT_NE(json::serialize(reply.body).find('"' + name + '"'),
                std::string::npos)
          << route->id << " " << name << " " << json::serialize(reply.body);
      ++asked;
    }
  }
  EXPECT_GE(asked, 150u);
  ExpectUnchanged(before);
}

TEST_P(AllRoutesTest, WithUnknownZones) {
  const auto before = Rows();
  std::size_t asked = 0;
  for (const auto& route : routes_.routes()) {
    const Fields headers = Welcome(*route);
    for (const char* zone :
         {"Narnia/Woods", "", "../../etc/passwd", "Europe"}) {
      for (const auto& [name, schema] : PropertiesOf(routes_, *route)) {
        if (name != "timeZone") continue;
        const Reply reply =
            Ask(*route, headers,
                json::serialize(json::object{{name, zone},
                                             {"name", "N"},
                                             {"title", "T"},
                                             {"slug", "zone"},
                                             {"lengthInMinutes", 30},
                                             {"email", "zone@example.com"},
                                             {"isDefault", false}}));
        EXPECT_THAT(reply.status, AnyOf(400, 403, 404, 422))
            << route->id << " " << zone;
        ++asked;
      }
      for (const http::Parameter& parameter : route->query) {
        if (parameter.name != "timeZone") continue;
        const Reply reply =
            Ask(*route, headers, "",
                PathOf(*route, things_) +
                    "?eventTypeId=" + things_.at("eventTypeId") +
                    "&start=2030-01-08&end=2030-01-09&timeZone=" +
                    (*zone == '\0' ? "%20" : zone));
        EXPECT_THAT(reply.status, AnyOf(400, 403, 404))
            << route->id << " " << zone;
        ++asked;
      }
    }
  }
  EXPECT_GE(asked, 20u);
  ExpectUnchanged(before);
}

TEST_P(AllRoutesTest, WithParametersThatAreNone) {
  for (const auto& route : routes_.routes()) {
    const Fields headers = Welcome(*route);
    const auto ask = [&](const http::Parameter& parameter,
                         const std::string& value) {
      return Ask(*route, headers, "{}",
                 PathOf(*route, things_) + "?" + parameter.name + "=" + value)
          .status;
    };
    if (route->method != Method::kGet) continue;
    for (const http::Parameter& parameter : route->query) {
      const bool is_integer =
          parameter.schema.find(R"("type": "integer")") != std::string::npos &&
          parameter.schema.find("array") == std::string::npos;
      for (const char* value :
           {"abc", "1.5", "99999999999999999999", "", "%00", "%ff"}) {
        const int status = ask(parameter, value);
        if (is_integer) {
          EXPECT_THAT(status, AnyOf(400, 404)) << route->id << " " << value;
        }
      }
      for (const char* value :
           {"-1", "0", "9223372036854775807", "-9223372036854775808",
            "%27%20OR%201=1--", "2050-13-45", "a,b,,c"}) {
        ask(parameter, value);  // no 500
      }
      ask(parameter, std::string(4000, 'a'));
    }
  }
}

TEST_P(AllRoutesTest, WithPathsThatNameNothing) {
  const auto before = Rows();
  for (const auto& route : routes_.routes()) {
    if (route->path.find('{') == std::string::npos) continue;
    const Fields headers = Welcome(*route);
    for (const auto& [name, thing] : things_) {
      const bool is_integer =
          route->path.find("{" + name + ":integer}") != std::string::npos;
      if (!is_integer &&
          route->path.find("{" + name + "}") == std::string::npos) {
        continue;
      }
      for (const char* value :
           {"abc", "1.5", "99999999999999999999", "9223372036854775807", "0",
            "-1", "%27%20OR%201=1--", "%2e%2e", "%C3%A9", "*"}) {
        Things things = things_;
        things[name] = value;
        const int status =
            Ask(*route, headers, "{}", PathOf(*route, things)).status;
        const bool is_number = *value == '9' || *value == '0' || *value == '-';
        if (is_integer && (!is_number || std::string(value).size() > 19)) {
          EXPECT_EQ(status, 400) << route->id << " " << value;
        } else if (!IsPublic(*route) && route->id != "deleteReservation" &&
                   route->id != "checkAccessToken" &&
                   route->id != "listOlderPublicEventTypes") {
          // One that is not there is gone; a key is a key at any client; nobody
          // has no event types.
          EXPECT_THAT(status, AnyOf(400, 401, 403, 404, 409, 422))
              << route->id << " " << value;
        }
      }
    }
  }
  EXPECT_TRUE(AreAllIn(before, Rows()));
}

// Each under every version, also those that it is not of.
TEST_P(AllRoutesTest, UnderEveryVersion) {
  for (const auto& route : routes_.routes()) {
    if (route->method != Method::kGet) continue;
    for (const char* version : {"2024-04-15", "2024-06-11", "2024-06-14",
                                "2024-08-13", "2024-09-04", "tomorrow"}) {
      Send("GET", PathOf(*route, things_),
           With(Welcome(*route), "cal-api-version", version));
    }
  }
}

// --- chance ------------------------------------------------------------------

// By a seed that is printed. No 500, and none kills the service.
TEST_P(AllRoutesTest, WithRequestsOfChance) {
  const char* seed_text = std::getenv("BOOKABLE_SEED");
  const std::uint32_t seed =
      seed_text == nullptr
          ? std::random_device{}()
          : static_cast<std::uint32_t>(std::strtoul(seed_text, nullptr, 10));
  const char* rounds_text = std::getenv("BOOKABLE_ROUNDS");
  const int rounds = rounds_text == nullptr ? 1500 : std::atoi(rounds_text);
  SCOPED_TRACE("BOOKABLE_SEED=" + std::to_string(seed));
  Chance chance(seed);
  const std::vector<Fields> people = {{},
                                      Owner(),
                                      Secret(lingua_),
                                      Bearer(alice_.token),
                                      Session(),
                                      Bearer(other_.owner_key),
                                      Secret(other_),
                                      Bearer("x")};
  Things things = things_;
  things["start"] = "2030-01-09T10:00:00Z";
  things["timeZone"] = "Europe/Rome";
  things["email"] = "someone@example.com";
  for (int i = 0; i < rounds; ++i) {
    const Sent sent = RequestOfChance(chance, routes_, things, people);
    Send(sent.method, sent.target, sent.headers, sent.body);
    if (HasFailure()) {
      ADD_FAILURE() << sent.method << " " << sent.target << "\n"
                    << sent.body.substr(0, 2000);
      return;
    }
  }
}

BOOKABLE_ON_BOTH_STORES(AllRoutesTest);

}  // namespace
}  // namespace bookable::testing
