// Signing in is the one route where a guess costs the guesser nothing but time:
// the counts of domain/sign_in.h bound the guesses, Argon2id their speed.
// Tested by tests/bindings/http/api/session_test.cc.
#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_authorizer.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/account_routes.h"
#include "bindings/http/api/error.h"
#include "bindings/http/domain/sign_in.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using store::Transaction;

// Scripts do not see it, other sites do not send it; over TLS only, where the
// service is reached so.
std::string Cookie(const Context& context, std::string_view token,
                   std::chrono::seconds life) {
  const bool is_secure = context.settings.public_url.starts_with("https://");
  return absl::StrCat(kSessionCookie, "=", std::string(token),
                      "; Path=/; HttpOnly; SameSite=Strict; Max-Age=",
                      life.count(), is_secure ? "; Secure" : "");
}

// Browsers say where a page is from that sends a request. No other site signs
// people in, to an account of its own, say.
bool IsFromAnotherSite(const Request& request) {
  const std::string_view site = request.headers.Text("sec-fetch-site");
  return !site.empty() && site != "same-origin" && site != "none";
}

Response Refused(const Context& context, const Request& request,
                 std::chrono::milliseconds wait) {
  Response response = ErrorResponse(
      TooManyRequests("too many attempts to sign in; try again later"),
      request.target, context.now());
  response.headers.emplace_back(
      "Retry-After",
      absl::StrCat(std::chrono::ceil<std::chrono::seconds>(wait).count()));
  return response;
}

absl::StatusOr<Response> SignIn(const Context& context, const Request& request,
                                const Caller& caller) {
  if (IsFromAnotherSite(request)) {
    return Forbidden("only the service's own pages sign in from a browser");
  }
  const boost::json::object& fields = request.Fields();
  const std::string email = TextOf(fields, "email").value_or("");
  const std::string password = TextOf(fields, "password").value_or("");
  std::chrono::milliseconds wait{0};
  const auto attempt = context.store.Write(
      [&](Transaction& tx) -> absl::StatusOr<domain::Attempt> {
        domain::Attempt begun = domain::BeginAttempt(tx, email, caller.bucket);
        wait = begun.wait;
        if (wait.count() > 0) return absl::CancelledError("too early");
        return begun;
      });
  if (wait.count() > 0) return Refused(context, request, wait);
  if (!attempt.ok()) return attempt.status();
  const auto user_id = domain::CheckPassword(attempt->holder, password);
  if (!user_id.ok()) return user_id.status();
  const auto session = context.store.Write(
      [&](Transaction& tx) -> absl::StatusOr<domain::NewSession> {
        domain::ForgiveAttempt(tx, *attempt, caller.bucket);
        return domain::BeginSession(tx, *user_id);
      });
  if (!session.ok()) return session.status();
  Response response = Success({{"userId", *user_id},
                               {"csrfToken", session->csrf_token},
                               {"expiresAt", IsoTime(session->expires_at)}});
  response.headers.emplace_back(
      "Set-Cookie", Cookie(context, session->token, domain::kSessionLife));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

absl::StatusOr<Response> Show(const Context& context, const Request&,
                              const Caller& caller) {
  const auto user = context.store.Read(
      [&](Transaction& tx) -> absl::StatusOr<store::UserRecord> {
        auto found = store::Find<store::UserRecord>(tx, *caller.user_id);
        if (!found) return Unauthorized("the user is gone");
        return *std::move(found);
      });
  if (!user.ok()) return user.status();
  return Success(ToJson(*user));
}

absl::StatusOr<Response> SignOut(const Context& context, const Request& request,
                                 const Caller&) {
  const absl::Status ended =
      context.store.Write([&](Transaction& tx) -> absl::Status {
        domain::EndSession(tx, request.Cookie(kSessionCookie));
        return absl::OkStatus();
      });
  if (!ended.ok()) return ended;
  Response response = Success();
  response.headers.emplace_back("Set-Cookie",
                                Cookie(context, "", std::chrono::seconds{0}));
  return response;
}

}  // namespace

void AddSessionRoutes(RouteTable& routes) {
  routes.Add({.method = Method::kPost,
              .path = "/v2/session",
              .id = "signIn",
              .tag = "Settings page",
              .summary = "Sign in with address and password",
              .description =
                  "Sets a session cookie. What changes something must also "
                  "send the csrfToken, in the header x-csrf-token.",
              .access = kPublic,
              .request = R"({"type": "object",
                  "required": ["email", "password"], "properties": {
                  "email": {"type": "string"},
                  "password": {"type": "string", "format": "password"}}})",
              .answer = R"({"type": "object", "properties": {
                  "userId": {"type": "integer"},
                  "csrfToken": {"type": "string"},
                  "expiresAt": {"type": "string"}}})",
              .handler = SignIn});
  routes.Add({.method = Method::kGet,
              .path = "/v2/session",
              .id = "getSession",
              .tag = "Settings page",
              .summary = "Who is signed in",
              .access = Access{.kinds = CallerKind::kOperator},
              .answer = R"({"$ref": "#/components/schemas/User"})",
              .handler = Show});
  routes.Add({.method = Method::kDelete,
              .path = "/v2/session",
              .id = "signOut",
              .tag = "Settings page",
              .summary = "Sign out",
              .access = Access{.kinds = CallerKind::kOperator},
              .handler = SignOut});
}

}  // namespace bookable::http
