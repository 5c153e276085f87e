// bindings/http/api/event_type_input.h: the one way that event types are made,
// changed and found.
//
// CONCEPT   What a caller says of an event type are the fields of 2024-06-14;
//           routes of other ages put theirs into these and call the same
//           functions. A body is merged into what is stored: what is absent
//           stays, null or {"disabled": true} clears.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_EVENT_TYPE_INPUT_H_
#define BOOKABLE_HTTP_API_EVENT_TYPE_INPUT_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/query.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// The fields, as `properties` of a JSON Schema.
std::string EventTypeProperties();
// Fields that no route's schema has let through, held against it.
absl::Status CheckEventTypeFields(const boost::json::object& fields);

// Merges the fields, once CheckEventTypeFields or a route's schema has let them
// through; writes nothing.
absl::Status MergeEventType(store::Transaction& tx,
                            const boost::json::object& fields,
                            store::EventTypeRecord& event_type);
absl::Status CheckSlugIsFree(store::Transaction& tx,
                             const store::EventTypeRecord& event_type);

// Of a person.
absl::StatusOr<store::EventTypeRecord> CreateEventType(
    store::Transaction& tx, const boost::json::object& fields,
    std::int64_t owner);
// 404 for another's, too.
absl::StatusOr<store::EventTypeRecord> FindOwnEventType(store::Transaction& tx,
                                                        std::int64_t id,
                                                        const Caller& caller);
absl::Status UpdateEventType(store::Transaction& tx,
                             const boost::json::object& fields,
                             store::EventTypeRecord& event_type);
// The event type that was there.
absl::StatusOr<store::EventTypeRecord> DeleteEventType(store::Transaction& tx,
                                                       std::int64_t id,
                                                       const Caller& caller);

// Of a team: also hosts, if the fields name any, and the copies of a managed
// one.
absl::Status UpdateTeamEventType(store::Transaction& tx,
                                 const boost::json::object& fields,
                                 store::EventTypeRecord& event_type);

// The slug of the organisation that a query names by orgSlug or orgId, "" for
// none.
absl::StatusOr<std::string> OrganizationSlug(store::Transaction& tx,
                                             const Query& query);

// Two or more people, of whom a dynamic event type is made.
absl::StatusOr<std::vector<store::UserRecord>> FindPeople(
    store::Transaction& tx, const std::vector<std::string>& usernames,
    const std::string& organization);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_EVENT_TYPE_INPUT_H_
