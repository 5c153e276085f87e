// bookable/codec/internal/host_reader.h: the JSON form of hosts and groups.
#ifndef BOOKABLE_CODEC_INTERNAL_HOST_READER_H_
#define BOOKABLE_CODEC_INTERNAL_HOST_READER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "bookable/codec/internal/json_reader.h"
#include "bookable/host/host.h"
#include "bookable/team/group.h"

namespace bookable::internal {

// Reads the hosts of one request. Keeps what they have in common: how many
// entries there are, and who was listed before.
class HostReader {
 public:
  // The lists of a host, each here.
  absl::Status ReadBusy(JsonReader& json, Host& host);
  absl::Status ReadBookings(JsonReader& json, Host& host);
  absl::Status ReadHolds(JsonReader& json, Host& host);

  // The list of groups here. `groups` may be moved afterwards, but the hosts in
  // it must neither change nor die while more groups are read. A host that was
  // listed before is left with its id alone.
  absl::Status ReadGroups(JsonReader& json, std::vector<Group>& groups);

  bool has_holds() const { return has_holds_; }

 private:
  struct GroupForm;
  struct HostForm;

  absl::Status ReadGroup(JsonReader& json, Group& group);
  absl::Status ReadHost(JsonReader& json, Host& host);
  absl::Status CountEntry(JsonReader& json);

  std::size_t entries_ = 0;
  bool has_holds_ = false;
  // Ids are views into the reader's text.
  absl::flat_hash_map<std::string_view, const Host*> listed_;  // groups before
  absl::flat_hash_set<std::string_view> in_group_;             // this group
  std::size_t host_count_ = 0;
};

}  // namespace bookable::internal

#endif  // BOOKABLE_CODEC_INTERNAL_HOST_READER_H_
