"""The questions."""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional, Union, overload

import numpy as np

from . import _bookable
from ._errors import InvalidTypeError
from ._event import EventType
from ._explain import Explanation, RuleEffect, read_explanation
from ._host import CompiledHost, Host
from ._interval_set import Interval
from ._json import write_json
from ._schedule import Schedule
from ._slots import Slots
from ._team import Stages, Team
from ._types import (
    BoundLike,
    MinutesLike,
    Options,
    TimeLike,
    ZoneLike,
    is_same,
    read_one,
    read_options,
    wrong_type,
)

#: Whom a query is about; or a whole request in the JSON form, as a dict.
Who = Union[Host, CompiledHost, Schedule, Team, Stages]


def find_slots(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    *,
    busy: Any = None,
    now: Optional[TimeLike] = None,
    zone: Optional[ZoneLike] = None,
    event_zone: Optional[ZoneLike] = None,
    duration: Optional[MinutesLike] = None,
    owner: str = "",
    ignore_booking: str = "",
    assign: bool = False,
    fairness_period: str = "month",
) -> Slots:
    """The bookable starts in [start, end).

    Args:
        who: a Host, a Schedule, a Team or Stages; a CompiledHost (with its own
            event); or a whole request as a dict (docs/request.md).
        start, end: bounds of starts. Instants (end exclusive), or dates of the
            answer's zone (end inclusive). Fractions of a second round inwards.
        busy: with a Schedule: its busy times, in any form of :class:`Host`.
        now: an instant; required with a notice, holds or a window of days.
            Default: nothing is past. Never the system's clock.
        zone: of the answer: its dates. Default: ``event_zone``.
        event_zone: of grid, midnight, booking window, today. Default: the zone
            of the (first) host's schedule.
        duration: one of the event's lengths. Default: its ``length``.
        owner: whose own holds do not count.
        ignore_booking: bookings and busy times with this id do not count.
        assign: say who of a team takes each slot, balanced over the
            ``fairness_period``: "week", "month", "year" or "all".

    Returns:
        Slots, increasing; empty if there are none.

    Raises:
        BookableError: ``.field`` says what is wrong. NaiveTimeError: a datetime
            without a zone. TypeError: a value of a wrong kind.

    The interpreter's lock is released while the engine works.
    Cost: some microseconds for one host and month.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    >>> lesson = bookable.EventType(60)
    >>> slots = bookable.find_slots(hours, lesson, "2026-11-24", "2026-11-24", busy=[
    ...     ("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00")])
    >>> [slot.start.strftime("%H:%M") for slot in slots]
    ['09:00', '11:00']
    >>> len(bookable.find_slots({
    ...     "schedule": hours.to_dict(), "eventType": lesson.to_dict(),
    ...     "start": "2026-11-24", "end": "2026-11-24"}))
    3
    """
    kind = type(who)
    if kind is CompiledHost and event is None and busy is None and _are_defaults(
        zone, event_zone, duration, owner, ignore_booking, assign, fairness_period
    ):  # fmt: skip
        assert isinstance(who, CompiledHost)
        if start is not None and end is not None:
            return who.find_slots(start, end, now=now)
    if kind is Schedule:
        assert isinstance(who, Schedule)
        who = Host(who, () if busy is None else busy)
        busy = None
    if (
        isinstance(who, Host) and isinstance(event, EventType) and assign is False
        and is_same(fairness_period, "month")
    ):  # fmt: skip
        if busy is not None:
            raise InvalidTypeError(_BUSY)
        starts, seats, length, answer_zone = _bookable.find_slots_of_host(
            who._core, event._core, start, end, now,
            *read_options(zone, event_zone, duration, owner, ignore_booking),
        )  # fmt: skip
        return Slots((starts, seats), length, answer_zone)
    query = _query(
        who, event, start, end, busy=busy, now=now, zone=zone, event_zone=event_zone,
        duration=duration, owner=owner, ignore_booking=ignore_booking, assign=assign,
        fairness_period=fairness_period,
    )  # fmt: skip
    return Slots(query.find_slots(), query.length, query.zone, query.ids)


def can_book(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    start: Optional[TimeLike] = None,
    *,
    busy: Any = None,
    now: Optional[TimeLike] = None,
    event_zone: Optional[ZoneLike] = None,
    zone: Optional[ZoneLike] = None,
    duration: Optional[MinutesLike] = None,
    owner: str = "",
    ignore_booking: str = "",
    on_grid: bool = False,
) -> bool:
    """May this start be sold? What a booking transaction asks.

    True iff the start is free, within limits, notice and booking window. It
    need not be on the grid (a grid may have moved since the guest saw it),
    unless ``on_grid``. Every start of find_slots can be booked.

    Args:
        start: an instant.
        others: as :func:`find_slots`. A request as a dict has bounds, which do
            not matter: ``can_book(request, start=t)``.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    >>> bookable.can_book(hours, bookable.EventType(60), "2026-11-24T09:10:00+01:00")
    True
    """
    if start is None:
        raise InvalidTypeError("start: required, got None")
    if isinstance(who, CompiledHost) and event is None and busy is None and _are_defaults(
        zone, event_zone, duration, owner, ignore_booking
    ):  # fmt: skip
        return who.can_book(start, now=now, on_grid=on_grid)
    bounds = None if isinstance(who, Mapping) else start
    query = _query(
        who, event, bounds, bounds, busy=busy, now=now, zone=zone, event_zone=event_zone,
        duration=duration, owner=owner, ignore_booking=ignore_booking,
    )  # fmt: skip
    return query.can_book(start, on_grid)


_Several = Union[list[Any], tuple[Any, ...], "np.ndarray[Any, Any]"]


@overload
def explain(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType],
    at: TimeLike,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> Explanation: ...
@overload
def explain(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType],
    at: _Several,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> list[Explanation]: ...
@overload
def explain(who: Union[CompiledHost, Mapping[str, Any]], *, at: TimeLike) -> Explanation: ...
@overload
def explain(who: Union[CompiledHost, Mapping[str, Any]], *, at: _Several) -> list[Explanation]: ...


def explain(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    at: Any = None,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> Union[Explanation, list[Explanation]]:
    """Why a time is, or is not, offered: all reasons, each with its source.

    Args:
        at: an instant; or several, which is cheaper than one by one: then the
            answer is a list.
        start, end: bounds of the query that is explained. Default: the day
            around each instant's own, so that no reason is ``query``.
        options: those of :func:`find_slots`.

    A time is a slot iff it has no reason. Not for Stages.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    >>> why = bookable.explain(hours, bookable.EventType(60), "2026-11-24T11:30:00+01:00")
    >>> why.bookable, [reason.kind for reason in why.reasons]
    (False, ['closed', 'short'])
    """
    if at is None:
        raise InvalidTypeError("at: required, got None")
    times, several = _bookable.read_times(at, "at")
    order = None
    if several and len(times) > 1 and (times[1:] < times[:-1]).any():
        order = np.argsort(times, kind="stable")
        times = times[order]
    if not isinstance(who, Mapping) and start is None and end is None and len(times):
        start = times[0]
        end = times[-1] + np.timedelta64(1, "s")
    query = _query(who, event, start, end, **options)
    found = [read_explanation(text, query.zone) for text in query.explain(times)]
    if not several:
        return found[0]
    if order is None:
        return found
    answer: list[Any] = [None] * len(found)
    for place, explanation in zip(order, found):
        answer[place] = explanation
    return answer


def what_if(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> list[RuleEffect]:
    """What each rule costs: the starts that the answer would gain, and lose,
    without it; the rules that change nothing are left out.

    Options are those of :func:`find_slots`. Cost: a find_slots for each rule,
    booking and busy time that can matter.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    >>> bookable.what_if(hours, bookable.EventType(60), "2026-11-24", "2026-11-24", busy=[
    ...     ("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00")])
    [RuleEffect('schedule.availability[0]', 0 gained, 2 lost), RuleEffect('busy[0]', 1 gained, 0 lost)]
    """
    query = _query(who, event, start, end, **options)
    return [RuleEffect(rule, gained, lost) for rule, gained, lost in query.what_if()]


def busy_horizon(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> Interval:
    """What must be loaded before the query is asked: busy times, bookings and
    holds that meet this interval can change the answer; others cannot."""
    query = _query(who, event, start, end, **options)
    return Interval(*query.busy_horizon())


def limit_horizon(
    who: Union[Who, Mapping[str, Any]],
    event: Optional[EventType] = None,
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    **options: Any,
) -> Optional[Interval]:
    """Bookings that start in this interval can change what limits (and, when
    hosts are assigned, fairness) say. None when nothing counts bookings."""
    query = _query(who, event, start, end, **options)
    horizon = query.limit_horizon()
    return None if horizon is None else Interval(*horizon)


def answer(request: Union[Mapping[str, Any], str, bytes]) -> dict[str, Any]:
    """A request in the JSON form (docs/request.md), as a dict or as text, and
    its answer in that form, as a dict. In a dict, datetimes, dates and
    datetime64 may stand where the form has text.

    Raises:
        BookableError: the request is wrong; ``.field`` says where.

    >>> import bookable
    >>> bookable.answer({
    ...     "schedule": {"timeZone": "Europe/Rome", "availability": [
    ...         {"days": ["Tuesday"], "startTime": "09:00", "endTime": "11:00"}]},
    ...     "eventType": {"lengthInMinutes": 60},
    ...     "start": "2026-11-24", "end": "2026-11-24"})
    {'slots': {'2026-11-24': [{'start': '2026-11-24T09:00:00.000+01:00'}, {'start': '2026-11-24T10:00:00.000+01:00'}]}}
    """
    text = request if isinstance(request, (str, bytes)) else write_json(request)
    found: dict[str, Any] = json.loads(_bookable.Query.from_json(text).answer_json())
    return found


def compile(
    host: Union[Host, Schedule],
    event: EventType,
    *,
    zone: Optional[ZoneLike] = None,
    event_zone: Optional[ZoneLike] = None,
    duration: Optional[MinutesLike] = None,
    owner: str = "",
    ignore_booking: str = "",
) -> CompiledHost:
    """Binds a host to an event type, for repeated calls.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    >>> ann = bookable.compile(bookable.Host(hours), bookable.EventType(60))
    >>> ann.starts("2026-11-24", "2026-11-24")
    array(['2026-11-24T08:00:00', '2026-11-24T09:00:00'],
          dtype='datetime64[s]')
    """
    if isinstance(host, Schedule):
        host = Host(host)
    return CompiledHost(
        host,
        event,
        zone=zone,
        event_zone=event_zone,
        duration=duration,
        owner=owner,
        ignore_booking=ignore_booking,
    )


# As find_slots has them when nobody gives any: zone to fairness_period.
_NO_OPTIONS = (None, None, None, "", "", False, "month")


def _are_defaults(*options: Any) -> bool:
    return all(map(is_same, options, _NO_OPTIONS))


# What is given to a host has a place of its own.
_BUSY = "busy: only with a Schedule; a Host has its own"


def _query(
    who: Any,
    event: Any,
    start: Any,
    end: Any,
    *,
    busy: Any = None,
    now: Any = None,
    assign: Any = False,
    fairness_period: Any = "month",
    **options: Any,
) -> "_bookable.Query":
    if isinstance(who, Mapping):
        given = {
            "event": event, "start": start, "end": end, "busy": busy, "now": now,
            "assign": None if assign is False else assign, **options,
        }  # fmt: skip
        for name, value in given.items():
            if not (value is None or is_same(value, "")):
                raise InvalidTypeError(f"{name}: a request says it itself")
        return _bookable.Query.from_json(write_json(who))
    asked = read_options(**options)
    if isinstance(who, CompiledHost):
        if event is not None and not is_same(event, who.event):
            raise InvalidTypeError("event: a CompiledHost has its own")
        event = who.event
        # What is asked anew goes before what it was compiled for.
        asked = Options._make(
            own if new is None or is_same(new, "") else new for new, own in zip(asked, who._options)
        )
        who = who.host
    if isinstance(who, Schedule):
        who = Host(who, () if busy is None else busy)
    elif busy is not None:
        raise InvalidTypeError(_BUSY)
    read_one(event, EventType, "event")
    groups: Any = None
    stages: Any = None
    host: Any = None
    if isinstance(who, Host):
        host = who._core
    elif isinstance(who, Team):
        groups = who._cores
    elif isinstance(who, Stages):
        stages = who._cores
    else:
        raise wrong_type(
            "who", "a Host, a Schedule, a Team, Stages, a CompiledHost or a request", who
        )
    return _bookable.Query(
        host, groups, stages, event._core, start, end, now, *asked, assign, fairness_period
    )
