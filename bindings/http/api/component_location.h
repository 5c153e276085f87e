// bindings/http/api/component_location.h: places of event types as the React
// components write and read them.
//
// THREADS   Pure. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_COMPONENT_LOCATION_H_
#define BOOKABLE_HTTP_API_COMPONENT_LOCATION_H_

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bindings/http/api/event_type_json.h"

namespace bookable::http {

// "integrations:daily" of {"type": "integration", ...}; of others their type in
// the older form.
std::string ComponentLocationType(const boost::json::object& location);

// The other way: {"type": ...} of the older type, with its integration; empty
// if it is none of them.
boost::json::object NewerLocation(std::string_view older_type);

// The places of an event type's settings in the older form. `audience`: what is
// not public is left out for anyone.
boost::json::array ComponentLocations(const boost::json::object& settings,
                                      Audience audience);

// What the settings component sends, in the form of 2024-06-14.
absl::StatusOr<boost::json::array> LocationsOfComponent(
    const boost::json::array& given);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_LOCATION_H_
