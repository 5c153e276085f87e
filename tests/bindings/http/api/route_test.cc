#include "bindings/http/api/route.h"

#include "bindings/http/api/error.h"
#include "bindings/http/api/routes.h"

namespace bookable::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::StatusOr<Response> Nothing(const Context&, const Request&,
                                 const Caller&) {
  return Success();
}

Route Make(Method method, std::string path, std::string id,
           ApiVersion since = ApiVersion::k2024_04_15) {
  return {.method = method,
          .path = std::move(path),
          .id = std::move(id),
          .tag = "Test",
          .summary = "Test",
          .since = since,
          .access = kPublic,
          .handler = Nothing};
}

RouteTable Table() {
  RouteTable routes;
  routes.Add(Make(Method::kGet, "/v2/schedules/default", "default"));
  routes.Add(Make(Method::kGet, "/v2/schedules/{id:integer}", "old"));
  routes.Add(Make(Method::kGet, "/v2/schedules/{id:integer}", "new",
                  ApiVersion::k2024_06_11));
  routes.Add(Make(Method::kDelete, "/v2/schedules/{id:integer}", "delete"));
  routes.Add(Make(Method::kGet, "/v2/oauth-clients/{clientId}/users", "users",
                  ApiVersion::k2024_06_14));
  return routes;
}

std::string FindId(const RouteTable& routes, Method method,
                   const std::vector<std::string>& path,
                   ApiVersion version = ApiVersion::k2024_04_15) {
  const auto match = routes.Find(method, path, version);
  return match.ok() ? match->route->id
                    : std::to_string(HttpStatusOf(match.status()));
}

TEST(RouteTable, ALiteralWinsOverAParameter) {
  const RouteTable routes = Table();
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules", "default"}),
            "default");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules", "88"}), "old");
}

TEST(RouteTable, AnyNameInTheFirstPlaceIsNoneThatARouteSpellsOut) {
  RouteTable routes = Table();
  routes.Add(Make(Method::kGet, "/{name}/{thing}", "page"));
  EXPECT_EQ(FindId(routes, Method::kGet, {"alice", "lesson"}), "page");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "nothing"}), "404");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules"}), "404");
}

TEST(RouteTable, TheNewestRouteNotNewerThanTheVersionAnswers) {
  const RouteTable routes = Table();
  const std::vector<std::string> path = {"v2", "schedules", "88"};
  EXPECT_EQ(FindId(routes, Method::kGet, path, ApiVersion::k2024_06_11), "new");
  EXPECT_EQ(FindId(routes, Method::kGet, path, ApiVersion::k2024_09_04), "new");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "oauth-clients", "c", "users"}),
            "404");
}

TEST(RouteTable, WhatIsNotThereIs404AndNoInteger400) {
  const RouteTable routes = Table();
  EXPECT_EQ(FindId(routes, Method::kPut, {"v2", "schedules", "88"}), "404");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules"}), "404");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules", ""}), "404");
  EXPECT_EQ(FindId(routes, Method::kGet, {"v2", "schedules", "x"}), "400");
  EXPECT_EQ(FindId(routes, Method::kDelete, {"v2", "schedules", "default"}),
            "400");
}

TEST(RouteTable, ParametersAreNamedByTheRoute) {
  const RouteTable routes = Table();
  const auto match =
      routes.Find(Method::kGet, {"v2", "oauth-clients", "c1", "users"},
                  ApiVersion::k2024_09_04);
  ASSERT_TRUE(match.ok());
  EXPECT_THAT(match->path_parameters, ElementsAre(Pair("clientId", "c1")));
}

TEST(RouteTable, MistakesNameTheRoute) {
  EXPECT_THAT(Table().Mistakes(), IsEmpty());
  const auto mistake = [](auto spoil) {
    RouteTable routes;
    Route route = Make(Method::kPost, "/v2/things", "things");
    spoil(route);
    routes.Add(std::move(route));
    std::string all;
    for (const std::string& one : routes.Mistakes()) all += one + "\n";
    return all;
  };
  EXPECT_EQ(mistake([](Route&) {}), "");
  EXPECT_THAT(mistake([](Route& r) { r.access.reset(); }),
              HasSubstr("POST /v2/things: does not declare who may call it"));
  EXPECT_THAT(
      mistake([](Route& r) { r.access = Access{.tenant = Tenant::kClient}; }),
      HasSubstr("{clientId}"));
  EXPECT_THAT(
      mistake([](Route& r) { r.access = Access{.role = Role::kAdmin}; }),
      HasSubstr("where"));
  EXPECT_THAT(mistake([](Route& r) {
                r.access = Access{.credentials = Credentials::kOptional,
                                  .permissions = Permission::kAppsRead};
              }),
              HasSubstr("credentials"));
  EXPECT_THAT(mistake([](Route& r) { r.request = "{"; }), HasSubstr("no JSON"));
  EXPECT_THAT(mistake([](Route& r) { r.request = R"({"tpye": 1})"; }),
              HasSubstr("no word"));
  EXPECT_THAT(mistake([](Route& r) { r.body = BodyKind::kJson; }),
              HasSubstr("no schema"));
  EXPECT_THAT(mistake([](Route& r) { r.handler = nullptr; }),
              HasSubstr("no handler"));
  EXPECT_THAT(mistake([](Route& r) { r.id = ""; }), HasSubstr("no id"));
  EXPECT_THAT(mistake([](Route& r) { r.path = "/v2/{"; }),
              HasSubstr("no pattern"));
}

TEST(RouteTable, ARouteMayBeThereOnce) {
  RouteTable routes = Table();
  routes.Add(Make(Method::kGet, "/v2/schedules/default", "again"));
  EXPECT_THAT(routes.Mistakes(), ElementsAre(HasSubstr("twice")));
}

// The table of the service itself: every route declares what it must.
TEST(Routes, EachDeclaresWhoMayCallItAndWhatItTakes) {
  RouteTable routes;
  AddRoutes(routes);
  EXPECT_THAT(routes.Mistakes(), IsEmpty());
}

TEST(PermissionSet, HasTheBitsAndNamesOfTheContract) {
  const PermissionSet set =
      Permission::kBookingRead | Permission::kProfileWrite;
  EXPECT_EQ(set.bits(), 516);
  EXPECT_THAT(set.Names(), ElementsAre("BOOKING_READ", "PROFILE_WRITE"));
  EXPECT_EQ(PermissionSet::FromName("*")->bits(), 1023);
  EXPECT_EQ(PermissionSet::FromName("APPS_READ"), Permission::kAppsRead);
  EXPECT_EQ(PermissionSet::FromName("apps"), std::nullopt);
  EXPECT_TRUE(set.Contains(Permission::kBookingRead));
  EXPECT_FALSE(set.Contains(Permission::kAppsRead));
}

}  // namespace
}  // namespace bookable::http
