// bindings/http/api/time_zone_cities.h: a large city of each time zone.
//
// THREADS, ERRORS: constants.
#ifndef BOOKABLE_HTTP_API_TIME_ZONE_CITIES_H_
#define BOOKABLE_HTTP_API_TIME_ZONE_CITIES_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace bookable::http {

struct TimeZoneCity {
  std::string_view zone;
  std::string_view city;
  std::int64_t people;  // who live there; 0 where that is not known
};

// By zone, each once.
std::span<const TimeZoneCity> TimeZoneCities();

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_TIME_ZONE_CITIES_H_
