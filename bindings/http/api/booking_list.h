// bindings/http/api/booking_list.h: lists of bookings, filtered and sorted.
//
// CONCEPT   One query for all lists: the caller's own, an organisation's, one
//           of its users' and one of its teams'. What a caller may see is a
//           part of the query.
#ifndef BOOKABLE_HTTP_API_BOOKING_LIST_H_
#define BOOKABLE_HTTP_API_BOOKING_LIST_H_

#include "bindings/http/api/route.h"

namespace bookable::http {

void AddBookingListRoutes(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_LIST_H_
