#include "bindings/http/server/openapi.h"

#include <boost/json/serialize.hpp>

#include "bindings/http/api/account_authorizer.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/routes.h"
#include "bindings/http/server/metrics.h"
#include "bindings/http/server/service_routes.h"
#include "bindings/http/server/web_routes.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

absl::StatusOr<Response> Nothing(const Context&, const Request&,
                                 const Caller&) {
  return Success();
}

TEST(OpenApi, SaysWhatARouteDeclares) {
  RouteTable routes;
  routes.AddSchema({"User", R"({"type": "object"})"});
  routes.Add({.method = Method::kPatch,
              .path = "/v2/teams/{teamId:integer}/me",
              .id = "updateMe",
              .tag = "Me",
              .summary = "Change",
              .access = Access{.kinds = CallerKind::kAccessToken,
                               .permissions = Permission::kProfileWrite,
                               .tenant = Tenant::kTeam,
                               .role = Role::kAdmin},
              .query = {{.name = "take", .schema = R"({"type": "integer"})"}},
              .request = R"({"type": "object"})",
              .answer = R"({"$ref": "#/components/schemas/User"})",
              .handler = Nothing});
  const json::value api = MakeOpenApi(routes, "https://api.example");
  EXPECT_EQ(api.at("openapi"), "3.1.0");
  const json::value& patch =
      api.at("paths").at("/v2/teams/{teamId}/me").at("patch");
  EXPECT_EQ(patch.at("operationId"), "updateMe");
  EXPECT_EQ(json::serialize(patch.at("security")), R"([{"accessToken":[]}])");
  EXPECT_EQ(json::serialize(patch.at("x-permissions")), R"(["PROFILE_WRITE"])");
  EXPECT_EQ(patch.at("description"),
            "Needs the permission PROFILE_WRITE (access tokens and client "
            "credentials). Needs the role admin in the team.");
  EXPECT_EQ(patch.at("parameters").at(0).at("name"), "teamId");
  EXPECT_EQ(patch.at("parameters").at(0).at("schema").at("type"), "integer");
  EXPECT_EQ(patch.at("parameters").at(1).at("name"), "take");
  EXPECT_EQ(patch.at("responses")
                .at("200")
                .at("content")
                .at("application/json")
                .at("schema")
                .at("properties")
                .at("data")
                .at("$ref"),
            "#/components/schemas/User");
  EXPECT_TRUE(patch.at("responses").as_object().contains("498"));
  // 409 of what is taken, 503 without a store: no route has a list of its own.
  EXPECT_EQ(patch.at("responses")
                .at("default")
                .at("content")
                .at("application/json")
                .at("schema")
                .at("$ref"),
            "#/components/schemas/Error");
  EXPECT_TRUE(api.at("components").at("schemas").as_object().contains("User"));
  EXPECT_EQ(api.at("components").at("securitySchemes").at("session").at("name"),
            kSessionCookie);
}

TEST(OpenApi, ARedirectHasALocationAndNoEnvelope) {
  RouteTable routes;
  routes.Add({.path = "/v2/go",
              .id = "go",
              .access = kPublic,
              .status = 303,
              .handler = Nothing});
  const json::value api = MakeOpenApi(routes, "");
  const json::object& answer = api.at("paths")
                                   .at("/v2/go")
                                   .at("get")
                                   .at("responses")
                                   .at("303")
                                   .as_object();
  EXPECT_FALSE(answer.contains("content"));
  EXPECT_TRUE(answer.at("headers").as_object().contains("Location"));
}

TEST(OpenApi, OlderRoutesOfOnePathStandBesideTheNewest) {
  RouteTable routes;
  for (const ApiVersion since :
       {ApiVersion::k2024_04_15, ApiVersion::k2024_06_11}) {
    routes.Add({.path = "/v2/schedules",
                .id = "list" + std::string(ApiVersionName(since)),
                .since = since,
                .access = kPublic,
                .handler = Nothing});
  }
  const json::value api = MakeOpenApi(routes, "");
  EXPECT_EQ(api.at("paths").at("/v2/schedules").at("get").at("operationId"),
            "list2024-06-11");
  EXPECT_TRUE(
      api.at("paths").as_object().contains("/v2/schedules (2024-04-15)"));
}

// The whole table, with the service's own routes: nothing is undeclared.
TEST(ServiceRoutes, EachDeclaresWhatItMust) {
  RouteTable routes;
  const Metrics metrics;
  AddServiceRoutes(routes, metrics);
  AddWebRoutes(routes);
  AddRoutes(routes);
  EXPECT_THAT(routes.Mistakes(), ::testing::IsEmpty());
  const json::object api = MakeOpenApi(routes, "");
  std::size_t operations = 0;
  for (const auto& path : api.at("paths").as_object()) {
    operations += path.value().as_object().size();
  }
  EXPECT_EQ(operations, routes.routes().size());
}

}  // namespace
}  // namespace bookable::http
