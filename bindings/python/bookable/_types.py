"""What the functions accept, as types, and how small values are read."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Sequence, TypeVar, Union
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from ._bookable import Zone
from ._errors import InvalidArgumentError

#: An instant: an aware datetime (a pandas Timestamp is one), a NumPy
#: datetime64 (which knows no zone and is read as UTC), or RFC 3339 text.
TimeLike = Union[dt.datetime, np.datetime64, str]
#: A local date: a date, a datetime64[D], or text such as "2026-11-24".
DateLike = Union[dt.date, np.datetime64, str]
#: A bound of a query: an instant, or a local date of the answer's zone.
BoundLike = Union[dt.datetime, dt.date, np.datetime64, str]
#: Minutes: a whole number of them, or a timedelta.
MinutesLike = Union[int, dt.timedelta, "np.timedelta64"]
#: A time of day: "09:00" (to "24:00"), a datetime.time, or minutes.
TimeOfDayLike = Union[str, dt.time, int, dt.timedelta]
#: A time zone: a Zone, a ZoneInfo, or an IANA name.
ZoneLike = Union[Zone, ZoneInfo, str]
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
            if place > 0 and not _is_required(field) and value == _default(field):
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


def _default(field: Any) -> Any:
    return field.default


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
    return kind(**fields)


def read_minutes(value: MinutesLike, field: str) -> int:
    """Whole minutes."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.timedelta64)):
        if not -(2**31) <= value < 2**31:
            raise InvalidArgumentError(f"{field}: too many minutes, got {value}")
        return int(value)
    if isinstance(value, np.timedelta64):
        value = value.astype("timedelta64[us]").item()
    if isinstance(value, dt.timedelta):
        minutes, rest = divmod(value, dt.timedelta(minutes=1))
        if rest:
            raise InvalidArgumentError(f"{field}: must be whole minutes, got {value}")
        return minutes
    raise TypeError(f"{field}: expected minutes or a timedelta, got {type(value).__name__}")


def read_date(value: DateLike, field: str) -> dt.date:
    """A local date."""
    if isinstance(value, np.datetime64):
        if np.datetime_data(value.dtype)[0] not in ("D", "M", "W", "Y"):
            raise InvalidArgumentError(f"{field}: expected a date, got the instant {value}")
        value = value.astype("datetime64[D]").item()
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
    raise TypeError(f"{field}: expected a date, got {type(value).__name__}")


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
    minutes = read_minutes(value, field)
    if not 0 <= minutes <= 24 * 60:
        raise InvalidArgumentError(f"{field}: must be from 00:00 to 24:00, got {minutes} minutes")
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_days(value: DaysLike, field: str) -> tuple[str, ...]:
    """Names of days, in the order of the week. Numbers count from Monday, 0."""
    days = [value] if isinstance(value, (str, int)) else list(value)
    named = []
    for day in days:
        if isinstance(day, (int, np.integer)) and not isinstance(day, bool):
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
            raise TypeError(f"{field}: expected the name of a day, got {type(day).__name__}")
    return tuple(day for day in DAY_NAMES if day in named)


def read_zone(value: ZoneLike, field: str) -> Zone:
    """A Zone."""
    return Zone._read(value, field)


def read_optional_zone(value: Union[ZoneLike, None], field: str) -> Union[Zone, None]:
    return None if value is None else Zone._read(value, field)


def read_all(items: Any, kind: type, field: str) -> tuple[Any, ...]:
    """A tuple of values of one kind."""
    if isinstance(items, kind):
        return (items,)
    if not isinstance(items, Sequence) or isinstance(items, str):
        items = list(items)
    for i, item in enumerate(items):
        if not isinstance(item, kind):
            raise TypeError(
                f"{field}[{i}]: expected a {kind.__name__}, got {type(item).__name__}"
            )
    return tuple(items)
