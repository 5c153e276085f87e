// Mails and calendars name an address of this service; where the customer's
// page is, its OAuth client says at the time of the click.
// Tested by tests/bindings/http/api/booking_redirects_test.cc.
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/booking_links.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using store::SessionRecord;
using store::Transaction;

// The booking, or the first of a series, and whether it is one.
absl::StatusOr<std::pair<SessionRecord, bool>> FindLinked(
    Transaction& tx, std::string_view uid) {
  auto session = store::SelectOne<SessionRecord>(tx, "WHERE uid = ?1", {uid});
  if (session) return std::pair(*std::move(session), false);
  auto first = store::SelectOne<SessionRecord>(
      tx, "WHERE recurring_uid = ?1 ORDER BY starts_s, id LIMIT 1", {uid});
  if (first) return std::pair(*std::move(first), true);
  return NotFound(
      absl::StrCat("Booking with uid=", std::string(uid), " not found"));
}

absl::StatusOr<Response> Go(const Context& context, const Request& request,
                            const Caller&) {
  const std::string_view page =
      std::string_view(request.path).substr(request.path.rfind('/') + 1);
  const auto target =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<std::string> {
        const auto found = FindLinked(tx, request.PathText("bookingUid"));
        if (!found.ok()) return found.status();
        const auto& [session, is_series] = *found;
        const auto client = ClientOfSession(tx, session);
        if (!client) return NotFound("the booking is of no OAuth client");
        LinkedBooking linked =
            LinkedBookingOf(tx, session, request.query.Text("seatUid"));
        linked.is_series = is_series;
        const BookingLinks links = LinksOf(*client, linked);
        const std::optional<std::string>& link =
            page == "booking"  ? links.booking
            : page == "cancel" ? links.cancel
                               : links.reschedule;
        if (!link) {
          return NotFound("the OAuth client has no page for this");
        }
        return *link;
      });
  if (!target.ok()) return target.status();
  return Redirect(*target);
}

}  // namespace

void AddBookingRedirectRoutes(RouteTable& routes) {
  for (const auto& [page, id, summary] :
       {std::tuple("booking", "goToBooking", "shows"),
        std::tuple("cancel", "goToCancel", "cancels"),
        std::tuple("reschedule", "goToReschedule", "moves")}) {
    routes.Add(
        {.method = Method::kGet,
         .path = absl::StrCat("/v2/bookings/{bookingUid}/redirect/", page),
         .id = id,
         .tag = "Bookings",
         .summary = absl::StrCat("Go to the customer's page that ", summary,
                                 " a booking"),
         .access = kPublic,
         .query = {{.name = "seatUid"}},
         .status = 303,
         .handler = Go});
  }
}

}  // namespace bookable::http
