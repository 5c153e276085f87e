// bindings/http/api/scheduling_lookup.h: which event type is meant, and who may
// do what with it.
//
// CONCEPT   Managed users are found by their username alone, ordinary members
//           of an organisation only with its slug: so the same name may be
//           there within and without. Teams of an organisation likewise.
// THREADS   As Transaction. ERRORS: those of error.h.
#ifndef BOOKABLE_HTTP_API_SCHEDULING_LOOKUP_H_
#define BOOKABLE_HTTP_API_SCHEDULING_LOOKUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/domain/host_memory.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

// "": without an organisation.
std::optional<store::UserRecord> FindUserByName(
    store::Transaction& tx, std::string_view username,
    std::string_view organization_slug);

// One of: the id; a slug and a username; a slug and a team's slug.
struct EventTypeSelector {
  std::optional<std::int64_t> id{};
  std::string slug{};
  std::string username{};
  std::string team_slug{};
  std::string organization_slug{};

  bool is_complete() const {
    return id || (!slug.empty() && !(username.empty() && team_slug.empty()));
  }
};

// REQUIRES: is_complete(). Errors: NotFound says which part is not there.
absl::StatusOr<store::EventTypeRecord> FindEventType(
    store::Transaction& tx, const EventTypeSelector& selector);

// The event type with its hosts, from memory. Errors: as FindEventType, and
// those of HostMemory::Find. Not within a transaction.
absl::StatusOr<domain::HostMemory::Offer> FindOfferInMemory(
    const Context& context, const EventTypeSelector& selector);

// A person's own event types, hidden ones too, in the order of their page.
std::vector<store::EventTypeRecord> EventTypesOfUser(store::Transaction& tx,
                                                     std::int64_t user_id);

// The people of these usernames, each once. NotFound names who is not there.
absl::StatusOr<std::vector<std::int64_t>> FindUsersByName(
    store::Transaction& tx, const std::vector<std::string>& usernames,
    std::string_view organization_slug);

// The session that will be free once the booking, or session, of that uid was
// moved; "" for none: of a session with others in it only one seat will move.
std::string SessionToMove(store::Transaction& tx, std::string_view uid,
                          bool is_seated);

// Owner of the event type, accepted member of its team or of one with its
// owner, admin of its organisation.
bool SharesEventType(store::Transaction& tx, const Caller& caller,
                     const store::EventTypeRecord& event_type);

// Who may say yes and no to a booking: one of its hosts; owner or host of its
// event type; admin of its team, or of a host's organisation.
bool MayManage(store::Transaction& tx, const Caller& caller,
               const std::optional<store::EventTypeRecord>& event_type,
               const std::vector<std::int64_t>& hosts);

// The OAuth client of an event type: its owner's, else its team's.
std::optional<std::string> ClientOf(store::Transaction& tx,
                                    const store::EventTypeRecord& event_type);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SCHEDULING_LOOKUP_H_
