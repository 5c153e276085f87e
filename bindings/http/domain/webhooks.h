// bindings/http/domain/webhooks.h: who hears of an event, and what could not be
// told.
//
// CONCEPT   A webhook is of a user, an event type, an OAuth client, a team or
//           an organisation. What happens to a booking is written into the
//           outbox once for each webhook that wants it, in the transaction in
//           which it happens; a delivery that failed too often is a dead
//           letter.
// THREADS   As Transaction. ERRORS: throw StatementError.
#ifndef BOOKABLE_HTTP_DOMAIN_WEBHOOKS_H_
#define BOOKABLE_HTTP_DOMAIN_WEBHOOKS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "bindings/http/domain/teams.h"
#include "bindings/http/store/outbox.h"
#include "bindings/http/store/schedules.h"
#include "bindings/http/store/store.h"

namespace bookable::domain {

// The outbox's kind of deliveries; their target is the webhook's id, their
// subject the booking's uid.
inline constexpr std::string_view kWebhookWork = "webhook";

// The active webhooks that want `trigger` of what the organiser hosts: theirs
// (of events of a team not), the event type's and its parent's, the team's and
// its organisation's, the organiser's organisation's, the OAuth client's.
std::vector<store::WebhookRecord> Subscribers(
    store::Transaction& tx, std::string_view trigger,
    std::optional<std::int64_t> event_type_id, std::int64_t organizer);

// True iff some active webhook wants a trigger that begins so.
bool IsAnyoneInterested(store::Transaction& tx, std::string_view prefix);

// Deletes a webhook and what it is still owed. False if there is none.
bool DeleteWebhook(store::Transaction& tx, std::string_view id);

struct DeadLetter {
  store::OutboxRecord work{};
  std::optional<store::WebhookRecord> webhook{};  // absent: it is gone
};

// Which dead letters: of one organisation's webhooks (its own, its teams', its
// clients', its people's); DEFAULT: all.
struct DeadLetterFilter {
  std::optional<std::int64_t> organization_id{};
  std::optional<std::int64_t> id{};
};

// The last that died first.
std::vector<DeadLetter> ListDeadLetters(store::Transaction& tx,
                                        const DeadLetterFilter& filter,
                                        const Page& page);

// Makes them due again; how many they were.
std::int64_t ReplayDeadLetters(store::Transaction& tx,
                               const DeadLetterFilter& filter);

}  // namespace bookable::domain

#endif  // BOOKABLE_HTTP_DOMAIN_WEBHOOKS_H_
