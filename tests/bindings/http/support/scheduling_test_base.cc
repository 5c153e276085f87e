#include "tests/bindings/http/support/scheduling_test_base.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>

#include "bindings/http/api/account_authorizer.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/query.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/schema.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/api_keys.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"
#include "tests/support/literals.h"

namespace bookable::testing {
namespace {

namespace json = boost::json;
using store::Transaction;

json::value Lookup(const json::value& value, std::string_view path) {
  const json::value* at = &value;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string part(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view()
                                         : path.substr(dot + 1);
    if (at->is_array()) {
      const auto index = http::ParseInteger(part);
      if (!index || *index < 0 ||
          static_cast<std::size_t>(*index) >= at->get_array().size()) {
        return nullptr;
      }
      at = &at->get_array()[static_cast<std::size_t>(*index)];
    } else if (at->is_object()) {
      at = at->get_object().if_contains(part);
      if (at == nullptr) return nullptr;
    } else {
      return nullptr;
    }
  }
  return *at;
}

// What the server does with the declared parameters.
absl::Status CheckQuery(const http::Route& route, const http::Query& query) {
  for (const http::Parameter& parameter : route.query) {
    const std::string* text = query.Find(parameter.name);
    if (text == nullptr) {
      if (parameter.presence == http::Parameter::kRequired) {
        return http::InvalidProperty(parameter.name, "isDefined",
                                     parameter.name + " is missing");
      }
      continue;
    }
    const json::object schema = json::parse(parameter.schema).as_object();
    const json::value* type = schema.if_contains("type");
    if (type == nullptr || *type != json::value("integer")) continue;
    const auto number = http::ParseInteger(*text);
    const json::value value =
        number ? json::value(*number) : json::value(*text);
    json::array errors = http::SchemaErrors(schema, value, {});
    if (!errors.empty()) {
      return http::InvalidProperty(parameter.name, "isInt",
                                   parameter.name + " is out of range");
    }
  }
  return absl::OkStatus();
}

}  // namespace

json::value Answer::At(std::string_view path) const {
  return Lookup(data(), path);
}

std::string Answer::Text(std::string_view path) const {
  const json::value value = At(path);
  if (value.is_string()) return std::string(value.get_string());
  return json::serialize(value);
}

const json::value& Answer::data() const {
  static const json::value kNone;
  const json::object* object = body.if_object();
  const json::value* found =
      object == nullptr ? nullptr : object->if_contains("data");
  return found == nullptr ? kNone : *found;
}

std::string Answer::message() const {
  const json::value error = Lookup(body, "error");
  return json::serialize(error);
}

void SchedulingTest::SetUp() {
  StoreTest::SetUp();
  if (store_ == nullptr) return;
  database_->SetNow(At("2049-09-05T12:00Z"));
  hosts_ = std::make_unique<domain::HostMemory>(*store_);
  context_ = std::make_unique<http::Context>(http::Context{
      .store = *store_,
      .settings = settings_,
      .now =
          [] {
            return std::chrono::time_point_cast<std::chrono::milliseconds>(
                std::chrono::system_clock::now());
          },
      .hosts = *hosts_});
  authorizer_ = std::make_unique<http::AccountAuthorizer>(*context_);
  http::AddSchedulingRoutes(routes_);
  alice_ = MakePerson("alice");
}

Answer SchedulingTest::Call(http::Method method, std::string_view target,
                            std::string_view body, const Teacher* who) {
  http::Request request{.id = "test",
                        .method = method,
                        .version = http::ApiVersionOf(version_),
                        .target = std::string(target),
                        .client_address = "192.0.2.1",
                        .body_text = std::string(body)};
  for (const auto& [name, value] : headers_) request.headers.Add(name, value);
  if (who != nullptr)
    request.headers.Add("authorization", "Bearer " + who->key);
  const auto handle = [&]() -> absl::StatusOr<http::Response> {
    const auto parsed = http::ParseTarget(target);
    if (!parsed.ok()) return parsed.status();
    request.path = parsed->path;
    request.query = parsed->query;
    const auto match = routes_.Find(method, parsed->segments, request.version);
    if (!match.ok()) return match.status();
    request.path_parameters = match->path_parameters;
    const http::Route& route = *match->route;
    http::Caller caller;
    if (who != nullptr) {
      auto known = authorizer_->Authenticate(request);
      if (!known.ok()) return known.status();
      caller = *std::move(known);
    }
    absl::Status status =
        authorizer_->Authorize(*route.access, request, caller);
    if (!status.ok()) return status;
    status = CheckQuery(route, request.query);
    if (!status.ok()) return status;
    if (route.body_kind() == http::BodyKind::kJson) {
      json::error_code error;
      request.body =
          body.empty()
              ? json::value(json::object())
              : json::parse(json::string_view(body.data(), body.size()), error);
      if (error) return http::BadRequest("no JSON");
      if (match->request_schema != nullptr) {
        json::array errors = http::SchemaErrors(
            *match->request_schema, request.body, routes_.schemas());
        if (!errors.empty()) return http::Invalid(std::move(errors));
      }
    }
    auto response = route.handler(*context_, request, caller);
    if (response.ok() && response->status == 0) {
      response->status = route.success_status();
    }
    // What can be said at once is what the handler says.
    if (route.at_once) {
      if (const auto quick = route.at_once(*context_, request)) {
        EXPECT_TRUE(response.ok()) << target << ": " << response.status();
        if (response.ok()) {
          EXPECT_EQ(quick->body, response->body) << target;
        }
      }
    }
    return response;
  };
  absl::StatusOr<http::Response> response = handle();
  if (!response.ok()) {
    response = http::ErrorResponse(response.status(), target, context_->now());
    if (response->status == 500 || response->status == 503) {
      ADD_FAILURE() << target << ": " << handle().status();
    }
  }
  Answer answer{.status = response->status};
  if (!response->body.empty()) answer.body = json::parse(response->body);
  return answer;
}

Teacher SchedulingTest::MakePerson(const std::string& name,
                                   std::optional<std::int64_t> organization,
                                   std::optional<std::string> client) {
  const auto person =
      store_->Write([&](Transaction& tx) -> absl::StatusOr<Teacher> {
        store::UserRecord user{
            .email = client ? name + "+" + *client + "@example.org"
                            : name + "@example.org",
            .username = name,
            .name = std::string(1, static_cast<char>(name[0] - 'a' + 'A')) +
                    name.substr(1),
            .organization_id = organization,
            .oauth_client_id = client,
            .time_zone = "Europe/Rome",
            .created_at = tx.Now(),
            .updated_at = tx.Now()};
        store::Insert(tx, user);
        store::ScheduleRecord schedule{
            .user_id = user.id,
            .name = "Hours",
            .time_zone = "Europe/Rome",
            .availability =
                R"([{"days":["Monday","Tuesday","Wednesday","Thursday",)"
                R"("Friday"],"startTime":"09:00","endTime":"17:00"}])",
            .created_at = tx.Now(),
            .updated_at = tx.Now()};
        store::Insert(tx, schedule);
        user.default_schedule_id = schedule.id;
        store::Update(tx, user);
        if (organization) {
          store::MembershipRecord member{.team_id = *organization,
                                         .user_id = user.id,
                                         .role = "MEMBER",
                                         .is_accepted = true,
                                         .created_at = tx.Now()};
          store::Insert(tx, member);
        }
        const auto key = domain::MakeApiKey(tx, settings_.api_key_prefix,
                                            user.id, {.days = 36'000});
        if (!key.ok()) return key.status();
        return Teacher{user.id, key->key, user.email, name};
      });
  if (!person.ok()) {
    std::cerr << person.status() << "\n";
    std::abort();
  }
  return *person;
}

std::int64_t SchedulingTest::MakeTeam(
    const std::string& name, std::optional<std::int64_t> organization,
    const std::vector<std::pair<Teacher, std::string>>& members) {
  std::int64_t id = 0;
  const absl::Status status = store_->Write([&](Transaction& tx) {
    store::TeamRecord team{.parent_id = organization,
                           .name = name,
                           .slug = name,
                           .created_at = tx.Now()};
    store::Insert(tx, team);
    id = team.id;
    for (const auto& [person, role] : members) {
      store::MembershipRecord member{.team_id = team.id,
                                     .user_id = person.id,
                                     .role = role,
                                     .is_accepted = true,
                                     .created_at = tx.Now()};
      store::Insert(tx, member);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return id;
}

std::int64_t SchedulingTest::MakeType(const Teacher& owner,
                                      const std::string& slug,
                                      std::int64_t minutes,
                                      const std::string& more) {
  const std::string before = version_;
  version_ = "2024-06-14";
  const Answer made = Post("/v2/event-types",
                           R"({"title": "Italian lesson", "slug": ")" + slug +
                               R"(", "lengthInMinutes": )" +
                               std::to_string(minutes) + more + "}",
                           &owner);
  version_ = before;
  EXPECT_EQ(made.status, 201) << made.message();
  const json::value id = made.At("id");
  return id.is_int64() ? id.get_int64() : 0;
}

std::int64_t SchedulingTest::MakeTeamType(std::int64_t team,
                                          const Teacher& admin,
                                          const std::string& slug,
                                          const std::string& scheduling_type,
                                          const std::string& hosts) {
  const Answer made =
      Post("/v2/teams/" + std::to_string(team) + "/event-types",
           R"({"title": "Lesson", "lengthInMinutes": 60,
                               "slug": ")" +
               slug + R"(", "schedulingType": ")" + scheduling_type +
               R"(", "hosts": )" + hosts + "}",
           &admin);
  EXPECT_EQ(made.status, 201) << made.message();
  const json::value id = made.At("id");
  return id.is_int64() ? id.get_int64() : 0;
}

std::int64_t SchedulingTest::Count(std::string_view sql) {
  const auto count =
      store_->Read([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
        return tx.Run(sql).One().As<std::int64_t>();
      });
  EXPECT_TRUE(count.ok()) << count.status();
  return count.ok() ? *count : -1;
}

}  // namespace bookable::testing
