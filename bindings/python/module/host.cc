// bindings/python/module/host.cc
//
// One host is asked through the engine's compiled form, so that nothing is
// copied or validated twice: schedules and event types were when they were
// made, entries when the host was.
//
// Tested by tests/bindings/python/host_test.py and find_slots_test.py.
#include "bindings/python/module/host.h"

#include <pybind11/stl.h>

#include <functional>
#include <new>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/batch.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/python_error.h"
#include "bindings/python/module/values.h"
#include "bookable/host/host_validation.h"
#include "bookable/query/validate.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::minutes;

Buffers BuffersOf(minutes before, minutes after) {
  return {std::chrono::duration_cast<decltype(Buffers::before)>(before),
          std::chrono::duration_cast<decltype(Buffers::after)>(after)};
}

bool IsGiven(py::handle list) {
  if (list.is_none()) return false;
  if (PyTuple_CheckExact(list.ptr())) return PyTuple_GET_SIZE(list.ptr()) > 0;
  if (PyList_CheckExact(list.ptr())) return PyList_GET_SIZE(list.ptr()) > 0;
  return true;
}

// What pairs cannot say comes as a request.
void ReadDetails(py::handle busy, py::handle bookings, py::handle holds,
                 HostCore& core) {
  const auto text =
      py::cast<std::string>(py::module_::import("bookable._host")
                                .attr("_read_details")(busy, bookings, holds));
  Request request = ValueOrRaise(ReadRequest(text));
  Host& host = request.query.groups.at(0).hosts.at(0);
  if (!busy.is_none()) {
    core.details = std::move(host.busy);
    for (const BusyTime& entry : core.details) {
      core.busy.push_back({entry.start, entry.end});
    }
  }
  if (!bookings.is_none()) core.rest.bookings = std::move(host.bookings);
  if (!holds.is_none()) core.rest.holds = std::move(host.holds);
}

void CheckTotals(const HostCore& core) {
  const std::size_t entries =
      core.busy.size() + core.rest.bookings.size() + core.rest.holds.size();
  if (entries > kMaxBusyEntries) {
    Raise(absl::OutOfRangeError(absl::StrCat(
        "busy: at most ", kMaxBusyEntries,
        " busy, booking and hold entries in a request, got more")));
  }
  RaiseIfError(ValidateStanding(core.rest, ""));
}

std::shared_ptr<HostCore> MakeHost(std::shared_ptr<ScheduleCore> schedule,
                                   py::handle busy, py::handle bookings,
                                   py::handle holds, py::handle id,
                                   py::handle weight, py::handle calibration,
                                   py::handle priority,
                                   py::handle last_booked_at) {
  auto core = std::make_shared<HostCore>();
  core->schedule = std::move(schedule);
  core->rest.id = ReadText(id, {"id"});
  core->rest.weight = ReadInt32(weight, {"weight"});
  core->rest.calibration = ReadInt32(calibration, {"calibration"});
  core->rest.priority = ReadInt32(priority, {"priority"});
  core->rest.last_booked_at =
      ReadOptionalInstant(last_booked_at, Rounding::kDown, {"lastBookedAt"});

  // Iterators can be read once, and entries of mixed kinds are read twice.
  const py::object busy_given = ListedOnce(busy);
  const py::object bookings_given = ListedOnce(bookings);
  const bool are_busy_rows = ReadIntervals(busy_given, "busy", core->busy);
  if (are_busy_rows) CheckIntervals(core->busy, "busy");
  std::vector<Interval> booked;
  const bool are_booking_rows =
      ReadIntervals(bookings_given, "bookings", booked);
  if (are_booking_rows) {
    CheckIntervals(booked, "bookings");
    for (const Interval& interval : booked) {
      Booking& booking = core->rest.bookings.emplace_back();
      booking.start = interval.start;
      booking.end = interval.end;
    }
  }
  if (!are_busy_rows || !are_booking_rows || IsGiven(holds)) {
    if (!are_busy_rows) core->busy.clear();
    ReadDetails(are_busy_rows ? py::none() : busy_given,
                are_booking_rows ? py::none() : bookings_given,
                IsGiven(holds) ? holds : py::none(), *core);
  }
  CheckTotals(*core);
  return core;
}

// --- pickles ----------------------------------------------------------------

py::bytes RowsAsBytes(std::span<const Interval> rows) {
  return py::bytes(reinterpret_cast<const char*>(rows.data()),
                   rows.size_bytes());
}

py::object MinutesOrNone(const std::optional<minutes>& value) {
  return value ? py::object(py::int_(value->count())) : py::none();
}
std::optional<minutes> ToMinutes(py::handle value) {
  if (value.is_none()) return std::nullopt;
  return minutes{py::cast<std::int64_t>(value)};
}
std::int64_t Count(Instant t) { return t.time_since_epoch().count(); }
Instant ToInstant(py::handle seconds) {
  return Instant{std::chrono::seconds{py::cast<std::int64_t>(seconds)}};
}

py::tuple State(const HostCore& core) {
  py::list details;
  for (const BusyTime& entry : core.details) {
    details.append(py::make_tuple(entry.id, entry.source, entry.transparent,
                                  entry.before_buffer.count(),
                                  entry.after_buffer.count()));
  }
  py::list bookings;
  for (const Booking& booking : core.rest.bookings) {
    bookings.append(py::make_tuple(Count(booking.start), Count(booking.end),
                                   booking.id, static_cast<int>(booking.status),
                                   booking.seats_taken, booking.blocks,
                                   MinutesOrNone(booking.before_buffer),
                                   MinutesOrNone(booking.after_buffer)));
  }
  py::list holds;
  for (const Hold& hold : core.rest.holds) {
    holds.append(py::make_tuple(
        Count(hold.start), Count(hold.end), Count(hold.expires_at), hold.owner,
        hold.seats, hold.same_event, MinutesOrNone(hold.before_buffer),
        MinutesOrNone(hold.after_buffer)));
  }
  const Host& rest = core.rest;
  return py::make_tuple(RowsAsBytes(core.busy), details, bookings, holds,
                        rest.id, rest.weight, rest.calibration, rest.priority,
                        rest.last_booked_at
                            ? py::object(py::int_(Count(*rest.last_booked_at)))
                            : py::none());
}

[[noreturn]] void RaiseState() {
  RaiseInvalid({"state"}, "is not that of a Host");
}

std::shared_ptr<HostCore> ReadState(std::shared_ptr<ScheduleCore> schedule,
                                    const py::tuple& state) {
  if (state.size() != 9) RaiseState();
  auto core = std::make_shared<HostCore>();
  core->schedule = std::move(schedule);
  const auto rows = py::cast<std::string>(state[0]);
  if (rows.size() % sizeof(Interval) != 0) RaiseState();
  core->busy.resize(rows.size() / sizeof(Interval));
  std::copy_n(rows.data(), rows.size(),
              reinterpret_cast<char*>(core->busy.data()));
  CheckIntervals(core->busy, "busy");
  std::size_t row = 0;
  for (py::handle item : state[1]) {
    const auto entry = py::cast<py::tuple>(item);
    if (row >= core->busy.size()) RaiseState();
    BusyTime& busy = core->details.emplace_back(core->busy[row++]);
    busy.id = py::cast<std::string>(entry[0]);
    busy.source = py::cast<std::string>(entry[1]);
    busy.transparent = py::cast<bool>(entry[2]);
    busy.before_buffer = minutes{py::cast<std::int64_t>(entry[3])};
    busy.after_buffer = minutes{py::cast<std::int64_t>(entry[4])};
    RaiseIfError(ValidateBusyTime(busy, "busy"));
  }
  if (row != 0 && row != core->busy.size()) RaiseState();
  Host& rest = core->rest;
  for (py::handle item : state[2]) {
    const auto entry = py::cast<py::tuple>(item);
    Booking& booking = rest.bookings.emplace_back();
    booking.start = ToInstant(entry[0]);
    booking.end = ToInstant(entry[1]);
    booking.id = py::cast<std::string>(entry[2]);
    const int status = py::cast<int>(entry[3]);
    if (status < 0 || status > static_cast<int>(BookingStatus::kRejected)) {
      RaiseState();
    }
    booking.status = static_cast<BookingStatus>(status);
    booking.seats_taken = py::cast<int>(entry[4]);
    booking.blocks = py::cast<bool>(entry[5]);
    booking.before_buffer = ToMinutes(entry[6]);
    booking.after_buffer = ToMinutes(entry[7]);
    RaiseIfError(ValidateBooking(booking, "bookings"));
  }
  for (py::handle item : state[3]) {
    const auto entry = py::cast<py::tuple>(item);
    Hold& hold = rest.holds.emplace_back();
    hold.start = ToInstant(entry[0]);
    hold.end = ToInstant(entry[1]);
    hold.expires_at = ToInstant(entry[2]);
    hold.owner = py::cast<std::string>(entry[3]);
    hold.seats = py::cast<int>(entry[4]);
    hold.same_event = py::cast<bool>(entry[5]);
    hold.before_buffer = ToMinutes(entry[6]);
    hold.after_buffer = ToMinutes(entry[7]);
    RaiseIfError(ValidateHold(hold, "holds"));
  }
  rest.id = py::cast<std::string>(state[4]);
  rest.weight = py::cast<int>(state[5]);
  rest.calibration = py::cast<int>(state[6]);
  rest.priority = py::cast<int>(state[7]);
  if (!py::object(state[8]).is_none())
    rest.last_booked_at = ToInstant(state[8]);
  CheckTotals(*core);
  return core;
}

// A pickle may come from anywhere: what it says is checked like input.
std::shared_ptr<HostCore> FromState(std::shared_ptr<ScheduleCore> schedule,
                                    const py::tuple& state) {
  try {
    return ReadState(std::move(schedule), state);
  } catch (const py::cast_error&) {
    RaiseState();
  } catch (py::error_already_set& error) {
    // Tuples that are too short.
    if (!error.matches(PyExc_IndexError) && !error.matches(PyExc_TypeError)) {
      throw;
    }
    if (error.matches(PyExc_ValueError)) throw;  // our own
    RaiseState();
  }
}

bool AreEqual(const HostCore& a, const HostCore& b) {
  if (&a == &b) return true;
  // Details that say nothing are as good as none.
  return a.busy == b.busy && a.rest == b.rest &&
         a.schedule->schedule == b.schedule->schedule &&
         (a.details == b.details || ToHost(a).busy == ToHost(b).busy);
}

// --- questions --------------------------------------------------------------

// The working memory of this thread.
struct Working {
  Scratch scratch;
  SlotColumns columns;
};
Working& ThreadWorking() {
  thread_local Working working;
  return working;
}

// starts, and seats or none.
py::tuple AskedColumns(const CompiledEvent& event, const HostView& host,
                       const Window& window) {
  const GroupView group{.hosts = std::span(&host, 1)};
  Working& working = ThreadWorking();
  // Starts are whole minutes: twice, here and in the arrays, with seats.
  constexpr std::size_t kMostBytesOfSlot =
      2 * (sizeof(Instant) + sizeof(std::int32_t));
  if (!HasMemory(
          static_cast<std::size_t>((window.until - window.from) / minutes{1}) *
          kMostBytesOfSlot)) {
    throw std::bad_alloc();
  }
  {
    const py::gil_scoped_release release;
    FindSlots(event, std::span(&group, 1), window, working.scratch,
              working.columns);
  }
  SlotColumns& columns = working.columns;
  py::tuple answer = py::make_tuple(
      MakeTimes(columns.starts),
      event.is_seated() ? py::object(MakeSeats(columns.seats_remaining))
                        : py::none());
  // One huge answer must not stay for the life of the thread.
  constexpr std::size_t kKept = std::size_t{1} << 17;
  if (columns.starts.capacity() > kKept) columns = SlotColumns();
  return answer;
}

bool HasHolds(const HostCore& core) { return !core.rest.holds.empty(); }

py::tuple FindSlotsOfHost(const HostCore& host, const EventCore& event,
                          py::handle start, py::handle end, py::handle now,
                          std::optional<Zone> zone,
                          std::optional<Zone> event_zone,
                          std::optional<std::int64_t> duration,
                          py::handle owner, py::handle ignore_booking) {
  const Zone event_zone_used =
      event_zone.value_or(host.schedule->compiled.zone());
  const Zone answer_zone = zone.value_or(event_zone_used);
  const Window window =
      ReadWindow({start, end, now}, event.event, HasHolds(host), answer_zone);
  const CompiledEvent compiled = CompileEvent(event, event_zone_used, duration);
  const HostRows rows(host, event.event, ReadText(owner, {"owner"}),
                      ReadText(ignore_booking, {"ignoreBooking"}));
  const py::tuple columns = AskedColumns(compiled, rows.view(), window);
  return py::make_tuple(columns[0], columns[1], compiled.length().count(),
                        answer_zone);
}

// What bookable.CompiledHost wraps. Immutable.
class CompiledHostCore {
 public:
  CompiledHostCore(std::shared_ptr<HostCore> host,
                   const std::shared_ptr<EventCore>& event,
                   std::optional<Zone> zone, std::optional<Zone> event_zone,
                   std::optional<std::int64_t> duration, py::handle owner,
                   py::handle ignore_booking)
      : host_(std::move(host)),
        event_(event),
        compiled_(CompileEvent(
            *event, event_zone.value_or(host_->schedule->compiled.zone()),
            duration)),
        zone_(zone.value_or(compiled_.zone())),
        rows_(*host_, event->event, ReadText(owner, {"owner"}),
              ReadText(ignore_booking, {"ignoreBooking"})) {}

  py::tuple Find(py::handle start, py::handle end, py::handle now) const {
    return AskedColumns(
        compiled_, rows_.view(),
        ReadWindow({start, end, now}, event_->event, HasHolds(*host_), zone_));
  }

  bool Allows(py::handle start, py::handle now, py::handle on_grid) const {
    const GridRule rule =
        ReadFlag(on_grid, {"on_grid"}) ? GridRule::kOnGrid : GridRule::kAnyTime;
    const Instant at = ReadInstant(start, Rounding::kUp, {"start"});
    if (!IsInRange(at)) return false;
    const py::handle bound = start;
    Window window =
        ReadWindow({bound, bound, now}, event_->event, HasHolds(*host_), zone_);
    const GroupView group{.hosts = std::span(&rows_.view(), 1)};
    Working& working = ThreadWorking();
    const py::gil_scoped_release release;
    return CanBook(compiled_, std::span(&group, 1), window, at, rule,
                   working.scratch);
  }

  const Zone& zone() const { return zone_; }
  std::int64_t length() const { return compiled_.length().count(); }

 private:
  std::shared_ptr<HostCore> host_;
  std::shared_ptr<EventCore> event_;
  CompiledEvent compiled_;
  Zone zone_;
  HostRows rows_;
};

}  // namespace

Host ToHost(const HostCore& core) {
  Host host = core.rest;
  host.schedule = core.schedule->schedule;
  if (!core.details.empty()) {
    host.busy = core.details;
  } else {
    host.busy.assign(core.busy.begin(), core.busy.end());
  }
  return host;
}

HostRows::HostRows(const HostCore& core, const EventType& event,
                   const std::string& owner,
                   const std::string& ignore_booking) {
  const auto is_ignored = [&](const std::string& id) {
    return !ignore_booking.empty() && id == ignore_booking;
  };
  view_.schedule = &core.schedule->compiled;
  view_.busy = IntervalColumns(core.busy);
  bool has_buffers = false;
  for (const BusyTime& busy : core.details) {
    // What does not count is kept as an empty row, so that rows keep the
    // places of the entries.
    const bool counts = !busy.transparent && !is_ignored(busy.id);
    busy_.push_back({busy.start, counts ? busy.end : busy.start});
    busy_buffers_.push_back(BuffersOf(busy.before_buffer, busy.after_buffer));
    has_buffers |= busy_buffers_.back() != Buffers{};
  }
  if (!core.details.empty()) view_.busy = IntervalColumns(busy_);
  if (has_buffers) view_.busy_buffers = busy_buffers_;
  for (const Booking& booking : core.rest.bookings) {
    const bool counts = !is_ignored(booking.id) &&
                        (booking.status == BookingStatus::kAccepted ||
                         booking.status == BookingStatus::kPending);
    bookings_.push_back(
        {.start = booking.start,
         .end = counts ? booking.end : booking.start,
         .buffers =
             BuffersOf(booking.before_buffer.value_or(event.before_buffer),
                       booking.after_buffer.value_or(event.after_buffer)),
         .seats_taken = booking.seats_taken,
         .blocks = booking.blocks});
  }
  view_.bookings = bookings_;
  for (const Hold& hold : core.rest.holds) {
    const bool counts = hold.owner.empty() || hold.owner != owner;
    holds_.push_back(
        {.start = hold.start,
         .end = counts ? hold.end : hold.start,
         .expires_at = hold.expires_at,
         .buffers = BuffersOf(hold.before_buffer.value_or(event.before_buffer),
                              hold.after_buffer.value_or(event.after_buffer)),
         .seats = hold.seats,
         .same_event = hold.same_event});
  }
  view_.holds = holds_;
  view_.row = 0;
}

Window ReadWindow(const Bounds& bounds, const EventType& event, bool has_holds,
                  const Zone& zone) {
  SlotQuery query;
  query.from = ReadBound(bounds.start, zone, Bound::kStart);
  query.until = ReadBound(bounds.end, zone, Bound::kEnd);
  // Bounds within one second round inwards to nothing, which is no error.
  if (query.until < query.from &&
      query.until + std::chrono::seconds{1} == query.from &&
      ReadBound(bounds.start, zone, Bound::kEnd) <= query.until) {
    query.until = query.from;
  }
  query.now = ReadOptionalInstant(bounds.now, Rounding::kUp, {"now"});
  RaiseIfError(ValidateBounds(query));
  query.event.minimum_notice = event.minimum_notice;
  query.event.booking_window = event.booking_window;
  RaiseIfError(ValidateNow(query, has_holds));
  return {
      .from = query.from, .until = query.until, .now = query.now, .zone = zone};
}

CompiledEvent CompileEvent(const EventCore& event, const Zone& event_zone,
                           std::optional<std::int64_t> duration) {
  std::optional<minutes> length;
  if (duration) length = minutes{*duration};
  return ValueOrRaise(CompiledEvent::Create(event.event, event_zone, length));
}

void DefineHost(py::module_& module) {
  py::class_<HostCore, std::shared_ptr<HostCore>> cls(module, "HostCore",
                                                      py::is_final());
  cls.def(py::init(&MakeHost), py::arg("schedule").none(false), py::arg("busy"),
          py::arg("bookings"), py::arg("holds"), py::arg("id"),
          py::arg("weight"), py::arg("calibration"), py::arg("priority"),
          py::arg("last_booked_at"))
      .def_static("_from_state", &FromState, py::arg("schedule").none(false),
                  py::arg("state"))
      .def("state", &State)
      .def_property_readonly("id",
                             [](const HostCore& core) { return core.rest.id; })
      .def_property_readonly("counts",
                             [](const HostCore& core) {
                               return py::make_tuple(core.busy.size(),
                                                     core.rest.bookings.size(),
                                                     core.rest.holds.size());
                             })
      .def_property_readonly(
          "busy_starts",
          [](const HostCore& core) { return MakeTimes(core.busy, false); })
      .def_property_readonly(
          "busy_ends",
          [](const HostCore& core) { return MakeTimes(core.busy, true); })
      .def_property_readonly(
          "booking_starts",
          [](const HostCore& core) {
            std::vector<Instant> starts;
            for (const Booking& booking : core.rest.bookings) {
              starts.push_back(booking.start);
            }
            return MakeTimes(starts);
          })
      .def_property_readonly(
          "booking_ends",
          [](const HostCore& core) {
            std::vector<Instant> ends;
            for (const Booking& booking : core.rest.bookings) {
              ends.push_back(booking.end);
            }
            return MakeTimes(ends);
          })
      .def("__eq__", &AreEqual)
      .def("__hash__", [](const HostCore& core) {
        return py::hash(RowsAsBytes(core.busy));
      });
  ConstructWhenMade(cls);

  py::class_<CompiledHostCore, std::shared_ptr<CompiledHostCore>> compiled_cls(
      module, "CompiledHostCore", py::is_final());
  compiled_cls
      .def(py::init<std::shared_ptr<HostCore>, std::shared_ptr<EventCore>,
                    std::optional<Zone>, std::optional<Zone>,
                    std::optional<std::int64_t>, py::handle, py::handle>(),
           py::arg("host").none(false), py::arg("event").none(false),
           py::arg("zone"), py::arg("event_zone"), py::arg("duration"),
           py::arg("owner"), py::arg("ignore_booking"))
      .def_property_readonly("zone", &CompiledHostCore::zone)
      .def_property_readonly("length", &CompiledHostCore::length)
      .def("find_slots", &CompiledHostCore::Find)
      .def("can_book", &CompiledHostCore::Allows);
  ConstructWhenMade(compiled_cls);

  module.def("find_slots_of_host", &FindSlotsOfHost);
}

}  // namespace bookable::python
