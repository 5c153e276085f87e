// Proof of an address by a code. Mail cannot be sent by this service yet: what
// is to be mailed is written into the outbox, kind "mail", in the transaction
// that makes it, and waits there for who will send it.
// Tested by tests/bindings/http/api/email_verification_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/email_codes.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/domain/roles.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/email_codes.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::Transaction;
using store::UserRecord;
using store::VerifiedEmailRecord;

absl::StatusOr<std::string> ReadEmail(std::string_view text) {
  auto normal = domain::NormalEmail(text);
  if (!normal) return BadRequest("email must be an email address");
  return *std::move(normal);
}

absl::Status WrongCode() {
  return BadRequest("Invalid verification code", "invalid_code");
}

// Whether a booker must prove the address, whatever the event type says: those
// of no one here are protected so.
absl::StatusOr<Response> Check(const Context&, const Request& request,
                               const Caller&) {
  const auto email = ReadEmail(request.query.Text("email"));
  if (!email.ok()) return email.status();
  return Success(json::value(false));
}

absl::StatusOr<Response> SendCode(const Context& context,
                                  const Request& request, const Caller&) {
  const json::object& body = request.Fields();
  const auto email = ReadEmail(TextMember(body, "email"));
  if (!email.ok()) return email.status();
  const absl::Status sent = context.store.Write([&](Transaction& tx)
                                                    -> absl::Status {
    const auto code = domain::NewEmailCode(tx, TokenKeyOf(tx, context), *email);
    if (!code) {
      return TooManyRequests(
          "too many codes were sent to this address; try again later");
    }
    const std::string mail =
        json::serialize(json::object{{"template", "email_verification"},
                                     {"to", *email},
                                     {"name", TextMember(body, "username")},
                                     {"language", TextMember(body, "language")},
                                     {"code", *code}});
    store::Enqueue(tx, {.kind = "mail", .subject = *email, .payload = mail});
    return absl::OkStatus();
  });
  if (!sent.ok()) return sent;
  return Success();
}

absl::StatusOr<Response> VerifyCode(const Context& context,
                                    const Request& request, const Caller&) {
  const json::object& body = request.Fields();
  const auto email = ReadEmail(TextMember(body, "email"));
  if (!email.ok()) return email.status();
  const auto is_right =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<bool> {
        return domain::IsEmailCodeOf(tx, TokenKeyOf(tx, context), *email,
                                     TextMember(body, "code"));
      });
  if (!is_right.ok()) return is_right.status();
  if (!*is_right) return WrongCode();
  return Success(json::object{{"verified", true}}, 200);
}

// The team of the query, which the caller governs, if it names one.
absl::StatusOr<std::optional<std::int64_t>> TeamOf(
    Transaction& tx, std::optional<std::int64_t> team_id,
    const Caller& caller) {
  if (!team_id) return std::optional<std::int64_t>();
  const auto team = store::Find<store::TeamRecord>(tx, *team_id);
  if (!team ||
      domain::RoleIn(tx, *caller.user_id, *team) < domain::TeamRole::kAdmin) {
    return Forbidden("the caller does not govern this team");
  }
  return team_id;
}

absl::StatusOr<Response> ListVerified(const Context& context,
                                      const Request& request,
                                      const Caller& caller) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto team =
            TeamOf(tx, ParseInteger(request.query.Text("teamId")), caller);
        if (!team.ok()) return team.status();
        std::set<std::string> emails;
        const auto user = store::Find<UserRecord>(tx, *caller.user_id);
        if (user) emails.insert(user->email);
        for (const VerifiedEmailRecord& verified :
             store::Select<VerifiedEmailRecord>(
                 tx, "WHERE (user_id = ?1 AND team_id IS NULL) OR team_id = ?2",
                 {*caller.user_id, *team})) {
          emails.insert(verified.email);
        }
        return json::array(emails.begin(), emails.end());
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

// The component puts the client's id into the address; the code went to the
// address without it.
std::string WithoutClient(std::string email, const std::string& client) {
  const std::size_t mark =
      client.empty() ? std::string::npos : email.find("+" + client + "@");
  if (mark != std::string::npos) email.erase(mark, client.size() + 1);
  return email;
}

absl::StatusOr<Response> AddVerified(const Context& context,
                                     const Request& request,
                                     const Caller& caller) {
  const json::object& body = request.Fields();
  const auto email = ReadEmail(TextMember(body, "email"));
  if (!email.ok()) return email.status();
  const std::string code = TextMember(body, "code");
  enum class Outcome : std::uint8_t { kAdded, kWrongCode };
  const auto outcome =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<Outcome> {
        const auto team = TeamOf(tx, IntegerOf(body, "teamId"), caller);
        if (!team.ok()) return team.status();
        const std::string key = TokenKeyOf(tx, context);
        const std::string plain = WithoutClient(*email, caller.client_id);
        if (!domain::IsEmailCodeOf(tx, key, plain, code) &&
            (plain == *email ||
             !domain::IsEmailCodeOf(tx, key, *email, code))) {
          return Outcome::kWrongCode;
        }
        const bool is_there =
            !tx.Run(
                   "SELECT 1 FROM verified_email WHERE email = ?1 AND "
                   "((team_id IS NULL AND CAST(?3 AS bigint) IS NULL AND "
                   "user_id = ?2) OR team_id = ?3)",
                   {*email, *caller.user_id, *team})
                 .is_empty();
        if (is_there) return Outcome::kAdded;
        VerifiedEmailRecord verified{.user_id = *caller.user_id,
                                     .team_id = *team,
                                     .email = *email,
                                     .created_at = tx.Now()};
        store::Insert(tx, verified);
        return Outcome::kAdded;
      });
  if (!outcome.ok()) return outcome.status();
  if (*outcome == Outcome::kWrongCode) return WrongCode();
  return Success(json::object{{"email", *email}});
}

}  // namespace

void AddEmailVerificationRoutes(RouteTable& routes) {
  const std::string path = "/v2/atoms/verification/email";
  const auto add = [&](Route route) {
    route.tag = "Email verification";
    routes.Add(std::move(route));
  };
  const std::string code = R"({"type": "object", "required": ["email", "code"],
      "properties": {"email": {"type": "string", "maxLength": 320},
        "code": {"type": "string", "maxLength": 20}}})";
  add({.method = Method::kGet,
       .path = path + "/check",
       .id = "checkEmailVerification",
       .summary = "Whether bookers must prove this address",
       .access = kOptional,
       .query = {{.name = "email", .required = true},
                 {.name = "userSessionEmail"}},
       .answer = R"({"type": "boolean"})",
       .handler = Check});
  add({.method = Method::kPost,
       .path = path + "/send-code",
       .id = "sendEmailCode",
       .summary = "Mail a code to an address",
       .access = kOptional,
       .request = R"({"type": "object", "required": ["email"], "properties": {
           "email": {"type": "string", "maxLength": 320},
           "username": {"type": ["string", "null"], "maxLength": 500},
           "language": {"type": ["string", "null"], "maxLength": 20}}})",
       .status = 200,
       .handler = SendCode});
  add({.method = Method::kPost,
       .path = path + "/verify-code",
       .id = "verifyEmailCode",
       .summary = "Whether the code is that of the address: 400 if not",
       .access = kOptional,
       .request = code,
       .status = 200,
       .handler = VerifyCode});
  add({.method = Method::kPost,
       .path = path + "/verify-code-authenticated",
       .id = "verifyEmailCodeAuthenticated",
       .summary = "The same for a caller with a token",
       .access = Access{},
       .request = code,
       .status = 200,
       .handler = VerifyCode});
  add({.method = Method::kGet,
       .path = "/v2/atoms/emails/verified-emails",
       .id = "listVerifiedEmails",
       .summary = "The addresses that the caller, or a team, has proved",
       .access = Access{.permissions = Permission::kEventTypeRead},
       .query = {{.name = "teamId", .schema = R"({"type": "integer"})"}},
       .handler = ListVerified});
  add({.method = Method::kPost,
       .path = "/v2/atoms/emails/verified-emails",
       .id = "addVerifiedEmail",
       .summary = "Prove an address by the code that was sent there",
       .access = Access{.permissions = Permission::kEventTypeWrite},
       .request = R"({"type": "object", "required": ["email", "code"],
           "properties": {"email": {"type": "string", "maxLength": 320},
             "code": {"type": "string", "maxLength": 20},
             "teamId": {"type": ["integer", "null"]}}})",
       .handler = AddVerified});
}

}  // namespace bookable::http
