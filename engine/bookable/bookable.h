// bookable/bookable.h: the library in one include.
//
// CONCEPT   Schedules and busy time become sets of intervals; rules shrink the
//           sets; a grid cuts starts from what is left.
//
//     schedule + busy --(sets)--> free --(hosts)--> pieces --(grid)--> slots
//
// EXAMPLE   docs/examples/first_slots.cc
// NOT HERE  JSON (codec/, target bookable::json) and the conversions to other
//           libraries' types: time/absl.h, time/date.h, interval/icl.h.
#ifndef BOOKABLE_BOOKABLE_H_
#define BOOKABLE_BOOKABLE_H_

// IWYU pragma: begin_exports
#include "bookable/time/civil.h"
#include "bookable/time/instant.h"
#include "bookable/time/week.h"
#include "bookable/time/zone.h"

#include "bookable/interval/algebra.h"
#include "bookable/interval/coverage.h"
#include "bookable/interval/date_instants.h"
#include "bookable/interval/interval.h"
#include "bookable/interval/interval_set.h"

#include "bookable/schedule/closed_time.h"
#include "bookable/schedule/compiled_schedule.h"
#include "bookable/schedule/schedule.h"
#include "bookable/schedule/schedule_validation.h"

#include "bookable/event/booking_window.h"
#include "bookable/event/compiled_event.h"
#include "bookable/event/event_type.h"
#include "bookable/event/event_validation.h"

#include "bookable/host/host.h"
#include "bookable/host/host_validation.h"
#include "bookable/host/host_view.h"
#include "bookable/host/limits.h"
#include "bookable/host/occupied_time.h"
#include "bookable/host/sessions.h"

#include "bookable/grid/grid.h"
#include "bookable/grid/start_map.h"

#include "bookable/team/assignment.h"
#include "bookable/team/group.h"
#include "bookable/team/group_view.h"
#include "bookable/team/pieces.h"
#include "bookable/team/point_counter.h"
#include "bookable/team/roles.h"
#include "bookable/team/sequence.h"

#include "bookable/query/batch.h"
#include "bookable/query/can_book.h"
#include "bookable/query/compiled_query.h"
#include "bookable/query/explain.h"
#include "bookable/query/explanation_columns.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/horizon.h"
#include "bookable/query/slot_list.h"
#include "bookable/query/slot_query.h"
#include "bookable/query/validate.h"
#include "bookable/query/what_if.h"
// IWYU pragma: end_exports

#endif  // BOOKABLE_BOOKABLE_H_
