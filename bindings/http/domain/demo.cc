// bindings/http/domain/demo.cc
// Tested by tests/bindings/http/domain/demo_test.cc.
#include "bindings/http/domain/demo.h"

#include <utility>

#include "bindings/http/domain/api_keys.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/people.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/table.h"

namespace bookable::domain {
namespace {

constexpr std::int64_t kEveryPermission = 1023;

void MakeLesson(store::Transaction& tx, const store::UserRecord& teacher,
                const char* slug, const char* title, const char* description,
                std::int64_t minutes) {
  store::EventTypeRecord lesson{
      .user_id = teacher.id,
      .slug = slug,
      .title = title,
      .description = description,
      .length_minutes = minutes,
      .settings =
          R"({"locations":[{"type":"integration","integration":"cal-video"}]})",
      .created_at = tx.Now(),
      .updated_at = tx.Now()};
  store::Insert(tx, lesson);
}

}  // namespace

absl::StatusOr<Demo> MakeDemo(store::Transaction& tx,
                              std::string_view token_key,
                              std::string_view api_key_prefix) {
  Demo demo{.owner_password = NewSecret()};
  auto organization =
      CreateOrganization(tx, {.name = "Lingua",
                              .slug = "lingua",
                              .owner_email = kDemoOwnerEmail,
                              .owner_name = "Olivia Ferri",
                              .owner_password = demo.owner_password});
  if (!organization.ok()) return organization.status();
  demo.organization = std::move(organization->organization);
  demo.owner = std::move(organization->owner);
  auto key = MakeApiKey(tx, api_key_prefix, demo.owner.id, {.note = "demo"});
  if (!key.ok()) return key.status();
  demo.owner_api_key = std::move(key->key);
  auto client = CreateOAuthClient(
      tx, demo.organization.id,
      {.name = "Lingua",
       .redirect_uris = std::vector<std::string>{"http://localhost:3000",
                                                 "http://127.0.0.1:3000"},
       .permissions = kEveryPermission});
  if (!client.ok()) return client.status();
  demo.client = std::move(client->client);
  demo.client_secret = std::move(client->secret);
  auto alice = CreateManagedUser(
      tx, demo.client,
      {.email = "alice@lingua.example",
       .name = "Alice Conti",
       .time_format = 24,
       .week_start = "Monday",
       .time_zone = "Europe/Rome",
       .locale = std::optional<std::string>("it"),
       .bio = std::optional<std::string>("Italian lessons, from Rome."),
       .metadata = R"({"teaches":"italian"})"});
  if (!alice.ok()) return alice.status();
  demo.alice = *std::move(alice);
  // Shorter than what managed users are called, for the address of the page.
  demo.alice.username =
      FreeUsername(tx, kDemoUsername, demo.alice.organization_id);
  store::Update(tx, demo.alice);
  MakeLesson(tx, demo.alice, kDemoEventSlug, "Lezione di 30 minuti",
             "Half an hour of conversation in Italian.", 30);
  MakeLesson(tx, demo.alice, "lezione-60", "Lezione di 60 minuti",
             "An hour of Italian: grammar, reading, conversation.", 60);
  demo.alice_tokens = GiveTokens(tx, token_key, demo.client.id, demo.alice.id);
  return demo;
}

}  // namespace bookable::domain
