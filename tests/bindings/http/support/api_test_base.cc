#include "tests/bindings/http/support/api_test_base.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "bindings/http/domain/api_keys.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/store/table.h"

namespace bookable::testing {
namespace {

namespace json = boost::json;
using store::Transaction;

}  // namespace

const json::value& Reply::At(std::string_view pointer) const {
  static const json::value kNothing;
  json::error_code error;
  const json::value* found = body.find_pointer(pointer, error);
  return found == nullptr ? kNothing : *found;
}

std::string Reply::Text(std::string_view pointer) const {
  const json::value& value = At(pointer);
  if (value.is_string()) return std::string(value.get_string());
  return json::serialize(value);
}

std::int64_t Reply::Number(std::string_view pointer) const {
  const json::value& value = At(pointer);
  return value.is_int64() ? value.get_int64() : -1;
}

bool Reply::Flag(std::string_view pointer) const {
  const json::value& value = At(pointer);
  return value.is_bool() && value.get_bool();
}

bool Reply::Has(std::string_view pointer) const {
  json::error_code error;
  return body.find_pointer(pointer, error) != nullptr;
}

std::size_t Reply::Count(std::string_view pointer) const {
  const json::value& value = At(pointer);
  return value.is_array() ? value.get_array().size() : 0;
}

std::string Reply::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "";
}

void ApiTest::SetUp() {
  ServiceTest::SetUp();
  if (store_ == nullptr) return;
  database_->SetNow(At("2030-01-07T07:00Z"));
  lingua_ = MakeTenant("lingua");
  other_ = MakeTenant("other");
}

Reply ApiTest::Send(std::string_view method, std::string_view target,
                    const Fields& headers, std::string_view body) {
  const http::Response response = service_->Send({.method = std::string(method),
                                                  .target = std::string(target),
                                                  .headers = headers,
                                                  .body = std::string(body)});
  Reply reply{.status = response.status, .headers = response.headers};
  json::error_code error;
  reply.body = json::parse(response.body, error);
  if (reply.status >= 400) {
    // One envelope, whatever went wrong.
    EXPECT_EQ(reply.Text("/status"), "error") << response.body;
    EXPECT_EQ(reply.Text("/path"), target);
    EXPECT_TRUE(reply.Has("/timestamp"));
    EXPECT_TRUE(reply.Has("/error/code"));
    EXPECT_TRUE(reply.Has("/error/message"));
    EXPECT_LT(reply.status, 500) << response.body;
    for (const char* internal :
         {"SELECT ", "INSERT ", "SQL", "sqlite", "constraint failed",
          "violates", "relation \"", "std::", "boost", "absl", ".cc:"}) {
      EXPECT_EQ(reply.message().find(internal), std::string::npos)
          << response.body;
    }
  } else if (reply.status < 300 &&
             response.content_type.starts_with("application/json") &&
             target.starts_with("/v2/")) {
    EXPECT_EQ(reply.Text("/status"), "success") << response.body;
    const json::array misfits = service_->Misfits(response);
    EXPECT_TRUE(misfits.empty())
        << method << " " << target << ": " << json::serialize(misfits) << "\n"
        << response.body;
  }
  return reply;
}

Fields ApiTest::Secret(const Tenant& tenant) {
  return {{"x-cal-client-id", tenant.client},
          {"x-cal-secret-key", tenant.secret}};
}

Fields ApiTest::Bearer(std::string_view token) {
  return {{"Authorization", "Bearer " + std::string(token)}};
}

Tenant ApiTest::MakeTenant(const std::string& name, bool is_platform) {
  const auto tenant =
      store_->Write([&](Transaction& tx) -> absl::StatusOr<Tenant> {
        const auto made = domain::CreateOrganization(
            tx, {.name = name,
                 .owner_email = "owner@" + name + ".example",
                 .is_platform = is_platform});
        if (!made.ok()) return made.status();
        const auto key = domain::MakeApiKey(tx, settings_.api_key_prefix,
                                            made->owner.id, {});
        if (!key.ok()) return key.status();
        const auto client = domain::CreateOAuthClient(
            tx, made->organization.id,
            {.name = name,
             .redirect_uris =
                 std::vector<std::string>{"https://" + name + ".example/back"},
             .permissions = http::PermissionSet::kAllBits});
        if (!client.ok()) return client.status();
        return Tenant{made->organization.id, made->owner.id, key->key,
                      client->client.id, client->secret};
      });
  EXPECT_TRUE(tenant.ok()) << tenant.status();
  return tenant.value_or(Tenant{});
}

Person ApiTest::MakeMember(std::int64_t organization, const std::string& name,
                           const std::string& role) {
  const auto person =
      store_->Write([&](Transaction& tx) -> absl::StatusOr<Person> {
        store::UserRecord user{.email = name + "@example.com",
                               .username = name,
                               .name = name,
                               .organization_id = organization};
        if (organization == 0) user.organization_id.reset();
        const absl::Status status = domain::InsertUser(tx, user, role);
        if (!status.ok()) return status;
        const auto key =
            domain::MakeApiKey(tx, settings_.api_key_prefix, user.id, {});
        if (!key.ok()) return key.status();
        return Person{.id = user.id, .email = user.email, .key = key->key};
      });
  EXPECT_TRUE(person.ok()) << person.status();
  return person.value_or(Person{});
}

Person ApiTest::MakeManaged(const Tenant& tenant, const std::string& name,
                            const std::string& more) {
  const Reply reply =
      Post(Users(tenant), Secret(tenant),
           R"({"email": ")" + name + R"(@example.com", "name": ")" + name +
               R"(")" + more + "}");
  EXPECT_EQ(reply.status, 201) << json::serialize(reply.body);
  return {.id = reply.Number("/data/user/id"),
          .email = reply.Text("/data/user/email"),
          .token = reply.Text("/data/accessToken"),
          .refresh_token = reply.Text("/data/refreshToken")};
}

void ApiTest::SetPermissions(const Tenant& tenant, std::int64_t bits) {
  EXPECT_TRUE(store_
                  ->Write([&](Transaction& tx) {
                    return domain::UpdateOAuthClient(tx, tenant.client,
                                                     {.permissions = bits});
                  })
                  .ok());
}

}  // namespace bookable::testing
