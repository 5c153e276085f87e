// The engine's own JSON of an explanation (docs/request.md), with the names of
// hosts added. It tells what fills a host's time, so it is for those who manage
// the event type.
// Tested by tests/bindings/http/api/explanation_test.cc.
#include "bindings/http/domain/explanation.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/table.h"
#include "bookable/codec/explanation.h"
#include "bookable/codec/request.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using std::chrono::minutes;
using store::Transaction;

// Hosts have their user's number for an id: who that is, besides.
void NameHosts(Transaction& tx, json::object& told) {
  json::value* groups = told.if_contains("groups");
  if (groups == nullptr) return;
  for (json::value& group : groups->as_array()) {
    for (json::value& value : group.as_object().at("hosts").as_array()) {
      json::object& host = value.as_object();
      const auto id = domain::UserOfHost(ViewOf(host.at("id").as_string()));
      if (!id.ok()) continue;
      const auto user = store::Find<store::UserRecord>(tx, *id);
      if (user) host["name"] = OrNull(user->name);
    }
  }
}

absl::StatusOr<json::object> ExplainIn(Transaction& tx, const Request& request,
                                       const Caller& caller, Instant at,
                                       std::optional<Zone> zone) {
  const std::int64_t id = request.PathInteger("eventTypeId");
  const auto event_type = store::Find<store::EventTypeRecord>(tx, id);
  std::vector<std::int64_t> hosts = store::HostsOfEventType(tx, id);
  if (event_type && event_type->user_id) hosts.push_back(*event_type->user_id);
  // Who may not see it is not told whether it is there.
  if (!event_type || !MayManage(tx, caller, event_type, hosts)) {
    return NotFound(absl::StrCat("Event type with id ", id, " not found"));
  }
  std::optional<minutes> length;
  if (const auto given = request.QueryInteger("duration")) {
    length = minutes{*given};
  }
  const auto offer = domain::OfferOf(tx, *event_type, length);
  if (!offer.ok()) {
    return absl::IsFailedPrecondition(offer.status())
               ? BadRequest("the event type has no hosts")
               : offer.status();
  }
  if (!zone) {
    zone = offer->event_zone.value_or(
        offer->groups.front().hosts.front().schedule.zone);
  }
  auto told = domain::ExplainOffer(tx, *offer, at, length, *zone);
  if (!told.ok()) return told.status();
  const bookable::Request asked{.query = std::move(told->query),
                                .form = bookable::Request::Form::kGroups};
  std::string text;
  AppendExplanationJson(asked, told->explanation, text);
  json::object answer = json::parse(text).as_object();
  NameHosts(tx, answer);
  answer["timeZone"] = zone->name();
  return answer;
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const auto at = ReadInstant(request.query.Text("start"), "start");
  if (!at.ok()) return at.status();
  std::optional<Zone> zone;
  if (request.query.Has("timeZone")) {
    absl::StatusOr<Zone> read =
        ReadZone(request.query.Text("timeZone"), "timeZone");
    if (!read.ok()) return read.status();
    zone = *std::move(read);
  }
  const auto told =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        return ExplainIn(tx, request, caller, *at, zone);
      });
  if (!told.ok()) return told.status();
  return Success(*told);
}

}  // namespace

void AddExplanationRoutes(RouteTable& routes) {
  routes.Add(
      {.method = Method::kGet,
       .path = "/v2/event-types/{eventTypeId:integer}/explanation",
       .id = "explainStart",
       .tag = "Event types",
       .summary = "Why a start is, or is not, offered",
       .description =
           "Every reason, of the event type and of each host: closed, busy, "
           "notice, limits and so on. For the owner, hosts and admins of the "
           "event type. `bookable`: lists offer the start; `accepted`: it can "
           "be booked all the same.",
       .access = Access{.permissions = Permission::kBookingRead},
       .query = {{.name = "start", .required = true},
                 {.name = "duration",
                  .schema = R"({"type": "integer", "minimum": 1,
                                "maximum": 10080})"},
                 {.name = "timeZone"}},
       .answer = R"({"type": "object", "properties": {
           "at": {"type": "string"}, "timeZone": {"type": "string"},
           "bookable": {"type": "boolean"}, "accepted": {"type": "boolean"},
           "reasons": {"type": "array", "items": {"type": "object"}},
           "groups": {"type": "array", "items": {"type": "object"}}}})",
       .handler = Get});
}

}  // namespace bookable::http
