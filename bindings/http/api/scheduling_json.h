// bindings/http/api/scheduling_json.h: times and stored JSON, as the API of
// scheduling writes and reads them.
//
// THREADS, ERRORS: pure, none but those of ReadInstant and ReadZone.
#ifndef BOOKABLE_HTTP_API_SCHEDULING_JSON_H_
#define BOOKABLE_HTTP_API_SCHEDULING_JSON_H_

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bookable/time/instant.h"
#include "bookable/time/zone.h"

namespace bookable::http {

// "2050-09-05T07:00:00.000Z"
std::string InstantText(Instant t);
// "2050-09-05T09:00:00.000+02:00"
std::string InstantText(Instant t, const Zone& zone);

// An instant of a request: RFC 3339; without a zone, or a date alone, it is
// UTC. Errors: 400 "Invalid NAME date".
absl::StatusOr<Instant> ReadInstant(std::string_view text,
                                    std::string_view name);

// The zone of a name of IANA's, in any case. Errors: 400 "NAME must be ...".
absl::StatusOr<Zone> ReadZone(std::string_view text, std::string_view name);

// Text of the store as JSON; null, or an empty array, if it is none.
boost::json::value StoredValue(std::string_view text);
boost::json::array StoredArray(std::string_view text);

// A member of `object`, or null where there is none.
const boost::json::value* MemberOf(const boost::json::object& object,
                                   std::string_view name);
// A member that is an object, unless it says {"disabled": true}.
const boost::json::object* EnabledOf(const boost::json::object& object,
                                     std::string_view name);
std::string TextMember(const boost::json::object& object,
                       std::string_view name);

template <typename T>
boost::json::value OrNull(const std::optional<T>& value) {
  if (!value) return nullptr;
  return boost::json::value(*value);
}

std::string_view ViewOf(const boost::json::string& text);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SCHEDULING_JSON_H_
