// Tested by tests/bindings/http/api/booking_events_test.cc.
#include "bindings/http/api/webhook_delivery.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include "bindings/http/api/account_json.h"
#include "bindings/http/api/payload_template.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/domain/uid.h"
#include "bindings/http/domain/webhooks.h"

namespace bookable::http {

namespace json = boost::json;

WebhookDelivery DeliveryOf(std::string_view payload) {
  const json::object object = ParsedObject(payload);
  return {.id = TextMember(object, "id"),
          .trigger = TextMember(object, "trigger"),
          .content_type = TextMember(object, "contentType"),
          .body = TextMember(object, "body")};
}

void OweDelivery(store::Transaction& tx, const store::WebhookRecord& webhook,
                 std::string_view trigger, std::string_view subject,
                 const json::object& payload) {
  const std::string created_at = IsoTime(tx.Now());
  FilledTemplate filled{.content_type = "application/json"};
  if (webhook.payload_template) {
    json::object values = payload;
    values["triggerEvent"] = trigger;
    values["createdAt"] = created_at;
    filled = FillTemplate(*webhook.payload_template, values);
  } else {
    filled.body = json::serialize(json::object{{"triggerEvent", trigger},
                                               {"createdAt", created_at},
                                               {"payload", payload}});
  }
  const std::string kept =
      json::serialize(json::object{{"id", domain::NewUuid()},
                                   {"trigger", trigger},
                                   {"contentType", filled.content_type},
                                   {"body", filled.body}});
  store::Enqueue(tx, {.kind = domain::kWebhookWork,
                      .subject = subject,
                      .target = webhook.id,
                      .payload = kept});
}

}  // namespace bookable::http
