#include "tests/bindings/http/support/world.h"

#include <cstdlib>
#include <iostream>

#include "bindings/http/domain/uid.h"
#include "bindings/http/store/accounts.h"
#include "bindings/http/store/table.h"

namespace bookable::testing {
namespace {

using store::Transaction;

}  // namespace

std::vector<std::int64_t> MakeUsers(store::Store& store, int count) {
  const auto ids = store.Write(
      [&](Transaction& tx) -> absl::StatusOr<std::vector<std::int64_t>> {
        std::vector<std::int64_t> made;
        for (int i = 0; i < count; ++i) {
          store::UserRecord user{.email = domain::NewUuid() + "@example.com",
                                 .created_at = tx.Now(),
                                 .updated_at = tx.Now()};
          store::Insert(tx, user);
          made.push_back(user.id);
        }
        return made;
      });
  if (!ids.ok()) {
    std::cerr << ids.status() << "\n";
    std::abort();
  }
  return *ids;
}

std::int64_t MakeEventType(store::Store& store, std::int64_t user,
                           std::string_view slug) {
  const auto id =
      store.Write([&](Transaction& tx) -> absl::StatusOr<std::int64_t> {
        store::EventTypeRecord type{.user_id = user,
                                    .slug = std::string(slug),
                                    .title = std::string(slug),
                                    .created_at = tx.Now(),
                                    .updated_at = tx.Now()};
        store::Insert(tx, type);
        return type.id;
      });
  if (!id.ok()) {
    std::cerr << id.status() << "\n";
    std::abort();
  }
  return *id;
}

domain::Offer Lessons(std::int64_t event_type,
                      const std::vector<std::int64_t>& users, int require) {
  using namespace std::chrono_literals;
  domain::Offer offer{.event_type_id = event_type, .event = {.length = 30min}};
  Group group{.require = require};
  for (const std::int64_t user : users) {
    group.hosts.push_back(
        {.id = domain::HostName(user),
         .schedule = {
             .weekly = {{.days = kEveryDay, .start = 8h, .end = 18h}}}});
  }
  offer.groups.push_back(std::move(group));
  return offer;
}

domain::BookingRequest Request(Instant start, std::string_view email) {
  return {.start = start,
          .attendees = {{.name = "Bob", .email = std::string(email)}},
          .title = "Lesson"};
}

}  // namespace bookable::testing
