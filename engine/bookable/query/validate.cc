// Tested by tests/engine/query/validate_test.cc.
#include "bookable/query/validate.h"

#include <optional>
#include <span>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "bookable/event/booking_window.h"
#include "bookable/event/event_validation.h"
#include "bookable/host/host_validation.h"
#include "bookable/internal/checks.h"

namespace bookable {
namespace {

using internal::CheckMinutes;
using internal::CheckNumber;
using internal::Element;
using internal::InvalidField;
using internal::Join;
using std::chrono::minutes;

// Walks groups and stages; a host is looked at where it is first listed.
class HostsValidator {
 public:
  absl::Status Groups(std::span<const Group> groups, std::string_view path) {
    if (groups.empty()) {
      return InvalidField(path, "must list at least one group");
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
      BOOKABLE_RETURN_IF_ERROR(OneGroup(groups[g], Element(path, g)));
    }
    return absl::OkStatus();
  }

  // The host of a query with one host, which needs no id.
  absl::Status OnlyHost(const Host& host) { return FirstListed(host, ""); }

  bool has_holds() const { return has_holds_; }

 private:
  absl::Status OneGroup(const Group& group, const std::string& path) {
    const std::string list = Join(path, "hosts");
    if (group.hosts.empty()) {
      return InvalidField(list, "must list at least one host");
    }
    if (group.require != kAll) {
      BOOKABLE_RETURN_IF_ERROR(CheckNumber(
          group.require, 1, static_cast<std::int64_t>(group.hosts.size()), path,
          "require"));
    }
    absl::flat_hash_set<std::string> in_group;
    for (std::size_t i = 0; i < group.hosts.size(); ++i) {
      const Host& host = group.hosts[i];
      const std::string host_path = Element(list, i);
      if (host.id.empty()) {
        return InvalidField(Join(host_path, "id"),
                            "must not be empty; hosts are told apart by it");
      }
      if (!in_group.insert(host.id).second) {
        return HostListedTwice(host.id, Join(host_path, "id"));
      }
      const auto [it, is_new] = hosts_.try_emplace(host.id, &host);
      if (is_new) {
        BOOKABLE_RETURN_IF_ERROR(FirstListed(host, host_path));
      } else if (!IsIdAlone(host) && *it->second != host) {
        return HostHasOtherData(host.id, Join(host_path, "id"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status FirstListed(const Host& host, const std::string& path) {
    if (++host_total_ > kMaxHosts) {
      return internal::OutOfRangeField(
          path,
          absl::StrCat("at most ", kMaxHosts, " hosts in a request, got more"));
    }
    entry_total_ += host.busy.size() + host.bookings.size() + host.holds.size();
    if (entry_total_ > kMaxBusyEntries) {
      return internal::OutOfRangeField(
          Join(path, "busy"),
          absl::StrCat(
              "at most ", kMaxBusyEntries,
              " busy, booking and hold entries in a request, got more"));
    }
    has_holds_ |= !host.holds.empty();
    return ValidateHost(host, path);
  }

  absl::flat_hash_map<std::string, const Host*> hosts_;
  std::size_t host_total_ = 0;
  std::size_t entry_total_ = 0;
  bool has_holds_ = false;
};

bool IsOnlyHost(const SlotQuery& query) {
  return query.groups.size() == 1 && query.groups[0].hosts.size() == 1 &&
         query.groups[0].hosts[0].id.empty();
}

absl::Status ValidateStages(const SlotQuery& query, HostsValidator& hosts) {
  for (std::size_t i = 0; i < query.stages.size(); ++i) {
    const Stage& stage = query.stages[i];
    const std::string path = Element("stages", i);
    BOOKABLE_RETURN_IF_ERROR(CheckMinutes(stage.length, 1, kMaxLengthMinutes,
                                          path, "lengthInMinutes"));
    BOOKABLE_RETURN_IF_ERROR(hosts.Groups(stage.groups, Join(path, "groups")));
    if (i == 0 &&
        (stage.min_gap != minutes{0} || stage.max_gap != minutes{0})) {
      return InvalidField(Join(path, "gapBefore"),
                          "nothing comes before the first stage");
    }
    BOOKABLE_RETURN_IF_ERROR(
        CheckMinutes(stage.min_gap, 0, kMaxGapMinutes, path, "gapBefore.min"));
    BOOKABLE_RETURN_IF_ERROR(CheckMinutes(stage.max_gap, stage.min_gap.count(),
                                          kMaxGapMinutes, path,
                                          "gapBefore.max"));
  }
  return ValidateBesideStages(query);
}

}  // namespace

absl::Status ValidateBesideStages(const SlotQuery& query) {
  if (query.duration) {
    return InvalidField("duration", "not with stages, which have lengths");
  }
  if (query.assign) return InvalidField("assign", "not with stages");
  if (query.event.seats) {
    return InvalidField("eventType.seats", "not with stages");
  }
  return absl::OkStatus();
}

absl::Status ValidateEvent(const SlotQuery& query) {
  if (query.stages.empty()) {
    return ValidateEventType(query.event, query.duration, "eventType");
  }
  // The first stage gives the length, and with it the step and its bounds.
  EventType event = query.event;
  event.length = query.stages.front().length;
  event.length_options.clear();
  return ValidateEventType(event, std::nullopt, "eventType");
}

absl::Status ValidateBounds(const SlotQuery& query) {
  BOOKABLE_RETURN_IF_ERROR(internal::CheckSpan(query.from, query.until, ""));
  if (query.until - query.from > kMaxQueryLength) {
    return internal::OutOfRangeField(
        "end", absl::StrCat("must be at most ten years after start ",
                            FormatInstant(query.from), ", got ",
                            FormatInstant(query.until)));
  }
  return absl::OkStatus();
}

absl::Status ValidateNow(const SlotQuery& query, bool has_holds) {
  if (query.now) return internal::CheckInstant(*query.now, "", "now");
  const std::string_view needed_for =
      query.event.minimum_notice > minutes{0}      ? "minimumBookingNotice"
      : has_holds                                  ? "holds"
      : IsWindowOfDays(query.event.booking_window) ? "a booking window of days"
                                                   : "";
  if (needed_for.empty()) return absl::OkStatus();
  return InvalidField(
      "now", absl::StrCat("required with ", internal::ToAbsl(needed_for)));
}

absl::Status Validate(const SlotQuery& query) {
  if (query.groups.empty() == query.stages.empty()) {
    return InvalidField(query.groups.empty() ? "groups" : "stages",
                        query.groups.empty()
                            ? "give hosts: a schedule, groups, or stages"
                            : "give groups or stages, not both");
  }
  HostsValidator hosts;
  if (IsOnlyHost(query)) {
    BOOKABLE_RETURN_IF_ERROR(hosts.OnlyHost(query.groups[0].hosts[0]));
  } else if (query.stages.empty()) {
    BOOKABLE_RETURN_IF_ERROR(hosts.Groups(query.groups, "groups"));
  } else {
    BOOKABLE_RETURN_IF_ERROR(ValidateStages(query, hosts));
  }
  BOOKABLE_RETURN_IF_ERROR(ValidateEvent(query));
  BOOKABLE_RETURN_IF_ERROR(ValidateBounds(query));
  return ValidateNow(query, hosts.has_holds());
}

}  // namespace bookable
