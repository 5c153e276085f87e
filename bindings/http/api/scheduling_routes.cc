// Tested by tests/bindings/http/api/scheduling_routes_test.cc.
#include "bindings/http/api/scheduling_routes.h"

namespace bookable::http {

void AddSchedulingRoutes(RouteTable& routes) {
  AddScheduleRoutes(routes);
  AddEventTypeRoutes(routes);
  AddExplanationRoutes(routes);
  AddOutOfOfficeRoutes(routes);
  AddSlotRoutes(routes);
  AddReservationRoutes(routes);
  AddComponentSlotRoutes(routes);
  AddBookingRoutes(routes);
  AddBookingRedirectRoutes(routes);
  AddWebhookRoutes(routes);
  AddDeadLetterRoutes(routes);
}

}  // namespace bookable::http
