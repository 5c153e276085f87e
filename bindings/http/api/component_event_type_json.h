// bindings/http/api/component_event_type_json.h: event types as the React
// components write and read them.
//
// CONCEPT   The components know an older form of the same settings: locations
//           by other names ("integrations:daily"), booking fields with names
//           and label parts, limits by PER_DAY, a window by periodType. Each
//           setting is stored once, in the form of 2024-06-14
//           (event_type_json.h); these functions put it into the older form and
//           back.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_
#define BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/api/event_type_json.h"
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

// The fields of 2024-06-14 that a body of the settings component means.
absl::StatusOr<boost::json::object> FieldsOfComponent(
    const boost::json::object& body, const store::EventTypeRecord& event_type);

// "integrations:daily" of {"type": "integration", ...}; of others their type in
// the older form.
std::string ComponentLocationType(const boost::json::object& location);

// The other way: {"type": ...} of the older type, with its integration; empty
// if it is none of them.
boost::json::object NewerLocation(std::string_view older_type);

// The location in the older form. `audience`: what is not public is left out
// for anyone.
boost::json::object ComponentLocation(const boost::json::object& location,
                                      Audience audience);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_JSON_H_
