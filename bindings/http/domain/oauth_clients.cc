// bindings/http/domain/oauth_clients.cc
// Tested by tests/bindings/http/domain/oauth_clients_test.cc.
#include "bindings/http/domain/oauth_clients.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/secret.h"
#include "bindings/http/store/table.h"
#include "simdjson.h"

namespace bookable::domain {
namespace {

using store::OAuthClientRecord;
using store::Transaction;

constexpr std::size_t kMostRedirectUris = 100;

// "https://a.example:8080" of "https://a.example:8080/b?c".
std::string OriginOf(std::string_view uri) {
  const std::size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos) return "";
  const std::size_t end = uri.find_first_of("/?#", scheme + 3);
  return absl::AsciiStrToLower(std::string(uri.substr(0, end)));
}

bool IsOfLabel(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '_';
}

// "*" stands for one or more characters of one label of a host. Entries are
// short, so trying each length is fast enough: two stars, n² steps.
bool Matches(std::string_view pattern, std::string_view text) {
  while (!pattern.empty() && pattern.front() != '*') {
    if (text.empty() || text.front() != pattern.front()) return false;
    pattern.remove_prefix(1);
    text.remove_prefix(1);
  }
  if (pattern.empty()) return text.empty();
  pattern.remove_prefix(1);
  for (std::size_t n = 1; n <= text.size() && IsOfLabel(text[n - 1]); ++n) {
    if (Matches(pattern, text.substr(n))) return true;
  }
  return false;
}

absl::Status CheckUris(const std::vector<std::string>& uris) {
  if (uris.size() > kMostRedirectUris) {
    return absl::InvalidArgumentError(
        absl::StrCat("redirectUris: must be at most ", kMostRedirectUris));
  }
  for (std::size_t i = 0; i < uris.size(); ++i) {
    const std::string& uri = uris[i];
    const auto stars = std::count(uri.begin(), uri.end(), '*');
    if (!IsWebUrl(uri) || stars > 2 ||
        uri.rfind('*') + 1 > OriginOf(uri).size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "redirectUris[", i,
          "]: must be an http or https address; * may stand for a part of its "
          "host, twice at most"));
    }
  }
  return absl::OkStatus();
}

absl::Status SetUrl(std::string_view name,
                    const std::optional<std::string>& url,
                    std::optional<std::string>& member) {
  if (!url) return absl::OkStatus();
  if (!url->empty() && !IsWebUrl(*url)) {
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(name), ": must be an http or https address"));
  }
  member = url->empty() ? std::nullopt : url;
  return absl::OkStatus();
}

absl::Status Apply(const OAuthClientFields& fields, OAuthClientRecord& client) {
  if (fields.name) {
    if (fields.name->empty() || fields.name->size() > 200) {
      return absl::InvalidArgumentError("name: must have 1 to 200 bytes");
    }
    client.name = *fields.name;
  }
  if (fields.redirect_uris) {
    absl::Status uris = CheckUris(*fields.redirect_uris);
    if (!uris.ok()) return uris;
    // An address has nothing that JSON would escape.
    std::string array = "[";
    for (const std::string& uri : *fields.redirect_uris) {
      if (array.size() > 1) array += ',';
      array += '"' + uri + '"';
    }
    client.redirect_uris = array + "]";
  }
  if (fields.permissions) client.permissions = *fields.permissions;
  if (fields.logo) {
    client.logo = fields.logo->empty() ? std::nullopt : fields.logo;
  }
  for (const absl::Status& status :
       {SetUrl("bookingRedirectUri", fields.booking_redirect_uri,
               client.booking_redirect_uri),
        SetUrl("bookingCancelRedirectUri", fields.booking_cancel_redirect_uri,
               client.booking_cancel_redirect_uri),
        SetUrl("bookingRescheduleRedirectUri",
               fields.booking_reschedule_redirect_uri,
               client.booking_reschedule_redirect_uri)}) {
    if (!status.ok()) return status;
  }
  if (fields.are_emails_enabled) {
    client.are_emails_enabled = *fields.are_emails_enabled;
  }
  if (fields.are_default_event_types_enabled) {
    client.are_default_event_types_enabled =
        *fields.are_default_event_types_enabled;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NewOAuthClient> CreateOAuthClient(
    Transaction& tx, std::int64_t organization_id,
    const OAuthClientFields& fields) {
  if (!fields.name || !fields.redirect_uris || !fields.permissions) {
    return absl::InvalidArgumentError(
        "name, redirectUris and permissions are required");
  }
  NewOAuthClient made{.client = {.id = NewClientId(),
                                 .organization_id = organization_id,
                                 .created_at = tx.Now()},
                      .secret = NewSecret()};
  const absl::Status applied = Apply(fields, made.client);
  if (!applied.ok()) return applied;
  made.client.secret_hash = HashOfSecret(made.secret);
  store::Insert(tx, made.client);
  return made;
}

absl::StatusOr<OAuthClientRecord> FindOAuthClient(Transaction& tx,
                                                  std::string_view id) {
  auto client = store::Find<OAuthClientRecord>(tx, id);
  if (!client) {
    return absl::NotFoundError(
        absl::StrCat("there is no OAuth client ", std::string(id)));
  }
  return *std::move(client);
}

absl::StatusOr<OAuthClientRecord> UpdateOAuthClient(
    Transaction& tx, std::string_view id, const OAuthClientFields& fields) {
  auto client = FindOAuthClient(tx, id);
  if (!client.ok()) return client;
  const absl::Status applied = Apply(fields, *client);
  if (!applied.ok()) return applied;
  store::Update(tx, *client);
  return client;
}

absl::StatusOr<std::string> RotateSecret(Transaction& tx, std::string_view id) {
  auto client = FindOAuthClient(tx, id);
  if (!client.ok()) return client.status();
  std::string secret = NewSecret();
  client->secret_hash = HashOfSecret(secret);
  store::Update(tx, *client);
  return secret;
}

absl::StatusOr<OAuthClientRecord> DeleteOAuthClient(Transaction& tx,
                                                    std::string_view id) {
  auto client = FindOAuthClient(tx, id);
  if (!client.ok()) return client;
  store::Delete<OAuthClientRecord>(tx, id);
  return client;
}

std::vector<OAuthClientRecord> ListOAuthClients(Transaction& tx,
                                                std::int64_t organization_id) {
  return store::Select<OAuthClientRecord>(
      tx, "WHERE organization_id = ?1 ORDER BY created_ms, id",
      {organization_id});
}

std::vector<std::string> RedirectUris(const OAuthClientRecord& client) {
  std::vector<std::string> uris;
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  if (parser.parse(client.redirect_uris).get(array) != simdjson::SUCCESS) {
    return uris;  // not of our writing
  }
  for (const simdjson::dom::element uri : array) {
    std::string_view text;
    if (uri.get(text) == simdjson::SUCCESS) uris.emplace_back(text);
  }
  return uris;
}

bool IsRegisteredRedirect(const OAuthClientRecord& client,
                          std::string_view uri) {
  const std::vector<std::string> uris = RedirectUris(client);
  return std::any_of(uris.begin(), uris.end(), [&](const std::string& entry) {
    return Matches(entry, uri);
  });
}

bool IsAllowedOrigin(const OAuthClientRecord& client, std::string_view origin) {
  const std::string lower = absl::AsciiStrToLower(std::string(origin));
  const std::vector<std::string> uris = RedirectUris(client);
  return std::any_of(uris.begin(), uris.end(), [&](const std::string& entry) {
    return Matches(OriginOf(entry), lower);
  });
}

}  // namespace bookable::domain
