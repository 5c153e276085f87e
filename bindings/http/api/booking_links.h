// bindings/http/api/booking_links.h: where a customer's own pages show, cancel
// and move a booking.
//
// CONCEPT   An OAuth client names three addresses; to each are added the
//           booking's uid, as the last segment of its path, and what the page
//           needs to know, in its query. An address that the client does not
//           name has no link. Used wherever such a link is written: in the
//           payload of webhooks, in mails.
// THREADS   LinksOf a client: pure; of a session: as Transaction.
#ifndef BOOKABLE_HTTP_API_BOOKING_LINKS_H_
#define BOOKABLE_HTTP_API_BOOKING_LINKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/http/store/accounts.h"
#include "bindings/http/store/sessions.h"
#include "bindings/http/store/store.h"

namespace bookable::http {

struct LinkedBooking {
  std::string uid{};
  std::string seat_uid{};    // DEFAULT: not a seat
  std::string event_slug{};  // DEFAULT: the event type was deleted
  std::string username{};    // of the organiser; DEFAULT: they have none
  std::optional<std::int64_t> team_id{};
  // Said of a whole series: such is cancelled at once, and not moved.
  bool is_series = false;
};

struct BookingLinks {
  std::optional<std::string> booking{};
  std::optional<std::string> cancel{};
  std::optional<std::string> reschedule{};
};

BookingLinks LinksOf(const store::OAuthClientRecord& client,
                     const LinkedBooking& booking);

// The OAuth client of a session: of its event type, else of its organiser.
std::optional<store::OAuthClientRecord> ClientOfSession(
    store::Transaction& tx, const store::SessionRecord& session);

// What its links say of a session, or of a seat of it.
LinkedBooking LinkedBookingOf(store::Transaction& tx,
                              const store::SessionRecord& session,
                              std::string_view seat_uid = "");

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_BOOKING_LINKS_H_
