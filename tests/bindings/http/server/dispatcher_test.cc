#include "bindings/http/server/dispatcher.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <stdexcept>

#include "bindings/http/api/error.h"
#include "bindings/http/domain/host_memory.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/bindings/http/support/test_service.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

// Knows two tokens: "alice", who may do everything, and "bob", who may nothing.
class TwoPeople : public Authorizer {
 public:
  absl::StatusOr<Caller> Authenticate(const Request& request) override {
    const std::string_view token = request.BearerToken();
    if (token.empty()) return Caller{};
    if (token != "alice" && token != "bob") {
      return Unauthorized("Invalid Access Token.");
    }
    return Caller{.kind = CallerKind::kAccessToken,
                  .user_id = 41,
                  .permissions = PermissionSet::FromBits(
                      token == "alice" ? PermissionSet::kAllBits : 0),
                  .bucket = "token:" + std::string(token)};
  }
  // Remembers bob.
  std::optional<Caller> Recall(const Request& request) override {
    const std::string_view token = request.BearerToken();
    if (!token.empty() && token != "bob") return std::nullopt;
    return *Authenticate(request);
  }
  absl::Status Authorize(const Access& access, const Request&,
                         Caller& caller) override {
    if (access.credentials == Credentials::kOptional) return absl::OkStatus();
    if (caller.kind == CallerKind::kAnonymous) {
      return Unauthorized("no authentication was provided");
    }
    if (!caller.permissions.Contains(access.permissions)) {
      return Forbidden("missing permission");
    }
    return absl::OkStatus();
  }
};

class DispatcherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto add = [&](Method method, std::string path, Access access,
                         Handler handler) -> Route {
      return {.method = method,
              .path = path,
              .id = path,
              .tag = "Test",
              .summary = "Test",
              .access = access,
              .handler = std::move(handler)};
    };
    Route echo = add(Method::kPost, "/v2/echo", kPublic,
                     [](const Context&, const Request& request, const Caller&) {
                       return Success(request.body);
                     });
    echo.request = R"({"type": "object", "properties": {
        "name": {"type": "string"}}})";
    echo.query = {
        {.name = "take", .schema = R"({"type": "integer", "minimum": 1,
                                 "maximum": 250})"}};
    routes_.Add(std::move(echo));
    routes_.Add(add(Method::kGet, "/v2/me",
                    Access{.permissions = Permission::kProfileRead},
                    [](const Context&, const Request&, const Caller& caller) {
                      return Success(json::value(*caller.user_id));
                    }));
    routes_.Add(add(Method::kGet, "/v2/open", kOptional,
                    [](const Context&, const Request&, const Caller& caller) {
                      return Success(json::value(CallerKindName(caller.kind)));
                    }));
    routes_.Add(add(Method::kGet, "/v2/throws", kPublic,
                    [](const Context&, const Request&,
                       const Caller&) -> absl::StatusOr<Response> {
                      throw std::runtime_error("secret");
                    }));
    Route undeclared = add(Method::kGet, "/v2/undeclared", kPublic,
                           [](const Context&, const Request&, const Caller&) {
                             return Success();
                           });
    undeclared.access.reset();
    routes_.Add(std::move(undeclared));
    Route quick = add(
        Method::kGet, "/v2/quick", kOptional,
        [](const Context&, const Request&, const Caller& caller) {
          return Success(json::value(std::string("handler, ") +
                                     std::string(CallerKindName(caller.kind))));
        });
    quick.at_once = [](const Context&,
                       const Request& request) -> std::optional<Response> {
      if (request.query.Has("think")) return std::nullopt;
      if (request.query.Has("throw")) throw std::runtime_error("secret");
      return Success(json::value("at once"));
    };
    routes_.Add(std::move(quick));
    service_.emplace(
        context_, routes_, authorizer_,
        RateLimits{.ip = 50, .client = 50, .token = 3, .api_key = 50});
  }

  Response Send(const testing::Sent& sent) { return service_->Send(sent); }

  Response Echo(std::string body, std::string type = "application/json") {
    return Send({.method = "POST",
                 .target = "/v2/echo",
                 .headers = {{"Content-Type", std::move(type)}},
                 .body = std::move(body)});
  }

  static std::string Header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  testing::TestDatabase database_{store::StoreKind::kSqlite};
  std::unique_ptr<store::Store> store_ = database_.Open();
  ServiceSettings settings_{};
  domain::HostMemory hosts_{*store_};
  Context context_{
      .store = *store_,
      .settings = settings_,
      .now = [] { return store::Moment(std::chrono::milliseconds(0)); },
      .hosts = hosts_};
  RouteTable routes_{};
  TwoPeople authorizer_{};
  std::optional<testing::TestService> service_{};
};

TEST_F(DispatcherTest, PathsHaveThreeSpellings) {
  for (const char* target :
       {"/v2/open", "/api/v2/open", "/v2/ee/open", "/api/v2/ee/open/"}) {
    EXPECT_EQ(Send({.target = target}).status, 200) << target;
  }
}

TEST_F(DispatcherTest, UnknownRoutesAndMethodsAre404InTheEnvelope) {
  const Response response = Send({.method = "PUT", .target = "/v2/me?a=1"});
  EXPECT_EQ(response.status, 404);
  const json::value body = json::parse(response.body);
  EXPECT_EQ(body.at("path"), "/v2/me?a=1");
  EXPECT_EQ(body.at("error").at("code"), "NotFoundException");
  EXPECT_EQ(body.at("error").at("message"), "Cannot PUT /v2/me: no such route");
  EXPECT_EQ(Send({.method = "BREW", .target = "/v2/me"}).status, 404);
  EXPECT_EQ(Send({.target = "/v2/%zz"}).status, 400);
}

TEST_F(DispatcherTest, EveryAnswerHasAnIdOfItsOwn) {
  const std::string first =
      Header(Send({.target = "/v2/open"}), "X-Request-Id");
  const Response second =
      Send({.target = "/v2/none", .headers = {{"X-Request-Id", first}}});
  EXPECT_EQ(first.size(), 36U);
  EXPECT_NE(Header(second, "X-Request-Id"), first);
  EXPECT_THAT(Header(second, "Access-Control-Expose-Headers"),
              HasSubstr("X-Request-Id"));
  EXPECT_EQ(Header(second, "X-Content-Type-Options"), "nosniff");
}

TEST_F(DispatcherTest, PreflightsAreAnsweredForAnyPath) {
  const Response response = Send({.method = "OPTIONS", .target = "/v2/me"});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(Header(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(Header(response, "Access-Control-Max-Age"), "86400");
  EXPECT_THAT(Header(response, "Access-Control-Allow-Headers"),
              HasSubstr("x-cal-secret-key"));
  EXPECT_EQ(Header(response, "X-RateLimit-Limit-Default"), "");
}

TEST_F(DispatcherTest, BodiesAreHeldAgainstTheSchema) {
  EXPECT_EQ(Echo(R"({"name": "a"})").status, 201);
  EXPECT_EQ(Echo("").status, 201);
  EXPECT_EQ(Echo("{").status, 400);
  EXPECT_EQ(Echo("[]").status, 400);
  EXPECT_EQ(Echo(R"({"name": "\u0000"})").status, 400);
  EXPECT_EQ(Echo("{\"name\": \"\xff\"}").status, 400);
  EXPECT_EQ(Echo(R"({"name": "\ud800"})").status, 400);
  const Response wrong = Echo(R"({"name": 1})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("name must be a string"));
}

TEST_F(DispatcherTest, SixtyFourLevelsAreTakenAndNotOneMore) {
  const auto nested = [](int levels) {  // the object is the first
    return R"({"a":)" + std::string(static_cast<std::size_t>(levels - 1), '[') +
           std::string(static_cast<std::size_t>(levels - 1), ']') + "}";
  };
  EXPECT_EQ(Echo(nested(64)).status, 201);
  const Response deeper = Echo(nested(65));
  EXPECT_EQ(deeper.status, 400);
  EXPECT_THAT(deeper.body, HasSubstr("64 levels"));
}

TEST_F(DispatcherTest, ABodyThatIsEncodedIs415) {
  const auto echo = [&](const std::string& coding) {
    return Send({.method = "POST",
                 .target = "/v2/echo",
                 .headers = {{"Content-Type", "application/json"},
                             {"Content-Encoding", coding}},
                 .body = "{}"})
        .status;
  };
  EXPECT_EQ(echo("gzip"), 415);
  EXPECT_EQ(echo("Identity"), 201);
}

TEST_F(DispatcherTest, OtherMediaTypesAre415) {
  EXPECT_EQ(Echo("{}", "text/plain").status, 415);
  EXPECT_EQ(Echo("{}", "Application/JSON; charset=utf-8").status, 201);
  EXPECT_EQ(Echo("{}", "application/merge-patch+json").status, 201);
  EXPECT_EQ(Echo("{}", "").status, 201);
}

TEST_F(DispatcherTest, ParametersAreHeldAgainstTheirSchemas) {
  for (const char* take : {"0", "251", "abc", "1.5", ""}) {
    EXPECT_EQ(
        Send({.method = "POST", .target = std::string("/v2/echo?take=") + take})
            .status,
        400)
        << take;
  }
  EXPECT_EQ(Send({.method = "POST", .target = "/v2/echo?take=250&x=y"}).status,
            201);
}

TEST_F(DispatcherTest, WhoCallsIsAskedBeforeTheHandler) {
  const auto me = [&](const std::string& token) {
    return Send({.target = "/v2/me",
                 .headers = {{"Authorization", "Bearer " + token}}})
        .status;
  };
  EXPECT_EQ(Send({.target = "/v2/me"}).status, 401);
  EXPECT_EQ(me("alice"), 200);
  EXPECT_EQ(me("bob"), 403);
  EXPECT_EQ(me("mallory"), 401);
}

TEST_F(DispatcherTest, BadCredentialsAreRefusedWhereNoneWouldDo) {
  EXPECT_THAT(Send({.target = "/v2/open"}).body, HasSubstr("anonymous"));
  EXPECT_EQ(
      Send({.target = "/v2/open", .headers = {{"Authorization", "Bearer x"}}})
          .status,
      401);
  EXPECT_EQ(Send({.method = "POST",
                  .target = "/v2/echo",
                  .headers = {{"Authorization", "Bearer x"}}})
                .status,
            201);
}

TEST_F(DispatcherTest, ACallerIsCountedByItselfTheOthersByAddress) {
  const auto send = [&](const std::string& token) {
    return Send({.target = "/v2/open",
                 .headers = {{"Authorization", "Bearer " + token}}});
  };
  Response response = send("alice");
  EXPECT_EQ(Header(response, "X-RateLimit-Limit-Default"), "3");
  EXPECT_EQ(Header(response, "X-RateLimit-Remaining-Default"), "2");
  send("alice");
  send("alice");
  response = send("alice");
  EXPECT_EQ(response.status, 429);
  EXPECT_THAT(response.body, HasSubstr("ThrottlerException"));
  EXPECT_EQ(Header(response, "X-RateLimit-Remaining-Default"), "0");
  EXPECT_EQ(Header(response, "X-RateLimit-Reset-Default"), "60");
  EXPECT_EQ(Header(response, "Retry-After"), "60");
  EXPECT_EQ(send("bob").status, 200);
  EXPECT_EQ(Header(Send({.target = "/v2/open"}), "X-RateLimit-Limit-Default"),
            "50");
}

TEST_F(DispatcherTest, WhatCanBeSaidAtOnceDoesNotWaitForTheHandler) {
  const auto begin = [&](const std::string& query, const std::string& token) {
    testing::Sent sent{.target = "/v2/quick" + query};
    if (!token.empty()) {
      sent.headers.emplace_back("authorization", "Bearer " + token);
    }
    return service_->Begin(sent);
  };
  ASSERT_TRUE(begin("", "").has_value());
  EXPECT_EQ(begin("", "")->status, 200);
  EXPECT_THAT(begin("", "")->body, HasSubstr("at once"));
  EXPECT_TRUE(begin("", "bob").has_value());     // is recalled
  EXPECT_FALSE(begin("", "alice").has_value());  // must be looked up
  EXPECT_FALSE(begin("?think", "").has_value());
  EXPECT_EQ(begin("?throw", "")->status, 500);
  EXPECT_EQ(begin("?throw", "")->body.find("secret"), std::string::npos);
}

TEST_F(DispatcherTest, WhoIsRecalledIsCountedOnce) {
  const auto send = [&](const std::string& query) {
    return Send({.target = "/v2/quick" + query,
                 .headers = {{"Authorization", "Bearer bob"}}});
  };
  EXPECT_EQ(Header(send(""), "X-RateLimit-Remaining-Default"), "2");
  const Response slow = send("?think");
  EXPECT_THAT(slow.body, HasSubstr("handler, access_token"));
  EXPECT_EQ(Header(slow, "X-RateLimit-Remaining-Default"), "1");
  EXPECT_EQ(Header(send(""), "X-RateLimit-Remaining-Default"), "0");
  EXPECT_EQ(send("").status, 429);
  EXPECT_EQ(send("?think").status, 429);
}

TEST_F(DispatcherTest, GuessingTokensSpendsTheAddress) {
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(Send({.target = "/v2/open",
                    .headers = {{"Authorization", "Bearer guess"}}})
                  .status,
              401);
  }
  EXPECT_EQ(Send({.target = "/v2/open",
                  .headers = {{"Authorization", "Bearer guess"}}})
                .status,
            429);
  EXPECT_EQ(Send({.target = "/v2/none"}).status, 429);
  EXPECT_EQ(Send({.target = "/v2/open", .peer = "192.0.2.2"}).status, 200);
  EXPECT_EQ(Send({.target = "/health"}).status, 200);
}

TEST_F(DispatcherTest, AForwardedAddressOfAStrangerChangesNothing) {
  for (int i = 0; i < 50; ++i) Send({.target = "/v2/none"});
  EXPECT_EQ(Send({.target = "/v2/none",
                  .headers = {{"X-Forwarded-For", "198.51.100.7"}}})
                .status,
            429);
}

TEST_F(DispatcherTest, WhatGoesWrongInsideIsNotTold) {
  const Response response = Send({.target = "/v2/throws"});
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, ::testing::Not(HasSubstr("secret")));
  EXPECT_EQ(Send({.target = "/v2/undeclared"}).status, 500);
}

TEST_F(DispatcherTest, MetricsAreForTheirClientsOnly) {
  EXPECT_EQ(Send({.target = "/metrics"}).status, 404);
  EXPECT_EQ(Send({.target = "/metrics", .peer = "127.0.0.1"}).status, 200);
}

}  // namespace
}  // namespace bookable::http
