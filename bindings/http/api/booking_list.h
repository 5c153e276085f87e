// bindings/http/api/booking_list.h: lists of bookings, filtered and sorted.
//
// CONCEPT   One query for all lists: the caller's own, an organisation's, one
//           of its users' and one of its teams'. What a caller may see is a
//           part of the query.
#ifndef BOOKABLE_HTTP_API_BOOKING_LIST_H_
#define BOOKABLE_HTTP_API_BOOKING_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/api/route.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

struct SessionPage {
  std::vector<store::SessionRecord> sessions{};
  std::int64_t total = 0;  // on all pages
};

// What the user may see of that status ("upcoming", ...), in its order.
// Errors: 400 for another status.
absl::StatusOr<SessionPage> FindOwnSessions(store::Transaction& tx,
                                            std::int64_t user,
                                            const std::string& status,
                                            std::int64_t take,
                                            std::int64_t skip);

void AddBookingListRoutes(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_LIST_H_
