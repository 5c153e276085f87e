// Tested by tests/bindings/http/api/scheduling_routes_test.cc.
#include "bindings/http/api/scheduling_routes.h"

#include "bindings/http/api/booking_list.h"

namespace bookable::http {

void AddSchedulingRoutes(RouteTable& routes) {
  AddScheduleRoutes(routes);
  AddOlderScheduleRoutes(routes);
  AddEventTypeRoutes(routes);
  AddExplanationRoutes(routes);
  AddTeamEventTypeRoutes(routes);
  AddBookerEventTypeRoutes(routes);
  AddSettingsEventTypeRoutes(routes);
  AddOutOfOfficeRoutes(routes);
  AddSlotRoutes(routes);
  AddReservationRoutes(routes);
  AddComponentSlotRoutes(routes);
  AddBookingRoutes(routes);
  AddBookingListRoutes(routes);
  AddBookingDecisionRoutes(routes);
  AddOlderBookingRoutes(routes);
  AddEmailVerificationRoutes(routes);
  AddCalendarRoutes(routes);
  AddConferencingRoutes(routes);
  AddTimeZoneRoutes(routes);
  AddBookingRedirectRoutes(routes);
  AddWebhookRoutes(routes);
  AddDeadLetterRoutes(routes);
}

}  // namespace bookable::http
