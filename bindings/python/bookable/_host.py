"""A person or resource: a schedule and what fills it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Optional, Sequence, Union

from . import _bookable
from ._bookable import Zone
from ._errors import BookableError, InvalidArgumentError
from ._event import EventType
from ._json import write_json
from ._schedule import Schedule
from ._types import (
    BoundLike,
    IntervalsLike,
    MinutesLike,
    Options,
    TimeLike,
    Times,
    Value,
    ZoneLike,
    put,
    read_all,
    read_date,
    read_minutes,
    read_one,
    read_optional_zone,
    read_options,
    wrong_type,
)

if TYPE_CHECKING:
    from ._slots import Slots

# A request about one host of a group.
_AROUND_HOST = (
    '{"groups": [{"hosts": [%s], "require": "all"}], "eventType": {"lengthInMinutes": 1}, '
    '"start": "2000-01-01T00:00:00Z", "end": "2000-01-01T00:00:00Z", '
    '"now": "2000-01-01T00:00:00Z"}'
)


@dataclass(frozen=True, repr=False)
class BusyTime(Value):
    """An entry of a calendar, or a booking of another event type.

    Needed only for more than start and end: plain pairs of instants will do.
    Whole days are two dates, the end exclusive as in iCalendar, and the
    calendar's zone. Fractions of a second round outwards.
    """

    start: Any
    end: Any
    id: str = ""
    source: str = ""
    transparent: bool = False
    before_buffer: int = 0
    after_buffer: int = 0
    zone: Optional[str] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            start: BoundLike,
            end: BoundLike,
            id: str = "",
            source: str = "",
            transparent: bool = False,
            before_buffer: MinutesLike = 0,
            after_buffer: MinutesLike = 0,
            zone: Optional[ZoneLike] = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        zone = read_optional_zone(self.zone, "busy.timeZone")
        _set_span(self, "busy", dates_allowed=zone is not None)
        if zone is not None:
            if not isinstance(self.start, dt.date) or isinstance(self.start, dt.datetime):
                raise InvalidArgumentError("busy.timeZone: only with dates; instants have a zone")
            self._set("zone", zone.name)
        _set_buffers(self, "busy")

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``busy`` in a request."""
        entry = _span(self)
        if self.zone is not None:
            entry["timeZone"] = self.zone
        put(entry, "id", self.id, "")
        put(entry, "source", self.source, "")
        put(entry, "transparent", self.transparent, False)
        put(entry, "beforeEventBuffer", self.before_buffer, 0)
        put(entry, "afterEventBuffer", self.after_buffer, 0)
        return entry


@dataclass(frozen=True, repr=False)
class Booking(Value):
    """A booking of the event type that is asked for. Pass those of whole limit
    periods (:func:`bookable.limit_horizon` says which).

    Args:
        status: "accepted", "pending", "cancelled" or "rejected".
        seats_taken: at least 1.
        blocks: False: seen by limits only.
        before_buffer, after_buffer: default: the event type's.
    """

    start: dt.datetime
    end: dt.datetime
    id: str = ""
    status: str = "accepted"
    seats_taken: int = 1
    blocks: bool = True
    before_buffer: Optional[int] = None
    after_buffer: Optional[int] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            start: TimeLike,
            end: TimeLike,
            id: str = "",
            status: str = "accepted",
            seats_taken: int = 1,
            blocks: bool = True,
            before_buffer: Optional[MinutesLike] = None,
            after_buffer: Optional[MinutesLike] = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        _set_span(self, "bookings")
        _set_buffers(self, "bookings")

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``bookings`` in a request."""
        entry = _span(self)
        put(entry, "id", self.id, "")
        put(entry, "status", self.status, "accepted")
        put(entry, "seatsTaken", self.seats_taken, 1)
        put(entry, "blocks", self.blocks, True)
        put(entry, "beforeEventBuffer", self.before_buffer, None)
        put(entry, "afterEventBuffer", self.after_buffer, None)
        return entry


@dataclass(frozen=True, repr=False)
class Hold(Value):
    """A reservation: busy while now < expires_at, but never for its owner."""

    start: dt.datetime
    end: dt.datetime
    expires_at: dt.datetime
    owner: str = ""
    seats: int = 1
    same_event: bool = True
    before_buffer: Optional[int] = None
    after_buffer: Optional[int] = None

    if TYPE_CHECKING:

        def __init__(
            self,
            start: TimeLike,
            end: TimeLike,
            expires_at: TimeLike,
            owner: str = "",
            seats: int = 1,
            same_event: bool = True,
            before_buffer: Optional[MinutesLike] = None,
            after_buffer: Optional[MinutesLike] = None,
        ) -> None: ...

    def __post_init__(self) -> None:
        _set_span(self, "holds")
        self._set("expires_at", _bookable.to_datetime(self.expires_at, True, "holds.expiresAt"))
        _set_buffers(self, "holds")

    def to_dict(self) -> dict[str, Any]:
        """The entry of ``holds`` in a request."""
        entry = _span(self)
        entry["expiresAt"] = _text(self.expires_at)
        put(entry, "owner", self.owner, "")
        put(entry, "seats", self.seats, 1)
        put(entry, "sameEvent", self.same_event, True)
        put(entry, "beforeEventBuffer", self.before_buffer, None)
        put(entry, "afterEventBuffer", self.after_buffer, None)
        return entry


class Host:
    """A person or resource: a schedule and what fills it.

    Args:
        schedule: when the host is open.
        busy: other appointments, in any form and order: pairs of instants,
            pandas Intervals, :class:`BusyTime` (or one by itself); two columns (``(starts,
            ends)``: NumPy datetime64 arrays, or tz-aware pandas Series); an
            array of shape (n, 2); a DataFrame with the columns start and end;
            an :class:`IntervalSet`. Columns of datetime64[s] are fastest.
        bookings: of the event type that is asked for: :class:`Booking`, or any
            form of ``busy``.
        holds: :class:`Hold`.
        id: needed in a team.
        weight, calibration, priority, last_booked_at: who goes first when
            hosts are assigned (docs/semantics.md, section 8).

    Intervals are half-open, [start, end); those with end == start are ignored;
    fractions of a second round outwards; ``closed`` of pandas Intervals does
    not matter. datetime64 knows no zone and is read as UTC.

    Raises:
        BookableError: ``.field`` says which entry is wrong
            (``"busy[3].end"``); NaiveTimeError for a datetime without a zone.

    Thread-safety: immutable; share it freely. Input is copied.
    Cost: O(n) in entries; about 20 ns for a datetime, 1 ns for a datetime64[s].

    >>> import bookable, datetime
    >>> utc = datetime.timezone.utc
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "16:00"))
    >>> host = bookable.Host(hours, busy=[
    ...     (datetime.datetime(2026, 11, 24, 9, tzinfo=utc),
    ...      datetime.datetime(2026, 11, 24, 10, tzinfo=utc))])
    >>> host
    Host(Europe/Rome, 1 busy)
    """

    __slots__ = ("_core", "_schedule", "__weakref__")

    _core: _bookable.HostCore
    _schedule: Schedule

    def __init__(
        self,
        schedule: Schedule,
        busy: IntervalsLike = (),
        *,
        bookings: IntervalsLike = (),
        holds: Union[Hold, Sequence[Hold]] = (),
        id: str = "",
        weight: int = 100,
        calibration: int = 0,
        priority: int = 2,
        last_booked_at: Optional[TimeLike] = None,
    ) -> None:
        self._schedule = read_one(schedule, Schedule, "schedule")
        self._core = _bookable.HostCore(
            schedule._core, busy, bookings, holds, id, weight, calibration, priority,
            last_booked_at,
        )

    @classmethod
    def from_dict(cls, host: Mapping[str, Any]) -> "Host":
        """A host from the JSON form of requests: the host fields, in groups.

        >>> Host.from_dict({"id": "ann", "schedule": {"timeZone": "Europe/Rome"}})
        Host('ann', Europe/Rome)
        """
        # The engine reads it first: it knows every rule, and names the field.
        text = write_json(host)
        if "schedule" not in host:
            raise InvalidArgumentError("schedule: required, got none")
        try:
            _bookable.Query.from_json(_AROUND_HOST % text)
        except BookableError as error:
            within = error.field.partition("groups[0].hosts[0]")[2].lstrip(".")
            if not within:
                raise
            raise type(error)(f"{within}: {error.message}", error.offset) from None
        return cls(
            Schedule.from_dict(host["schedule"]),
            [
                BusyTime(
                    item["start"],
                    item["end"],
                    item.get("id", ""),
                    item.get("source", ""),
                    item.get("transparent", False),
                    item.get("beforeEventBuffer", 0),
                    item.get("afterEventBuffer", 0),
                    item.get("timeZone"),
                )
                for item in host.get("busy", ())
            ],
            bookings=[
                Booking(
                    item["start"],
                    item["end"],
                    item.get("id", ""),
                    item.get("status", "accepted"),
                    item.get("seatsTaken", 1),
                    item.get("blocks", True),
                    item.get("beforeEventBuffer"),
                    item.get("afterEventBuffer"),
                )
                for item in host.get("bookings", ())
            ],
            holds=[
                Hold(
                    item["start"],
                    item["end"],
                    item["expiresAt"],
                    item.get("owner", ""),
                    item.get("seats", 1),
                    item.get("sameEvent", True),
                    item.get("beforeEventBuffer"),
                    item.get("afterEventBuffer"),
                )
                for item in host.get("holds", ())
            ],
            id=host.get("id", ""),
            weight=host.get("weight", 100),
            calibration=host.get("calibration", 0),
            priority=host.get("priority", 2),
            last_booked_at=host.get("lastBookedAt"),
        )

    @property
    def schedule(self) -> Schedule:
        """When the host is open."""
        return self._schedule

    @property
    def id(self) -> str:
        """The id; empty unless given."""
        return self._core.id

    @property
    def busy_starts(self) -> Times:
        """Starts of the busy times as given, datetime64[s] of shape (n,), UTC."""
        return self._core.busy_starts

    @property
    def busy_ends(self) -> Times:
        """Ends of the busy times as given, datetime64[s] of shape (n,), UTC."""
        return self._core.busy_ends

    @property
    def booking_starts(self) -> Times:
        """Starts of the bookings as given, datetime64[s] of shape (n,), UTC."""
        return self._core.booking_starts

    @property
    def booking_ends(self) -> Times:
        """Ends of the bookings as given, datetime64[s] of shape (n,), UTC."""
        return self._core.booking_ends

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Host):
            return NotImplemented
        return self._core == other._core

    def __hash__(self) -> int:
        return hash((Host, self.id, self.schedule, hash(self._core)))

    def __repr__(self) -> str:
        busy, bookings, holds = self._core.counts
        parts = [repr(self.id)] if self.id else []
        parts.append(self.schedule.zone.name)
        for count, name in ((busy, "busy"), (bookings, "bookings"), (holds, "holds")):
            if count:
                parts.append(f"{count} {name}")
        return f"Host({', '.join(parts)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt_host, (self.schedule, self._core.state())

    def __copy__(self) -> "Host":
        return self

    def __deepcopy__(self, memo: Any) -> "Host":
        return self

    def _repr_html_(self) -> str:
        from ._html import host_html

        return host_html(self)


def _rebuilt_host(schedule: Schedule, state: tuple[Any, ...]) -> Host:
    host = Host.__new__(Host)
    host._schedule = schedule
    host._core = _bookable.HostCore._from_state(schedule._core, state)
    return host


class CompiledHost:
    """A host bound to an event type, for many calls: everything that does not
    depend on the query's bounds or ``now`` is done once. Made by
    :func:`bookable.compile`.

    Thread-safety: immutable; many threads may ask at once.
    """

    __slots__ = ("_core", "_host", "_event", "_options")

    _core: _bookable.CompiledHostCore
    _host: Host
    _event: EventType

    def __init__(
        self,
        host: Host,
        event: EventType,
        *,
        zone: Optional[ZoneLike] = None,
        event_zone: Optional[ZoneLike] = None,
        duration: Optional[MinutesLike] = None,
        owner: str = "",
        ignore_booking: str = "",
    ) -> None:
        self._host = read_one(host, Host, "host")
        self._event = read_one(event, EventType, "event")
        self._options = read_options(zone, event_zone, duration, owner, ignore_booking)
        self._core = _bookable.CompiledHostCore(host._core, event._core, *self._options)

    @property
    def host(self) -> Host:
        """Whom it is about."""
        return self._host

    @property
    def event(self) -> EventType:
        """What is booked."""
        return self._event

    @property
    def zone(self) -> Zone:
        """Zone of the answer: its dates and offsets."""
        return self._core.zone

    def find_slots(
        self, start: BoundLike, end: BoundLike, *, now: Optional[TimeLike] = None
    ) -> "Slots":
        """The bookable starts in [start, end); see :func:`bookable.find_slots`."""
        from ._slots import Slots

        core = self._core
        return Slots(core.find_slots(start, end, now), core.length, self.zone)

    def starts(
        self, start: BoundLike, end: BoundLike, *, now: Optional[TimeLike] = None
    ) -> Times:
        """As find_slots, but only the starts: datetime64[s] of shape (n,), UTC."""
        starts: Times = self._core.find_slots(start, end, now)[0]
        return starts

    def can_book(
        self, start: TimeLike, *, now: Optional[TimeLike] = None, on_grid: bool = False
    ) -> bool:
        """May this start be sold? See :func:`bookable.can_book`."""
        return self._core.can_book(start, now, on_grid)

    def __repr__(self) -> str:
        return f"CompiledHost({self.host!r}, {self.event!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompiledHost):
            return NotImplemented
        return (self.host, self.event, self._options) == (other.host, other.event, other._options)

    def __hash__(self) -> int:
        return hash((CompiledHost, self.host, self.event, self._options))

    def _repr_html_(self) -> str:
        from ._html import compiled_host_html

        return compiled_host_html(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt_compiled_host, (self.host, self.event, tuple(self._options))

    def __copy__(self) -> "CompiledHost":
        return self

    def __deepcopy__(self, memo: Any) -> "CompiledHost":
        return self


def _rebuilt_compiled_host(host: Host, event: EventType, options: Any) -> CompiledHost:
    return CompiledHost(host, event, **Options(*options)._asdict())


def _read_details(busy: Any, bookings: Any, holds: Any) -> str:
    """What plain pairs cannot say, as a request; called by the module."""
    host: dict[str, Any] = {"schedule": {"timeZone": "UTC"}}
    if busy is not None:
        host["busy"] = [_entry(item, BusyTime, "busy", i).to_dict() for i, item in enumerate(busy)]
    if bookings is not None:
        host["bookings"] = [
            _entry(item, Booking, "bookings", i).to_dict() for i, item in enumerate(bookings)
        ]
    if holds is not None:
        host["holds"] = [hold.to_dict() for hold in read_all(holds, Hold, "holds")]
    host["eventType"] = {"lengthInMinutes": 1}
    host["start"] = host["end"] = host["now"] = "2000-01-01T00:00:00Z"
    return write_json(host)


def _entry(item: Any, kind: Any, name: str, index: int) -> Any:
    if isinstance(item, kind):
        return item
    if hasattr(item, "left") and hasattr(item, "right"):
        return kind(item.left, item.right)
    if isinstance(item, Iterable):
        pair = tuple(item)
        if len(pair) == 2:
            return kind(*pair)
    raise wrong_type(f"{name}[{index}]", f"a {kind.__name__} or a pair of instants", item)


def _set_span(entry: Value, name: str, dates_allowed: bool = False) -> None:
    for field, up in (("start", False), ("end", True)):
        value = getattr(entry, field)
        if dates_allowed and isinstance(value, str) and len(value) == 10:
            value = read_date(value, f"{name}.{field}")
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            if not dates_allowed:
                raise InvalidArgumentError(
                    f"{name}.{field}: expected an instant, got the date {value}"
                    + ("; give the calendar's zone as well" if name == "busy" else "")
                )
            entry._set(field, value)
        else:
            entry._set(field, _bookable.to_datetime(value, up, f"{name}.{field}"))


def _set_buffers(entry: Value, name: str) -> None:
    for field, path in (
        ("before_buffer", "beforeEventBuffer"),
        ("after_buffer", "afterEventBuffer"),
    ):
        value = getattr(entry, field)
        if value is not None:
            entry._set(field, read_minutes(value, f"{name}.{path}"))


def _text(at: Union[dt.date, dt.datetime]) -> str:
    if isinstance(at, dt.datetime):
        return at.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")
    return at.isoformat()


def _span(entry: Any) -> dict[str, Any]:
    return {"start": _text(entry.start), "end": _text(entry.end)}
