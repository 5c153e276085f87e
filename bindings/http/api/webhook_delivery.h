// bindings/http/api/webhook_delivery.h: what is sent to a webhook, as the
// outbox keeps it.
//
// CONCEPT   The body is made when the event happens and stays as it is however
//           often it is sent; so does the delivery's id, by which a receiver
//           knows that it has it already. Where to, and the signature, are the
//           webhook's when it is sent.
// THREADS, ERRORS: pure, none.
#ifndef BOOKABLE_HTTP_API_WEBHOOK_DELIVERY_H_
#define BOOKABLE_HTTP_API_WEBHOOK_DELIVERY_H_

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

struct WebhookDelivery {
  std::string id{};  // uuid
  std::string trigger{};
  std::string content_type{};
  std::string body{};
};

// The payload of an outbox record of this kind.
WebhookDelivery DeliveryOf(std::string_view payload);

// Owes the event to the webhook, in the form of its template; `subject` is the
// uid of the booking.
void OweDelivery(store::Transaction& tx, const store::WebhookRecord& webhook,
                 std::string_view trigger, std::string_view subject,
                 const boost::json::object& payload);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_WEBHOOK_DELIVERY_H_
