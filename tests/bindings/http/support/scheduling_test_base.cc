#include "tests/bindings/http/support/scheduling_test_base.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>

#include "bindings/http/api/text.h"
#include "bindings/http/domain/api_keys.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/teams.h"
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
  ServiceTest::SetUp();
  if (store_ == nullptr) return;
  database_->SetNow(At("2049-09-05T12:00Z"));
  alice_ = MakePerson("alice");
}

Answer SchedulingTest::Call(http::Method method, std::string_view target,
                            std::string_view body, const Teacher* who) {
  Sent sent{.method = std::string(http::MethodName(method)),
            .target = std::string(target),
            .headers = headers_,
            .body = std::string(body)};
  sent.headers.emplace_back("cal-api-version", version_);
  if (who != nullptr) {
    sent.headers.emplace_back("Authorization", "Bearer " + who->key);
  }
  const http::Response response = service_->Send(sent);
  EXPECT_LT(response.status, 500) << target << ": " << response.body;
  // What can be said at once is what the handler says.
  if (response.status < 300 && service_->last_route()->at_once) {
    EXPECT_EQ(service_->SendToHandler(sent).body, response.body) << target;
  }
  Answer answer{.status = response.status};
  if (!response.body.empty()) answer.body = json::parse(response.body);
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

std::int64_t SchedulingTest::MakeOrganization(
    const std::string& name,
    const std::vector<std::pair<Teacher, std::string>>& members) {
  const std::int64_t id = MakeTeam(name, std::nullopt, members);
  Change([&](Transaction& tx) {
    tx.Run("UPDATE team SET is_organization = TRUE WHERE id = ?1", {id});
    return absl::OkStatus();
  });
  return id;
}

Platform SchedulingTest::MakePlatform(const std::string& name,
                                      http::PermissionSet permissions) {
  Platform made;
  Change([&](Transaction& tx) -> absl::Status {
    const auto organization = domain::CreateOrganization(
        tx, {.name = name, .owner_email = "owner@" + name + ".example"});
    if (!organization.ok()) return organization.status();
    made.organization = organization->organization.id;
    const auto client = domain::CreateOAuthClient(
        tx, made.organization,
        {.name = name,
         .redirect_uris =
             std::vector<std::string>{"https://" + name + ".example"},
         .permissions = permissions.bits()});
    if (!client.ok()) return client.status();
    made.client = client->client.id;
    return absl::OkStatus();
  });
  return made;
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

std::string SchedulingTest::HostsText(const std::vector<Teacher>& people) {
  json::array hosts;
  for (const Teacher& person : people) {
    hosts.push_back(json::object{{"userId", person.id}});
  }
  return json::serialize(hosts);
}

}  // namespace bookable::testing
