// bindings/http/api/component_rules.h: limits, window and recurrence of an
// event type as the React components write and read them.
//
// THREADS   Pure. ERRORS: none; what they send may be wrong, and is then in the
//           form of 2024-06-14, too (CheckEventTypeFields).
#ifndef BOOKABLE_HTTP_API_COMPONENT_RULES_H_
#define BOOKABLE_HTTP_API_COMPONENT_RULES_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string_view>

namespace bookable::http {

// {"PER_DAY": 3} of the limits by that name in an event type's settings.
boost::json::object ComponentLimits(const boost::json::object& settings,
                                    std::string_view name);
// What the settings component sends; null if it is no limit.
boost::json::value LimitsOfComponent(const boost::json::value& given);

// Adds periodType and its companions.
void AddComponentWindow(const boost::json::object& settings,
                        boost::json::object& shown);
// Adds the bookingWindow that `body` means. Its members come alone or together:
// what is absent is as in `settings`.
void AddWindowFields(const boost::json::object& body,
                     const boost::json::object& settings,
                     boost::json::object& fields);

// {"freq": 2, ...}; null if the event type does not recur.
boost::json::value ComponentRecurrence(const boost::json::object& settings);
// What the settings component sends; null if it is no recurrence.
boost::json::value RecurrenceOfComponent(const boost::json::value& given);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_COMPONENT_RULES_H_
