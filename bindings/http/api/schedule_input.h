// bindings/http/api/schedule_input.h: the one way that schedules are made,
// changed and deleted.
//
// CONCEPT   What a caller says of a schedule are the fields of 2024-06-11;
//           routes of other ages put theirs into these (older_schedules.cc) and
//           call the same functions. A schedule has an owner, who has at most
//           one default.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_SCHEDULE_INPUT_H_
#define BOOKABLE_HTTP_API_SCHEDULE_INPUT_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/response.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// 404 unless it is there, 403 unless it is the owner's.
absl::StatusOr<store::ScheduleRecord> FindOwnSchedule(
    store::Transaction& tx, std::int64_t id, const store::UserRecord& owner);

std::optional<store::ScheduleRecord> FindDefaultSchedule(
    store::Transaction& tx, const store::UserRecord& owner);

// A handler's work on one person's schedules, and its answer.
using ScheduleWork = std::function<absl::StatusOr<boost::json::value>(
    store::Transaction& tx, store::UserRecord& owner)>;
absl::StatusOr<Response> ReadSchedules(const Context& context,
                                       std::int64_t owner,
                                       const ScheduleWork& work);
absl::StatusOr<Response> WriteSchedules(const Context& context,
                                        std::int64_t owner,
                                        const ScheduleWork& work);

// DEFAULT of the hours: Monday to Friday, nine to five.
absl::StatusOr<store::ScheduleRecord> CreateSchedule(
    store::Transaction& tx, const boost::json::object& fields,
    store::UserRecord& owner);

// What is absent stays; a list that is given replaces the old.
absl::StatusOr<store::ScheduleRecord> UpdateSchedule(
    store::Transaction& tx, std::int64_t id, const boost::json::object& fields,
    store::UserRecord& owner);

// A default that goes leaves the oldest of the others as default.
absl::Status DeleteSchedule(store::Transaction& tx, std::int64_t id,
                            store::UserRecord& owner);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SCHEDULE_INPUT_H_
