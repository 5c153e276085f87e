// bookable/codec/request.cc
//
// One walk over the text fills the request; what needs all of it (dates of a
// zone that may stand after them, `now`) is settled at its end.
//
// Tested by tests/engine/codec/request_test.cc,
// tests/cases/errors_test.cc and tests/fuzz/request_fuzz.cc.
#include "bookable/codec/request.h"

#include <optional>
#include <utility>

#include "bookable/codec/internal/event_reader.h"
#include "bookable/codec/internal/host_reader.h"
#include "bookable/codec/internal/json_reader.h"
#include "bookable/codec/internal/json_writer.h"
#include "bookable/codec/internal/schedule_reader.h"
#include "bookable/event/event_validation.h"
#include "bookable/interval/date_instants.h"
#include "bookable/query/validate.h"

namespace bookable {
namespace {

using internal::Bound;
using internal::CheckMinutes;
using internal::Choice;
using internal::Field;
using internal::FieldSet;
using internal::HostReader;
using internal::InvalidField;
using internal::JsonReader;
using internal::Need;
using Json = JsonReader&;
using std::chrono::days;
using std::chrono::local_days;

constexpr Choice<AnswerFormat> kFormats[] = {{"time", AnswerFormat::kTime},
                                             {"range", AnswerFormat::kRange}};

constexpr Choice<FairnessPeriod> kFairnessPeriods[] = {
    {"week", FairnessPeriod::kWeek},
    {"month", FairnessPeriod::kMonth},
    {"year", FairnessPeriod::kYear},
    {"all", FairnessPeriod::kAllTime}};

// A request that is being read.
struct Draft {
  Request request{};
  std::optional<Request::Form> form{};
  Host host{};  // that of the host fields
  HostReader hosts{};
  Bound start{};
  Bound end{};
  bool is_duration_checked = false;
};

const char* FormName(Request::Form form) {
  switch (form) {
    case Request::Form::kHost:
      return "the fields of one host (schedule, busy, bookings, holds)";
    case Request::Form::kGroups:
      return "groups";
    case Request::Form::kStages:
      break;
  }
  return "stages";
}

// The field here belongs to `form`; a request has fields of one form.
absl::Status TakeForm(JsonReader& json, Request::Form form, Draft& draft) {
  if (!draft.form) draft.form = form;
  if (*draft.form == form) return absl::OkStatus();
  return json.Fail(
      internal::ToStd(absl::StrCat("not beside ", FormName(*draft.form))));
}

absl::Status ReadGap(JsonReader& json, Stage& stage) {
  enum { kMin, kMax };
  static constexpr Field<Stage> kForm[] = {
      {"min", Need::kOptional,
       [](Json j, Stage& s) {
         return j.ReadMinutes(0, kMaxGapMinutes, s.min_gap);
       }},
      {"max", Need::kOptional,
       [](Json j, Stage& s) {
         return j.ReadMinutes(0, kMaxGapMinutes, s.max_gap);
       }},
  };
  const auto check_order = [&] {
    return CheckMinutes(stage.max_gap, stage.min_gap.count(), kMaxGapMinutes,
                        "", "max");
  };
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(
      json.ReadObject<Stage>(kForm, stage, fields, [&](const FieldSet& read) {
        return read.Contains(kMin) && read.Contains(kMax) ? check_order()
                                                          : absl::OkStatus();
      }));
  return json.At(check_order());
}

absl::Status ReadStages(JsonReader& json, Draft& draft) {
  struct Form {
    HostReader& hosts;
    Stage& stage;
    bool is_first;
  };
  static constexpr Field<Form> kForm[] = {
      {"lengthInMinutes", Need::kRequired,
       [](Json j, Form& f) {
         return j.ReadMinutes(1, kMaxLengthMinutes, f.stage.length);
       }},
      {"groups", Need::kRequired,
       [](Json j, Form& f) { return f.hosts.ReadGroups(j, f.stage.groups); }},
      {"gapBefore", Need::kOptional,
       [](Json j, Form& f) {
         return f.is_first ? j.Fail("nothing comes before the first stage")
                           : ReadGap(j, f.stage);
       }},
  };
  std::vector<Stage>& stages = draft.request.query.stages;
  BOOKABLE_RETURN_IF_ERROR(json.ReadList([&](std::size_t i) {
    Form form{.hosts = draft.hosts,
              .stage = stages.emplace_back(),
              .is_first = i == 0};
    return json.ReadObject<Form>(kForm, form);
  }));
  return stages.empty() ? json.Fail("must list at least one stage")
                        : absl::OkStatus();
}

template <absl::Status (HostReader::*read)(JsonReader&, Host&)>
absl::Status ReadHostList(JsonReader& json, Draft& draft) {
  BOOKABLE_RETURN_IF_ERROR(TakeForm(json, Request::Form::kHost, draft));
  return (draft.hosts.*read)(json, draft.host);
}

enum {
  kEventType,
  kStart,
  kEnd,
  kNow,
  kTimeZone,
  kEventZone,
  kDuration,
  kFormat,
  kOwner,
  kIgnoreBooking,
  kAssign,
  kFairnessPeriod,
  kShowAway,
  kSchedule,
  kBusy,
  kBookings,
  kHolds,
  kGroups,
  kStages,
  kFieldCount,
};

constexpr Field<Draft> kRequestForm[] = {
    {"eventType", Need::kRequired,
     [](Json j, Draft& d) {
       return internal::ReadEventType(j, d.request.query.event);
     }},
    {"start", Need::kRequired,
     [](Json j, Draft& d) { return j.ReadBound(d.start); }},
    {"end", Need::kRequired,
     [](Json j, Draft& d) { return j.ReadBound(d.end); }},
    {"now", Need::kOptional,
     [](Json j, Draft& d) {
       return j.ReadInstant(Rounding::kUp, d.request.query.now);
     }},
    {"timeZone", Need::kOptional,
     [](Json j, Draft& d) { return j.ReadZone(d.request.query.zone); }},
    {"eventZone", Need::kOptional,
     [](Json j, Draft& d) { return j.ReadZone(d.request.query.event_zone); }},
    {"duration", Need::kOptional,
     [](Json j, Draft& d) {
       return j.ReadMinutes(1, kMaxLengthMinutes, d.request.query.duration);
     }},
    {"format", Need::kOptional,
     [](Json j, Draft& d) {
       return j.ReadChoice<AnswerFormat>(kFormats, d.request.format);
     }},
    {"owner", Need::kOptional,
     [](Json j, Draft& d) { return j.ReadText(d.request.query.owner); }},
    {"ignoreBooking", Need::kOptional,
     [](Json j, Draft& d) {
       return j.ReadText(d.request.query.ignore_booking);
     }},
    {"assign", Need::kOptional,
     [](Json j, Draft& d) { return j.ReadBool(d.request.query.assign); }},
    {"fairnessPeriod", Need::kOptional,
     [](Json j, Draft& d) {
       return j.ReadChoice<FairnessPeriod>(kFairnessPeriods,
                                           d.request.query.fairness_period);
     }},
    {"showAway", Need::kOptional,
     [](Json j, Draft& d) { return j.ReadBool(d.request.show_away); }},
    {"schedule", Need::kOptional,
     [](Json j, Draft& d) -> absl::Status {
       BOOKABLE_RETURN_IF_ERROR(TakeForm(j, Request::Form::kHost, d));
       return internal::ReadSchedule(j, d.host.schedule);
     }},
    {"busy", Need::kOptional, ReadHostList<&HostReader::ReadBusy>},
    {"bookings", Need::kOptional, ReadHostList<&HostReader::ReadBookings>},
    {"holds", Need::kOptional, ReadHostList<&HostReader::ReadHolds>},
    {"groups", Need::kOptional,
     [](Json j, Draft& d) -> absl::Status {
       BOOKABLE_RETURN_IF_ERROR(TakeForm(j, Request::Form::kGroups, d));
       return d.hosts.ReadGroups(j, d.request.query.groups);
     }},
    {"stages", Need::kOptional,
     [](Json j, Draft& d) -> absl::Status {
       BOOKABLE_RETURN_IF_ERROR(TakeForm(j, Request::Form::kStages, d));
       return ReadStages(j, d);
     }},
};
static_assert(std::size(kRequestForm) == kFieldCount);

// What is wrong between the fields read so far.
absl::Status CheckDraft(Draft& draft, const FieldSet& read) {
  const SlotQuery& query = draft.request.query;
  if (read.Contains(kStages)) {
    BOOKABLE_RETURN_IF_ERROR(ValidateBesideStages(query));
  }
  if (draft.form) {
    const bool is_host = *draft.form == Request::Form::kHost;
    if (draft.request.show_away && !is_host) {
      return InvalidField("showAway",
                          "only with one host: not with groups or "
                          "stages");
    }
    if (query.assign && is_host) {
      return InvalidField("assign", "only with groups");
    }
  }
  if (query.duration && read.Contains(kEventType) &&
      !draft.is_duration_checked) {
    // With stages there is no duration, which is said elsewhere.
    draft.is_duration_checked = true;
    if (query.stages.empty()) BOOKABLE_RETURN_IF_ERROR(ValidateEvent(query));
  }
  if (read.Contains(kStart) && read.Contains(kEnd) &&
      draft.start.date.has_value() == draft.end.date.has_value()) {
    return CheckOrder(draft.start, draft.end);
  }
  return absl::OkStatus();
}

// Instants of the bounds, rounded inwards. Dates mean from midnight of `start`
// to midnight after `end`; midnight is a date's first instant, so that queries
// by date cut the time line without overlap, also where clocks go back over it.
void SetBounds(const Draft& draft, SlotQuery& query) {
  const Zone& zone = AnswerZone(query);
  query.from = draft.start.date
                   ? zone.StartOfDate(local_days{*draft.start.date})
                   : draft.start.Ceil();
  query.until = draft.end.date
                    ? zone.StartOfDate(local_days{*draft.end.date} + days{1})
                    : draft.end.floor;
  // Both within one second, in order: no whole second lies between.
  if (!draft.start.date && !draft.end.date && query.until < query.from) {
    query.until = query.from;
  }
}

absl::Status Finish(Draft& draft, bool has_schedule) {
  SlotQuery& query = draft.request.query;
  if (!draft.form) {
    return InvalidField("schedule", "required; or give groups or stages");
  }
  if (*draft.form == Request::Form::kHost) {
    if (!has_schedule) return InvalidField("schedule", "required");
    query.groups.push_back(OneHost(std::move(draft.host)));
  }
  draft.request.form = *draft.form;
  BOOKABLE_RETURN_IF_ERROR(ValidateEvent(query));
  SetBounds(draft, query);
  BOOKABLE_RETURN_IF_ERROR(ValidateBounds(query));
  return ValidateNow(query, draft.hosts.has_holds());
}

std::string_view CodeName(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return "InvalidArgument";
    case absl::StatusCode::kOutOfRange:
      return "OutOfRange";
    case absl::StatusCode::kResourceExhausted:
      return "ResourceExhausted";
    default:
      return "Internal";
  }
}

}  // namespace

struct RequestReader::Impl {
  JsonReader json;
};

RequestReader::RequestReader() : impl_(std::make_unique<Impl>()) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

absl::StatusOr<Request> RequestReader::Read(std::string_view text) {
  Draft draft;
  FieldSet fields;
  BOOKABLE_RETURN_IF_ERROR(impl_->json.Read<Draft>(
      text, kRequestForm, draft,
      [&](const FieldSet& read) {
        fields = read;
        return CheckDraft(draft, read);
      },
      [&] { return Finish(draft, fields.Contains(kSchedule)); }));
  return std::move(draft.request);
}

std::string ErrorJson(const absl::Status& error) {
  // "field: what"; a message that names no field is all "what".
  std::string_view what = internal::ToStd(error.message());
  std::string_view field;
  const std::size_t colon = what.find(": ");
  if (colon != std::string_view::npos &&
      what.substr(0, colon).find(' ') == std::string_view::npos) {
    field = what.substr(0, colon);
    what.remove_prefix(colon + 2);
  }
  std::string json = "{\"error\":{\"code\":";
  internal::AppendJsonText(CodeName(error.code()), json);
  json += ",\"field\":";
  internal::AppendJsonText(field, json);
  json += ",\"message\":";
  internal::AppendJsonText(what, json);
  if (const std::optional<std::size_t> offset = JsonReader::OffsetOf(error)) {
    absl::StrAppend(&json, ",\"offset\":", *offset);
  }
  json += "}}";
  return json;
}

}  // namespace bookable
