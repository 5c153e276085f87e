// bindings/http/api/component_booking_fields.h: what a booking asks, as the
// React components write and read it.
//
// CONCEPT   The components give a field labels, variants and sources of its
//           own; stored is what somebody has changed of it.
// THREADS   Pure. ERRORS: none.
#ifndef BOOKABLE_HTTP_API_COMPONENT_BOOKING_FIELDS_H_
#define BOOKABLE_HTTP_API_COMPONENT_BOOKING_FIELDS_H_

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "bindings/http/api/event_type_json.h"

namespace bookable::http {

// The fields of an event type's settings, those that every booking has first.
boost::json::array ComponentFields(const boost::json::object& settings,
                                   Audience audience);

// What the settings component sends, in the form of 2024-06-14; no fields if it
// is no list.
boost::json::array BookingFieldsOfComponent(const boost::json::value& given);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_BOOKING_FIELDS_H_
