"""What is booked: its length, its step, and the rules that refuse a start."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Sequence, Union

import numpy as np

from . import _bookable
from ._errors import InvalidArgumentError
from ._json import write_json
from ._types import (
    DateLike,
    MinutesLike,
    Value,
    listed,
    put,
    read_date,
    read_minutes,
    read_one,
    wrong_type,
)

_PERIODS = ("day", "week", "month", "year")


@dataclass(frozen=True, repr=False)
class BookingWindow(Value):
    """How far ahead can be booked. Dates are those of the event's zone; today
    is the date of ``now`` there. Make one by its class methods.

    >>> BookingWindow.calendar_days(30)
    BookingWindow('calendarDays', days=30)
    """

    kind: str
    first: Optional[dt.date] = None
    last: Optional[dt.date] = None
    days: int = 0
    rolling: bool = False
    business_days: str = "mondayToFriday"

    def __post_init__(self) -> None:
        read_one(self.kind, str, "kind")
        if self.kind == "range":
            for name in ("first", "last"):
                self._set(name, read_date(getattr(self, name), name))

    @classmethod
    def range(cls, first: DateLike, last: DateLike) -> "BookingWindow":
        """The dates from first to last, both included."""
        return cls("range", first, last)  # type: ignore[arg-type]  # read when made

    @classmethod
    def calendar_days(cls, days: int, *, rolling: bool = False) -> "BookingWindow":
        """To the end of today + days. Rolling: to the days-th date, today
        included, that has a start."""
        return cls("calendarDays", days=days, rolling=rolling)

    @classmethod
    def weekdays(cls, days: int, *, rolling: bool = False) -> "BookingWindow":
        """As calendar_days, but Mondays to Fridays alone are counted."""
        return cls("businessDays", days=days, rolling=rolling)

    @classmethod
    def open_days(cls, days: int, *, rolling: bool = False) -> "BookingWindow":
        """As calendar_days, but dates with open time alone are counted."""
        return cls("businessDays", days=days, rolling=rolling, business_days="openDays")

    def to_dict(self) -> dict[str, Any]:
        """The ``bookingWindow`` of a request."""
        if self.kind == "range":
            assert self.first is not None and self.last is not None
            return {"type": "range", "value": [self.first.isoformat(), self.last.isoformat()]}
        window: dict[str, Any] = {"type": self.kind, "value": self.days}
        put(window, "rolling", self.rolling, False)
        if self.kind == "businessDays":
            put(window, "businessDays", self.business_days, "mondayToFriday")
        return window


@dataclass(frozen=True, repr=False)
class EventType(Value):
    """What a slot is like, and the rules that refuse one.

    Lengths are whole minutes, or timedeltas of whole minutes; all are kept as
    minutes.

    Args:
        length: of a slot; 1 to 10080.
        slot_interval: step between starts, 1 to 1440. Default: the length.
        offset_start: added to every grid point; 0 to step - 1.
        alignment: where the grid is laid: "hour", "window", "clock", "free" or
            "packed" (docs/semantics.md, section 5).
        minimum_notice: the earliest start is now + notice.
        before_buffer, after_buffer: time kept free around a slot.
        booking_window: how far ahead can be booked.
        limits_count: most bookings a "day", "week", "month", "year".
        limits_minutes: most booked minutes a "day", "week", "month", "year".
        seats: capacity of a slot. Default: nothing can be joined.
        only_first_slot_of_date: show the first bookable start of a date alone.
        length_options: other lengths a query may choose.

    Raises:
        BookableError: the event type cannot be; ``.field`` says where.

    Thread-safety: immutable; share it freely.

    >>> import datetime
    >>> EventType(datetime.timedelta(hours=1), after_buffer=10)
    EventType(60, after_buffer=10)
    """

    length: int
    slot_interval: Optional[int] = None
    offset_start: int = 0
    alignment: str = "hour"
    minimum_notice: int = 0
    before_buffer: int = 0
    after_buffer: int = 0
    booking_window: Optional[BookingWindow] = None
    limits_count: Union[Mapping[str, int], tuple[tuple[str, int], ...]] = ()
    limits_minutes: Union[Mapping[str, int], tuple[tuple[str, int], ...]] = ()
    seats: Optional[int] = None
    only_first_slot_of_date: bool = False
    length_options: Sequence[int] = ()
    _core: _bookable.EventCore = field(init=False, repr=False, compare=False)

    if TYPE_CHECKING:

        def __init__(
            self,
            length: MinutesLike,
            slot_interval: Optional[MinutesLike] = None,
            offset_start: MinutesLike = 0,
            alignment: str = "hour",
            minimum_notice: MinutesLike = 0,
            before_buffer: MinutesLike = 0,
            after_buffer: MinutesLike = 0,
            booking_window: Optional[BookingWindow] = None,
            limits_count: "Mapping[str, int] | tuple[tuple[str, int], ...]" = (),
            limits_minutes: "Mapping[str, MinutesLike] | tuple[tuple[str, int], ...]" = (),
            seats: Optional[int] = None,
            only_first_slot_of_date: bool = False,
            length_options: Sequence[MinutesLike] = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        self._set("length", read_minutes(self.length, "eventType.lengthInMinutes"))
        if self.slot_interval is not None:
            self._set("slot_interval", read_minutes(self.slot_interval, "eventType.slotInterval"))
        for name, path in (
            ("offset_start", "offsetStart"),
            ("minimum_notice", "minimumBookingNotice"),
            ("before_buffer", "beforeEventBuffer"),
            ("after_buffer", "afterEventBuffer"),
        ):
            self._set(name, read_minutes(getattr(self, name), f"eventType.{path}"))
        self._set("limits_count", _read_limits(self.limits_count, "eventType.bookingLimitsCount", _read_number))
        self._set(
            "limits_minutes",
            _read_limits(self.limits_minutes, "eventType.bookingLimitsDuration", read_minutes),
        )
        self._set(
            "length_options",
            tuple(
                read_minutes(length, "eventType.lengthInMinutesOptions")
                for length in listed(
                    self.length_options, "eventType.lengthInMinutesOptions", "lengths"
                )
            ),
        )
        if self.booking_window is not None:
            read_one(self.booking_window, BookingWindow, "booking_window")
        self._set("_core", _bookable.EventCore(write_json(self.to_dict(), "eventType")))

    @classmethod
    def from_dict(cls, event_type: Mapping[str, Any]) -> "EventType":
        """An event type from the JSON form of requests (docs/request.md).

        >>> EventType.from_dict({"lengthInMinutes": 30, "afterEventBuffer": 10})
        EventType(30, after_buffer=10)
        """
        _bookable.EventCore(write_json(event_type, "eventType"))
        window = event_type.get("bookingWindow")
        booking_window = None
        if window is not None and window["type"] == "range":
            booking_window = BookingWindow.range(*window["value"])
        elif window is not None:
            booking_window = BookingWindow(
                window["type"],
                days=window["value"],
                rolling=window.get("rolling", False),
                business_days=window.get("businessDays", "mondayToFriday"),
            )
        return cls(
            event_type["lengthInMinutes"],
            slot_interval=event_type.get("slotInterval"),
            offset_start=event_type.get("offsetStart", 0),
            alignment=event_type.get("alignment", "hour"),
            minimum_notice=event_type.get("minimumBookingNotice", 0),
            before_buffer=event_type.get("beforeEventBuffer", 0),
            after_buffer=event_type.get("afterEventBuffer", 0),
            booking_window=booking_window,
            limits_count=event_type.get("bookingLimitsCount", ()),
            limits_minutes=event_type.get("bookingLimitsDuration", ()),
            seats=event_type["seats"]["seatsPerTimeSlot"] if "seats" in event_type else None,
            only_first_slot_of_date=event_type.get("onlyShowFirstAvailableSlot", False),
            length_options=event_type.get("lengthInMinutesOptions", ()),
        )

    def to_dict(self) -> dict[str, Any]:
        """The event type in the JSON form of requests (docs/request.md)."""
        event: dict[str, Any] = {"lengthInMinutes": self.length}
        if self.length_options:
            event["lengthInMinutesOptions"] = list(self.length_options)
        for name, value, default in (
            ("slotInterval", self.slot_interval, None),
            ("offsetStart", self.offset_start, 0),
            ("alignment", self.alignment, "hour"),
            ("minimumBookingNotice", self.minimum_notice, 0),
            ("beforeEventBuffer", self.before_buffer, 0),
            ("afterEventBuffer", self.after_buffer, 0),
            ("onlyShowFirstAvailableSlot", self.only_first_slot_of_date, False),
        ):
            put(event, name, value, default)
        if self.booking_window is not None:
            event["bookingWindow"] = self.booking_window.to_dict()
        if self.limits_count:
            event["bookingLimitsCount"] = dict(self.limits_count)
        if self.limits_minutes:
            event["bookingLimitsDuration"] = dict(self.limits_minutes)
        if self.seats is not None:
            event["seats"] = {"seatsPerTimeSlot": self.seats}
        return event

    def _repr_html_(self) -> str:
        from ._html import event_html

        return event_html(self)


def _read_number(value: Any, path: str) -> int:
    if isinstance(value, (dt.timedelta, np.timedelta64)):
        raise wrong_type(path, "a number of bookings", value)
    return read_minutes(value, path)


def _read_limits(
    limits: Any, path: str, read: Callable[[Any, str], int]
) -> tuple[tuple[str, int], ...]:
    try:
        pairs = [(period, most) for period, most in getattr(limits, "items", lambda: limits)()]
        given = dict(pairs)
    except (TypeError, ValueError):
        raise wrong_type(path, "a mapping from periods to numbers", limits) from None
    if len(given) < len(pairs):
        listed = [period for period, _ in pairs]
        twice = next(period for period in listed if listed.count(period) > 1)
        raise InvalidArgumentError(f"{path}: must say each period once, got {twice!r} twice")
    for period in given:
        if period not in _PERIODS:
            raise InvalidArgumentError(
                f"{path}: must be limits of {', '.join(_PERIODS)}, got {period!r}"
            )
    return tuple(
        (period, read(given[period], f"{path}.{period}"))
        for period in _PERIODS
        if period in given
    )
