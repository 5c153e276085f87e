// A client's address may have a query, a fragment, a slash at its end:
//   https://a.example/b/?x=1#top, uid u ->
//   https://a.example/b/u?x=1&slug=...#top
// Tested by tests/bindings/http/api/booking_links_test.cc.
#include "bindings/http/api/booking_links.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/booking_json.h"
#include "bindings/http/api/percent_encoding.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/domain/sale.h"
#include "bindings/http/store/table.h"

namespace bookable::http {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string>>;

// Pairs without a value are left out.
std::string LinkOf(std::string_view base, std::string_view segment,
                   const Pairs& pairs) {
  const std::size_t hash = base.find('#');
  const std::string_view fragment =
      hash == std::string_view::npos ? "" : base.substr(hash);
  base = base.substr(0, hash);
  const std::size_t mark = base.find('?');
  std::string query(mark == std::string_view::npos ? ""
                                                   : base.substr(mark + 1));
  std::string path(base.substr(0, mark));
  if (!path.ends_with('/')) path += '/';
  for (const auto& [name, value] : pairs) {
    if (value.empty()) continue;
    if (!query.empty() && !query.ends_with('&')) query += '&';
    absl::StrAppend(&query, std::string(name), "=", PercentEncoded(value));
  }
  return absl::StrCat(path, PercentEncoded(segment), "?", query,
                      std::string(fragment));
}

std::optional<store::UserRecord> OrganizerOf(
    store::Transaction& tx, const store::SessionRecord& session) {
  const std::vector<std::int64_t> hosts = domain::HostsOf(tx, session.id);
  if (hosts.empty()) return std::nullopt;
  return store::Find<store::UserRecord>(tx, hosts.front());
}

}  // namespace

BookingLinks LinksOf(const store::OAuthClientRecord& client,
                     const LinkedBooking& booking) {
  const std::string team =
      booking.team_id ? absl::StrCat(*booking.team_id) : std::string();
  BookingLinks links;
  if (client.booking_redirect_uri) {
    links.booking = LinkOf(*client.booking_redirect_uri, booking.uid,
                           {{"slug", booking.event_slug},
                            {"username", booking.username},
                            {"teamId", team},
                            {"changes", "true"},
                            {"bookingUid", booking.uid}});
  }
  if (client.booking_cancel_redirect_uri) {
    links.cancel =
        LinkOf(*client.booking_cancel_redirect_uri, booking.uid,
               {{"slug", booking.event_slug},
                {"username", booking.username},
                {"cancel", "true"},
                {"allRemainingBookings", booking.is_series ? "true" : "false"},
                {"seatReferenceUid", booking.seat_uid},
                {"teamId", team},
                {"bookingUid", booking.uid}});
  }
  if (client.booking_reschedule_redirect_uri && !booking.is_series) {
    links.reschedule =
        LinkOf(*client.booking_reschedule_redirect_uri,
               booking.seat_uid.empty() ? booking.uid : booking.seat_uid,
               {{"slug", booking.event_slug},
                {"username", booking.username},
                {"reschedule", "true"},
                {"teamId", team},
                {"bookingUid", booking.uid}});
  }
  return links;
}

std::optional<store::OAuthClientRecord> ClientOfSession(
    store::Transaction& tx, const store::SessionRecord& session) {
  std::optional<std::string> id;
  if (const auto event_type = EventTypeOfSession(tx, session)) {
    id = ClientOf(tx, *event_type);
  }
  if (!id) {
    if (const auto organizer = OrganizerOf(tx, session)) {
      id = organizer->oauth_client_id;
    }
  }
  if (!id) return std::nullopt;
  return store::Find<store::OAuthClientRecord>(tx, *id);
}

LinkedBooking LinkedBookingOf(store::Transaction& tx,
                              const store::SessionRecord& session,
                              std::string_view seat_uid) {
  LinkedBooking linked{.uid = session.uid, .seat_uid = std::string(seat_uid)};
  if (const auto event_type = EventTypeOfSession(tx, session)) {
    linked.event_slug = event_type->slug;
    linked.team_id = event_type->team_id;
  }
  if (const auto organizer = OrganizerOf(tx, session)) {
    linked.username = organizer->username.value_or("");
  }
  return linked;
}

}  // namespace bookable::http
