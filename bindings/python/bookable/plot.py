"""Pictures: a week of slots, how many hosts are free, a team side by side.

Needs matplotlib; the package does without. Each function draws into ``ax`` (or
a figure of its own) and returns the Axes: ``week(slots).figure.savefig(...)``.
Times are read as clocks in the answer's zone show them, also where clocks
change: an hour that is skipped stays blank, one that occurs twice is drawn in
two halves. Colours are told apart by the colour-blind, and kinds by more than
their colour.

>>> import bookable, bookable.plot
>>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
>>> slots = bookable.find_slots(hours, bookable.EventType(60), "2026-11-23", "2026-11-29")
>>> axes = bookable.plot.week(slots, host=hours, week_start="Monday")
>>> axes.get_title(loc="left")
'Week of 23 Nov 2026, Europe/Rome'
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from typing import Any, Iterator, NamedTuple, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

try:
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle
    from matplotlib.ticker import MaxNLocator
except ImportError as error:  # pragma: no cover - depends on the machine
    raise ImportError(
        "bookable.plot needs matplotlib: Debian's python3-matplotlib, or bookable[plot]"
    ) from error

from . import _bookable
from ._batch import BatchSlots
from ._bookable import Zone
from ._errors import InvalidArgumentError, InvalidTypeError
from ._event import EventType
from ._host import Host
from ._query import find_slots
from ._schedule import Schedule
from ._slots import Slots
from ._team import Stages, Team
from ._types import (
    DAY_NAMES,
    BoundLike,
    DateLike,
    TimeLike,
    Times,
    ZoneLike,
    is_number,
    length_text,
    read_count,
    read_date,
    read_one,
    read_optional_zone,
    read_zone,
    wrong_type,
)

__all__ = ["heat", "timeline", "week"]

# Of Okabe and Ito, where it carries meaning.
_OPEN = "#dbe9f4"
_BUSY = "#8a8a8a"
_BOOKED = "#d55e00"
_SLOT = "#0072b2"
_NOW = "#cc3311"
_LINE = "#d9d9d9"
_TEXT = "#333333"
_MAP = "cividis"

_ONE_SECOND = np.timedelta64(1, "s")
_HOUR = 3600
_DAY = 24 * _HOUR
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

# Where clocks are read with AM and PM. By zones, since nothing here reads the
# machine's locale; `clock` says otherwise.
_TWELVE_HOURS_IN = ("US/", "Australia/", "America/Indiana/", "America/Kentucky/",
                    "America/North_Dakota/")  # fmt: skip
_TWELVE_HOURS = frozenset(
    [f"America/{city}" for city in (
        "Anchorage", "Boise", "Bogota", "Chicago", "Denver", "Detroit", "Edmonton", "Halifax",
        "Juneau", "Los_Angeles", "Mexico_City", "New_York", "Phoenix", "Regina", "St_Johns",
        "Toronto", "Vancouver", "Winnipeg")]
    + ["Pacific/Honolulu", "Pacific/Auckland", "Asia/Kolkata", "Asia/Calcutta", "Asia/Karachi",
       "Asia/Dhaka", "Asia/Manila", "Africa/Cairo"]
)  # fmt: skip


def week(
    slots: Optional[Slots] = None,
    date: Optional[DateLike] = None,
    *,
    host: Union[Host, Schedule, None] = None,
    zone: Optional[ZoneLike] = None,
    week_start: Optional[str] = None,
    clock: Optional[int] = None,
    now: Optional[TimeLike] = None,
    ax: Any = None,
) -> Any:
    """A week as a calendar shows it: a column a date, time downwards.

    Args:
        slots: drawn as boxes with their starts. None: the host alone.
        date: any date of the week. Default: that of the first slot.
        host: whose open and busy time, and bookings, are drawn behind the
            slots; a Schedule has open time only.
        zone: of the clock. Default: that of the slots, else of the host.
        week_start: the name of a day. Default: the schedule's; without a host
            "Sunday", as everywhere in this package.
        clock: 12 or 24 hours. Default: by the zone (12 in the US, Australia,
            India, ...).
        now: drawn as a line; what is before it is not hidden.
        ax: Axes to draw into.

    Returns:
        The Axes; ``.figure`` is its figure.

    Raises:
        BookableError: no date is given and there is no slot to take it from.
    """
    if slots is not None:
        read_one(slots, Slots, "slots")
    if host is not None and not isinstance(host, (Host, Schedule)):
        raise wrong_type("host", "a Host or a Schedule", host)
    schedule = host.schedule if isinstance(host, Host) else host
    if slots is None and schedule is None:
        raise InvalidTypeError("slots: required, or host; got neither")
    shown = read_optional_zone(zone, "zone")
    if shown is None:
        shown = slots.zone if slots is not None else schedule.zone  # type: ignore[union-attr]
    if week_start is None:
        week_start = schedule.week_start if schedule is not None else "Sunday"
    if date is not None:
        day = _date_in_range(date, "date")
    elif slots:
        day = shown.date_at(slots.starts[0])
    else:
        raise InvalidArgumentError("date: required where there are no slots, got None")
    first = day - dt.timedelta(days=(day.weekday() - _day(week_start)) % 7)
    dates = [first + dt.timedelta(days=i) for i in range(7)]
    low, high = _span_of(shown, dates[0], dates[-1])
    clock = _read_clock(clock, shown)

    opened, busy, booked = _layers(host, low, high)
    if slots is None:
        starts = ends = np.empty(0, np.int64)
    else:
        inside = (slots.starts >= low) & (slots.starts < high)
        starts, ends = _seconds(slots.starts[inside]), _seconds(slots.ends[inside])
    # Slots that overlap are cut at the next start, so that each can be seen.
    drawn = ends.copy()
    if len(starts) > 1:
        np.minimum(drawn[:-1], starts[1:], out=drawn[:-1])

    cuts = _Cuts(shown, low, high)
    ground = list(cuts.pieces(*opened))
    taken = [list(cuts.pieces(*layer)) for layer in (busy, booked)]
    boxes = list(cuts.pieces(starts, drawn))
    begins, finishes = _hours_shown(ground + boxes or taken[0] + taken[1])

    columns = {one: i for i, one in enumerate(dates)}
    height = max(4.5, min(11.0, 1.6 + 0.52 * (finishes - begins)))
    axes = _axes(10.5, height, ax)
    axes.set_xlim(0, 7)
    axes.set_ylim(finishes, begins)
    for piece in ground:
        _box(axes, columns, piece, facecolor=_OPEN, edgecolor="none", zorder=1, label="open")
    for hour in range(begins, finishes + 1):
        axes.axhline(hour, color=_LINE, linewidth=0.6, zorder=2)
    for i in range(8):
        inner = 0 < i < 7
        axes.axvline(i, color="white" if inner else _LINE, linewidth=2 if inner else 0.6, zorder=2)
    kinds = ((_BUSY, "busy"), (_BOOKED, "booked"))
    for order, (pieces, (colour, name)) in enumerate(zip(taken, kinds)):
        for piece in pieces:
            _box(axes, columns, piece, inset=0.03, facecolor=colour, edgecolor="white",
                 hatch="////", linewidth=0.5, alpha=0.75, zorder=3 + order, label=name)  # fmt: skip
    span = (drawn - starts).min() / _HOUR if len(starts) else 1.0
    tall = span * axes.get_window_extent().height / max(1, finishes - begins) / axes.figure.dpi * 72
    size = min(8.5, tall * 0.62)
    named: set[int] = set()
    seats = None
    if slots is not None and slots.seats_remaining is not None:
        seats = slots.seats_remaining[inside]
    for piece in boxes:
        _box(axes, columns, piece, inset=0.06, facecolor=_SLOT, edgecolor="white",
             linewidth=0.6, zorder=5, label=_slot_label(slots))  # fmt: skip
        if piece.source in named or size < 4.5 or piece.end - piece.begin < span * 0.6:
            continue
        named.add(piece.source)
        text = _time_text(piece.begin, clock)
        if seats is not None and piece.share == 1.0:
            text += f"  ({seats[piece.source]} left)"
        place = columns.get(piece.date)
        if place is not None:
            axes.text(place + piece.offset + piece.share / 2, (piece.begin + piece.end) / 2, text,
                      color="white", size=size if piece.share == 1.0 else size * 0.7, ha="center",
                      va="center_baseline", zorder=6, clip_on=True)  # fmt: skip
    if now is not None:
        at = _instant(_bookable.to_datetime(now, False, "now"))
        if low <= at < high:
            for piece in cuts.pieces([at], [at + _ONE_SECOND]):
                place = columns[piece.date]
                axes.plot([place, place + 1], [piece.begin] * 2, color=_NOW, linewidth=1.6,
                          zorder=7, label="now")  # fmt: skip

    axes.xaxis.tick_top()
    axes.set_xticks([i + 0.5 for i in range(7)], [_named(one) for one in dates])
    ticks = range(begins, finishes + 1, 1 if finishes - begins <= 16 else 2)
    axes.set_yticks(list(ticks), [_time_text(hour, clock) for hour in ticks])
    _plain(axes)
    _title(axes, f"Week of {_date_text(dates[0])}, {shown.name}")
    _legend(axes)
    return axes


def heat(
    free: Union[BatchSlots, tuple[Times, npt.NDArray[np.int64]]],
    *,
    zone: Optional[ZoneLike] = None,
    of: Optional[int] = None,
    week_start: Optional[str] = None,
    clock: Optional[int] = None,
    ax: Any = None,
) -> Any:
    """How many hosts are free at each start: a column a date, time downwards,
    brighter where more are free, from none to the most. Blank: no host has a
    start there.

    Args:
        free: of :func:`bookable.batch`; or starts and numbers, as of
            ``BatchSlots.count_free`` and ``bookable.dask.heat``.
        zone: of the clock. Default: that of the answer; required with columns.
        of: how many hosts there are, for the title. Default: the answer's.
        week_start: where weeks are parted by lines. Default: that of the first
            host's schedule; with columns "Sunday".
        clock: 12 or 24 hours. Default: by the zone.
        ax: Axes to draw into.

    Returns:
        The Axes.

    Where many starts fall into what is one row of the picture (rows are five
    minutes at least), the row shows the greatest of their numbers.
    """
    if isinstance(free, BatchSlots):
        shown = free.zone if zone is None else read_zone(zone, "zone")
        times, counts = free.count_free()
        of = len(free) if of is None else of
        week_start = free._week_start if week_start is None else week_start
    else:
        if not isinstance(free, (tuple, list)) or len(free) != 2:
            hint = "; plot.week draws the slots of one host" if isinstance(free, Slots) else ""
            raise InvalidTypeError(
                f"free: expected BatchSlots or a pair of columns, got {type(free).__name__}{hint}"
            )
        if zone is None:
            raise InvalidTypeError("zone: required with columns, which are in UTC; got None")
        shown = read_zone(zone, "zone")
        times, counts = free
        times = _bookable.read_times(np.asarray(times), "free")[0]
        counts = np.asarray(counts)
        if counts.size and counts.dtype.kind not in "iuf":
            raise InvalidTypeError(f"free: expected numbers of hosts, got {counts.dtype}")
        if times.shape != counts.shape:
            raise InvalidArgumentError(
                f"free: must be as many times as numbers, got {len(times)} and {counts.size}"
            )
    if of is not None:
        of = read_count(of, "of", 0, sys.maxsize)
    clock = _read_clock(clock, shown)
    first_day = _day("Sunday" if week_start is None else week_start)
    axes = _axes(11.0, 5.2, ax)
    title = "Hosts free at each start" + (f" (of {of:,})" if of is not None else "")
    if not len(times):
        axes.text(0.5, 0.5, "no host is free", ha="center", va="center", color=_TEXT,
                  transform=axes.transAxes)  # fmt: skip
        axes.set_xticks([])
        axes.set_yticks([])
        _plain(axes)
        _title(axes, f"{title}, {shown.name}")
        return axes

    local = _seconds(_bookable.to_local(times, shown))
    day, minute = local // _DAY, local % _DAY // 60
    step = max(5, math.gcd(int(np.gcd.reduce(minute)), 60)) if len(minute) else 60
    top = int(minute.min() // 60 * 60)
    rows = -(-int(minute.max() + step - top) // step)
    last_day = int(day.max())
    begin = int(day.min())
    grid = np.zeros((rows, last_day - begin + 1))
    np.maximum.at(grid, ((minute - top) // step, day - begin), counts)
    grid[grid == 0] = np.nan  # not drawn
    edges = np.arange(grid.shape[1] + 1)
    hours = (top + np.arange(rows + 1) * step) / 60
    mesh = axes.pcolormesh(edges, hours, grid, cmap=_MAP, vmin=0, rasterized=True)
    axes.set_ylim(hours[-1], hours[0])
    axes.set_facecolor("#f4f4f4")
    dates = [dt.date(1970, 1, 1) + dt.timedelta(days=begin + i) for i in range(grid.shape[1])]
    _date_ticks(axes, dates, first_day)
    spacing = 1 if hours[-1] - hours[0] <= 14 else 2
    ticks = range(math.ceil(hours[0]), math.floor(hours[-1]) + 1, spacing)
    axes.set_yticks(list(ticks), [_time_text(hour, clock) for hour in ticks])
    bar = axes.figure.colorbar(mesh, ax=axes, pad=0.015, aspect=28)
    bar.ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    bar.ax.yaxis.set_major_formatter(lambda value, place: f"{value:,.0f}")
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=8.5, labelcolor=_TEXT)
    _plain(axes)
    _title(axes, f"{title}, {shown.name}")
    return axes


def timeline(
    team: Union[Team, Stages, Host, Sequence[Host]],
    start: Optional[BoundLike] = None,
    end: Optional[BoundLike] = None,
    *,
    event: Optional[EventType] = None,
    now: Optional[TimeLike] = None,
    zone: Optional[ZoneLike] = None,
    clock: Optional[int] = None,
    ax: Any = None,
) -> Any:
    """Hosts below each other, time to the right: who is open, who is busy, and
    with an ``event`` when the team can be booked, and by whom.

    Args:
        team: a Team or Stages; hosts by themselves; or one.
        start, end: instants, or dates of the zone (``end`` is included).
            Default: the week from the earliest busy time or booking.
        event: draws the team's slots in a row of their own, and marks each
            host who can take one.
        now: as of :func:`bookable.find_slots`; drawn as a line.
        zone: of the clock. Default: that of the first host's schedule.
        clock: 12 or 24 hours. Default: by the zone.
        ax: Axes to draw into.

    Returns:
        The Axes.

    Raises:
        BookableError: there is no host; or no bounds, and nothing is busy.

    Hosts of different zones are read by one clock: that of the zone shown.

    >>> import bookable, bookable.plot
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    >>> team = bookable.Team.round_robin(
    ...     [bookable.Host(hours, id="ann"), bookable.Host(hours, id="bob")])
    >>> axes = bookable.plot.timeline(
    ...     team, "2026-11-24", "2026-11-24", event=bookable.EventType(60))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['ann', 'bob', 'team']
    """
    hosts, named = _rows(team)
    if not hosts:
        raise InvalidArgumentError("team: must have a host, got none")
    shown = hosts[0].schedule.zone if zone is None else read_zone(zone, "zone")
    if (start is None) != (end is None):
        missing, given = ("start", "end") if start is None else ("end", "start")
        raise InvalidTypeError(f"{missing}: required with {given}, got None")
    if start is None:
        columns = [column for host in hosts for column in (host.busy_starts, host.booking_starts)]
        known = np.concatenate(columns)
        if not len(known):
            raise InvalidArgumentError("start: required where nothing is busy, got None")
        start = shown.date_at(known.min())
        end = start + dt.timedelta(days=6)
    low, high = _bound(start, shown, False), _bound(end, shown, True)
    if not low < high:
        after, got = (
            bound.isoformat() for bound in _bookable.to_datetimes(np.array([low, high]), shown)
        )
        raise InvalidArgumentError(f"end: must be after start {after}, got {got}")
    clock = _read_clock(clock, shown)

    slots: Optional[Slots] = None
    if event is not None:
        asked: Union[Team, Stages, Host] = hosts[0]
        if isinstance(team, (Team, Stages)):
            asked = team
        elif len(hosts) > 1:
            asked = Team.round_robin(hosts)
        slots = find_slots(asked, event, low, high, now=now, zone=shown)
    rows = len(hosts) + (1 if slots is not None else 0)
    axes = _axes(11.0, 1.5 + 0.46 * rows, ax)
    origin = int(_seconds(low))
    width = (int(_seconds(high)) - origin) / _HOUR
    axes.set_xlim(0, width)
    axes.set_ylim(rows - 0.5, -0.5)

    def bars(centre: float, height: float, spans: tuple[Any, Any], **style: Any) -> None:
        listed = [
            ((begin - origin) / _HOUR, (finish - begin) / _HOUR)
            for begin, finish in zip(*(_seconds(times).tolist() for times in spans))
        ]
        if listed:
            axes.broken_barh(listed, (centre - height / 2, height), **style)

    # Over many days bars are thin: an edge would be all there is of them.
    hatched: dict[str, Any] = {"edgecolor": "white", "hatch": "////", "alpha": 0.75,
               "linewidth": 0.5 if width <= 10 * 24 else 0.0}  # fmt: skip
    for row, host in enumerate(hosts):
        opened, busy, booked = _layers(host, low, high)
        bars(row, 0.72, opened, facecolor=_OPEN, zorder=1, label="open")
        bars(row, 0.56, busy, facecolor=_BUSY, **hatched, zorder=3, label="busy")
        bars(row, 0.56, booked, facecolor=_BOOKED, **hatched, zorder=4, label="booked")
    if slots is not None:
        able = slots.can_take
        last = len(hosts)
        # A line under the host who can take the start; the team's row shows
        # the slot itself. Overlapping slots are cut at the next start.
        ends = slots.ends.copy()
        if len(ends) > 1:
            np.minimum(ends[:-1], slots.starts[1:], out=ends[:-1])
        # White between neighbours, unless it would be all there is to see.
        narrow = len(slots) > 0 and (ends - slots.starts).min() / _ONE_SECOND < width * _HOUR / 150
        edge: dict[str, Any] = {"linewidth": 0.0 if narrow else 0.6, "edgecolor": "white"}
        bars(last, 0.56, (slots.starts, ends), facecolor=_SLOT, **edge, zorder=3,
             label=_slot_label(slots))  # fmt: skip
        if able is not None and not isinstance(team, Stages):
            place = {id: i for i, id in enumerate(slots.host_ids)}
            for row, host in enumerate(hosts):
                can = able[:, place[host.id]] if host.id in place else np.zeros(len(slots), bool)
                bars(row + 0.41, 0.09, (slots.starts[can], ends[can]), facecolor=_SLOT, **edge,
                     zorder=5, label="can take it")  # fmt: skip
        axes.axhline(last - 0.5, color=_TEXT, linewidth=0.8)
        named = [*named, "team" if len(hosts) > 1 else "slots"]
    for row in range(1, len(hosts)):
        axes.axhline(row - 0.5, color=_LINE, linewidth=0.6, zorder=0)
    if now is not None:
        at = int(_seconds(_instant(_bookable.to_datetime(now, False, "now"))))
        if 0 <= at - origin < width * _HOUR:
            axes.axvline((at - origin) / _HOUR, color=_NOW, linewidth=1.6, zorder=7, label="now")

    axes.set_yticks(range(rows), named)
    _time_ticks(axes, shown, low, high, clock)
    _plain(axes)
    _title(axes, f"{_bounds_text(shown, low, high)}, {shown.name}")
    _legend(axes)
    return axes


# --- time as clocks show it ---------------------------------------------------


class _Piece(NamedTuple):
    """A part of an interval on one date, of one reading of the clock."""

    date: dt.date
    begin: float  # hours since midnight, by the clock
    end: float
    offset: float  # of the column: 0, or 0.5 for the second reading in a fold
    share: float  # of the column: 1, or 0.5 in a fold
    source: int


class _Cuts:
    """Where an interval must be cut so that each piece is one box: at
    midnights, transitions, and around what the clock shows twice."""

    def __init__(self, zone: Zone, low: Any, high: Any) -> None:
        self._zone = zone
        self._low, self._high = int(_seconds(low)), int(_seconds(high))
        self._twice: list[tuple[int, int, float]] = []
        cuts: set[int] = {self._low, self._high}
        date, last = zone.date_at(low), zone.date_at(high)
        while date <= last:
            cuts.add(int(zone.start_of_date(date).timestamp()))
            date += dt.timedelta(days=1)
        for at in _seconds(zone.transitions(low, high)).tolist():
            before = zone.offset_at(np.datetime64(at - 1, "s")).total_seconds()
            back = int(before - zone.offset_at(np.datetime64(at, "s")).total_seconds())
            cuts.add(at)
            if back > 0:
                self._twice += [(at - back, at, 0.0), (at, at + back, 0.5)]
                cuts |= {at - back, at + back}
        self._cuts = np.array(sorted(cuts), np.int64)

    def pieces(self, starts: Any, ends: Any) -> Iterator[_Piece]:
        spans = zip(_seconds(starts).tolist(), _seconds(ends).tolist())
        for source, (start, end) in enumerate(spans):
            start, end = max(start, self._low), min(end, self._high)
            if start >= end:
                continue
            between = self._cuts[(self._cuts > start) & (self._cuts < end)].tolist()
            for begin, finish in zip([start, *between], [*between, end]):
                reading = _reading(begin, self._zone)
                hour = reading % _DAY / _HOUR
                offset, share = 0.0, 1.0
                for a, b, half in self._twice:
                    if a <= begin < b:
                        offset, share = half, 0.5
                date = dt.date(1970, 1, 1) + dt.timedelta(days=reading // _DAY)
                yield _Piece(date, hour, hour + (finish - begin) / _HOUR, offset, share, source)


def _seconds(times: Any) -> Any:
    return np.asarray(times).astype("datetime64[s]").astype(np.int64)


def _reading(at: int, zone: Zone) -> int:
    """What the clock shows, in seconds since the start of 1970 by the clock."""
    moment = np.array([at], np.int64).astype("datetime64[s]")
    return int(_seconds(_bookable.to_local(moment, zone))[0])


def _instant(at: dt.datetime) -> Any:
    return np.datetime64(int(at.timestamp()), "s")


def _span_of(zone: Zone, first: dt.date, last: dt.date) -> tuple[Any, Any]:
    return (
        _instant(zone.start_of_date(first)),
        _instant(zone.start_of_date(last + dt.timedelta(days=1))),
    )


def _date_in_range(value: Any, field: str) -> dt.date:
    date = read_date(value, field)
    if not 1900 <= date.year <= 2200:
        raise InvalidArgumentError(f"{field}: must be in a year from 1900 to 2200, got {date}")
    return date


def _bound(value: Any, zone: Zone, is_end: bool) -> Any:
    """The instant of a bound, as find_slots reads it."""
    is_date = (
        (isinstance(value, dt.date) and not isinstance(value, dt.datetime))
        or (isinstance(value, str) and len(value) == 10)
        or (isinstance(value, np.datetime64) and np.datetime_data(value.dtype)[0] == "D")
    )
    if is_date:
        date = _date_in_range(value, "end" if is_end else "start")
        return _instant(zone.start_of_date(date + dt.timedelta(days=1 if is_end else 0)))
    return _instant(_bookable.to_datetime(value, False, "end" if is_end else "start"))


def _layers(host: Union[Host, Schedule, None], low: Any, high: Any) -> tuple[Any, Any, Any]:
    """Starts and ends of what is open, busy, booked."""
    none = np.empty(0, np.int64)
    if host is None:
        return (none, none), (none, none), (none, none)
    schedule = host.schedule if isinstance(host, Host) else host
    opened = schedule.open_time(low, high)
    spans = (opened.starts, opened.ends)
    if isinstance(host, Schedule):
        return spans, (none, none), (none, none)

    def clipped(starts: Any, ends: Any) -> Any:
        met = (ends > low) & (starts < high) & (starts < ends)
        return np.maximum(starts[met], low), np.minimum(ends[met], high)

    return (
        spans,
        clipped(host.busy_starts, host.busy_ends),
        clipped(host.booking_starts, host.booking_ends),
    )


def _hours_shown(pieces: Sequence[_Piece]) -> tuple[int, int]:
    if not pieces:
        return 8, 18
    begin = math.floor(min(piece.begin for piece in pieces))
    end = math.ceil(max(piece.end for piece in pieces) - 1e-9)
    return begin, max(end, begin + 4)


def _read_clock(clock: Optional[int], zone: Zone) -> int:
    if clock is None:
        twelve = zone.name.startswith(_TWELVE_HOURS_IN) or zone.name in _TWELVE_HOURS
        return 12 if twelve else 24
    if not is_number(clock) or clock not in (12, 24):
        raise InvalidArgumentError(f"clock: must be 12 or 24, got {clock!r}")
    return clock


def _day(name: str) -> int:
    if not isinstance(name, str) or name not in DAY_NAMES:
        raise InvalidArgumentError(
            f"week_start: must be one of {', '.join(DAY_NAMES)}, got {name!r}"
        )
    return DAY_NAMES.index(name)


# --- text and looks -----------------------------------------------------------


def _time_text(hours: float, clock: int) -> str:
    hour, minute = divmod(round(hours * 60), 60)
    if clock == 24:
        return f"{hour:02}:{minute:02}"
    half = "am" if hour % 24 < 12 else "pm"
    shown = hour % 12 or 12
    return f"{shown} {half}" if minute == 0 else f"{shown}:{minute:02} {half}"


def _short(date: dt.date) -> str:
    return DAY_NAMES[date.weekday()][:3]


def _named(date: dt.date) -> str:
    return f"{_short(date)} {date.day} {_MONTHS[date.month - 1]}"


def _date_text(date: dt.date) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _bounds_text(zone: Zone, low: Any, high: Any) -> str:
    first, last = zone.date_at(low), zone.date_at(high - np.timedelta64(1, "s"))
    if first == last:
        return f"{_short(first)} {_date_text(first)}"
    return f"{_date_text(first)} to {_date_text(last)}"


def _axes(width: float, height: float, ax: Any) -> Any:
    """Those given, or of a figure of their own."""
    if ax is not None:
        return read_one(ax, Axes, "ax")
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def _box(
    axes: Any, columns: dict[dt.date, int], piece: _Piece, inset: float = 0.0, **style: Any
) -> None:
    place = columns.get(piece.date)
    if place is not None:
        axes.add_patch(Rectangle(
            (place + piece.offset + inset * piece.share, piece.begin),
            piece.share * (1 - 2 * inset), piece.end - piece.begin, **style))  # fmt: skip


def _plain(axes: Any) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=8.5, labelcolor=_TEXT)


def _title(axes: Any, text: str) -> None:
    axes.set_title(text, loc="left", size=11, color=_TEXT, weight="bold", pad=10)


def _slot_label(slots: Optional[Slots]) -> str:
    assert slots is not None
    return f"slot of {length_text(slots.length)}"


def _legend(axes: Any) -> None:
    """Each kind that was drawn, once, below."""
    shown: dict[str, Any] = {}
    for artist in [*axes.patches, *axes.collections, *axes.lines]:
        name = artist.get_label()
        if not name or name.startswith("_") or name in shown:
            continue
        if artist in list(axes.lines):
            shown[name] = artist
            continue
        face = np.asarray(artist.get_facecolor()).reshape(-1, 4)[0]
        if name == "can take it":
            shown[name] = Line2D([], [], color=face, linewidth=3)
            continue
        shown[name] = Patch(facecolor=face, edgecolor="white", hatch=artist.get_hatch(), label=name)
    order = ["open", "busy", "booked", "slot", "can take it", "now"]
    names = sorted(shown, key=lambda name: order.index(name.partition(" of ")[0]))
    if names:
        axes.legend([shown[name] for name in names], names, loc="upper left", ncol=len(names),
                    bbox_to_anchor=(0, -0.02 if axes.xaxis.get_ticks_position() == "top" else -0.0),
                    frameon=False, fontsize=8.5, labelcolor=_TEXT, borderaxespad=1.6)  # fmt: skip


def _date_ticks(axes: Any, dates: Sequence[dt.date], first_day: int) -> None:
    """Dates under columns: each, or where weeks begin, as many as fit."""
    weeks = [i for i, date in enumerate(dates) if date.weekday() == first_day]
    for i in weeks:
        if i > 0:
            axes.axvline(i, color="white", linewidth=1.2 if len(dates) <= 120 else 0.5)
    if len(dates) <= 10:
        axes.set_xticks([i + 0.5 for i in range(len(dates))], [_named(date) for date in dates])
        return
    every = max(1, -(-len(weeks) // 14))
    ticks = weeks[::every]
    shown = [f"{dates[i].day} {_MONTHS[dates[i].month - 1]}" for i in ticks]
    axes.set_xticks([i + 0.5 for i in ticks], shown)
    first, last = dates[0].year, dates[-1].year
    axes.set_xlabel(f"{first}" if first == last else f"{first} to {last}", size=8.5, color=_TEXT)


def _time_ticks(axes: Any, zone: Zone, low: Any, high: Any, clock: int) -> None:
    """Lines at midnights with dates below, hours where there is room."""
    origin, finish = int(_seconds(low)), int(_seconds(high))
    days: list[tuple[int, dt.date]] = []
    ticks: list[tuple[float, str]] = []
    date, last = zone.date_at(low), zone.date_at(high - np.timedelta64(1, "s"))
    count = (last - date).days + 1
    every = 2 if count == 1 else 6 if count <= 3 else 12 if count <= 7 else 24
    while date <= last:
        begin = int(zone.start_of_date(date).timestamp())
        next_one = int(zone.start_of_date(date + dt.timedelta(days=1)).timestamp())
        days.append((max(begin, origin), date))
        for at in range(begin, next_one, 900):
            reading = _reading(at, zone)
            if origin <= at <= finish and reading % (every * _HOUR) == 0 and every < 24:
                ticks.append(((at - origin) / _HOUR, _time_text(reading % _DAY / _HOUR, clock)))
        date += dt.timedelta(days=1)
    for begin, _ in days[1:]:
        axes.axvline((begin - origin) / _HOUR, color=_BUSY if count <= 10 else _LINE,
                     linewidth=0.8, zorder=2 if count <= 10 else 0)  # fmt: skip
    axes.xaxis.tick_top()
    step = max(1, -(-count // 14))
    if count == 1:
        axes.set_xticks([at for at, _ in ticks], [text for _, text in ticks])
        return
    ends = [begin for begin, _ in days[1:]] + [finish]
    centres = [((begin + end) / 2 - origin) / _HOUR for (begin, _), end in zip(days, ends)]
    names = [_named(date) for _, date in days]
    # A partial date at an edge has no room for its name.
    roomy = [i for i in range(0, count, step)
             if ends[i] - days[i][0] > 0.5 * step * _DAY or count > 14]  # fmt: skip
    axes.set_xticks([centres[i] for i in roomy], [names[i] for i in roomy])
    if every < 24:
        axes.xaxis.remove_overlapping_locs = False  # noon is where a date's name is
        axes.set_xticks([at for at, _ in ticks], [text for _, text in ticks], minor=True)
        axes.tick_params(axis="x", which="minor", length=0, labelsize=7, labelcolor=_BUSY,
                         labeltop=False, labelbottom=True)  # fmt: skip
        for tick, _ in ticks:
            axes.axvline(tick, color=_LINE, linewidth=0.5, zorder=0)


def _rows(team: Any) -> tuple[list[Host], list[str]]:
    if isinstance(team, Host):
        hosts = [team]
    elif isinstance(team, (Team, Stages)):
        hosts = list(team.hosts)
    elif isinstance(team, Sequence) and all(isinstance(host, Host) for host in team):
        hosts = list(team)
    else:
        raise wrong_type("team", "a Team, Stages or Hosts", team)
    return hosts, [host.id or f"host {i}" for i, host in enumerate(hosts)]
