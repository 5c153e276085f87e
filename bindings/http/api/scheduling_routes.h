// bindings/http/api/scheduling_routes.h: the resources of scheduling.
//
// CONCEPT   One function a file; AddSchedulingRoutes calls them all, after
//           adding the schemas that they share.
#ifndef BOOKABLE_HTTP_API_SCHEDULING_ROUTES_H_
#define BOOKABLE_HTTP_API_SCHEDULING_ROUTES_H_

#include "bindings/http/api/route.h"

namespace bookable::http {

void AddSchedulingRoutes(RouteTable& routes);

void AddBookerEventTypeRoutes(RouteTable& routes);
void AddBookingDecisionRoutes(RouteTable& routes);
void AddBookingRedirectRoutes(RouteTable& routes);
void AddBookingRoutes(RouteTable& routes);
void AddCalendarRoutes(RouteTable& routes);
void AddComponentSlotRoutes(RouteTable& routes);
void AddConferencingRoutes(RouteTable& routes);
void AddDeadLetterRoutes(RouteTable& routes);
void AddEmailVerificationRoutes(RouteTable& routes);
void AddEventTypeRoutes(RouteTable& routes);
void AddExplanationRoutes(RouteTable& routes);
void AddOlderBookingRoutes(RouteTable& routes);
void AddOlderScheduleRoutes(RouteTable& routes);
void AddOutOfOfficeRoutes(RouteTable& routes);
void AddReservationRoutes(RouteTable& routes);
void AddScheduleRoutes(RouteTable& routes);
void AddSettingsEventTypeRoutes(RouteTable& routes);
void AddSlotRoutes(RouteTable& routes);
void AddTeamEventTypeRoutes(RouteTable& routes);
void AddTimeZoneRoutes(RouteTable& routes);
void AddWebhookRoutes(RouteTable& routes);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SCHEDULING_ROUTES_H_
