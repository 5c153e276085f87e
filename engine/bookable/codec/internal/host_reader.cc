// Tested by tests/engine/codec/request_test.cc.
#include "bookable/codec/internal/host_reader.h"

#include <optional>
#include <string>

#include "bookable/codec/internal/schedule_reader.h"
#include "bookable/event/event_validation.h"
#include "bookable/host/host_validation.h"
#include "bookable/interval/date_instants.h"
#include "bookable/query/validate.h"

namespace bookable::internal {
namespace {

using Json = JsonReader&;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr Choice<BookingStatus> kStatuses[] = {
    {"accepted", BookingStatus::kAccepted},
    {"pending", BookingStatus::kPending},
    {"cancelled", BookingStatus::kCancelled},
    {"rejected", BookingStatus::kRejected}};

// An entry that is being read. Its start and end become instants at its end.
template <typename Entry>
struct Draft {
  Entry entry{};
  Bound start{};
  Bound end{};
  std::optional<Zone> zone{};  // of busy dates
};

// The first two fields of every form.
enum { kStart, kEnd };

template <typename Entry>
absl::Status CheckDraft(const Draft<Entry>& draft, const FieldSet& read) {
  if (!read.Contains(kStart) || !read.Contains(kEnd)) return absl::OkStatus();
  if (draft.start.date.has_value() != draft.end.date.has_value()) {
    return InvalidField("end",
                        "start and end must be two instants or two dates");
  }
  return CheckOrder(draft.start, draft.end);
}

// Fractions of a second never free a busy second, and make an empty entry no
// longer.
template <typename Entry>
void SetInstants(const Draft<Entry>& draft, Entry& entry) {
  const bool is_empty = draft.start.floor == draft.end.floor &&
                        draft.start.fraction == draft.end.fraction;
  entry.start = draft.start.floor;
  entry.end = is_empty ? entry.start : draft.end.Ceil();
}

// All days from start to before end, in the calendar's zone.
absl::Status SetDates(const Draft<BusyTime>& draft, BusyTime& busy) {
  if (!draft.zone) {
    return InvalidField("timeZone", "required with dates: the calendar's zone");
  }
  const local_days first{*draft.start.date};
  const local_days end{*draft.end.date};
  Interval instants;
  if (first < end) {
    instants = DateInstantsHull(*draft.zone, {first, end - days{1}});
  }
  // No date at all, or one that the zone skipped.
  if (instants.is_empty()) {
    instants.start = instants.end = draft.zone->StartOfDate(first);
  }
  busy.start = instants.start;
  busy.end = instants.end;
  return CheckSpan(busy.start, busy.end, "");
}

absl::Status ReadBusyTime(JsonReader& json, BusyTime& busy) {
  using Busy = Draft<BusyTime>;
  static constexpr Field<Busy> kForm[] = {
      {"start", Need::kRequired,
       [](Json j, Busy& b) { return j.ReadBound(b.start); }},
      {"end", Need::kRequired,
       [](Json j, Busy& b) { return j.ReadBound(b.end); }},
      {"timeZone", Need::kOptional,
       [](Json j, Busy& b) { return j.ReadZone(b.zone); }},
      {"id", Need::kOptional,
       [](Json j, Busy& b) { return j.ReadText(b.entry.id); }},
      {"source", Need::kOptional,
       [](Json j, Busy& b) { return j.ReadText(b.entry.source); }},
      {"transparent", Need::kOptional,
       [](Json j, Busy& b) { return j.ReadBool(b.entry.transparent); }},
      {"beforeEventBuffer", Need::kOptional,
       [](Json j, Busy& b) {
         return j.ReadMinutes(0, kMaxBufferMinutes, b.entry.before_buffer);
       }},
      {"afterEventBuffer", Need::kOptional,
       [](Json j, Busy& b) {
         return j.ReadMinutes(0, kMaxBufferMinutes, b.entry.after_buffer);
       }},
  };
  Busy draft;
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(json.ReadObject<Busy>(
      kForm, draft, fields,
      [&](const FieldSet& read) { return CheckDraft(draft, read); }));
  busy = std::move(draft.entry);
  if (draft.start.date) return json.At(SetDates(draft, busy));
  SetInstants(draft, busy);
  return absl::OkStatus();
}

// `ids` are those of the host's bookings so far, this one is number `index`.
absl::Status ReadBooking(
    JsonReader& json, Booking& booking,
    absl::flat_hash_map<std::string_view, std::size_t>& ids,
    std::size_t index) {
  struct Form : Draft<Booking> {
    absl::flat_hash_map<std::string_view, std::size_t>* ids = nullptr;
    std::size_t index = 0;
  };
  static constexpr Field<Form> kForm[] = {
      {"start", Need::kRequired,
       [](Json j, Form& b) { return j.ReadInstant(b.start); }},
      {"end", Need::kRequired,
       [](Json j, Form& b) { return j.ReadInstant(b.end); }},
      {"id", Need::kOptional,
       [](Json j, Form& b) -> absl::Status {
         std::string_view id;
         BOOKABLE_RETURN_IF_ERROR(j.ReadText(id));
         b.entry.id = id;
         if (id.empty()) return absl::OkStatus();
         const auto [it, is_new] = b.ids->try_emplace(id, b.index);
         return is_new ? absl::OkStatus()
                       : j.At(RepeatedBookingId(id, it->second, ""));
       }},
      {"status", Need::kOptional,
       [](Json j, Form& b) {
         return j.ReadChoice<BookingStatus>(kStatuses, b.entry.status);
       }},
      {"seatsTaken", Need::kOptional,
       [](Json j, Form& b) {
         return j.ReadInteger(1, kMaxSeatsTaken, b.entry.seats_taken);
       }},
      {"blocks", Need::kOptional,
       [](Json j, Form& b) { return j.ReadBool(b.entry.blocks); }},
      {"beforeEventBuffer", Need::kOptional,
       [](Json j, Form& b) {
         return j.ReadMinutes(0, kMaxBufferMinutes, b.entry.before_buffer);
       }},
      {"afterEventBuffer", Need::kOptional,
       [](Json j, Form& b) {
         return j.ReadMinutes(0, kMaxBufferMinutes, b.entry.after_buffer);
       }},
  };
  Form draft;
  draft.ids = &ids;
  draft.index = index;
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(json.ReadObject<Form>(
      kForm, draft, fields,
      [&](const FieldSet& read) { return CheckDraft<Booking>(draft, read); }));
  booking = std::move(draft.entry);
  SetInstants(draft, booking);
  return absl::OkStatus();
}

absl::Status ReadHold(JsonReader& json, Hold& hold) {
  using Form = Draft<Hold>;
  static constexpr Field<Form> kForm[] = {
      {"start", Need::kRequired,
       [](Json j, Form& h) { return j.ReadInstant(h.start); }},
      {"end", Need::kRequired,
       [](Json j, Form& h) { return j.ReadInstant(h.end); }},
      {"expiresAt", Need::kRequired,
       [](Json j, Form& h) {
         return j.ReadInstant(Rounding::kUp, h.entry.expires_at);
       }},
      {"owner", Need::kOptional,
       [](Json j, Form& h) { return j.ReadText(h.entry.owner); }},
      {"seats", Need::kOptional,
       [](Json j, Form& h) {
         return j.ReadInteger(1, kMaxSeatsTaken, h.entry.seats);
       }},
      {"sameEvent", Need::kOptional,
       [](Json j, Form& h) { return j.ReadBool(h.entry.same_event); }},
      {"beforeEventBuffer", Need::kOptional,
       [](Json j, Form& h) {
         return j.ReadMinutes(0, kMaxBufferMinutes, h.entry.before_buffer);
       }},
      {"afterEventBuffer", Need::kOptional,
       [](Json j, Form& h) {
         return j.ReadMinutes(0, kMaxBufferMinutes, h.entry.after_buffer);
       }},
  };
  Form draft;
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(json.ReadObject<Form>(
      kForm, draft, fields,
      [&](const FieldSet& read) { return CheckDraft(draft, read); }));
  hold = std::move(draft.entry);
  SetInstants(draft, hold);
  return absl::OkStatus();
}

}  // namespace

absl::Status HostReader::CountEntry(JsonReader& json) {
  if (entries_ == kMaxBusyEntries) {
    return json.FailCount(kMaxBusyEntries,
                          "busy, booking and hold entries in a request");
  }
  ++entries_;
  return absl::OkStatus();
}

absl::Status HostReader::ReadBusy(JsonReader& json, Host& host) {
  return json.ReadList([&](std::size_t) -> absl::Status {
    BOOKABLE_RETURN_IF_ERROR(CountEntry(json));
    return ReadBusyTime(json, host.busy.emplace_back());
  });
}

absl::Status HostReader::ReadBookings(JsonReader& json, Host& host) {
  absl::flat_hash_map<std::string_view, std::size_t> ids;
  return json.ReadList([&](std::size_t i) -> absl::Status {
    BOOKABLE_RETURN_IF_ERROR(CountEntry(json));
    return ReadBooking(json, host.bookings.emplace_back(), ids, i);
  });
}

absl::Status HostReader::ReadHolds(JsonReader& json, Host& host) {
  return json.ReadList([&](std::size_t) -> absl::Status {
    BOOKABLE_RETURN_IF_ERROR(CountEntry(json));
    has_holds_ = true;
    return ReadHold(json, host.holds.emplace_back());
  });
}

struct HostReader::HostForm {
  HostReader& reader;
  Host& host;
  std::string_view id{};
};

absl::Status HostReader::ReadHost(JsonReader& json, Host& host) {
  using Form = HostForm;
  enum {
    kId,
    kSchedule,
  };
  static constexpr Field<Form> kForm[] = {
      {"id", Need::kRequired,
       [](Json j, Form& f) -> absl::Status {
         BOOKABLE_RETURN_IF_ERROR(j.ReadText(f.id));
         if (f.id.empty()) {
           return j.Fail("must not be empty; hosts are told apart by it");
         }
         f.host.id = f.id;
         return f.reader.in_group_.insert(f.id).second
                    ? absl::OkStatus()
                    : j.At(HostListedTwice(f.id, ""));
       }},
      {"schedule", Need::kOptional,
       [](Json j, Form& f) { return ReadSchedule(j, f.host.schedule); }},
      {"busy", Need::kOptional,
       [](Json j, Form& f) { return f.reader.ReadBusy(j, f.host); }},
      {"bookings", Need::kOptional,
       [](Json j, Form& f) { return f.reader.ReadBookings(j, f.host); }},
      {"holds", Need::kOptional,
       [](Json j, Form& f) { return f.reader.ReadHolds(j, f.host); }},
      {"weight", Need::kOptional,
       [](Json j, Form& f) {
         return j.ReadInteger(1, kMaxWeight, f.host.weight);
       }},
      {"calibration", Need::kOptional,
       [](Json j, Form& f) {
         return j.ReadInteger(0, kMaxCalibration, f.host.calibration);
       }},
      {"priority", Need::kOptional,
       [](Json j, Form& f) {
         return j.ReadInteger(0, kMaxPriority, f.host.priority);
       }},
      {"lastBookedAt", Need::kOptional,
       [](Json j, Form& f) {
         return j.ReadInstant(Rounding::kDown, f.host.last_booked_at);
       }},
  };
  Form form{.reader = *this, .host = host};
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(json.ReadObject<Form>(
      kForm, form, fields, [](const FieldSet&) { return absl::OkStatus(); }));

  const auto listed = listed_.find(form.id);
  if (listed != listed_.end()) {
    if (fields.IsOnly(kId)) return absl::OkStatus();
    if (!fields.Contains(kSchedule) || host != *listed->second) {
      return json.At(HostHasOtherData(form.id, "id"));
    }
    Host named;
    named.id = std::move(host.id);
    host = std::move(named);
    return absl::OkStatus();
  }
  if (fields.IsOnly(kId)) {
    return json.At(
        InvalidField("id", ToStd(absl::StrCat(Quoted(form.id),
                                              " was not listed before; give "
                                              "its schedule here"))));
  }
  if (!fields.Contains(kSchedule)) {
    return json.At(InvalidField("schedule", "required"));
  }
  if (++host_count_ > kMaxHosts) {
    return json.FailCount(kMaxHosts, "hosts in a request");
  }
  return absl::OkStatus();
}

struct HostReader::GroupForm {
  HostReader& reader;
  Group& group;
};

absl::Status HostReader::ReadGroup(JsonReader& json, Group& group) {
  using Form = GroupForm;
  static constexpr Field<Form> kForm[] = {
      {"id", Need::kOptional,
       [](Json j, Form& f) { return j.ReadText(f.group.id); }},
      {"require", Need::kRequired,
       [](Json j, Form& f) -> absl::Status {
         constexpr const char* kWanted = "\"all\" or a number of hosts";
         if (j.IsNumber()) return j.ReadInteger(1, kMaxHosts, f.group.require);
         if (!j.IsText()) return j.FailType(kWanted);
         std::string_view text;
         BOOKABLE_RETURN_IF_ERROR(j.ReadText(text));
         f.group.require = kAll;
         return text == "all"
                    ? absl::OkStatus()
                    : j.Fail(ToStd(absl::StrCat("must be ", kWanted, ", got ",
                                                Quoted(text))));
       }},
      {"hosts", Need::kRequired,
       [](Json j, Form& f) -> absl::Status {
         BOOKABLE_RETURN_IF_ERROR(j.ReadList([&](std::size_t) {
           return f.reader.ReadHost(j, f.group.hosts.emplace_back());
         }));
         return f.group.hosts.empty() ? j.Fail("must list at least one host")
                                      : absl::OkStatus();
       }},
  };
  enum { kId, kRequire, kHosts };
  in_group_.clear();
  Form form{.reader = *this, .group = group};
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(json.ReadObject<Form>(
      kForm, form, fields, [&](const FieldSet& read) -> absl::Status {
        if (!read.Contains(kHosts) || group.require == kAll) {
          return absl::OkStatus();
        }
        return CheckNumber(group.require, 1,
                           static_cast<std::int64_t>(group.hosts.size()), "",
                           "require");
      }));
  for (const Host& host : group.hosts) {
    // Does nothing for those listed before.
    listed_.try_emplace(*in_group_.find(host.id), &host);
  }
  return absl::OkStatus();
}

absl::Status HostReader::ReadGroups(JsonReader& json,
                                    std::vector<Group>& groups) {
  BOOKABLE_RETURN_IF_ERROR(json.ReadList(
      [&](std::size_t) { return ReadGroup(json, groups.emplace_back()); }));
  return groups.empty() ? json.Fail("must list at least one group")
                        : absl::OkStatus();
}

}  // namespace bookable::internal
