// bindings/http/api/component_event_type_input.h: what the settings component
// sends, in our words.
//
// CONCEPT   The components know an older form of the same settings. Each is
//           stored once, in the form of 2024-06-14 (event_type_input.h), into
//           which a body is put here; component_event_type_json.h goes the
//           other way.
// THREADS   Pure. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_INPUT_H_
#define BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_INPUT_H_

#include <boost/json/object.hpp>

#include "absl/status/statusor.h"
#include "bindings/http/store/schedules.h"

namespace bookable::http {

// The fields of 2024-06-14 that a body of the settings component means.
absl::StatusOr<boost::json::object> FieldsOfComponent(
    const boost::json::object& body, const store::EventTypeRecord& event_type);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_EVENT_TYPE_INPUT_H_
