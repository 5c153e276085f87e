// bindings/python/module/query.cc
//
// Teams, sequences, explanations, what-ifs and requests in the JSON form go
// through the engine's queries by value. One host's slots have a shorter way,
// in host.cc.
//
// Tested by tests/bindings/python/find_slots_test.py, explain_test.py and
// request_test.py.
#include "bindings/python/module/query.h"

#include <pybind11/stl.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "bindings/python/module/batch.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/event.h"
#include "bindings/python/module/host.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/schedule.h"
#include "bindings/python/module/values.h"
#include "bookable/codec/answer.h"
#include "bookable/codec/explanation.h"
#include "bookable/codec/request.h"
#include "bookable/query/batch.h"
#include "bookable/query/can_book.h"
#include "bookable/query/explain.h"
#include "bookable/query/find_slots.h"
#include "bookable/query/horizon.h"
#include "bookable/query/validate.h"
#include "bookable/query/what_if.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::minutes;

std::vector<Group> ReadGroups(py::handle given) {
  std::vector<Group> groups;
  for (py::handle item : given) {
    const auto parts = py::cast<py::tuple>(item);
    Group& group = groups.emplace_back();
    group.id =
        ReadText(parts[0],
                 {"groups", static_cast<py::ssize_t>(groups.size()) - 1, "id"});
    if (!py::object(parts[1]).is_none()) {
      group.require = ReadInt32(parts[1], {"require"});
      // 0 means all to the engine; here it is a number that was given.
      if (group.require == kAll) {
        RaiseInvalid({"require"}, "must be at least 1, got 0");
      }
    }
    for (py::handle host : py::object(parts[2])) {
      group.hosts.push_back(ToHost(py::cast<const HostCore&>(host)));
      // The engine lets a query with one host go without.
      if (group.hosts.back().id.empty()) {
        RaiseInvalid(
            {"hosts", static_cast<py::ssize_t>(group.hosts.size()) - 1, "id"},
            "must not be empty; hosts of a team are told apart by it");
      }
    }
  }
  return groups;
}

FairnessPeriod ReadFairnessPeriod(py::handle given) {
  const std::string name = ReadText(given, {"fairnessPeriod"});
  if (name == "week") return FairnessPeriod::kWeek;
  if (name == "month") return FairnessPeriod::kMonth;
  if (name == "year") return FairnessPeriod::kYear;
  if (name == "all") return FairnessPeriod::kAllTime;
  RaiseInvalid({"fairnessPeriod"},
               "must be week, month, year or all, got \"" + name + "\"");
}

void AddIds(const std::vector<Group>& groups,
            absl::flat_hash_set<std::string>& seen,
            std::vector<std::string>& ids) {
  for (const Group& group : groups) {
    for (const Host& host : group.hosts) {
      if (seen.insert(host.id).second) ids.push_back(host.id);
    }
  }
}

// A question and how it was put. Immutable.
class Query {
 public:
  explicit Query(Request request, std::string text = "")
      : request_(std::move(request)), text_(std::move(text)) {}

  static Query FromJson(py::handle given) {
    std::string text = py::isinstance<py::bytes>(given)
                           ? py::cast<std::string>(given)
                           : ReadText(given, {"request"});
    Request request = ValueOrRaise(ReadRequest(text));
    return Query(std::move(request), std::move(text));
  }

  static Query Make(const HostCore* host, py::handle groups, py::handle stages,
                    const EventCore& event, py::handle start, py::handle end,
                    py::handle now, std::optional<Zone> zone,
                    std::optional<Zone> event_zone,
                    std::optional<std::int64_t> duration, py::handle owner,
                    py::handle ignore_booking, py::handle assign,
                    py::handle fairness_period) {
    Request request;
    SlotQuery& query = request.query;
    query.event = event.event;
    if (host != nullptr) {
      Host only = ToHost(*host);
      // Asked by itself, a host has no use for its id.
      only.id.clear();
      query.groups = {OneHost(std::move(only))};
    } else if (!groups.is_none()) {
      request.form = Request::Form::kGroups;
      query.groups = ReadGroups(groups);
    } else {
      request.form = Request::Form::kStages;
      for (py::handle item : stages) {
        const auto parts = py::cast<py::tuple>(item);
        query.stages.push_back(
            {.length = minutes{py::cast<std::int64_t>(parts[0])},
             .groups = ReadGroups(py::object(parts[1])),
             .min_gap = minutes{py::cast<std::int64_t>(parts[2])},
             .max_gap = minutes{py::cast<std::int64_t>(parts[3])}});
      }
    }
    query.zone = zone;
    query.event_zone = event_zone;
    if (duration) query.duration = minutes{*duration};
    query.owner = ReadText(owner, {"owner"});
    query.ignore_booking = ReadText(ignore_booking, {"ignoreBooking"});
    query.assign = ReadFlag(assign, {"assign"});
    query.fairness_period = ReadFairnessPeriod(fairness_period);
    CheckHosts(query);
    const Window window = ReadWindow({start, end, now}, query.event,
                                     HasHolds(query), AnswerZone(query));
    query.from = window.from;
    query.until = window.until;
    query.now = window.now;
    RaiseIfError(Validate(query));
    return Query(std::move(request));
  }

  // That there is a host, whose zone bounds may need.
  static void CheckHosts(const SlotQuery& query) {
    const auto check = [](const std::vector<Group>& groups) {
      if (groups.empty()) {
        RaiseInvalid({"groups"}, "must list at least one group");
      }
      if (groups.front().hosts.empty()) {
        RaiseInvalid({"groups", 0, "hosts"}, "must list at least one host");
      }
    };
    if (query.groups.empty() && query.stages.empty()) {
      RaiseInvalid({"groups"}, "must list at least one group");
    }
    check(query.stages.empty() ? query.groups : query.stages.front().groups);
  }

  static bool HasHolds(const SlotQuery& query) {
    const auto has = [](const std::vector<Group>& groups) {
      return std::ranges::any_of(groups, [](const Group& group) {
        return std::ranges::any_of(
            group.hosts, [](const Host& host) { return !host.holds.empty(); });
      });
    };
    return has(query.groups) ||
           std::ranges::any_of(query.stages, [&](const Stage& stage) {
             return has(stage.groups);
           });
  }

  const Zone& zone() const { return AnswerZone(request_.query); }

  std::int64_t length() const {
    const SlotQuery& query = request_.query;
    const minutes length = query.stages.empty()
                               ? query.duration.value_or(query.event.length)
                               : query.stages.front().length;
    return std::chrono::seconds{length}.count();
  }

  // Distinct hosts, by first mention; none where one host is asked by itself.
  py::tuple ids() const {
    std::vector<std::string> ids;
    if (request_.form != Request::Form::kHost) {
      absl::flat_hash_set<std::string> seen;
      AddIds(request_.query.groups, seen, ids);
      for (const Stage& stage : request_.query.stages) {
        AddIds(stage.groups, seen, ids);
      }
    }
    return py::tuple(py::cast(ids));
  }

  py::tuple Find() const {
    const SlotList slots = Slots();
    const SlotColumns& columns = slots.columns();
    const auto rows = static_cast<py::ssize_t>(slots.size());
    const py::object seats =
        request_.query.event.seats
            ? py::object(MakeSeats(columns.seats_remaining))
            : py::none();
    if (request_.form == Request::Form::kHost) {
      return py::make_tuple(MakeTimes(columns.starts), seats);
    }
    // A team of one has no bits: its host takes every slot.
    const bool has_bits = columns.words_per_row > 0;
    const auto words =
        static_cast<py::ssize_t>(has_bits ? columns.words_per_row : 1);
    const std::vector<std::uint64_t> ones(has_bits ? 0 : slots.size(), 1);
    const bool is_assigned = request_.query.assign;
    const py::object hosts =
        MakeWords(has_bits ? columns.hosts : ones, {rows, words});
    const py::object assigned =
        !is_assigned ? py::object(py::none())
                     : py::object(MakeWords(has_bits ? columns.assigned : ones,
                                            {rows, words}));
    if (request_.form != Request::Form::kStages) {
      return py::make_tuple(MakeTimes(columns.starts), seats, hosts, assigned);
    }
    // Who is needed is said stage by stage.
    if (columns.stage_count == 0) {  // one stage
      return py::make_tuple(
          MakeTimes(columns.starts), seats, py::none(), assigned,
          MakeTimeRows(columns.starts, 1),
          MakeWords(has_bits ? columns.hosts : ones, {rows, 1, words}));
    }
    const auto stages = static_cast<py::ssize_t>(columns.stage_count);
    return py::make_tuple(
        MakeTimes(columns.starts), seats, py::none(), assigned,
        MakeTimeRows(columns.stage_starts, columns.stage_count),
        MakeWords(has_bits ? columns.stage_hosts
                           : std::vector<std::uint64_t>(
                                 slots.size() * columns.stage_count, 1),
                  {rows, stages, words}));
  }

  std::string AnswerJson() const {
    const SlotList slots = Slots();
    const py::gil_scoped_release release;
    std::string out;
    AppendAnswerJson(request_, slots, out);
    return out;
  }

  bool Allows(py::handle start, py::handle on_grid) const {
    const GridRule rule =
        ReadFlag(on_grid, {"on_grid"}) ? GridRule::kOnGrid : GridRule::kAnyTime;
    const Instant at = ReadInstant(start, Rounding::kUp, {"start"});
    const py::gil_scoped_release release;
    absl::StatusOr<bool> can = CanBook(request_.query, at, rule);
    const py::gil_scoped_acquire acquire;
    return ValueOrRaise(std::move(can));
  }

  std::vector<std::string> Explanations(const py::array& at) const {
    const py::array column = ReadColumn(at, Rounding::kDown, {"at"});
    const std::span<const Instant> instants = InstantsOf(column);
    std::vector<std::string> texts;
    absl::Status status;
    {
      const py::gil_scoped_release release;
      absl::StatusOr<std::vector<Explanation>> found =
          Explain(request_.query, instants);
      status = found.status();
      if (found.ok()) {
        for (const Explanation& explanation : *found) {
          AppendExplanationJson(request_, explanation, texts.emplace_back());
        }
      }
    }
    RaiseIfError(status);
    return texts;
  }

  py::list Effects() const {
    absl::StatusOr<std::vector<RuleEffect>> effects =
        absl::UnknownError("not asked");
    {
      const py::gil_scoped_release release;
      effects = WhatIf(request_.query);
      if (effects.ok() && !text_.empty()) SortByText(text_, *effects);
    }
    py::list found;
    for (const RuleEffect& effect : ValueOrRaise(std::move(effects))) {
      found.append(py::make_tuple(effect.rule, MakeTimes(effect.gained),
                                  MakeTimes(effect.lost)));
    }
    return found;
  }

  py::object Busy() const {
    return Pair(ValueOrRaise(BusyHorizon(request_.query)));
  }
  py::object Limits() const {
    const Interval horizon = ValueOrRaise(LimitHorizon(request_.query));
    return horizon.is_empty() ? py::object(py::none()) : Pair(horizon);
  }

 private:
  SlotList Slots() const {
    absl::StatusOr<SlotList> slots = absl::UnknownError("not asked");
    {
      const py::gil_scoped_release release;
      slots = FindSlots(request_.query);
    }
    return ValueOrRaise(std::move(slots));
  }

  py::object Pair(const Interval& interval) const {
    return py::make_tuple(MakeDatetime(interval.start, zone()),
                          MakeDatetime(interval.end, zone()));
  }

  Request request_;
  std::string text_;  // of a request in the JSON form
};

// The most memory that answers of teams can take, all at once. Every group is
// needed for a slot: the one with the fewest says how many there can be.
std::size_t BytesOfTeams(const py::list& teams, bool looks_at_schedules,
                         AnswerBound& bound) {
  std::size_t bytes = 0;
  for (py::handle groups : teams) {
    std::size_t host_count = 0;
    std::size_t entries = 0;
    std::optional<std::size_t> slots;
    for (py::handle item : groups) {
      const auto parts = py::cast<py::tuple>(item);
      std::size_t of_group = 0;
      for (py::handle host : py::object(parts[2])) {
        const auto& core = py::cast<const HostCore&>(host);
        ++host_count;
        const std::size_t own = core.busy.size() + core.rest.bookings.size() +
                                core.rest.holds.size();
        entries += own;
        of_group += bound.SlotsOf(
            looks_at_schedules ? &core.schedule->compiled : nullptr, own);
      }
      slots = std::min(slots.value_or(of_group), of_group);
    }
    // Hosts who are open at once have the same grid.
    const std::size_t of_grid = bound.SlotsOf(nullptr, entries);
    // Starts and seats, here and there; bits of those who can take it.
    const std::size_t words = (host_count + 63) / 64;
    const std::size_t bytes_of_slot =
        2 * (sizeof(Instant) + sizeof(std::int32_t)) +
        words * sizeof(std::uint64_t);
    bytes += std::min(slots.value_or(0), of_grid) * bytes_of_slot;
  }
  return bytes;
}

// The slots of many teams, each by itself; the answer is as that of hosts.
py::tuple FindSlotsOfTeams(py::handle teams, const EventCore& event,
                           py::handle start, py::handle end, py::handle now,
                           std::optional<Zone> zone,
                           std::optional<Zone> event_zone,
                           std::optional<std::int64_t> duration,
                           py::handle threads) {
  std::vector<SlotQuery> queries;
  bool has_holds = false;
  // Teams are read twice.
  const py::list listed(py::reinterpret_borrow<py::object>(teams));
  for (py::handle groups : listed) {
    SlotQuery& query = queries.emplace_back();
    query.event = event.event;
    query.groups = ReadGroups(groups);
    query.event_zone = event_zone;
    if (duration) query.duration = minutes{*duration};
    Query::CheckHosts(query);
    has_holds |= Query::HasHolds(query);
  }
  const Zone answer_zone = zone              ? *zone
                           : queries.empty() ? event_zone.value_or(Zone())
                                             : AnswerZone(queries.front());
  const Window window =
      ReadWindow({start, end, now}, event.event, has_holds, answer_zone);
  const int thread_count = ReadThreads(threads);
  const CompiledEvent compiled =
      CompileEvent(event, event_zone.value_or(answer_zone), duration);
  AnswerBound bound(event.event, compiled, window);
  if (const std::size_t most = BytesOfTeams(listed, false, bound);
      most > kMaxAnswerBytes || !HasMemory(most)) {
    CheckAnswerBytes(BytesOfTeams(listed, true, bound));
  }
  for (SlotQuery& query : queries) {
    query.from = window.from;
    query.until = window.until;
    query.now = window.now;
    query.zone = answer_zone;
  }
  const auto columns = std::make_shared<BatchColumns>();
  columns->offsets.push_back(0);
  absl::Status status;
  {
    const py::gil_scoped_release release;
    for (const absl::StatusOr<SlotList>& slots :
         FindSlotsOfMany(queries, thread_count)) {
      if (!slots.ok()) {
        const std::size_t team = columns->offsets.size() - 1;
        status = absl::Status(
            slots.status().code(),
            absl::StrCat("hosts[", team, "].", slots.status().message()));
        break;
      }
      const SlotColumns& found = slots->columns();
      columns->starts.insert(columns->starts.end(), found.starts.begin(),
                             found.starts.end());
      columns->seats_remaining.insert(columns->seats_remaining.end(),
                                      found.seats_remaining.begin(),
                                      found.seats_remaining.end());
      columns->offsets.push_back(columns->starts.size());
    }
  }
  RaiseIfError(status);
  return py::make_tuple(
      ViewOffsets(columns->offsets, columns),
      ViewTimes(columns->starts, columns),
      compiled.is_seated()
          ? py::object(ViewSeats(columns->seats_remaining, columns))
          : py::none(),
      compiled.length().count(), answer_zone);
}

}  // namespace

void DefineQuery(py::module_& module) {
  py::class_<Query> cls(module, "Query", py::is_final());
  cls.def(py::init(&Query::Make), py::arg("host").none(true), py::arg("groups"),
          py::arg("stages"), py::arg("event"), py::arg("start"), py::arg("end"),
          py::arg("now"), py::arg("zone"), py::arg("event_zone"),
          py::arg("duration"), py::arg("owner"), py::arg("ignore_booking"),
          py::arg("assign"), py::arg("fairness_period"))
      .def_static("from_json", &Query::FromJson)
      .def_property_readonly("zone", &Query::zone)
      .def_property_readonly("length", &Query::length)
      .def_property_readonly("ids", &Query::ids)
      .def("find_slots", &Query::Find)
      .def("answer_json", &Query::AnswerJson)
      .def("can_book", &Query::Allows)
      .def("explain", &Query::Explanations)
      .def("what_if", &Query::Effects)
      .def("busy_horizon", &Query::Busy)
      .def("limit_horizon", &Query::Limits);
  ConstructWhenMade(cls);
  module.def("find_slots_of_teams", &FindSlotsOfTeams);
}

}  // namespace bookable::python
