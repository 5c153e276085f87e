"""When a host is open: weekly hours, and what changes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence

from . import _bookable
from ._bookable import Zone
from ._interval_set import IntervalSet
from ._json import write_json
from ._types import (
    DateLike,
    DaysLike,
    TimeLike,
    TimeOfDayLike,
    Value,
    ZoneLike,
    put,
    read_all,
    read_date,
    read_days,
    read_time_of_day,
    read_zone,
)


@dataclass(frozen=True, repr=False)
class WeeklyRule(Value):
    """Hours that return every week: Mondays and Tuesdays, 9 to 16.

    Args:
        days: names of days ("Monday"), numbers as of ``date.weekday()`` (0 is
            Monday), or several of them; :data:`bookable.WEEKDAYS`.
        start: 00:00 to 23:59.
        end: 00:00 to 24:00. An end before the start lies on the next date: the
            window runs past midnight and belongs to the date it starts on.
        from_date, until: the first and last date on which a window may begin.
        interval: the rule holds in every ``interval``-th week, 1 to 520.
        anchor_date: a date of a week in which it holds; required with
            ``interval`` above 1.

    >>> WeeklyRule("Monday", "09:00", "16:00")
    WeeklyRule(['Monday'], start='09:00', end='16:00')
    """

    days: Sequence[str]
    start: str
    end: str
    from_date: Optional[dt.date] = None
    until: Optional[dt.date] = None
    interval: int = 1
    anchor_date: Optional[dt.date] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            days: DaysLike,
            start: TimeOfDayLike,
            end: TimeOfDayLike,
            from_date: Optional[DateLike] = None,
            until: Optional[DateLike] = None,
            interval: int = 1,
            anchor_date: Optional[DateLike] = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("days", read_days(self.days, "days"))
        self._set("start", read_time_of_day(self.start, "startTime"))
        self._set("end", read_time_of_day(self.end, "endTime"))
        _set_dates(self, ("from_date", "until", "anchor_date"))

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``availability`` in a request."""
        rule: dict[str, Any] = {
            "days": list(self.days),
            "startTime": self.start,
            "endTime": self.end,
        }
        _put_date(rule, "from", self.from_date)
        _put_date(rule, "until", self.until)
        put(rule, "interval", self.interval, 1)
        _put_date(rule, "anchorDate", self.anchor_date)
        return rule


@dataclass(frozen=True, repr=False)
class DateOverride(Value):
    """Replaces all hours of one date; several of one date add up.

    Without times (or with equal times) the date is closed all day.

    >>> DateOverride("2026-12-24", "09:00", "12:00")
    DateOverride('2026-12-24', start='09:00', end='12:00')
    """

    date: dt.date
    start: Optional[str] = None
    end: Optional[str] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            date: DateLike,
            start: Optional[TimeOfDayLike] = None,
            end: Optional[TimeOfDayLike] = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("date", read_date(self.date, "date"))
        if self.start is not None:
            self._set("start", read_time_of_day(self.start, "startTime"))
        if self.end is not None:
            self._set("end", read_time_of_day(self.end, "endTime"))

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``overrides`` in a request."""
        override: dict[str, Any] = {"date": self.date.isoformat()}
        if self.start is not None:
            override["startTime"] = self.start
        if self.end is not None:
            override["endTime"] = self.end
        return override


@dataclass(frozen=True, repr=False)
class Holiday(Value):
    """A date closed unless an override opens it."""

    date: dt.date
    name: str = ""

    if TYPE_CHECKING:

        def __init__(self, date: DateLike, name: str = "") -> None: ...

    def __post_init__(self) -> None:
        self._set("date", read_date(self.date, "date"))

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``holidays`` in a request."""
        holiday: dict[str, Any] = {"date": self.date.isoformat()}
        put(holiday, "name", self.name, "")
        return holiday


@dataclass(frozen=True, repr=False)
class OutOfOffice(Value):
    """Dates closed whatever else is said of them, both ends included."""

    start: dt.date
    end: dt.date
    reason: str = ""
    notes: str = ""

    if TYPE_CHECKING:

        def __init__(
            self, start: DateLike, end: DateLike, reason: str = "", notes: str = ""
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("start", read_date(self.start, "start"))
        self._set("end", read_date(self.end, "end"))

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``outOfOffice`` in a request."""
        away: dict[str, Any] = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        put(away, "reason", self.reason, "")
        put(away, "notes", self.notes, "")
        return away


@dataclass(frozen=True, repr=False)
class Travel(Value):
    """While the date of ``zone`` lies in [start, end], the schedule is read
    there. Without an end: for ever. Of several, the first that applies wins."""

    zone: Zone
    start: dt.date
    end: Optional[dt.date] = None

    if TYPE_CHECKING:

        def __init__(
            self, zone: ZoneLike, start: DateLike, end: Optional[DateLike] = None
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("zone", read_zone(self.zone, "travel.timeZone"))
        self._set("start", read_date(self.start, "startDate"))
        _set_dates(self, ("end",))

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``travel`` in a request."""
        travel: dict[str, Any] = {
            "timeZone": self.zone.name,
            "startDate": self.start.isoformat(),
        }
        _put_date(travel, "endDate", self.end)
        return travel


@dataclass(frozen=True, repr=False)
class Schedule(Value):
    """When a host is open, as a person would say it.

    An instant is open iff its wall clock, on its local date, lies in the hours
    of that date: out of office, none; else the date's overrides; else a
    holiday, none; else the weekly rules that hold.

    Args:
        zone: the host's zone: a Zone, a ZoneInfo or an IANA name.
        weekly: a WeeklyRule or several.
        overrides, holidays, out_of_office, travel: likewise.
        week_start: decides the phase of every-N-weeks rules and weekly limits.

    Raises:
        BookableError: the schedule cannot be; ``.field`` says where.

    Thread-safety: immutable; share it freely. It is compiled once, when it is
    made (some microseconds for an ordinary one); pickles carry what was said.

    >>> import bookable
    >>> anna = bookable.Schedule(
    ...     "Europe/Rome", weekly=bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
    >>> anna.is_open("2026-11-24T09:00:00+01:00")
    True
    """

    zone: Zone
    weekly: Sequence[WeeklyRule] = ()
    overrides: Sequence[DateOverride] = ()
    holidays: Sequence[Holiday] = ()
    out_of_office: Sequence[OutOfOffice] = ()
    travel: Sequence[Travel] = ()
    week_start: str = "Sunday"
    _core: _bookable.ScheduleCore = field(init=False, repr=False, compare=False)

    if TYPE_CHECKING:

        def __init__(
            self,
            zone: ZoneLike,
            weekly: "WeeklyRule | Sequence[WeeklyRule]" = (),
            overrides: "DateOverride | Sequence[DateOverride]" = (),
            holidays: "Holiday | Sequence[Holiday]" = (),
            out_of_office: "OutOfOffice | Sequence[OutOfOffice]" = (),
            travel: "Travel | Sequence[Travel]" = (),
            week_start: str = "Sunday",
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("zone", read_zone(self.zone, "schedule.timeZone"))
        self._set("weekly", read_all(self.weekly, WeeklyRule, "weekly"))
        self._set("overrides", read_all(self.overrides, DateOverride, "overrides"))
        self._set("holidays", read_all(self.holidays, Holiday, "holidays"))
        self._set("out_of_office", read_all(self.out_of_office, OutOfOffice, "out_of_office"))
        self._set("travel", read_all(self.travel, Travel, "travel"))
        self._set("_core", _bookable.ScheduleCore(write_json(self.to_dict(), "schedule")))

    @classmethod
    def from_dict(cls, schedule: Mapping[str, Any]) -> "Schedule":
        """A schedule from the JSON form of requests (docs/request.md).

        >>> Schedule.from_dict({"timeZone": "Europe/Rome", "availability": [
        ...     {"days": ["Monday"], "startTime": "09:00", "endTime": "16:00"}]})
        Schedule('Europe/Rome', weekly=[WeeklyRule(['Monday'], start='09:00', end='16:00')])
        """
        # The engine reads it first: it knows every rule, and names the field.
        _bookable.ScheduleCore(write_json(schedule, "schedule"))
        return cls(
            schedule["timeZone"],
            weekly=[
                WeeklyRule(
                    rule["days"],
                    rule["startTime"],
                    rule["endTime"],
                    rule.get("from"),
                    rule.get("until"),
                    rule.get("interval", 1),
                    rule.get("anchorDate"),
                )
                for rule in schedule.get("availability", ())
            ],
            overrides=[
                DateOverride(item["date"], item.get("startTime"), item.get("endTime"))
                for item in schedule.get("overrides", ())
            ],
            holidays=[
                Holiday(item["date"], item.get("name", ""))
                for item in schedule.get("holidays", ())
            ],
            out_of_office=[
                OutOfOffice(
                    item["start"], item["end"], item.get("reason", ""), item.get("notes", "")
                )
                for item in schedule.get("outOfOffice", ())
            ],
            travel=[
                Travel(item["timeZone"], item["startDate"], item.get("endDate"))
                for item in schedule.get("travel", ())
            ],
            week_start=schedule.get("weekStart", "Sunday"),
        )

    def to_dict(self) -> dict[str, Any]:
        """The schedule in the JSON form of requests (docs/request.md)."""
        schedule: dict[str, Any] = {"timeZone": self.zone.name}
        put(schedule, "weekStart", self.week_start, "Sunday")
        schedule["availability"] = [rule.to_dict() for rule in self.weekly]
        for name, items in (
            ("overrides", self.overrides),
            ("holidays", self.holidays),
            ("outOfOffice", self.out_of_office),
            ("travel", self.travel),
        ):
            if items:
                schedule[name] = [item.to_dict() for item in items]  # type: ignore[attr-defined]
        return schedule

    def is_open(self, at: TimeLike) -> bool:
        """Is the host open at this instant, whatever is booked?"""
        return self._core.is_open(at)

    def open_time(self, start: TimeLike, end: TimeLike) -> IntervalSet:
        """The open time within [start, end), whatever is booked.

        >>> rome = Schedule("Europe/Rome", WeeklyRule("Tuesday", "09:00", "16:00"))
        >>> rome.open_time("2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00")
        IntervalSet([('2026-11-24T08:00:00Z', '2026-11-24T15:00:00Z')])
        """
        return IntervalSet._of(self._core.open_time(start, end))

    def _repr_html_(self) -> str:
        from ._html import schedule_html

        return schedule_html(self)


def _set_dates(value: Value, names: Sequence[str]) -> None:
    for name in names:
        date = getattr(value, name)
        if date is not None:
            value._set(name, read_date(date, name))


def _put_date(entry: dict[str, Any], name: str, date: Optional[dt.date]) -> None:
    if date is not None:
        entry[name] = date.isoformat()
