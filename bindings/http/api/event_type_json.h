// bindings/http/api/event_type_json.h: event types as the API writes them.
//
// CONCEPT   The store keeps what callers set; what they did not is written with
//           its default. The system's booking fields stand around the custom
//           ones: name, email, location, custom, title, notes, guests,
//           rescheduleReason.
// THREADS   As Transaction.
#ifndef BOOKABLE_HTTP_API_EVENT_TYPE_JSON_H_
#define BOOKABLE_HTTP_API_EVENT_TYPE_JSON_H_

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>

#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

enum class Audience : std::uint8_t {
  kOwner,
  kAnyone,  // fields that are hidden, and people's metadata, are left out
};

// The shape of 2024-06-14; of a team's event type with its hosts, of whom at
// most `most_hosts` are listed. DEFAULT: all.
boost::json::object EventTypeJson(
    store::Transaction& tx, const store::EventTypeRecord& event_type,
    Audience audience, std::optional<std::int64_t> most_hosts = std::nullopt);

// The booking fields that this event type shows.
boost::json::array BookingFieldsJson(const boost::json::object& settings,
                                     Audience audience);

// Where it takes place, as it was set. DEFAULT: by video.
boost::json::array LocationsJson(const boost::json::object& settings);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_EVENT_TYPE_JSON_H_
