// bindings/python/module/instants.cc
//
// A datetime is a date, a time of day and a tzinfo. The offset of the tzinfo
// seen last is kept with the local times for which it is beyond doubt, so that
// a list of datetimes costs a comparison each. Where a local time is read
// twice, or never (PEP 495), `fold` chooses the offset after the transition
// over that before it, as in Python.
//
// Tested by tests/bindings/python/times_test.py.
#include "bindings/python/module/instants.h"

#include <datetime.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/python/module/columns.h"
#include "bindings/python/module/values.h"
#include "bookable/time/civil.h"

// Python's macros are C.
#pragma GCC diagnostic ignored "-Wold-style-cast"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;

// Local seconds since 1970 of a datetime's fields.
std::int64_t LocalSeconds(PyObject* datetime) {
  const std::chrono::year_month_day date{
      std::chrono::year{PyDateTime_GET_YEAR(datetime)},
      std::chrono::month{static_cast<unsigned>(PyDateTime_GET_MONTH(datetime))},
      std::chrono::day{static_cast<unsigned>(PyDateTime_GET_DAY(datetime))}};
  return local_days{date}.time_since_epoch().count() * std::int64_t{86'400} +
         PyDateTime_DATE_GET_HOUR(datetime) * 3'600 +
         PyDateTime_DATE_GET_MINUTE(datetime) * 60 +
         PyDateTime_DATE_GET_SECOND(datetime);
}

// The tzinfo seen last, and the local times [begin, end) that surely have its
// offset.
struct LastTz {
  PyObject* tz = nullptr;  // owned: an address is not used again meanwhile
  std::optional<Zone> zone;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t offset = 0;
};

LastTz& Last() {
  static LastTz last;
  return last;
}

void Remember(PyObject* tz, std::optional<Zone> zone) {
  LastTz& last = Last();
  Py_INCREF(tz);
  PyObject* const before = std::exchange(last.tz, tz);
  last.zone = zone;
  last.begin = last.end = 0;
  // Last: it may run code that asks for another.
  Py_XDECREF(before);
}

// The offset of `zone` at a local time; keeps the range in which it holds.
std::int64_t OffsetAtLocal(const Zone& zone, std::int64_t local, bool fold) {
  const std::span<const Stretch> stretches = zone.stretches();
  // The stretch in which the local time would lie if clocks showed UTC, and
  // from there to its own: at most a few steps.
  constexpr std::int64_t kDay = 86'400;
  std::size_t i = zone.StretchAt(Instant{seconds{local - kDay}});
  const auto offset_of = [&](std::size_t k) {
    return stretches[k].offset.count();
  };
  std::int64_t begin = std::numeric_limits<std::int64_t>::min();
  for (; i + 1 < stretches.size(); ++i) {
    const std::int64_t next = stretches[i + 1].start.time_since_epoch().count();
    const std::int64_t low = next + std::min(offset_of(i), offset_of(i + 1));
    const std::int64_t high = next + std::max(offset_of(i), offset_of(i + 1));
    if (local < low) {
      LastTz& last = Last();
      // What lies before was looked at only a day back.
      last.begin = std::max(begin, local - kDay);
      if (i > 0) {
        const std::int64_t start =
            stretches[i].start.time_since_epoch().count();
        last.begin = start + std::max(offset_of(i - 1), offset_of(i));
      }
      last.end = low;
      last.offset = offset_of(i);
      return offset_of(i);
    }
    if (local < high) return offset_of(fold ? i + 1 : i);
    begin = high;
  }
  LastTz& last = Last();
  last.begin = begin;
  if (i > 0) {
    last.begin = stretches[i].start.time_since_epoch().count() +
                 std::max(offset_of(i - 1), offset_of(i));
  }
  last.end = std::numeric_limits<std::int64_t>::max();
  last.offset = offset_of(i);
  return offset_of(i);
}

// utcoffset() as the tzinfo itself says it, in microseconds.
std::int64_t AskedOffset(PyObject* datetime, const Place& place) {
  const py::object offset = py::reinterpret_steal<py::object>(
      PyObject_CallMethod(datetime, "utcoffset", nullptr));
  if (!offset) throw py::error_already_set();
  if (offset.is_none()) {
    RaiseNaive(place,
               absl::StrCat("a datetime whose tzinfo has no offset names no "
                            "instant, got ",
                            std::string(py::str(datetime))));
  }
  return (std::int64_t{PyDateTime_DELTA_GET_DAYS(offset.ptr())} * 86'400 +
          PyDateTime_DELTA_GET_SECONDS(offset.ptr())) *
             1'000'000 +
         PyDateTime_DELTA_GET_MICROSECONDS(offset.ptr());
}

PyObject* ZoneInfoType() {
  static PyObject* const type =
      py::object(py::module_::import("zoneinfo").attr("ZoneInfo"))
          .release()
          .ptr();
  return type;
}

// Fills the cache for a tzinfo that is new. False: it must be asked each time.
bool Learn(PyObject* tz, PyObject* datetime, const Place& place) {
  if (reinterpret_cast<PyObject*>(Py_TYPE(tz)) == ZoneInfoType()) {
    const py::object key = py::handle(tz).attr("key");
    if (!py::isinstance<py::str>(key)) return false;
    absl::StatusOr<Zone> zone = Zone::Find(std::string(py::str(key)));
    if (!zone.ok()) return false;
    Remember(tz, *zone);
    return true;
  }
  if (Py_TYPE(tz) == Py_TYPE(PyDateTime_TimeZone_UTC)) {
    const std::int64_t micros = AskedOffset(datetime, place);
    if (micros % 1'000'000 != 0) return false;
    Remember(tz, std::nullopt);
    LastTz& last = Last();
    last.begin = std::numeric_limits<std::int64_t>::min();
    last.end = std::numeric_limits<std::int64_t>::max();
    last.offset = micros / 1'000'000;
    return true;
  }
  return false;
}

// Whole seconds and a fraction in [0, 1), of which only "none" or "some"
// matters.
struct Exact {
  std::int64_t second = 0;
  bool has_fraction = false;
};

bool IsNaT(PyObject* value) {
  return std::strstr(Py_TYPE(value)->tp_name, "NaTType") != nullptr;
}

Exact ExactOfDatetime(PyObject* value, const Place& place) {
  const bool has_fraction = PyDateTime_DATE_GET_MICROSECOND(value) != 0;
  if (!PyDateTime_CheckExact(value)) {
    if (IsNaT(value)) RaiseInvalid(place, "must be an instant, got NaT");
    // A pandas Timestamp has nanoseconds, and knows its instant: nanoseconds
    // since 1970. Its fold may be lost (pandas 1.5 does, of columns that are
    // iterated), so that its clock alone names the wrong one.
    if (PyDateTime_DATE_GET_TZINFO(value) != Py_None &&
        PyObject_HasAttrString(value, "nanosecond") == 1) {
      const py::int_ since(py::handle(value).attr("value"));
      constexpr std::int64_t kNanos = 1'000'000'000;
      const auto nanos = since.cast<std::int64_t>();
      const std::int64_t rest = (nanos % kNanos + kNanos) % kNanos;
      return {(nanos - rest) / kNanos, rest != 0};
    }
  }
  const std::int64_t local = LocalSeconds(value);
  PyObject* const tz = PyDateTime_DATE_GET_TZINFO(value);
  if (tz == PyDateTime_TimeZone_UTC) return {local, has_fraction};
  if (tz == Py_None) {
    RaiseNaive(place, absl::StrCat("a datetime without tzinfo (naive) names no "
                                   "instant, got ",
                                   std::string(py::str(value)),
                                   "; give it a zone: "
                                   ".replace(tzinfo=zoneinfo.ZoneInfo(...))"));
  }
  LastTz& last = Last();
  if (tz == last.tz || Learn(tz, value, place)) {
    if (last.begin <= local && local < last.end) {
      return {local - last.offset, has_fraction};
    }
    return {local - OffsetAtLocal(*last.zone, local,
                                  PyDateTime_DATE_GET_FOLD(value) != 0),
            has_fraction};
  }
  const std::int64_t micros = local * 1'000'000 +
                              PyDateTime_DATE_GET_MICROSECOND(value) -
                              AskedOffset(value, place);
  std::int64_t second = micros / 1'000'000;
  if (micros % 1'000'000 < 0) --second;
  return {second, has_fraction || micros % 1'000'000 != 0};
}

Instant InstantOfText(py::handle value, Rounding rounding, const Place& place) {
  std::string text = ReadText(value, place);
  // As str(datetime) writes it: RFC 3339 lets those who agree use a blank.
  constexpr std::size_t kDateSize = 10;
  if (text.size() > kDateSize && text[kDateSize] == ' ') text[kDateSize] = 'T';
  absl::StatusOr<Instant> instant = ParseInstant(text, rounding);
  if (instant.ok()) return *instant;
  const std::string_view what(instant.status().message().data(),
                              instant.status().message().size());
  if (absl::IsOutOfRange(instant.status())) {
    Raise(absl::OutOfRangeError(absl::StrCat(
        place.Text(), ": ", absl::string_view(what.data(), what.size()))));
  }
  if (what.find("expected an offset") != std::string_view::npos) {
    RaiseNaive(place, what);
  }
  RaiseInvalid(place, what);
}

Instant Round(const Exact& exact, Rounding rounding) {
  const bool up = rounding == Rounding::kUp && exact.has_fraction;
  return Instant{seconds{exact.second + (up ? 1 : 0)}};
}

}  // namespace

void ImportDatetime() {
  PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

Instant ReadInstant(py::handle value, Rounding rounding, const Place& place) {
  PyObject* const object = value.ptr();
  if (PyDateTime_Check(object)) {
    return Round(ExactOfDatetime(object, place), rounding);
  }
  if (PyUnicode_Check(object)) return InstantOfText(value, rounding, place);
  if (IsDatetime64(value)) return InstantOfDatetime64(value, rounding, place);
  if (PyDate_Check(object)) {
    RaiseInvalid(place, absl::StrCat("expected an instant, got the date ",
                                     std::string(py::str(value))));
  }
  RaiseType(place, "an aware datetime, a datetime64 or RFC 3339 text", value);
}

void CheckInRange(Instant t, const Place& place) {
  if (t == kNaT) RaiseInvalid(place, "must be an instant, got NaT");
  if (IsInRange(t)) return;
  Raise(absl::OutOfRangeError(
      absl::StrCat(place.Text(), ": must be in a year from 1900 to 2200, got ",
                   FormatInstant(t))));
}

Instant ReadInRange(py::handle value, Rounding rounding, const Place& place) {
  const Instant instant = ReadInstant(value, rounding, place);
  CheckInRange(instant, place);
  return instant;
}

std::optional<Instant> ReadOptionalInstant(py::handle value, Rounding rounding,
                                           const Place& place) {
  if (value.is_none()) return std::nullopt;
  return ReadInstant(value, rounding, place);
}

std::optional<local_days> ReadDateIf(py::handle value, const Place& place) {
  PyObject* const object = value.ptr();
  if (PyDate_Check(object) && !PyDateTime_Check(object)) {
    return local_days{std::chrono::year_month_day{
        std::chrono::year{PyDateTime_GET_YEAR(object)},
        std::chrono::month{static_cast<unsigned>(PyDateTime_GET_MONTH(object))},
        std::chrono::day{static_cast<unsigned>(PyDateTime_GET_DAY(object))}}};
  }
  if (PyUnicode_Check(object)) {
    const std::string text = ReadText(value, place);
    if (text.find_first_of("T ") != std::string_view::npos) return std::nullopt;
    absl::StatusOr<Date> date = ParseDate(text);
    if (date.ok()) return local_days{*date};
    const absl::string_view what = date.status().message();
    RaiseInvalid(place, std::string_view(what.data(), what.size()));
  }
  return IsDatetime64(value) ? DateOfDatetime64(value, place) : std::nullopt;
}

Instant ReadBound(py::handle value, const Zone& zone, Bound bound) {
  const Place place{bound == Bound::kStart ? "start" : "end"};
  if (value.is_none()) RaiseInvalid(place, "required");
  if (!PyDateTime_Check(value.ptr())) {
    if (std::optional<local_days> date = ReadDateIf(value, place)) {
      return zone.StartOfDate(*date + days{bound == Bound::kStart ? 0 : 1});
    }
  }
  return ReadInstant(
      value, bound == Bound::kStart ? Rounding::kUp : Rounding::kDown, place);
}

py::object ZoneInfoOf(const Zone& zone) {
  // Zones are few and live for ever.
  static std::map<std::string, PyObject*, std::less<>>& made =
      *new std::map<std::string, PyObject*, std::less<>>;
  const auto it = made.find(zone.name());
  if (it != made.end()) return py::reinterpret_borrow<py::object>(it->second);
  py::object info =
      py::handle(ZoneInfoType())(py::str(std::string(zone.name())));
  made.emplace(std::string(zone.name()), info.inc_ref().ptr());
  return info;
}

py::object MakeDatetime(Instant t, const Zone& zone) {
  const std::size_t i = zone.StretchAt(t);
  const std::span<const Stretch> stretches = zone.stretches();
  const seconds offset = stretches[i].offset;
  const local_seconds local{t.time_since_epoch() + offset};
  // Read for the second time: the clocks went back less than that ago.
  const bool fold =
      i > 0 && t - stretches[i].start < stretches[i - 1].offset - offset;
  const local_days day = std::chrono::floor<days>(local);
  const std::chrono::year_month_day date{day};
  const auto second = static_cast<int>((local - day).count());
  PyObject* const made = PyDateTimeAPI->DateTime_FromDateAndTimeAndFold(
      static_cast<int>(date.year()),
      static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), second / 3'600,
      second / 60 % 60, second % 60, 0,
      zone == Zone() ? PyDateTime_TimeZone_UTC : ZoneInfoOf(zone).ptr(),
      fold ? 1 : 0, PyDateTimeAPI->DateTimeType);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object MakeDate(local_days day) {
  const std::chrono::year_month_day date{day};
  PyObject* const made =
      PyDate_FromDate(static_cast<int>(date.year()),
                      static_cast<int>(static_cast<unsigned>(date.month())),
                      static_cast<int>(static_cast<unsigned>(date.day())));
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object MakeDuration(seconds length) {
  PyObject* const made =
      PyDelta_FromDSU(static_cast<int>(length.count() / 86'400),
                      static_cast<int>(length.count() % 86'400), 0);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

}  // namespace bookable::python
