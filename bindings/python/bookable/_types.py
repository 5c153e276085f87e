"""What the functions accept, as types, and how small values are read."""

from __future__ import annotations

import datetime as dt
import re
from typing import (
    TYPE_CHECKING,
    Any,
    Iterable,
    Mapping,
    NamedTuple,
    Optional,
    TypeVar,
    Union,
)

import numpy as np
import numpy.typing as npt

from ._bookable import Zone
from ._errors import InvalidArgumentError, InvalidTypeError

#: An instant: an aware datetime (a pandas Timestamp is one), a NumPy
#: datetime64 (which knows no zone and is read as UTC), or RFC 3339 text.
TimeLike = Union[dt.datetime, np.datetime64, str]
#: A local date: a date, a datetime64[D], or text such as "2026-11-24".
DateLike = Union[dt.date, np.datetime64, str]
#: A bound of a query: an instant, or a local date of the answer's zone.
BoundLike = Union[dt.datetime, dt.date, np.datetime64, str]
#: Minutes: a whole number of them, or a timedelta.
MinutesLike = Union[int, dt.timedelta, "np.timedelta64"]
#: A time of day: "09:00" (to "24:00"), a datetime.time, or a timedelta since
#: midnight. No number: 9 could be an hour or a minute.
TimeOfDayLike = Union[str, dt.time, dt.timedelta]
#: A time zone: a Zone, an IANA name, a ZoneInfo, a zone of pytz, or
#: datetime.timezone.utc.
ZoneLike = Union[Zone, dt.tzinfo, str]
#: Intervals in any form: pairs of instants, pandas Intervals, BusyTime; a pair
#: of columns; a DataFrame with the columns start and end; an IntervalSet.
IntervalsLike = Any

Times = npt.NDArray[np.datetime64]

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = DAY_NAMES[:5]
WEEKEND = DAY_NAMES[5:]
EVERY_DAY = DAY_NAMES

DaysLike = Union[str, int, Iterable[Union[str, int]]]

_T = TypeVar("_T", bound="Value")


class Value:
    """What the frozen dataclasses share: they copy as themselves and pickle by
    their fields, so that what was compiled of them is compiled anew."""

    __slots__ = ()

    if TYPE_CHECKING:
        __dataclass_fields__: Mapping[str, Any]

    def _fields(self) -> dict[str, Any]:
        return {
            name: getattr(self, name)
            for name, field in self.__dataclass_fields__.items()
            if field.init
        }

    def __repr__(self) -> str:
        """Only the fields that differ from their defaults; the first by place."""
        parts = []
        for place, (name, field) in enumerate(self.__dataclass_fields__.items()):
            if not field.init:
                continue
            value = getattr(self, name)
            if place > 0 and not _is_required(field) and is_same(value, field.default):
                continue
            parts.append(_shown(value) if place == 0 else f"{name}={_shown(value)}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self._fields())

    def __copy__(self: _T) -> _T:
        return self

    def __deepcopy__(self: _T, memo: Any) -> _T:
        return self

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


def _is_required(field: Any) -> bool:
    import dataclasses

    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _shown(value: Any) -> str:
    if isinstance(value, Zone):
        return repr(value.name)
    if isinstance(value, dt.datetime):
        return repr(value.isoformat())
    if isinstance(value, dt.date):
        return repr(value.isoformat())
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return repr(value)


def _rebuilt(kind: type, fields: dict[str, Any]) -> Any:
    if not (isinstance(kind, type) and issubclass(kind, Value)):
        raise InvalidTypeError("state: is not that of a value of bookable")
    return kind(**fields)


def is_same(a: Any, b: Any) -> bool:
    """Equal, and of one type: what comes of comparing text with an array is
    neither true nor false."""
    return a is b or (type(a) is type(b) and bool(a == b))


def put(entry: dict[str, Any], name: str, value: Any, default: Any) -> None:
    """Into the JSON form, where it differs from what the form has without."""
    if not is_same(value, default):
        entry[name] = value


def wrong_type(field: str, expected: str, got: Any) -> InvalidTypeError:
    return InvalidTypeError(f"{field}: expected {expected}, got {type(got).__name__}")


# Of a unit: so many minutes, or so many a minute.
_MINUTES = {
    "W": (10080, 1), "D": (1440, 1), "h": (60, 1), "m": (1, 1), "s": (1, 60),
    "ms": (1, 60 * 10**3), "us": (1, 60 * 10**6), "ns": (1, 60 * 10**9),
    "ps": (1, 60 * 10**12), "fs": (1, 60 * 10**15), "as": (1, 60 * 10**18),
}  # fmt: skip


def read_minutes(value: MinutesLike, field: str) -> int:
    """Whole minutes."""
    minutes: int
    rest: Any = 0
    if isinstance(value, np.timedelta64):
        unit, count = np.datetime_data(value.dtype)
        if np.isnat(value) or unit not in _MINUTES:
            raise InvalidArgumentError(f"{field}: must be a length in minutes, got {value}")
        many, per = _MINUTES[unit]
        minutes, rest = divmod(int(value.astype(np.int64)) * count * many, per)
    elif isinstance(value, dt.timedelta):
        minutes, rest = divmod(value, dt.timedelta(minutes=1))
    elif is_number(value):
        minutes = int(value)
    else:
        raise wrong_type(field, "minutes or a timedelta", value)
    if rest:
        raise InvalidArgumentError(f"{field}: must be whole minutes, got {value}")
    if not -(2**31) <= minutes < 2**31:
        raise InvalidArgumentError(f"{field}: too many minutes, got {_shown_number(minutes)}")
    return minutes


def _shown_number(number: int) -> str:
    # Python refuses to write those of thousands of digits.
    return str(number) if number.bit_length() < 256 else f"a number of {number.bit_length()} bits"


def read_count(value: Any, field: str, least: int, most: int) -> int:
    """A number of things, from least to most."""
    if not is_number(value):
        raise wrong_type(field, "a number", value)
    if not least <= value <= most:
        shown = _shown_number(int(value))
        raise InvalidArgumentError(f"{field}: must be from {least} to {most}, got {shown}")
    return int(value)


def read_date(value: DateLike, field: str) -> dt.date:
    """A local date."""
    if _is_nat(value):
        raise InvalidArgumentError(f"{field}: must be a date, got NaT")
    if isinstance(value, np.datetime64):
        unit, count = np.datetime_data(value.dtype)
        if unit in ("W", "M", "Y") or (unit == "D" and count != 1):
            raise InvalidArgumentError(f"{field}: expected a date, got {value} of {value.dtype}")
        if unit != "D":
            raise InvalidArgumentError(f"{field}: expected a date, got the instant {value}")
        day = value.astype("datetime64[D]").item()
        if not isinstance(day, dt.date):
            raise InvalidArgumentError(f"{field}: no such date: {value}")
        return day
    if isinstance(value, dt.datetime):
        raise InvalidArgumentError(f"{field}: expected a date, got the time {value}; use .date()")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise InvalidArgumentError(
                f'{field}: expected a date such as "2026-11-24", got {value!r}'
            )
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise InvalidArgumentError(f'{field}: no such date: "{value}"') from None
    raise wrong_type(field, "a date", value)


def _is_nat(value: Any) -> bool:
    if isinstance(value, np.datetime64):
        return bool(np.isnat(value))
    # That of pandas is a datetime, of a class of its own.
    return type(value).__name__ == "NaTType"


def read_time_of_day(value: TimeOfDayLike, field: str) -> str:
    """A time of day as "HH:MM"."""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.time):
        if value.tzinfo is not None:
            raise InvalidArgumentError(f"{field}: a time of day has no zone; got {value!r}")
        if value.second or value.microsecond:
            raise InvalidArgumentError(f"{field}: must be whole minutes, got {value}")
        return value.strftime("%H:%M")
    if not isinstance(value, (dt.timedelta, np.timedelta64)):
        raise InvalidTypeError(
            f'{field}: expected a time of day, "09:00" or datetime.time(9), '
            f"got {type(value).__name__}"
        )
    minutes = read_minutes(value, field)
    if not 0 <= minutes <= 24 * 60:
        raise InvalidArgumentError(f"{field}: must be from 00:00 to 24:00, got {minutes} minutes")
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_days(value: DaysLike, field: str) -> tuple[str, ...]:
    """Names of days, in the order of the week. Numbers count from Monday, 0."""
    days = [value] if isinstance(value, (str, int)) else listed(value, field, "names of days")
    named = []
    for day in days:
        if is_number(day):
            if not 0 <= day <= 6:
                raise InvalidArgumentError(f"{field}: must be from 0 (Monday) to 6, got {day}")
            named.append(DAY_NAMES[int(day)])
        elif isinstance(day, str):
            if day not in DAY_NAMES:
                raise InvalidArgumentError(
                    f"{field}: must be one of {', '.join(DAY_NAMES)}, got {day!r}"
                )
            named.append(day)
        else:
            raise wrong_type(field, "the name of a day", day)
    return tuple(day for day in DAY_NAMES if day in named)


def read_zone(value: ZoneLike, field: str) -> Zone:
    """A Zone."""
    return Zone._read(value, field)


def read_optional_zone(value: Union[ZoneLike, None], field: str) -> Union[Zone, None]:
    return None if value is None else Zone._read(value, field)


def listed(items: Any, field: str, expected: str) -> list[Any]:
    """What an iterable gives; text is none."""
    if isinstance(items, (str, bytes, Mapping)) or not hasattr(type(items), "__iter__"):
        raise wrong_type(field, expected, items)
    try:
        return list(items)
    except TypeError:  # an array of no dimension
        raise wrong_type(field, expected, items) from None


def a(name: str) -> str:
    """With its article: "a Host", "an EventType"."""
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def read_one(item: Any, kind: type, field: str) -> Any:
    """A value of one kind."""
    if not isinstance(item, kind):
        raise wrong_type(field, a(kind.__name__), item)
    return item


def read_all(items: Any, kind: type, field: str) -> tuple[Any, ...]:
    """A tuple of values of one kind."""
    if isinstance(items, kind):
        return (items,)
    many = listed(items, field, f"{a(kind.__name__)} or several")
    for i, item in enumerate(many):
        read_one(item, kind, f"{field}[{i}]")
    return tuple(many)


def sealed(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A view that nobody can make writeable again, of a column made here."""
    column.flags.writeable = False
    return column.view()


def is_number(key: Any) -> bool:
    """May it count entries? True, False and lengths of time may not, though
    Python and NumPy say so."""
    return isinstance(key, (int, np.integer)) and not isinstance(key, (bool, np.timedelta64))


def check_step(key: slice, message: str) -> None:
    """Raises unless what a slice takes lies in a row."""
    if key.step is not None and not (is_number(key.step) and key.step == 1):
        raise InvalidArgumentError(f"step: {message}, got {key.step}")


def read_flag(value: Any, field: str) -> bool:
    """True or False, and nothing that is merely truthy."""
    if not isinstance(value, (bool, np.bool_)):
        raise wrong_type(field, "True or False", value)
    return bool(value)


def length_text(length: dt.timedelta) -> str:
    """As people write it: "1 h 30 min", "20 s"."""
    seconds = length // dt.timedelta(seconds=1)
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


class Options(NamedTuple):
    """What may be asked beside who, event type and bounds, as it was read; in
    the order in which the module takes it."""

    zone: Optional[Zone] = None
    event_zone: Optional[Zone] = None
    duration: Optional[int] = None
    owner: str = ""
    ignore_booking: str = ""


def read_options(
    zone: Optional[ZoneLike] = None,
    event_zone: Optional[ZoneLike] = None,
    duration: Optional[MinutesLike] = None,
    owner: str = "",
    ignore_booking: str = "",
) -> Options:
    return Options(
        read_optional_zone(zone, "timeZone"),
        read_optional_zone(event_zone, "eventZone"),
        None if duration is None else read_minutes(duration, "duration"),
        owner,
        ignore_booking,
    )
