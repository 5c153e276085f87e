// The shape of 2024-06-14. A body is merged into what is stored: what is absent
// stays, null or {"disabled": true} clears. What SQL must find is a column, the
// rest are the settings, in the API's own form (event_type_json.h writes them).
// Tested by tests/bindings/http/api/event_types_test.cc.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bindings/http/api/account_json.h"
#include "bindings/http/api/error.h"
#include "bindings/http/api/event_type_json.h"
#include "bindings/http/api/scheduling_json.h"
#include "bindings/http/api/scheduling_lookup.h"
#include "bindings/http/api/scheduling_routes.h"
#include "bindings/http/api/text.h"
#include "bindings/http/domain/availability.h"
#include "bindings/http/domain/profile_fields.h"
#include "bindings/http/store/hosts.h"
#include "bindings/http/store/table.h"
#include "bookable/event/event_validation.h"

namespace bookable::http {
namespace {

namespace json = boost::json;
using store::EventTypeHostRecord;
using store::EventTypeRecord;
using store::Transaction;
using store::UserRecord;

// Settings that are kept as they come, once the schema has let them through.
constexpr std::array<std::string_view, 24> kSettings = {
    "lengthInMinutesOptions",
    "locations",
    "bookingFields",
    "disableGuests",
    "slotInterval",
    "minimumBookingNotice",
    "beforeEventBuffer",
    "afterEventBuffer",
    "bookingLimitsCount",
    "bookingLimitsDuration",
    "onlyShowFirstAvailableSlot",
    "bookingWindow",
    "offsetStart",
    "bookerLayouts",
    "confirmationPolicy",
    "recurrence",
    "seats",
    "requiresBookerEmailVerification",
    "hideCalendarNotes",
    "lockTimeZoneToggleOnBookingPage",
    "hideCalendarEventDetails",
    "hideOrganizerEmail",
    "color",
    "customName"};

constexpr std::array<std::string_view, 12> kNameVariables = {
    "Event type title",
    "Organiser",
    "Scheduler",
    "Location",
    "Organiser first name",
    "Scheduler first name",
    "Scheduler last name",
    "Event duration",
    "LOCATION",
    "HOST/ATTENDEE",
    "HOST",
    "ATTENDEE"};

constexpr std::array<std::string_view, 5> kPriorities = {
    "lowest", "low", "medium", "high", "highest"};

bool Clears(const json::value& value) {
  if (value.is_null()) return true;
  const json::object* object = value.if_object();
  if (object == nullptr) return false;
  const json::value* disabled = object->if_contains("disabled");
  return disabled != nullptr && disabled->is_bool() && disabled->get_bool();
}

absl::Status CheckLimits(const json::object& settings, std::string_view name,
                         std::int64_t least) {
  const json::object* limits = EnabledOf(settings, name);
  if (limits == nullptr) return absl::OkStatus();
  constexpr std::array<std::string_view, 4> kPeriods = {"day", "week", "month",
                                                        "year"};
  std::string_view shorter;
  std::int64_t most = 0;
  for (const std::string_view period : kPeriods) {
    const auto limit = IntegerOf(*limits, period);
    if (!limit) continue;
    if (*limit < least) {
      return BadRequest(absl::StrCat(std::string(name), ".",
                                     std::string(period), " must be at least ",
                                     least));
    }
    if (!shorter.empty() && most > *limit) {
      return BadRequest(absl::StrCat(std::string(name), ": the limit of a ",
                                     std::string(shorter), " (", most,
                                     ") must not exceed that of a ",
                                     std::string(period), " (", *limit, ")"));
    }
    shorter = period;
    most = *limit;
  }
  return absl::OkStatus();
}

absl::Status CheckWindow(json::object& settings) {
  const json::object* window = EnabledOf(settings, "bookingWindow");
  if (window == nullptr) return absl::OkStatus();
  const std::string type = TextMember(*window, "type");
  const json::value* value = window->if_contains("value");
  if (type == "range") {
    const json::array* dates = value == nullptr ? nullptr : value->if_array();
    json::array kept;
    if (dates != nullptr && dates->size() == 2) {
      for (const json::value& date : *dates) {
        if (!date.is_string()) break;
        const std::string text(ViewOf(date.get_string()).substr(0, 10));
        if (ParseDate(text).ok()) kept.emplace_back(text);
      }
    }
    if (kept.size() != 2 ||
        ViewOf(kept[0].get_string()) > ViewOf(kept[1].get_string())) {
      return BadRequest(
          "bookingWindow.value must be two dates, the first not after the "
          "last");
    }
    settings["bookingWindow"] =
        json::object{{"type", "range"}, {"value", std::move(kept)}};
    return absl::OkStatus();
  }
  if (type != "businessDays" && type != "calendarDays") {
    return BadRequest(
        "bookingWindow.type must be businessDays, calendarDays or range");
  }
  const auto days = IntegerOf(*window, "value");
  const std::int64_t most =
      FlagOf(*window, "rolling").value_or(false) ? 366 : 3650;
  if (!days || *days < 1 || *days > most) {
    return BadRequest(
        absl::StrCat("bookingWindow.value must be 1 to ", most, " days"));
  }
  return absl::OkStatus();
}

absl::Status CheckLocations(const json::object& settings, bool is_team) {
  const json::value* given = settings.if_contains("locations");
  if (given == nullptr) return absl::OkStatus();
  for (const json::value& location : given->as_array()) {
    const json::object& object = location.as_object();
    const std::string type = TextMember(object, "type");
    const auto needs = [&](const char* name) {
      return TextMember(object, name).empty()
                 ? BadRequest(absl::StrCat("locations: the type ", type,
                                           " needs ", name))
                 : absl::OkStatus();
    };
    absl::Status status;
    if (type == "address") {
      status = needs("address");
    } else if (type == "link") {
      status = needs("link");
      if (status.ok() && !domain::IsWebUrl(TextMember(object, "link"))) {
        status = BadRequest("locations: link must be an http or https URL");
      }
    } else if (type == "phone") {
      status = needs("phone");
    } else if (type == "integration") {
      status = needs("integration");
      if (status.ok() && TextMember(object, "integration") != "cal-video") {
        status = BadRequest(absl::StrCat("locations: the integration ",
                                         TextMember(object, "integration"),
                                         " is not connected"));
      }
    } else if (type == "organizersDefaultApp" && !is_team) {
      status = BadRequest(
          "locations: organizersDefaultApp is for event types of teams");
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const json::object& settings, bool may_lack_email) {
  const json::value* given = settings.if_contains("bookingFields");
  if (given == nullptr) return absl::OkStatus();
  constexpr std::array<std::string_view, 11> kCustom = {
      "phone",  "address",     "text",       "url",      "number", "textarea",
      "select", "multiselect", "multiemail", "checkbox", "radio"};
  constexpr std::array<std::string_view, 4> kSystem = {
      "title", "notes", "guests", "rescheduleReason"};
  std::set<std::string> slugs;
  bool has_phone = false;
  for (const json::value& field : given->as_array()) {
    const json::object& object = field.as_object();
    if (TextMember(object, "slug") == "attendeePhoneNumber" &&
        FlagOf(object, "required").value_or(false) &&
        !FlagOf(object, "hidden").value_or(false)) {
      has_phone = true;
    }
  }
  for (const json::value& field : given->as_array()) {
    const json::object& object = field.as_object();
    const std::string type = TextMember(object, "type");
    std::string slug = TextMember(object, "slug");
    if (type == "name" || type == "splitName") slug = "name";
    if (type == "email") slug = "email";
    if (slug.empty()) {
      return BadRequest("bookingFields: each needs a type and a slug");
    }
    if (!slugs.insert(slug).second) {
      return BadRequest(
          absl::StrCat("bookingFields: the slug ", slug, " is there twice"));
    }
    if (type == "email") {
      const bool is_hidden = FlagOf(object, "hidden").value_or(false);
      const bool is_required = FlagOf(object, "required").value_or(true);
      if ((is_hidden || !is_required) && !(may_lack_email && has_phone)) {
        return BadRequest(
            "bookingFields: the field email must stay required and visible");
      }
      continue;
    }
    if (slug == "name" ||
        std::find(kSystem.begin(), kSystem.end(), slug) != kSystem.end()) {
      continue;
    }
    if (type != "boolean" &&
        std::find(kCustom.begin(), kCustom.end(), type) == kCustom.end()) {
      return BadRequest(absl::StrCat("bookingFields: unknown type ",
                                     type.empty() ? "(none)" : type, " of ",
                                     slug));
    }
    if (TextMember(object, "label").empty() ||
        !FlagOf(object, "required").has_value()) {
      return BadRequest(absl::StrCat("bookingFields: the ", type, " field ",
                                     slug, " needs label and required"));
    }
    const bool chooses = type == "select" || type == "multiselect" ||
                         type == "checkbox" || type == "radio";
    const json::value* options = object.if_contains("options");
    if (chooses && (options == nullptr || !options->is_array() ||
                    options->get_array().empty())) {
      return BadRequest(absl::StrCat("bookingFields: the ", type, " field ",
                                     slug, " needs options"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCustomName(const json::object& settings) {
  const std::string name = TextMember(settings, "customName");
  for (std::size_t at = name.find('{'); at != std::string::npos;
       at = name.find('{', at + 1)) {
    const std::size_t end = name.find('}', at);
    const std::string variable =
        name.substr(at + 1, end == std::string::npos ? end : end - at - 1);
    if (end == std::string::npos ||
        std::find(kNameVariables.begin(), kNameVariables.end(), variable) ==
            kNameVariables.end()) {
      return BadRequest(absl::StrCat("customName: {", variable,
                                     "} is no variable of a name"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLayouts(const json::object& settings) {
  const json::object* layouts = EnabledOf(settings, "bookerLayouts");
  if (layouts == nullptr) return absl::OkStatus();
  const std::string first = TextMember(*layouts, "defaultLayout");
  const json::value* enabled = layouts->if_contains("enabledLayouts");
  const json::array* list = enabled == nullptr ? nullptr : enabled->if_array();
  if (list != nullptr) {
    for (const json::value& layout : *list) {
      if (layout.is_string() && ViewOf(layout.get_string()) == first) {
        return absl::OkStatus();
      }
    }
  }
  return BadRequest("bookerLayouts: the default layout must be enabled");
}

absl::Status CheckTogether(const json::object& settings) {
  if (EnabledOf(settings, "seats") == nullptr) return absl::OkStatus();
  if (EnabledOf(settings, "confirmationPolicy") != nullptr) {
    return BadRequest("seats and confirmationPolicy do not go together");
  }
  if (EnabledOf(settings, "recurrence") != nullptr) {
    return BadRequest("seats and recurrence do not go together");
  }
  if (LocationsJson(settings).size() > 1) {
    return BadRequest("seats do not go with more than one location");
  }
  return absl::OkStatus();
}

// Whether the engine takes the event type, in each of its lengths.
absl::Status CheckByEngine(const EventTypeRecord& event_type) {
  const auto event = domain::EventTypeOf(event_type);
  if (!event.ok()) return event.status();
  EventType in_every_length = *event;
  in_every_length.offset_start = {};  // taken modulo the step that is in use
  return ValidateEventType(in_every_length, std::nullopt, "eventType");
}

absl::Status CheckSlugIsFree(Transaction& tx,
                             const EventTypeRecord& event_type) {
  const bool is_taken =
      event_type.team_id
          ? !tx.Run(
                   "SELECT 1 FROM event_type WHERE team_id = ?1 AND slug = ?2 "
                   "AND id <> ?3 AND parent_id IS NULL",
                   {event_type.team_id, event_type.slug, event_type.id})
                 .is_empty()
          : !tx.Run(
                   "SELECT 1 FROM event_type WHERE user_id = ?1 AND slug = ?2 "
                   "AND id <> ?3 AND team_id IS NULL",
                   {event_type.user_id, event_type.slug, event_type.id})
                 .is_empty();
  return is_taken
             ? BadRequest(absl::StrCat("an event type with slug ",
                                       event_type.slug, " is there already"))
             : absl::OkStatus();
}

absl::Status Merge(Transaction& tx, const json::object& fields,
                   EventTypeRecord& event_type) {
  json::object settings = ParsedObject(event_type.settings);
  for (const std::string_view name : kSettings) {
    const json::value* given = MemberOf(fields, name);
    if (given == nullptr) continue;
    if (Clears(*given)) {
      settings.erase(json::string_view(name.data(), name.size()));
    } else {
      settings[json::string_view(name.data(), name.size())] = *given;
    }
  }
  for (const char* name : {"successRedirectUrl", "useDestinationCalendarEmail",
                           "destinationCalendar"}) {
    const json::value* given = fields.if_contains(name);
    if (given == nullptr) continue;
    if (Clears(*given)) {
      settings.erase(name);
      continue;
    }
    if (given->is_string() && !domain::IsWebUrl(ViewOf(given->get_string()))) {
      return BadRequest(absl::StrCat(name, " must be an http or https URL"));
    }
    if (given->is_object() || (given->is_bool() && given->get_bool())) {
      return BadRequest(
          absl::StrCat(name, ": no calendar is connected to write to"));
    }
    settings[name] = *given;
  }
  if (const auto length = IntegerOf(fields, "lengthInMinutes")) {
    event_type.length_minutes = *length;
  }
  if (const auto title = TextOf(fields, "title")) event_type.title = *title;
  if (const auto slug = TextOf(fields, "slug")) {
    event_type.slug = domain::Slug(*slug);
    if (event_type.slug.empty()) {
      return BadRequest("slug must have a letter or a digit");
    }
  }
  if (const auto text = TextOf(fields, "description")) {
    event_type.description = *text;
  }
  if (const json::value* schedule = fields.if_contains("scheduleId")) {
    event_type.schedule_id = IntegerOf(fields, "scheduleId");
    if (!schedule->is_null()) {
      const auto found = store::Find<store::ScheduleRecord>(
          tx, event_type.schedule_id.value_or(0));
      if (!found ||
          (event_type.user_id && found->user_id != *event_type.user_id)) {
        return NotFound(absl::StrCat(
            "Schedule with ID=", event_type.schedule_id.value_or(0),
            " does not exist."));
      }
    }
  }
  absl::Status status = CheckWindow(settings);
  status.Update(CheckLimits(settings, "bookingLimitsCount", 1));
  status.Update(CheckLimits(settings, "bookingLimitsDuration", 15));
  status.Update(CheckLocations(settings, event_type.team_id.has_value()));
  status.Update(CheckFields(settings, event_type.team_id.has_value()));
  status.Update(CheckCustomName(settings));
  status.Update(CheckLayouts(settings));
  status.Update(CheckTogether(settings));
  if (!status.ok()) return status;
  event_type.seats.reset();
  if (const json::object* seats = EnabledOf(settings, "seats")) {
    event_type.seats = IntegerOf(*seats, "seatsPerTimeSlot");
    if (!event_type.seats) return BadRequest("seats needs seatsPerTimeSlot");
  }
  event_type.requires_confirmation =
      EnabledOf(settings, "confirmationPolicy") != nullptr;
  event_type.settings = json::serialize(settings);
  event_type.updated_at = tx.Now();
  status = CheckByEngine(event_type);
  status.Update(CheckSlugIsFree(tx, event_type));
  return status;
}

// --- hosts of a team's event type
// ---------------------------------------------

std::vector<std::int64_t> MembersOf(Transaction& tx, std::int64_t team_id) {
  const auto team = store::Find<store::TeamRecord>(tx, team_id);
  std::string sql =
      "SELECT m.user_id FROM membership m JOIN app_user u ON u.id = m.user_id "
      "WHERE m.team_id = ?1 AND m.is_accepted";
  // In a client's team the platform's owner is no teacher.
  if (team && team->oauth_client_id)
    sql += " AND u.oauth_client_id IS NOT NULL";
  std::vector<std::int64_t> members;
  for (const store::Row& row : tx.Run(sql + " ORDER BY m.id", {team_id})) {
    members.push_back(row.As<std::int64_t>());
  }
  return members;
}

absl::StatusOr<std::vector<EventTypeHostRecord>> ReadHosts(
    Transaction& tx, const json::object& fields,
    const EventTypeRecord& event_type) {
  const bool is_collective = event_type.scheduling_type == "collective";
  std::vector<EventTypeHostRecord> hosts;
  const std::vector<std::int64_t> members = MembersOf(tx, *event_type.team_id);
  if (event_type.assign_all_team_members) {
    for (const std::int64_t member : members) {
      hosts.push_back({.user_id = member, .is_fixed = is_collective});
    }
    return hosts;
  }
  std::vector<std::int64_t> strangers;
  for (const json::value& value : fields.at("hosts").as_array()) {
    const json::object& given = value.as_object();
    EventTypeHostRecord host{.user_id = IntegerOf(given, "userId").value_or(0)};
    if (std::find(members.begin(), members.end(), host.user_id) ==
            members.end() &&
        tx.Run("SELECT 1 FROM membership WHERE team_id = ?1 AND user_id = ?2 "
               "AND is_accepted",
               {event_type.team_id, host.user_id})
            .is_empty()) {
      strangers.push_back(host.user_id);
      continue;
    }
    host.is_fixed = is_collective || FlagOf(given, "mandatory").value_or(false);
    if (const auto priority = TextOf(given, "priority")) {
      host.priority =
          std::find(kPriorities.begin(), kPriorities.end(), *priority) -
          kPriorities.begin();
    }
    const bool is_twice = std::any_of(
        hosts.begin(), hosts.end(),
        [&](const auto& other) { return other.user_id == host.user_id; });
    if (is_twice) {
      return BadRequest(
          absl::StrCat("hosts: user ", host.user_id, " is there twice"));
    }
    hosts.push_back(host);
  }
  if (!strangers.empty()) {
    return NotFound(absl::StrCat("Invalid hosts: no members of this team: ",
                                 absl::StrJoin(strangers, ",")));
  }
  return hosts;
}

void ReplaceHosts(Transaction& tx, std::int64_t event_type,
                  std::vector<EventTypeHostRecord> hosts) {
  tx.Run("DELETE FROM event_type_host WHERE event_type_id = ?1", {event_type});
  for (EventTypeHostRecord& host : hosts) {
    host.id = 0;
    host.event_type_id = event_type;
    store::Insert(tx, host);
  }
}

// A managed event type is a model: each of its people has a copy.
void CopyToChildren(Transaction& tx, const EventTypeRecord& parent,
                    const std::vector<EventTypeHostRecord>& hosts) {
  std::set<std::int64_t> wanted;
  for (const EventTypeHostRecord& host : hosts) wanted.insert(host.user_id);
  std::set<std::int64_t> has;
  for (EventTypeRecord& child : store::Select<EventTypeRecord>(
           tx, "WHERE parent_id = ?1 ORDER BY id", {parent.id})) {
    if (!wanted.contains(child.user_id.value_or(0))) {
      store::Delete<EventTypeRecord>(tx, child.id);
      continue;
    }
    has.insert(*child.user_id);
    EventTypeRecord next = parent;
    next.id = child.id;
    next.user_id = child.user_id;
    next.team_id.reset();
    next.parent_id = parent.id;
    next.scheduling_type.reset();
    next.assign_all_team_members = false;
    next.schedule_id = child.schedule_id;
    next.created_at = child.created_at;
    store::Update(tx, next);
  }
  for (const std::int64_t user : wanted) {
    if (has.contains(user)) continue;
    EventTypeRecord child = parent;
    child.id = 0;
    child.user_id = user;
    child.team_id.reset();
    child.parent_id = parent.id;
    child.scheduling_type.reset();
    child.assign_all_team_members = false;
    child.schedule_id.reset();
    if (CheckSlugIsFree(tx, child).ok()) store::Insert(tx, child);
  }
}

// The event type; of a managed one an array, it and its copies.
json::value AnswerFor(Transaction& tx, const EventTypeRecord& event_type) {
  if (event_type.scheduling_type != "managed") {
    return EventTypeJson(tx, event_type, Audience::kOwner);
  }
  json::array all{EventTypeJson(tx, event_type, Audience::kOwner)};
  for (const EventTypeRecord& child : store::Select<EventTypeRecord>(
           tx, "WHERE parent_id = ?1 ORDER BY id", {event_type.id})) {
    all.push_back(EventTypeJson(tx, child, Audience::kOwner));
  }
  return all;
}

// --- handlers: of a person
// ----------------------------------------------------

absl::StatusOr<EventTypeRecord> FindOwn(Transaction& tx, const Request& request,
                                        const Caller& caller) {
  const std::int64_t id = request.PathInteger("eventTypeId");
  auto found = store::Find<EventTypeRecord>(tx, id);
  if (!found || found->user_id != caller.user_id) {
    return NotFound(
        absl::StrCat("Event type with id ", id, " does not exist."));
  }
  return *std::move(found);
}

absl::StatusOr<Response> Create(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        EventTypeRecord event_type{.user_id = caller.user_id,
                                   .created_at = tx.Now()};
        const absl::Status merged = Merge(tx, request.Fields(), event_type);
        if (!merged.ok()) return merged;
        store::Insert(tx, event_type);
        store::TouchHosts(tx, {*caller.user_id});
        return EventTypeJson(tx, event_type, Audience::kOwner);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> Get(const Context& context, const Request& request,
                             const Caller& caller) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type = FindOwn(tx, request, caller);
        if (!event_type.ok()) return event_type.status();
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> Update(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        auto event_type = FindOwn(tx, request, caller);
        if (!event_type.ok()) return event_type.status();
        const absl::Status merged = Merge(tx, request.Fields(), *event_type);
        if (!merged.ok()) return merged;
        store::Update(tx, *event_type);
        store::TouchHosts(tx, {*caller.user_id});
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> Delete(const Context& context, const Request& request,
                                const Caller& caller) {
  const auto deleted =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const std::int64_t id = request.PathInteger("eventTypeId");
        const auto event_type = store::Find<EventTypeRecord>(tx, id);
        if (!event_type) {
          return NotFound(
              absl::StrCat("Event type with id ", id, " does not exist."));
        }
        if (event_type->user_id != caller.user_id) {
          return Forbidden(
              absl::StrCat("the event type ", id, " is not the caller's"));
        }
        store::Delete<EventTypeRecord>(tx, id);
        store::TouchHosts(tx, {*caller.user_id});
        return json::object{{"id", event_type->id},
                            {"lengthInMinutes", event_type->length_minutes},
                            {"slug", event_type->slug},
                            {"title", event_type->title}};
      });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

// The slug of the organisation that a query names, "" for none.
absl::StatusOr<std::string> OrganizationSlug(Transaction& tx,
                                             const Query& query) {
  if (query.Has("orgSlug")) return std::string(query.Text("orgSlug"));
  if (!query.Has("orgId")) return std::string();
  const auto id = ParseInteger(query.Text("orgId"));
  if (!id) return BadRequest("orgId must be an integer");
  const auto organization = store::Find<store::TeamRecord>(tx, *id);
  if (!organization || !organization->is_organization) {
    return NotFound(absl::StrCat("Organization with id ", *id, " not found"));
  }
  return organization->slug.value_or("");
}

json::object DynamicEventType(const std::vector<UserRecord>& users) {
  json::array people;
  for (const UserRecord& user : users) {
    people.push_back(json::object{{"id", user.id},
                                  {"name", OrNull(user.name)},
                                  {"username", OrNull(user.username)},
                                  {"avatarUrl", OrNull(user.avatar_url)},
                                  {"weekStart", user.week_start},
                                  {"metadata", json::object()}});
  }
  const json::object settings{{"disableGuests", true}};
  json::object object;
  object["id"] = 0;
  object["ownerId"] = 0;
  object["lengthInMinutes"] = 30;
  object["lengthInMinutesOptions"] = json::array{15, 30, 45, 60, 90};
  object["title"] = "Group Meeting";
  object["slug"] = "dynamic";
  object["description"] = "";
  object["locations"] = LocationsJson(settings);
  object["bookingFields"] = BookingFieldsJson(settings, Audience::kAnyone);
  object["disableGuests"] = true;
  object["recurrence"] = nullptr;
  object["seats"] = json::object{{"disabled", true}};
  object["users"] = std::move(people);
  return object;
}

absl::StatusOr<json::array> ListDynamic(Transaction& tx, const Query& query,
                                        const std::string& organization) {
  std::vector<UserRecord> users;
  for (const std::string& name : query.List("usernames")) {
    auto user = FindUserByName(tx, name, organization);
    if (!user) {
      return NotFound(absl::StrCat("User with username ", name, " not found"));
    }
    users.push_back(*std::move(user));
  }
  if (users.size() < 2) {
    return BadRequest("usernames must name at least two users");
  }
  return json::array{DynamicEventType(users)};
}

absl::StatusOr<Response> List(const Context& context, const Request& request,
                              const Caller&) {
  const Query& query = request.query;
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const auto organization = OrganizationSlug(tx, query);
        if (!organization.ok()) return organization.status();
        if (query.Has("usernames") || query.Has("usernames[]")) {
          return ListDynamic(tx, query, *organization);
        }
        json::array types;
        const auto user =
            FindUserByName(tx, query.Text("username"), *organization);
        if (!user) return types;
        const std::string slug(query.Text("eventSlug"));
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx,
                 "WHERE user_id = ?1 AND team_id IS NULL "
                 "ORDER BY position DESC, id",
                 {user->id})) {
          if (slug.empty() ? event_type.is_hidden : event_type.slug != slug) {
            continue;
          }
          types.push_back(EventTypeJson(tx, event_type, Audience::kAnyone));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

// --- handlers: of a team
// --------------------------------------------------------

absl::StatusOr<EventTypeRecord> FindOfTeam(Transaction& tx,
                                           const Request& request) {
  const std::int64_t id = request.PathInteger("eventTypeId");
  auto found = store::Find<EventTypeRecord>(tx, id);
  if (!found || found->team_id != request.PathInteger("teamId")) {
    return NotFound(
        absl::StrCat("Event type with id ", id, " not found in this team"));
  }
  return *std::move(found);
}

// Merges the body into a team's event type that is in the store already.
absl::Status MergeTeam(Transaction& tx, const json::object& fields,
                       EventTypeRecord& event_type) {
  std::vector<std::int64_t> concerned =
      store::HostsOfEventType(tx, event_type.id);
  const auto assign = FlagOf(fields, "assignAllTeamMembers");
  if (assign) event_type.assign_all_team_members = *assign;
  std::vector<EventTypeHostRecord> hosts;
  const bool has_hosts = fields.contains("hosts");
  if (has_hosts || assign.value_or(false)) {
    auto read = ReadHosts(tx, fields, event_type);
    if (!read.ok()) return read.status();
    hosts = *std::move(read);
    ReplaceHosts(tx, event_type.id, hosts);
  } else {
    hosts = store::Select<EventTypeHostRecord>(
        tx, "WHERE event_type_id = ?1 ORDER BY id", {event_type.id});
  }
  store::Update(tx, event_type);
  if (event_type.scheduling_type == "managed") {
    CopyToChildren(tx, event_type, hosts);
  }
  for (const EventTypeHostRecord& host : hosts) {
    concerned.push_back(host.user_id);
  }
  store::TouchHosts(tx, concerned);
  return absl::OkStatus();
}

std::string SchedulingTypeOf(std::string_view text) {
  if (EqualsIgnoringCase(text, "COLLECTIVE")) return "collective";
  if (text == "roundRobin" || text == "ROUND_ROBIN") return "roundRobin";
  return "managed";
}

absl::StatusOr<Response> CreateOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto made =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        const json::object& fields = request.Fields();
        EventTypeRecord event_type{.team_id = request.PathInteger("teamId"),
                                   .scheduling_type = SchedulingTypeOf(
                                       TextMember(fields, "schedulingType")),
                                   .created_at = tx.Now()};
        absl::Status status = Merge(tx, fields, event_type);
        if (!status.ok()) return status;
        store::Insert(tx, event_type);
        status = MergeTeam(tx, fields, event_type);
        if (!status.ok()) return status;
        return AnswerFor(tx, event_type);
      });
  if (!made.ok()) return made.status();
  return Success(*made);
}

absl::StatusOr<Response> UpdateOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto updated =
      context.store.Write([&](Transaction& tx) -> absl::StatusOr<json::value> {
        auto event_type = FindOfTeam(tx, request);
        if (!event_type.ok()) return event_type.status();
        absl::Status status = Merge(tx, request.Fields(), *event_type);
        if (!status.ok()) return status;
        status = MergeTeam(tx, request.Fields(), *event_type);
        if (!status.ok()) return status;
        return AnswerFor(tx, *event_type);
      });
  if (!updated.ok()) return updated.status();
  return Success(*updated);
}

absl::StatusOr<Response> GetOfTeam(const Context& context,
                                   const Request& request, const Caller&) {
  const auto found =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::object> {
        const auto event_type = FindOfTeam(tx, request);
        if (!event_type.ok()) return event_type.status();
        return EventTypeJson(tx, *event_type, Audience::kOwner);
      });
  if (!found.ok()) return found.status();
  return Success(*found);
}

absl::StatusOr<Response> ListOfTeam(const Context& context,
                                    const Request& request, const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        const std::int64_t team_id = request.PathInteger("teamId");
        const auto team = store::Find<store::TeamRecord>(tx, team_id);
        bool is_there = team && !team->is_organization;
        for (const auto& [name, value] : request.path_parameters) {
          if (name == "orgId") {
            is_there =
                is_there && team->parent_id == request.PathInteger("orgId");
          }
        }
        if (!is_there) {
          return NotFound(absl::StrCat("Team with id ", team_id, " not found"));
        }
        const std::string slug(request.query.Text("eventSlug"));
        json::array types;
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx, "WHERE team_id = ?1 ORDER BY position DESC, id",
                 {team_id})) {
          if (slug.empty() ? event_type.is_hidden : event_type.slug != slug) {
            continue;
          }
          types.push_back(EventTypeJson(tx, event_type, Audience::kAnyone,
                                        request.QueryInteger("hostsLimit")));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> ListOfOrganization(const Context& context,
                                            const Request& request,
                                            const Caller&) {
  const auto list =
      context.store.Read([&](Transaction& tx) -> absl::StatusOr<json::array> {
        json::array types;
        for (const EventTypeRecord& event_type : store::Select<EventTypeRecord>(
                 tx,
                 "WHERE team_id IN (SELECT id FROM team WHERE parent_id = ?1) "
                 "ORDER BY id LIMIT ?2 OFFSET ?3",
                 {request.PathInteger("orgId"),
                  request.QueryInteger("take").value_or(250),
                  request.QueryInteger("skip").value_or(0)})) {
          types.push_back(EventTypeJson(tx, event_type, Audience::kOwner));
        }
        return types;
      });
  if (!list.ok()) return list.status();
  return Success(*list);
}

absl::StatusOr<Response> DeleteOfTeam(const Context& context,
                                      const Request& request, const Caller&) {
  const auto deleted = context.store.Write([&](Transaction& tx)
                                               -> absl::StatusOr<json::object> {
    const auto event_type = FindOfTeam(tx, request);
    if (!event_type.ok()) return event_type.status();
    const std::vector<std::int64_t> hosts =
        store::HostsOfEventType(tx, event_type->id);
    store::Delete<EventTypeRecord>(tx, event_type->id);
    store::TouchHosts(tx, hosts);
    return json::object{{"id", event_type->id}, {"title", event_type->title}};
  });
  if (!deleted.ok()) return deleted.status();
  return Success(*deleted);
}

constexpr const char* kProperties = R"(
  "lengthInMinutes": {"type": "integer", "minimum": 1, "maximum": 10080},
  "lengthInMinutesOptions": {"type": ["array", "null"], "minItems": 1,
      "maxItems": 100, "uniqueItems": true,
      "items": {"type": "integer", "minimum": 1, "maximum": 10080}},
  "title": {"type": "string", "minLength": 1, "maxLength": 500},
  "slug": {"type": "string", "minLength": 1, "maxLength": 200},
  "description": {"type": "string", "maxLength": 10000},
  "locations": {"type": "array", "minItems": 1, "maxItems": 100, "items": {
      "type": "object", "required": ["type"], "properties": {
        "type": {"type": "string", "enum": ["address", "link", "integration",
            "phone", "attendeeAddress", "attendeePhone", "attendeeDefined",
            "organizersDefaultApp"]},
        "address": {"type": "string"}, "link": {"type": "string"},
        "integration": {"type": "string"}, "phone": {"type": "string"},
        "public": {"type": "boolean"}}}},
  "bookingFields": {"type": ["array", "null"], "minItems": 1, "maxItems": 200,
      "items": {"type": "object", "properties": {
        "type": {"type": "string"}, "slug": {"type": "string"},
        "label": {"type": "string"}, "required": {"type": "boolean"},
        "hidden": {"type": "boolean"}, "placeholder": {"type": "string"},
        "options": {"type": "array", "items": {"type": "string"}}}}},
  "disableGuests": {"type": "boolean"},
  "slotInterval": {"type": ["integer", "null"], "minimum": 1, "maximum": 1440},
  "minimumBookingNotice": {"type": "integer", "minimum": 0,
      "maximum": 5256000},
  "beforeEventBuffer": {"type": "integer", "minimum": 0, "maximum": 10080},
  "afterEventBuffer": {"type": "integer", "minimum": 0, "maximum": 10080},
  "scheduleId": {"type": ["integer", "null"]},
  "bookingLimitsCount": {"type": ["object", "null"], "properties": {
      "day": {"type": "integer"}, "week": {"type": "integer"},
      "month": {"type": "integer"}, "year": {"type": "integer"},
      "disabled": {"type": "boolean"}}},
  "bookingLimitsDuration": {"type": ["object", "null"], "properties": {
      "day": {"type": "integer"}, "week": {"type": "integer"},
      "month": {"type": "integer"}, "year": {"type": "integer"},
      "disabled": {"type": "boolean"}}},
  "onlyShowFirstAvailableSlot": {"type": "boolean"},
  "bookingWindow": {"type": ["object", "null"]},
  "offsetStart": {"type": "integer", "minimum": 0, "maximum": 1439},
  "bookerLayouts": {"type": ["object", "null"],
      "required": ["defaultLayout", "enabledLayouts"], "properties": {
        "defaultLayout": {"type": "string", "enum": ["month", "week",
            "column"]},
        "enabledLayouts": {"type": "array", "items": {"type": "string",
            "enum": ["month", "week", "column"]}}}},
  "confirmationPolicy": {"type": ["object", "null"], "properties": {
      "type": {"type": "string", "enum": ["always", "time"]},
      "noticeThreshold": {"type": "object", "required": ["unit", "count"],
        "properties": {
          "unit": {"type": "string", "enum": ["minutes", "hours"]},
          "count": {"type": "integer", "minimum": 1, "maximum": 100000}}},
      "blockUnconfirmedBookingsInBooker": {"type": "boolean"},
      "disabled": {"type": "boolean"}}},
  "recurrence": {"type": ["object", "null"], "properties": {
      "interval": {"type": "integer", "minimum": 1, "maximum": 100},
      "occurrences": {"type": "integer", "minimum": 1, "maximum": 500},
      "frequency": {"type": "string", "enum": ["yearly", "monthly", "weekly"]},
      "disabled": {"type": "boolean"}}},
  "seats": {"type": ["object", "null"], "properties": {
      "seatsPerTimeSlot": {"type": "integer", "minimum": 1, "maximum": 1000},
      "showAttendeeInfo": {"type": "boolean"},
      "showAvailabilityCount": {"type": "boolean"},
      "disabled": {"type": "boolean"}}},
  "requiresBookerEmailVerification": {"type": "boolean"},
  "hideCalendarNotes": {"type": "boolean"},
  "lockTimeZoneToggleOnBookingPage": {"type": "boolean"},
  "hideCalendarEventDetails": {"type": "boolean"},
  "hideOrganizerEmail": {"type": "boolean"},
  "color": {"type": ["object", "null"],
      "required": ["lightThemeHex", "darkThemeHex"], "properties": {
        "lightThemeHex": {"type": "string", "minLength": 4, "maxLength": 7},
        "darkThemeHex": {"type": "string", "minLength": 4, "maxLength": 7}}},
  "customName": {"type": ["string", "null"], "maxLength": 500},
  "destinationCalendar": {"type": ["object", "null"]},
  "useDestinationCalendarEmail": {"type": "boolean"},
  "successRedirectUrl": {"type": ["string", "null"]})";

constexpr const char* kTeamProperties = R"(,
  "schedulingType": {"type": "string", "enum": ["collective", "roundRobin",
      "managed", "COLLECTIVE", "ROUND_ROBIN", "MANAGED"]},
  "assignAllTeamMembers": {"type": "boolean"},
  "hosts": {"type": "array", "maxItems": 1000, "items": {"type": "object",
      "required": ["userId"], "properties": {
        "userId": {"type": "integer"}, "mandatory": {"type": "boolean"},
        "priority": {"type": "string", "enum": ["lowest", "low", "medium",
            "high", "highest"]}}}})";

void AddTeamRoutes(RouteTable& routes, const std::string& path,
                   const std::string& id, Tenant tenant) {
  const Access read{.permissions = Permission::kEventTypeRead,
                    .tenant = tenant,
                    .role = Role::kAdmin};
  const Access write{.permissions = Permission::kEventTypeWrite,
                     .tenant = tenant,
                     .role = Role::kAdmin};
  const std::string one = path + "/{eventTypeId:integer}";
  const auto add = [&](Route route) {
    route.tag = "Team event types";
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = path,
       .id = "create" + id + "EventType",
       .summary = "Make an event type of a team",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/TeamEventTypeInput"})",
       .handler = CreateOfTeam});
  add({.method = Method::kGet,
       .path = path,
       .id = "list" + id + "EventTypes",
       .summary = "A team's event types, for those who want to book",
       .access = kOptional,
       .query = {{.name = "eventSlug"},
                 {.name = "hostsLimit",
                  .schema = R"({"type": "integer", "minimum": 1})"}},
       .handler = ListOfTeam});
  add({.method = Method::kGet,
       .path = one,
       .id = "get" + id + "EventType",
       .summary = "One event type of a team",
       .access = read,
       .handler = GetOfTeam});
  add({.method = Method::kPatch,
       .path = one,
       .id = "update" + id + "EventType",
       .summary = "Change an event type of a team",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/TeamEventTypeChanges"})",
       .handler = UpdateOfTeam});
  add({.method = Method::kDelete,
       .path = one,
       .id = "delete" + id + "EventType",
       .summary = "Delete an event type of a team",
       .access = write,
       .handler = DeleteOfTeam});
}

}  // namespace

void AddEventTypeRoutes(RouteTable& routes) {
  const std::string own = kProperties;
  const std::string team = own + kTeamProperties;
  routes.AddSchema(
      {"EventTypeInput",
       R"({"type": "object", "required": ["lengthInMinutes", "title", "slug"],
           "properties": {)" +
           own + "}}"});
  routes.AddSchema({"EventTypeChanges",
                    R"({"type": "object", "properties": {)" + own + "}}"});
  routes.AddSchema(
      {"TeamEventTypeInput",
       R"({"type": "object", "required": ["lengthInMinutes", "title", "slug",
           "schedulingType"], "properties": {)" +
           team + "}}"});
  routes.AddSchema({"TeamEventTypeChanges",
                    R"({"type": "object", "properties": {)" + team + "}}"});
  const Access read{.permissions = Permission::kEventTypeRead};
  const Access write{.permissions = Permission::kEventTypeWrite};
  const auto add = [&](Route route) {
    route.tag = "Event types";
    route.since = ApiVersion::k2024_06_14;
    routes.Add(std::move(route));
  };
  add({.method = Method::kPost,
       .path = "/v2/event-types",
       .id = "createEventType",
       .summary = "Make an event type",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/EventTypeInput"})",
       .handler = Create});
  add({.method = Method::kGet,
       .path = "/v2/event-types",
       .id = "listEventTypes",
       .summary = "A person's event types, for those who want to book",
       .access = kOptional,
       .query = {{.name = "username"},
                 {.name = "eventSlug"},
                 {.name = "usernames",
                  .schema = R"({"type": "array", "items": {"type":
                                "string"}})"},
                 {.name = "orgSlug"},
                 {.name = "orgId", .schema = R"({"type": "integer"})"}},
       .handler = List});
  add({.method = Method::kGet,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "getEventType",
       .summary = "One of the caller's event types",
       .access = read,
       .handler = Get});
  add({.method = Method::kPatch,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "updateEventType",
       .summary = "Change an event type; what is absent stays",
       .access = write,
       .request = R"({"$ref": "#/components/schemas/EventTypeChanges"})",
       .handler = Update});
  add({.method = Method::kDelete,
       .path = "/v2/event-types/{eventTypeId:integer}",
       .id = "deleteEventType",
       .summary = "Delete an event type",
       .access = write,
       .handler = Delete});
  AddTeamRoutes(routes, "/v2/teams/{teamId:integer}/event-types", "Team",
                Tenant::kTeam);
  AddTeamRoutes(routes,
                "/v2/organizations/{orgId:integer}/teams/{teamId:integer}/"
                "event-types",
                "OrganizationTeam", Tenant::kOrganization);
  routes.Add({.method = Method::kGet,
              .path = "/v2/organizations/{orgId:integer}/teams/event-types",
              .id = "listOrganizationEventTypes",
              .tag = "Team event types",
              .summary = "The event types of all teams of an organisation",
              .access = Access{.permissions = Permission::kEventTypeRead,
                               .tenant = Tenant::kOrganization,
                               .role = Role::kAdmin},
              .query = PageParameters(),
              .handler = ListOfOrganization});
}

}  // namespace bookable::http
