// Tested by tests/bindings/http/api/dead_letters_test.cc.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/webhook_delivery.h"
#include "bindings/http/domain/webhooks.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using domain::DeadLetter;
using store::Transaction;

json::object LetterJson(const DeadLetter& letter) {
  const WebhookDelivery delivery = DeliveryOf(letter.work.payload);
  json::object object;
  object["id"] = letter.work.id;
  object["deliveryId"] = delivery.id;
  object["triggerEvent"] = delivery.trigger;
  object["bookingUid"] = letter.work.subject;
  object["webhookId"] = letter.work.target;
  object["subscriberUrl"] =
      letter.webhook ? json::value(letter.webhook->subscriber_url) : nullptr;
  object["attempts"] = letter.work.attempts;
  object["lastError"] = OrNull(letter.work.last_error);
  object["createdAt"] = IsoTime(letter.work.created_at);
  object["deadAt"] = IsoTime(*letter.work.dead_at);
  return object;
}

domain::DeadLetterFilter FilterOf(const Request& request) {
  domain::DeadLetterFilter filter{.organization_id =
                                      request.PathInteger("orgId")};
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "deadLetterId") {
      filter.id = request.PathInteger("deadLetterId");
    }
  }
  return filter;
}

absl::Status NoSuchLetter(const Request& request) {
  return NotFound(absl::StrCat("the organisation has no dead letter ",
                               request.PathInteger("deadLetterId")));
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array letters;
        for (const DeadLetter& letter :
             domain::ListDeadLetters(tx, FilterOf(request), PageOf(request))) {
          letters.push_back(LetterJson(letter));
        }
        return letters;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller&) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const std::vector<DeadLetter> letters =
            domain::ListDeadLetters(tx, FilterOf(request), {.take = 1});
        if (letters.empty()) return NoSuchLetter(request);
        const WebhookDelivery delivery =
            DeliveryOf(letters.front().work.payload);
        json::object letter = LetterJson(letters.front());
        letter["contentType"] = delivery.content_type;
        letter["body"] = delivery.body;
        return letter;
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Replay(const Context& context, const Request& request,
                                const Caller&) {
  const domain::DeadLetterFilter filter = FilterOf(request);
  const auto replayed =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
        const std::int64_t count = domain::ReplayDeadLetters(tx, filter);
        if (filter.id && count == 0) return NoSuchLetter(request);
        return count;
      });
  if (!replayed.ok()) return replayed.status();
  return Success({{"replayed", *replayed}});
}

}  // namespace

void AddDeadLetterRoutes(RouteTable& routes) {
  const std::string path = "/v2/organizations/{orgId:integer}/dead-letters";
  const std::string one = path + "/{deadLetterId:integer}";
  const Access admin{.tenant = Tenant::kOrganization,
                     .role = Role::kAdmin,
                     .managed_users = ManagedUsers::kMayNot};
  constexpr const char* kReplayed = R"({"type": "object", "properties": {
      "replayed": {"type": "integer"}}})";
  const auto add = [&](Route route) {
    route.tag = "Webhooks";
    route.access = admin;
    routes.Add(std::move(route));
  };
  add({.method = Method::kGet,
       .path = path,
       .id = "listDeadLetters",
       .summary = "Deliveries of webhooks that failed too often, last first",
       .query = PageParameters(),
       .handler = List});
  add({.method = Method::kGet,
       .path = one,
       .id = "getDeadLetter",
       .summary = "One of them, with the body that was sent",
       .handler = Get});
  add({.method = Method::kPost,
       .path = path + "/replay",
       .id = "replayDeadLetters",
       .summary = "Send all of them again, as new",
       .status = 200,
       .answer = kReplayed,
       .handler = Replay});
  add({.method = Method::kPost,
       .path = one + "/replay",
       .id = "replayDeadLetter",
       .summary = "Send one of them again, as new",
       .status = 200,
       .answer = kReplayed,
       .handler = Replay});
}

}  // namespace bookable::http
