// bindings/python/module/columns.cc
// Tested by tests/bindings/python/times_test.py and host_test.py.
#include "bindings/python/module/columns.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "bindings/python/module/instants.h"
#include "bindings/python/module/interval_set.h"
#include "bookable/host/host_validation.h"

namespace bookable::python {
namespace py = pybind11;
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

// What lives as long as the process, and needs no destruction after the
// interpreter's own.
py::handle Keep(py::object object) { return object.release(); }

py::handle SecondsType() {
  static const py::handle type = Keep(py::dtype("datetime64[s]"));
  return type;
}
py::handle Datetime64() {
  static const py::handle type =
      Keep(py::module_::import("numpy").attr("datetime64"));
  return type;
}

// A unit of datetime64: `count` seconds divided by `per`; `count` months; or
// none.
struct Unit {
  enum class Kind { kSeconds, kMonths, kNone } kind{};
  std::int64_t count = 1;
  std::int64_t per = 1;
  bool is_of_dates = false;
};

Unit UnitOf(py::handle type) {
  // "<M8[25s]".
  const std::string text = py::cast<std::string>(type.attr("str"));
  const std::size_t open = text.find('[');
  if (open == std::string::npos) return {.kind = Unit::Kind::kNone};
  const char* const begin = text.data() + open + 1;
  const char* const end = text.data() + text.size() - 1;
  std::int64_t number = 1;
  const char* const rest = std::from_chars(begin, end, number).ptr;
  const std::string_view name(rest, end);
  if (name == "M") return {Unit::Kind::kMonths, number, 1, true};
  if (name == "Y") return {Unit::Kind::kMonths, number * 12, 1, true};
  struct Fixed {
    std::string_view name;
    std::int64_t count, per;
  };
  static constexpr Fixed kUnits[] = {
      {"s", 1, 1},
      {"m", 60, 1},
      {"h", 3'600, 1},
      {"D", 86'400, 1},
      {"W", 604'800, 1},
      {"ms", 1, 1'000},
      {"us", 1, 1'000'000},
      {"ns", 1, 1'000'000'000},
      {"ps", 1, 1'000'000'000'000},
      {"fs", 1, 1'000'000'000'000'000},
      {"as", 1, 1'000'000'000'000'000'000},
  };
  for (const Fixed& unit : kUnits) {
    if (unit.name != name) continue;
    return {Unit::Kind::kSeconds, number * unit.count, unit.per,
            name == "D" || name == "W"};
  }
  return {.kind = Unit::Kind::kNone};
}

// Beyond the engine's range is beyond it, however far: no unit may wrap.
constexpr std::int64_t kFar = std::int64_t{1} << 53;

std::int64_t SecondsOfMonths(std::int64_t months) {
  using std::chrono::years;
  if (months < -12 * 1'000 || months > 12 * 1'000) {
    return months < 0 ? -kFar : kFar;
  }
  const std::int64_t year = (months + 12 * 1'000) / 12 - 1'000;
  const std::chrono::year_month_day first{
      std::chrono::year{1970} + years{year},
      std::chrono::month{static_cast<unsigned>(months - year * 12 + 1)},
      std::chrono::day{1}};
  return seconds{local_days{first}.time_since_epoch()}.count();
}

std::int64_t ToSeconds(std::int64_t value, const Unit& unit,
                       Rounding rounding) {
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
  if (value == kNone) return kNone;
  if (unit.count == 1 && unit.kind == Unit::Kind::kSeconds) {
    if (unit.per == 1) return value;
    const std::int64_t rest = value % unit.per;
    const bool up = rounding == Rounding::kUp && rest != 0;
    return value / unit.per - (rest < 0 ? 1 : 0) + (up ? 1 : 0);
  }
  const absl::int128 number = absl::int128{value} * unit.count;
  absl::int128 whole = number / unit.per;
  const absl::int128 rest = number % unit.per;
  if (rest < 0) --whole;
  if (rest != 0 && rounding == Rounding::kUp) ++whole;
  if (whole < -kFar || whole > kFar) return whole < 0 ? -kFar : kFar;
  const auto count = static_cast<std::int64_t>(whole);
  return unit.kind == Unit::Kind::kMonths ? SecondsOfMonths(count) : count;
}

// What has no attributes beyond a list's: looking for some, in vain, costs more
// than reading a few times.
bool IsPlainList(py::handle value) {
  return PyList_CheckExact(value.ptr()) || PyTuple_CheckExact(value.ptr());
}

bool IsArray(py::handle value) { return py::isinstance<py::array>(value); }

// pandas: its types tell whether they know a zone.
bool IsPandasColumn(py::handle value) {
  return py::hasattr(value, "to_numpy") && py::hasattr(value, "dtype");
}
bool IsColumn(py::handle value) {
  return IsArray(value) || IsPandasColumn(value);
}

py::array EmptyColumn(std::size_t size) {
  return py::array(py::reinterpret_borrow<py::dtype>(SecondsType()),
                   py::array::ShapeContainer{static_cast<py::ssize_t>(size)});
}
std::span<Instant> Writable(py::array& column) {
  return {static_cast<Instant*>(column.mutable_data()),
          static_cast<std::size_t>(column.size())};
}

// Contiguous and aligned.
bool IsPlain(const py::array& values) {
  return (values.flags() & py::array::c_style) != 0 &&
         (values.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_) != 0;
}

// Those whose mask hides an entry: what stands beneath is nobody's time.
void RefuseMasked(const py::array& values, const Place& place) {
  // Not of arrays as they commonly are.
  if (Py_TYPE(values.ptr()) == py::detail::npy_api::get().PyArray_Type_) return;
  if (!py::hasattr(values, "mask")) return;
  if (py::cast<bool>(
          py::module_::import("numpy").attr("ma").attr("is_masked")(values))) {
    RaiseInvalid(place,
                 "a masked array with hidden entries names no instants there; "
                 "leave them out: .compressed()");
  }
}

// An array of datetime64 of any unit.
py::array ConvertArray(py::array values, Rounding rounding,
                       const Place& place) {
  if (!IsPlain(values)) {
    values = py::module_::import("numpy").attr("require")(
        values, py::none(), py::make_tuple("C", "A"));
  }
  const py::dtype type = values.dtype();
  const bool is_native = type.is(SecondsType()) || type.equal(SecondsType());
  if (is_native) return values;
  const Unit unit = UnitOf(type);
  if (unit.kind == Unit::Kind::kNone) {
    RaiseInvalid(place, "a datetime64 without a unit names no instants");
  }
  if (!type.attr("isnative").cast<bool>()) {
    const py::object native = type.attr("newbyteorder")("=");
    return ConvertArray(py::array(values.attr("astype")(native)), rounding,
                        place);
  }
  const py::array_t<std::int64_t, py::array::c_style> integers(
      values.attr("view")("int64"));
  py::array out = EmptyColumn(static_cast<std::size_t>(integers.size()));
  if (values.ndim() == 2) out = out.reshape({values.shape(0), values.shape(1)});
  const std::int64_t* const in = integers.data();
  Instant* const seconds_out = static_cast<Instant*>(out.mutable_data());
  for (py::ssize_t i = 0; i < integers.size(); ++i) {
    seconds_out[i] = Instant{seconds{ToSeconds(in[i], unit, rounding)}};
  }
  return out;
}

// A column of pandas as an array; of instants in UTC if it knows its zone.
py::array ArrayOfPandas(py::handle values, const Place& place) {
  const py::object type = values.attr("dtype");
  if (py::hasattr(type, "tz") && !type.attr("tz").is_none()) {
    return py::array(
        values.attr("to_numpy")(py::arg("dtype") = "datetime64[ns]"));
  }
  if (py::hasattr(type, "kind") &&
      py::cast<std::string>(type.attr("kind")) == "M") {
    RaiseNaive(place,
               "a pandas column without a zone (naive) names no instants; "
               "give it one: .dt.tz_localize(...), or pass .to_numpy(), "
               "which is read as UTC");
  }
  return py::array(values.attr("to_numpy")());
}

void CheckOneDimension(const py::array& values, const Place& place) {
  if (values.ndim() != 1) {
    RaiseInvalid(place,
                 absl::StrCat("expected one dimension, got ", values.ndim()));
  }
}

Interval ReadPair(py::handle start, py::handle end, const char* name,
                  py::ssize_t index) {
  return {ReadInstant(start, Rounding::kDown, {name, index, "start"}),
          ReadInstant(end, Rounding::kUp, {name, index, "end"})};
}

void ReadColumnPair(py::handle starts, py::handle ends, const char* name,
                    std::vector<Interval>& out) {
  const py::array first =
      ReadColumn(starts, Rounding::kDown, {name, -1, "start"});
  const py::array last = ReadColumn(ends, Rounding::kUp, {name, -1, "end"});
  const std::span<const Instant> from = InstantsOf(first);
  const std::span<const Instant> to = InstantsOf(last);
  if (from.size() != to.size()) {
    RaiseInvalid({name}, absl::StrCat("the columns have ", from.size(), " and ",
                                      to.size(), " entries"));
  }
  out.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) out[i] = {from[i], to[i]};
}

// The columns of a DataFrame that has them.
py::object ColumnOfFrame(py::handle frame, const char* column,
                         const char* name) {
  py::object columns = frame.attr("columns");
  if (!columns.contains(column)) {
    RaiseInvalid({name},
                 absl::StrCat("a DataFrame must have the columns start and end,"
                              " got ",
                              std::string(py::repr(columns.attr("tolist")()))));
  }
  return frame[column];
}

// A sequence as a list or tuple: the thing itself, if it is one.
py::object Listed(py::handle given, std::string_view expected,
                  const Place& place) {
  py::object list = py::reinterpret_steal<py::object>(
      PySequence_Fast(given.ptr(), "expected a sequence"));
  if (list) return list;
  if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) {
    throw py::error_already_set();
  }
  PyErr_Clear();
  RaiseType(place, expected, given);
}
// An entry of what Listed gave, whom code of others may change meanwhile: null
// when there is none any more.
py::object Entry(py::handle list, Py_ssize_t i) {
  if (i >= PySequence_Fast_GET_SIZE(list.ptr())) return {};
  return py::reinterpret_borrow<py::object>(
      PySequence_Fast_GET_ITEM(list.ptr(), i));
}

// Pairs and columns look alike where both are of the same kind of list: what
// would be guessed may be wrong, and nobody would notice.
constexpr std::string_view kPairsOrColumns =
    "pairs or columns? Pairs are a list of tuples, or an array of shape (n, "
    "2); "
    "two columns are a tuple of arrays: (starts, ends)";

// The first wrong entry, in the engine's words.
[[noreturn]] void RaiseWrong(const Interval& interval, const char* name,
                             std::size_t index) {
  for (const auto& [instant, member] :
       {std::pair{interval.start, "start"}, std::pair{interval.end, "end"}}) {
    if (instant == kNaT) {
      RaiseInvalid({name, static_cast<py::ssize_t>(index), member},
                   "must be an instant, got NaT");
    }
  }
  Raise(ValidateBusyTime(BusyTime(interval),
                         absl::StrCat(name, "[", index, "]")));
}

bool IsWrong(Instant start, Instant end) {
  return (start > end) | (start < kFirstInstant) | (end > kEndOfTime);
}

// The sign of a difference tells the order; those of all are gathered without a
// branch. Unsigned, for what is out of range may wrap: it is then negative, or
// another difference is. In two forms, of which the loader takes the one that
// the processor has.
__attribute__((target_clones("avx2", "default"))) bool AreRight(
    const Instant* starts, const Instant* ends, std::size_t size) {
  constexpr auto kCount = [](Instant t) {
    return static_cast<std::uint64_t>(t.time_since_epoch().count());
  };
  constexpr std::uint64_t kFirst = kCount(kFirstInstant);
  constexpr std::uint64_t kEnd = kCount(kEndOfTime);
  std::uint64_t signs = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto start =
        static_cast<std::uint64_t>(starts[i].time_since_epoch().count());
    const auto end =
        static_cast<std::uint64_t>(ends[i].time_since_epoch().count());
    signs |= (end - start) | (start - kFirst) | (kEnd - end);
  }
  return signs >> 63 == 0;
}

py::array ReadOnly(py::array array) {
  py::detail::array_proxy(array.ptr())->flags &=
      ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

// A view of what nobody may write: an array that has its memory itself could be
// made writeable again.
py::array Sealed(py::array array) {
  const py::array owner = ReadOnly(Made(std::move(array)));
  return Made(py::reinterpret_steal<py::array>(
      py::detail::npy_api::get().PyArray_View_(owner.ptr(), nullptr, nullptr)));
}

py::capsule Owner(const std::shared_ptr<const void>& owner) {
  return py::capsule(new std::shared_ptr<const void>(owner), [](void* kept) {
    delete static_cast<std::shared_ptr<const void>*>(kept);
  });
}

}  // namespace

bool IsDatetime64(py::handle value) {
  return Py_TYPE(value.ptr()) ==
         reinterpret_cast<PyTypeObject*>(Datetime64().ptr());
}

Instant InstantOfDatetime64(py::handle value, Rounding rounding,
                            const Place& place) {
  const Unit unit = UnitOf(value.attr("dtype"));
  if (unit.kind == Unit::Kind::kNone) {
    RaiseInvalid(place, "must be an instant, got NaT");
  }
  const py::object number = value.attr("astype")("int64");
  const Instant instant{
      seconds{ToSeconds(py::cast<std::int64_t>(number), unit, rounding)}};
  if (instant == kNaT) RaiseInvalid(place, "must be an instant, got NaT");
  return instant;
}

std::optional<local_days> DateOfDatetime64(py::handle value,
                                           const Place& place) {
  const Unit unit = UnitOf(value.attr("dtype"));
  if (!unit.is_of_dates) return std::nullopt;
  // 2026-11 is no date: its first or its last may have been meant.
  if (unit.kind != Unit::Kind::kSeconds || unit.count != 86'400) {
    RaiseInvalid(place,
                 absl::StrCat("expected a date or an instant, got ",
                              std::string(py::str(value)), " of ",
                              std::string(py::str(value.attr("dtype")))));
  }
  const auto number = py::cast<std::int64_t>(
      value.attr("astype")("datetime64[D]").attr("astype")("int64"));
  // NaT, and dates that no table knows, are told about as instants.
  if (number < -1'000'000 || number > 4'000'000) return std::nullopt;
  return local_days{days{number}};
}

py::array ReadColumn(py::handle values, Rounding rounding, const Place& place) {
  py::object given = py::reinterpret_borrow<py::object>(values);
  if (!IsArray(given) && IsPandasColumn(given))
    given = ArrayOfPandas(given, place);
  if (IsArray(given)) {
    const auto array = py::reinterpret_borrow<py::array>(given);
    CheckOneDimension(array, place);
    RefuseMasked(array, place);
    if (array.dtype().kind() == 'M')
      return ConvertArray(array, rounding, place);
    if (array.dtype().kind() != 'O' && array.size() > 0) {
      RaiseType(place, "an array of datetime64", array.dtype());
    }
  } else if (PyUnicode_Check(given.ptr())) {
    RaiseType(place, "a column of instants", given);
  }
  const py::object list = Listed(given, "a column of instants", place);
  const auto size =
      static_cast<std::size_t>(PySequence_Fast_GET_SIZE(list.ptr()));
  py::array out = EmptyColumn(size);
  const std::span<Instant> instants = Writable(out);
  for (std::size_t i = 0; i < size; ++i) {
    const auto index = static_cast<py::ssize_t>(i);
    const py::object item = Entry(list, index);
    if (!item) RaiseInvalid(place, "the list changed while it was read");
    instants[i] =
        ReadInstant(item, rounding, {place.name, index, place.member});
  }
  return out;
}

void CheckColumn(const py::array& column, const Place& place) {
  if (column.ndim() != 1 || !IsPlain(column) ||
      !column.dtype().equal(SecondsType())) {
    RaiseType(place, "a contiguous column of datetime64[s]", column);
  }
}

std::span<const Instant> InstantsOf(const py::array& column) {
  return {static_cast<const Instant*>(column.data()),
          static_cast<std::size_t>(column.size())};
}

void CheckIntervals(std::span<const Instant> starts,
                    std::span<const Instant> ends, const char* name) {
  if (AreRight(starts.data(), ends.data(), starts.size())) return;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (IsWrong(starts[i], ends[i])) RaiseWrong({starts[i], ends[i]}, name, i);
  }
}

void CheckIntervals(std::span<const Interval> intervals, const char* name) {
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (IsWrong(intervals[i].start, intervals[i].end)) {
      RaiseWrong(intervals[i], name, i);
    }
  }
}

bool ReadIntervals(py::handle intervals, const char* name,
                   std::vector<Interval>& out) {
  out.clear();
  PyObject* const object = intervals.ptr();
  if (intervals.is_none()) return true;
  if (PyTuple_Check(object) && PyTuple_GET_SIZE(object) == 2 &&
      IsColumn(PyTuple_GET_ITEM(object, 0)) &&
      IsColumn(PyTuple_GET_ITEM(object, 1))) {
    ReadColumnPair(PyTuple_GET_ITEM(object, 0), PyTuple_GET_ITEM(object, 1),
                   name, out);
    return true;
  }
  if (!IsPlainList(intervals)) {
    if (IsArray(intervals)) {
      const auto array = py::reinterpret_borrow<py::array>(intervals);
      if (array.ndim() == 2 && array.shape(1) == 2 &&
          array.dtype().kind() == 'M') {
        RefuseMasked(array, {name});
        const py::object columns = array.attr("T");
        ReadColumnPair(columns[py::int_(0)], columns[py::int_(1)], name, out);
        return true;
      }
    }
    if (CopyIntervalsOfSet(intervals, out)) return true;
    if (py::hasattr(intervals, "columns") && py::hasattr(intervals, "iloc")) {
      ReadColumnPair(ColumnOfFrame(intervals, "start", name),
                     ColumnOfFrame(intervals, "end", name), name, out);
      return true;
    }
    // pandas' IntervalIndex and IntervalArray.
    if (py::hasattr(intervals, "left") && py::hasattr(intervals, "right") &&
        py::hasattr(intervals, "dtype")) {
      ReadColumnPair(intervals.attr("left"), intervals.attr("right"), name,
                     out);
      return true;
    }
    if (PyUnicode_Check(object) || PyDict_Check(object)) {
      RaiseType({name}, "intervals", intervals);
    }
  }
  const py::object list = Listed(intervals, "intervals", {name});
  const Py_ssize_t size = PySequence_Fast_GET_SIZE(list.ptr());
  if (PyTuple_Check(object) && size == 2 &&
      PyList_Check(PyTuple_GET_ITEM(object, 0)) &&
      PyList_Check(PyTuple_GET_ITEM(object, 1))) {
    RaiseInvalid({name}, kPairsOrColumns);
  }
  out.reserve(static_cast<std::size_t>(size));
  for (Py_ssize_t i = 0; i < size; ++i) {
    const py::object item = Entry(list, i);
    if (!item) RaiseInvalid({name}, "the list changed while it was read");
    const std::optional<Interval> interval = ReadEntry(item, name, i);
    if (!interval) return false;
    out.push_back(*interval);
  }
  return true;
}

bool IsEntry(py::handle item) {
  return py::hasattr(item, "to_dict") && py::hasattr(item, "start") &&
         py::hasattr(item, "end");
}

py::object ListedOnce(py::handle given) {
  const auto object = py::reinterpret_borrow<py::object>(given);
  if (IsPlainList(given)) return object;
  if (PyIter_Check(given.ptr()) != 0) return py::list(object);
  // A table may have columns of these names.
  if (!IsColumn(given) && !py::hasattr(given, "columns") && IsEntry(given)) {
    py::list one;
    one.append(object);
    return one;
  }
  return object;
}

std::optional<Interval> ReadEntry(py::handle item, const char* name,
                                  py::ssize_t index) {
  if (PyTuple_Check(item.ptr()) && PyTuple_GET_SIZE(item.ptr()) == 2) {
    return ReadPair(PyTuple_GET_ITEM(item.ptr(), 0),
                    PyTuple_GET_ITEM(item.ptr(), 1), name, index);
  }
  if (IsColumn(item)) RaiseInvalid({name, index}, kPairsOrColumns);
  if (IsEntry(item)) return std::nullopt;
  if (py::hasattr(item, "left") && py::hasattr(item, "right")) {
    return ReadPair(item.attr("left"), item.attr("right"), name, index);
  }
  if (PySequence_Check(item.ptr()) && !PyUnicode_Check(item.ptr()) &&
      PySequence_Size(item.ptr()) == 2) {
    return ReadPair(item[py::int_(0)], item[py::int_(1)], name, index);
  }
  RaiseType({name, index}, "a pair of instants", item);
}

py::array Made(py::array array) {
  if (!array) throw py::error_already_set();
  return array;
}

py::array MakeTimes(std::span<const Instant> instants) {
  return Sealed(py::array(py::reinterpret_borrow<py::dtype>(SecondsType()),
                          {static_cast<py::ssize_t>(instants.size())},
                          instants.data()));
}

py::array MakeTimes(std::span<const Interval> intervals, bool ends) {
  py::array column = EmptyColumn(intervals.size());
  const std::span<Instant> out = Writable(column);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    out[i] = ends ? intervals[i].end : intervals[i].start;
  }
  return Sealed(column);
}

py::array MakeTimeRows(std::span<const Instant> instants, std::size_t columns) {
  const auto wide = static_cast<py::ssize_t>(columns);
  return Sealed(
      py::array(py::reinterpret_borrow<py::dtype>(SecondsType()),
                {static_cast<py::ssize_t>(instants.size()) / wide, wide},
                instants.data()));
}

py::array MakeWords(std::span<const std::uint64_t> words,
                    std::vector<py::ssize_t> shape) {
  return Sealed(py::array(py::dtype::of<std::uint64_t>(), std::move(shape),
                          words.data()));
}

py::array MakeSeats(std::span<const std::int32_t> seats) {
  return Sealed(py::array(py::dtype::of<std::int32_t>(),
                          {static_cast<py::ssize_t>(seats.size())},
                          seats.data()));
}

py::array ViewTimes(std::span<const Instant> instants,
                    const std::shared_ptr<const void>& owner) {
  return ReadOnly(py::array(py::reinterpret_borrow<py::dtype>(SecondsType()),
                            {static_cast<py::ssize_t>(instants.size())},
                            instants.data(), Owner(owner)));
}

py::array ViewSeats(std::span<const std::int32_t> seats,
                    const std::shared_ptr<const void>& owner) {
  return ReadOnly(py::array(py::dtype::of<std::int32_t>(),
                            {static_cast<py::ssize_t>(seats.size())},
                            seats.data(), Owner(owner)));
}

py::array ViewOffsets(std::span<const std::size_t> offsets,
                      const std::shared_ptr<const void>& owner) {
  static_assert(sizeof(std::size_t) == sizeof(std::int64_t));
  return ReadOnly(py::array(py::dtype::of<std::int64_t>(),
                            {static_cast<py::ssize_t>(offsets.size())},
                            offsets.data(), Owner(owner)));
}

void DefineColumns(py::module_& module) {
  module.def("read_column",
             [](py::handle values, bool up, const std::string& name) {
               return ReadColumn(values, up ? Rounding::kUp : Rounding::kDown,
                                 {name.c_str()});
             });
  module.def(
      "check_intervals", [](const py::array& starts, const py::array& ends,
                            const std::string& name) {
        CheckColumn(starts, {"starts"});
        CheckColumn(ends, {"ends"});
        if (starts.size() != ends.size()) {
          RaiseInvalid({"ends"}, absl::StrCat("must have ", starts.size(),
                                              " entries, got ", ends.size()));
        }
        CheckIntervals(InstantsOf(starts), InstantsOf(ends), name.c_str());
      });
  // An instant, or several: the column, and whether there were several.
  module.def("read_times", [](py::handle at, const std::string& name) {
    const bool several =
        IsColumn(at)
            ? !IsArray(at) || py::reinterpret_borrow<py::array>(at).ndim() > 0
            : !PyUnicode_Check(at.ptr()) && !PyBytes_Check(at.ptr()) &&
                  PySequence_Check(at.ptr()) != 0;
    if (several) {
      const py::array column = ReadColumn(at, Rounding::kDown, {name.c_str()});
      const std::span<const Instant> instants = InstantsOf(column);
      for (std::size_t i = 0; i < instants.size(); ++i) {
        if (instants[i] == kNaT) {
          RaiseInvalid({name.c_str(), static_cast<py::ssize_t>(i)},
                       "must be an instant, got NaT");
        }
      }
      return py::make_tuple(column, true);
    }
    const Instant instant = ReadInstant(at, Rounding::kDown, {name.c_str()});
    return py::make_tuple(MakeTimes(std::span(&instant, 1)), false);
  });
}

}  // namespace bookable::python
