// What is secret is printed once, when it is made: nobody can ask for it later.
// Tested by tests/bindings/http/server/account_commands_test.py.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/account_error.h"
#include "bindings/http/domain/api_keys.h"
#include "bindings/http/domain/demo.h"
#include "bindings/http/domain/oauth_clients.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/domain/sign_in.h"
#include "bindings/http/domain/teams.h"
#include "bindings/http/server/commands.h"
#include "bindings/http/store/table.h"
#include "bookable/time/civil.h"

namespace bookable::http {
namespace {

using store::Transaction;

// Opens the store and runs `work` in a transaction; what it gave.
template <typename Work>
auto InStore(Invocation& run, Work work)
    -> decltype(work(std::declval<Transaction&>())) {
  auto opened = OpenStore(run.settings);
  if (!opened.ok()) return opened.status();
  return (*opened)->Write(work);
}

// `wanted`, or the only one there is.
absl::StatusOr<std::int64_t> OrganizationOf(
    Transaction& tx, const std::optional<std::int64_t>& wanted) {
  if (wanted) {
    if (!domain::FindOrganization(tx, *wanted)) {
      return absl::NotFoundError(
          absl::StrCat("there is no organisation ", *wanted));
    }
    return *wanted;
  }
  const auto all = store::Select<store::TeamRecord>(
      tx, "WHERE is_organization ORDER BY id LIMIT 2");
  if (all.empty()) {
    return absl::NotFoundError(
        "there is no organisation yet: bookabled org create");
  }
  if (all.size() > 1) {
    return absl::InvalidArgumentError(
        "there are several organisations: say which by --org");
  }
  return all.front().id;
}

// The domain names what it refuses as the API does: "redirectUris[0]: must be
// ..."; who wrote the command knows it as --redirect-uri.
absl::Status NamingFlags(const absl::Status& status) {
  static constexpr std::array<std::array<std::string_view, 2>, 5> kFlags = {
      {{"apiKeyDaysValid", "--days"},
       {"owner", "--owner"},
       {"rate limits", "--rate-limits"},
       {"redirectUris", "--redirect-uri"},
       {"slug", "--slug"}}};
  const std::string message = ToString(status.message());
  const std::size_t end = message.find(": ");
  if (end == std::string::npos) return status;
  const std::string name = message.substr(0, message.find_first_of(":["));
  for (const auto& [field, flag] : kFlags) {
    if (name != field) continue;
    return {status.code(),
            absl::StrCat(std::string(flag), message.substr(end))};
  }
  return status;
}

absl::StatusOr<std::string> ReadPassword() {
  std::string password;
  if (!std::getline(std::cin, password)) {
    return absl::InvalidArgumentError("no password came on standard input");
  }
  return password;
}

// --- org ---------------------------------------------------------------------

struct OrgOptions {
  domain::NewOrganization organization{};
  bool is_plain = false;
  bool reads_password = false;
};

absl::Status CreateOrg(Invocation& run, OrgOptions options) {
  options.organization.is_platform = !options.is_plain;
  if (options.reads_password) {
    auto password = ReadPassword();
    if (!password.ok()) return password.status();
    options.organization.owner_password = *std::move(password);
  } else {
    options.organization.owner_password = domain::NewSecret();
  }
  const auto made = InStore(run, [&](Transaction& tx) {
    return domain::CreateOrganization(tx, options.organization);
  });
  if (!made.ok()) return made.status();
  run.out << "organisation  " << made->organization.id << "\n"
          << "owner         " << made->owner.id << "  " << made->owner.email
          << "\n";
  // An owner who was there before keeps the password they have.
  if (!options.reads_password &&
      made->owner.organization_id == made->organization.id) {
    run.out << "password      " << options.organization.owner_password << "\n";
  }
  return absl::OkStatus();
}

absl::Status ListOrgs(Invocation& run) {
  const auto all = InStore(
      run,
      [](Transaction& tx) -> absl::StatusOr<std::vector<store::TeamRecord>> {
        return store::Select<store::TeamRecord>(
            tx, "WHERE is_organization ORDER BY id");
      });
  if (!all.ok()) return all.status();
  for (const store::TeamRecord& organization : *all) {
    run.out << organization.id << "  " << organization.slug.value_or("") << "  "
            << organization.name << "\n";
  }
  return absl::OkStatus();
}

absl::Status SetPasswordOf(Invocation& run, const std::string& email) {
  auto password = ReadPassword();
  if (!password.ok()) return password.status();
  return InStore(run, [&](Transaction& tx) -> absl::Status {
    const auto user =
        store::SelectOne<store::UserRecord>(tx, "WHERE email = ?1", {email});
    if (!user || user->oauth_client_id) {
      return absl::NotFoundError(
          absl::StrCat("there is no user ", email, " who could sign in"));
    }
    return domain::SetPassword(tx, user->id, *password);
  });
}

void AddOrgCommands(CommandLine& line) {
  CLI::App* group = line.Group("org", "Organisations");
  auto options = std::make_shared<OrgOptions>();
  CLI::App* create =
      line.Command(group, "create", "Make an organisation and its owner",
                   [options](Invocation& run) {
                     return NamingFlags(CreateOrg(run, *options));
                   });
  create->add_option("name", options->organization.name, "Its name")
      ->required();
  create
      ->add_option("--owner", options->organization.owner_email,
                   "The owner's e-mail address")
      ->required();
  create->add_option("--owner-name", options->organization.owner_name,
                     "The owner's name");
  create->add_option("--slug", options->organization.slug,
                     "Its name in addresses; else made of the name");
  create->add_flag("--no-platform", options->is_plain,
                   "It has no OAuth clients");
  create->add_flag("--password-stdin", options->reads_password,
                   "Read the owner's password; else one is made and shown");
  line.Command(group, "list", "Show the organisations", ListOrgs);

  CLI::App* users = line.Group("user", "People who sign in");
  auto email = std::make_shared<std::string>();
  CLI::App* password = line.Command(
      users, "set-password",
      "Read another password for a user from standard input",
      [email](Invocation& run) { return SetPasswordOf(run, *email); });
  password->add_option("email", *email, "The user's e-mail address")
      ->required();
}

// --- oauth-client ------------------------------------------------------------

struct ClientOptions {
  std::string name{};
  std::optional<std::int64_t> organization{};
  std::vector<std::string> redirect_uris{};
  std::vector<std::string> permissions{};
  bool has_event_types = false;
  bool has_emails = false;
};

absl::Status CreateClient(Invocation& run, const ClientOptions& options) {
  PermissionSet set;
  if (options.permissions.empty()) {
    set = PermissionSet::FromBits(PermissionSet::kAllBits);
  }
  for (const std::string& name : options.permissions) {
    const auto one = PermissionSet::FromName(name);
    if (!one) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--permission: ", name, " is none; there are ",
          absl::StrJoin(
              PermissionSet::FromBits(PermissionSet::kAllBits).Names(), ", "),
          " and *"));
    }
    set = set | *one;
  }
  const auto made = InStore(
      run, [&](Transaction& tx) -> absl::StatusOr<domain::NewOAuthClient> {
        const auto organization = OrganizationOf(tx, options.organization);
        if (!organization.ok()) return organization.status();
        return domain::CreateOAuthClient(
            tx, *organization,
            {.name = options.name,
             .redirect_uris = options.redirect_uris,
             .permissions = set.bits(),
             .are_emails_enabled = options.has_emails,
             .are_default_event_types_enabled = options.has_event_types});
      });
  if (!made.ok()) return made.status();
  run.out << "client id      " << made->client.id << "\n"
          << "client secret  " << made->secret << "\n";
  return absl::OkStatus();
}

absl::Status ListClients(Invocation& run,
                         const std::optional<std::int64_t>& organization) {
  const auto clients =
      InStore(run,
              [&](Transaction& tx)
                  -> absl::StatusOr<std::vector<store::OAuthClientRecord>> {
                if (organization)
                  return domain::ListOAuthClients(tx, *organization);
                return store::Select<store::OAuthClientRecord>(
                    tx, "ORDER BY organization_id, created_ms, id");
              });
  if (!clients.ok()) return clients.status();
  for (const store::OAuthClientRecord& client : *clients) {
    run.out << client.id << "  organisation " << client.organization_id << "  "
            << client.name << "  "
            << absl::StrJoin(
                   PermissionSet::FromBits(client.permissions).Names(), ",")
            << "\n";
  }
  return absl::OkStatus();
}

absl::Status RotateClient(Invocation& run, const std::string& id) {
  const auto secret = InStore(
      run, [&](Transaction& tx) { return domain::RotateSecret(tx, id); });
  if (!secret.ok()) return secret.status();
  run.out << "client secret  " << *secret << "\n";
  return absl::OkStatus();
}

absl::Status DeleteClient(Invocation& run, const std::string& id) {
  const auto deleted = InStore(
      run, [&](Transaction& tx) { return domain::DeleteOAuthClient(tx, id); });
  if (!deleted.ok()) return deleted.status();
  run.out << "deleted " << deleted->id << "\n";
  return absl::OkStatus();
}

void AddClientCommands(CommandLine& line) {
  CLI::App* group = line.Group("oauth-client", "Programs of customers");
  auto options = std::make_shared<ClientOptions>();
  CLI::App* create = line.Command(
      group, "create", "Make an OAuth client; its secret is shown once",
      [options](Invocation& run) {
        return NamingFlags(CreateClient(run, *options));
      });
  create->add_option("name", options->name, "Its name")->required();
  create->add_option("--org", options->organization,
                     "Its organisation; may be left out if there is one only");
  create->add_option("--redirect-uri", options->redirect_uris,
                     "An address of its pages; may be given several times");
  create->add_option("--permission", options->permissions,
                     "What it may, like BOOKING_READ; may be given several "
                     "times. Default: *");
  create->add_flag("--default-event-types", options->has_event_types,
                   "Its users begin with event types of 30 and 60 minutes");
  create->add_flag("--emails", options->has_emails, "Its users get e-mails");

  auto organization = std::make_shared<std::optional<std::int64_t>>();
  CLI::App* list = line.Command(group, "list", "Show the OAuth clients",
                                [organization](Invocation& run) {
                                  return ListClients(run, *organization);
                                });
  list->add_option("--org", *organization, "Only those of an organisation");

  auto id = std::make_shared<std::string>();
  line.Command(group, "rotate-secret",
               "Another secret in place of the old one, shown once",
               [id](Invocation& run) { return RotateClient(run, *id); })
      ->add_option("id", *id, "The client's id")
      ->required();
  line.Command(group, "delete", "Delete an OAuth client and its tokens",
               [id](Invocation& run) { return DeleteClient(run, *id); })
      ->add_option("id", *id, "The client's id")
      ->required();
}

// --- api-key -----------------------------------------------------------------

struct KeyOptions {
  std::int64_t user = 0;
  domain::ApiKeyTerms terms{};
  std::optional<std::string> limits{};
};

std::string Until(const store::ApiKeyRecord& key) {
  return key.expires_at ? IsoTime(*key.expires_at) : "never";
}

absl::Status CreateKey(Invocation& run, KeyOptions options) {
  if (options.limits) {
    auto limits = domain::ParseKeyLimits(*options.limits);
    if (!limits.ok()) return limits.status();
    options.terms.limits = *std::move(limits);
  }
  const auto made = InStore(run, [&](Transaction& tx) {
    return domain::MakeApiKey(tx, run.settings.service.api_key_prefix,
                              options.user, options.terms);
  });
  if (!made.ok()) return made.status();
  run.out << "id       " << made->record.id << "\n"
          << "api key  " << made->key << "\n"
          << "expires  " << Until(made->record) << "\n";
  if (!options.terms.limits.empty()) {
    run.out << "limits   " << domain::KeyLimitsText(options.terms.limits)
            << "\n";
  }
  return absl::OkStatus();
}

struct ListedKey {
  store::ApiKeyRecord key{};
  std::vector<store::ApiKeyLimitRecord> limits{};
};

absl::Status ListKeys(Invocation& run,
                      const std::optional<std::int64_t>& user) {
  const auto keys = InStore(
      run, [&](Transaction& tx) -> absl::StatusOr<std::vector<ListedKey>> {
        if (user && !store::Find<store::UserRecord>(tx, *user)) {
          return absl::NotFoundError(absl::StrCat("there is no user ", *user));
        }
        std::vector<ListedKey> listed;
        for (store::ApiKeyRecord& key : domain::ListApiKeys(tx, user)) {
          std::vector<store::ApiKeyLimitRecord> limits =
              domain::LimitsOf(tx, key.id);
          listed.push_back({std::move(key), std::move(limits)});
        }
        return listed;
      });
  if (!keys.ok()) return keys.status();
  for (const auto& [key, limits] : *keys) {
    run.out << key.id << "  user " << key.user_id << "  expires " << Until(key);
    if (!limits.empty()) {
      run.out << "  limits " << domain::KeyLimitsText(limits);
    }
    if (key.note) run.out << "  " << *key.note;
    run.out << "\n";
  }
  return absl::OkStatus();
}

absl::Status RevokeKey(Invocation& run, std::int64_t id) {
  absl::Status revoked = InStore(
      run, [&](Transaction& tx) { return domain::RevokeApiKey(tx, id); });
  if (revoked.ok()) run.out << "revoked " << id << "\n";
  return revoked;
}

void AddKeyCommands(CommandLine& line) {
  CLI::App* group = line.Group("api-key", "Keys of users' own programs");
  auto options = std::make_shared<KeyOptions>();
  CLI::App* create =
      line.Command(group, "create", "Make a key; it is shown once",
                   [options](Invocation& run) {
                     return NamingFlags(CreateKey(run, *options));
                   });
  create->add_option("--user", options->user, "Whose it is")->required();
  CLI::Option* days = create->add_option(
      "--days", options->terms.days, "How many days it is good. Default: 30");
  create->add_flag("--never", options->terms.is_endless, "It never expires")
      ->excludes(days);
  create->add_option("--note", options->terms.note, "What it is for");
  create->add_option(
      "--rate-limits", options->limits,
      "Limits of its own, as burst=10/1,hour=1000/3600/60: NAME=REQUESTS/"
      "SECONDS or with /BLOCKSECONDS. Default: the setting rate_limit.api_key");

  auto user = std::make_shared<std::optional<std::int64_t>>();
  line.Command(group, "list",
               "Show the keys and their limits, never what they are",
               [user](Invocation& run) { return ListKeys(run, *user); })
      ->add_option("--user", *user, "Only those of a user");

  auto id = std::make_shared<std::int64_t>(0);
  line.Command(group, "revoke", "End a key",
               [id](Invocation& run) { return RevokeKey(run, *id); })
      ->add_option("id", *id, "Its number, as list shows it")
      ->required();
}

// --- demo --------------------------------------------------------------------

// Where to look, and a line that answers; the week that begins tomorrow.
void ShowDemoPage(Invocation& run) {
  const std::string& url = run.settings.service.public_url;
  const auto tomorrow =
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) +
      std::chrono::days{1};
  run.out << "booking page   " << url << "/" << domain::kDemoUsername << "/"
          << domain::kDemoEventSlug << "\n"
          << "settings page  " << url << "/settings\n\n"
          << "curl '" << url << "/v2/slots?username=" << domain::kDemoUsername
          << "&eventTypeSlug=" << domain::kDemoEventSlug
          << "&start=" << FormatDate(Date(tomorrow))
          << "&end=" << FormatDate(Date(tomorrow + std::chrono::days{6}))
          << "&timeZone=Europe/Rome'\n";
}

// To who has not kept what was shown once. An address of PostgreSQL may hold a
// password, so it is not repeated.
absl::Status ShowDemoRemedies(Invocation& run) {
  const auto owner = InStore(
      run,
      [](Transaction& tx) -> absl::StatusOr<std::optional<store::UserRecord>> {
        return store::SelectOne<store::UserRecord>(tx, "WHERE email = ?1",
                                                   {domain::kDemoOwnerEmail});
      });
  if (!owner.ok()) return owner.status();
  if (!*owner) return absl::OkStatus();
  const std::string& store = run.settings.store;
  const std::string where =
      store.starts_with("sqlite:") ? " --store " + store : "";
  run.out << "\nThe API key and the password were shown once. For others:\n"
          << "  bookabled api-key create --user " << (*owner)->id << where
          << "\n  echo 'a new long password' | bookabled user set-password "
          << (*owner)->email << where << "\n";
  return absl::OkStatus();
}

absl::Status MakeDemo(Invocation& run) {
  const ServiceSettings& service = run.settings.service;
  const auto demo = InStore(run, [&](Transaction& tx) {
    return domain::MakeDemo(tx, domain::MakeTokenKey(tx, service.token_secret),
                            service.api_key_prefix);
  });
  if (domain::IsTaken(demo.status())) {
    run.out << "The demo is there already; nothing was changed.\n";
    ShowDemoPage(run);
    return ShowDemoRemedies(run);
  }
  if (!demo.ok()) return demo.status();
  run.out << "organisation   " << demo->organization.id << "  "
          << demo->organization.name << "\n"
          << "owner          " << demo->owner.email << "\n"
          << "password       " << demo->owner_password << "\n"
          << "api key        " << demo->owner_api_key << "\n"
          << "client id      " << demo->client.id << "\n"
          << "client secret  " << demo->client_secret << "\n"
          << "teacher        " << demo->alice.id << "  "
          << demo->alice.name.value_or("") << ", "
          << demo->alice.username.value_or("") << "\n"
          << "access token   " << demo->alice_tokens.access_token << "\n"
          << "refresh token  " << demo->alice_tokens.refresh_token << "\n";
  ShowDemoPage(run);
  return absl::OkStatus();
}

}  // namespace

void AddAccountCommands(CommandLine& line) {
  AddOrgCommands(line);
  AddClientCommands(line);
  AddKeyCommands(line);
  line.Command(nullptr, "demo",
               "Make something to try: a school, and Alice who teaches Italian",
               MakeDemo);
}

}  // namespace bookable::http
