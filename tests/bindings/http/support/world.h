// tests/bindings/http/support/world.h: teachers and lessons to book.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_WORLD_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_WORLD_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/http/domain/bookings.h"
#include "bindings/http/domain/offer.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"
#include "bookable/team/group.h"

namespace bookable::testing {

// Makes users with hosts; their ids.
std::vector<std::int64_t> MakeUsers(store::Store& store, int count);

// Makes an event type of the user; its id.
std::int64_t MakeEventType(store::Store& store, std::int64_t user,
                           std::string_view slug);

// Lessons of 30 minutes; each host is open every day from 08:00 to 18:00, in
// UTC.
domain::Offer Lessons(std::int64_t event_type,
                      const std::vector<std::int64_t>& users,
                      int require = kAll);

domain::BookingRequest Request(Instant start,
                               std::string_view email = "bob@example.com");

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_WORLD_H_
