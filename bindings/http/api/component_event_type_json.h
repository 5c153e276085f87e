// bindings/http/api/component_event_type_json.h: event types as the React
// components read them.
//
// CONCEPT   The components know an older form of the same settings: locations
//           by other names ("integrations:daily"), booking fields with names
//           and label parts, limits by PER_DAY, a window by periodType. Each
//           setting is stored once, in the form of 2024-06-14
//           (event_type_json.h), and put into the older form here;
//           component_event_type_input.h goes the other way.
// THREADS   As Transaction. ERRORS: none.
#ifndef BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_
#define BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_

#include <boost/json/object.hpp>
#include <vector>

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// What the Booker shows: for anyone.
boost::json::object BookerEventTypeJson(
    store::Transaction& tx, const store::EventTypeRecord& event_type);

// The same of several people at once.
boost::json::object DynamicBookerEventTypeJson(
    const std::vector<store::UserRecord>& users);

// What the settings component edits: for the owner.
boost::json::object SettingsEventTypeJson(
    store::Transaction& tx, const store::EventTypeRecord& event_type);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_
