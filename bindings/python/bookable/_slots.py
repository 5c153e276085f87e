"""Answers: slots as columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Iterator, Optional, Union, overload

import numpy as np
import numpy.typing as npt

from . import _bookable
from ._bookable import Zone
from ._errors import InvalidArgumentError
from ._types import Times, ZoneLike, is_number, length_text, read_zone, sealed, wrong_type

_Columns = tuple[Any, ...]


@dataclass(frozen=True)
class Slot:
    """One slot. ``start`` and ``end`` are aware datetimes of the answer's zone.

    Attributes:
        hosts: of a team: ids of all who can take it; else empty.
        assigned: ids of those who take it, if that was asked for.
        seats_remaining: of a seated event type, else None.
        stages: of a sequence: the start of each stage, and who can take it.
    """

    start: dt.datetime
    end: dt.datetime
    hosts: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    seats_remaining: Optional[int] = None
    stages: tuple[tuple[dt.datetime, tuple[str, ...]], ...] = ()


class Slots:
    """The bookable starts of a query, increasing; columns inside.

    ``len``, iteration and ``slots[i]`` give :class:`Slot`; ``slots[a:b]`` and
    ``slots[mask]`` give Slots. ``np.asarray(slots)`` is ``slots.starts``.

    Thread-safety: immutable (its arrays are read-only); share it freely.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    >>> slots = bookable.find_slots(hours, bookable.EventType(60), "2026-11-24", "2026-11-24")
    >>> slots
    Slots(2 of 1 h, Europe/Rome, 2026-11-24 09:00 to 2026-11-24 10:00)
    >>> slots.starts
    array(['2026-11-24T08:00:00', '2026-11-24T09:00:00'],
          dtype='datetime64[s]')
    >>> slots.to_pandas()["start"][0]
    Timestamp('2026-11-24 09:00:00+0100', tz='Europe/Rome')
    >>> slots.to_dicts()[0]
    {'start': '2026-11-24T09:00:00+01:00', 'end': '2026-11-24T10:00:00+01:00'}
    """

    __slots__ = ("_columns", "_length", "_zone", "_ids", "__weakref__")

    def __init__(
        self, columns: _Columns, length: int, zone: Zone, ids: tuple[str, ...] = ()
    ) -> None:
        # starts, seats, words of hosts, of assigned, stage starts, words of
        # their hosts; what a query does not have is None or left out.
        self._columns = columns
        self._length = length
        self._zone = zone
        self._ids = ids

    @property
    def starts(self) -> Times:
        """Starts, datetime64[s] of shape (n,), UTC, strictly increasing."""
        starts: Times = self._columns[0]
        return starts

    @property
    def ends(self) -> Times:
        """Ends, datetime64[s] of shape (n,), UTC; of the first stage in a
        sequence."""
        ends: Times = self.starts + np.timedelta64(self._length, "s")
        return ends

    @property
    def length(self) -> dt.timedelta:
        """Length of every slot; of the first stage in a sequence."""
        return dt.timedelta(seconds=self._length)

    @property
    def zone(self) -> Zone:
        """Zone of the answer: that of dates and offsets when printed."""
        return self._zone

    @property
    def host_ids(self) -> tuple[str, ...]:
        """Ids of the distinct hosts of a team, by first mention: the columns of
        ``can_take``."""
        return self._ids

    @property
    def seats_remaining(self) -> Optional[npt.NDArray[np.int32]]:
        """Seats left, int32 of shape (n,); None unless the event is seated."""
        return self._columns[1]  # type: ignore[no-any-return]

    def _bits(self, column: int) -> Optional[npt.NDArray[np.bool_]]:
        if len(self._columns) <= column or self._columns[column] is None:
            return None
        words: npt.NDArray[np.uint64] = self._columns[column]
        bits = np.unpackbits(words.view(np.uint8), axis=-1, bitorder="little")
        return bits[..., : len(self._ids)].astype(np.bool_)

    @property
    def can_take(self) -> Optional[npt.NDArray[np.bool_]]:
        """Team: which hosts can take which slot, bool of shape (n, hosts);
        None for one host. Unpacked from bits at each call."""
        return self._bits(2)

    @property
    def assigned(self) -> Optional[npt.NDArray[np.bool_]]:
        """Who takes which slot, bool of shape (n, hosts); None unless asked."""
        return self._bits(3)

    @property
    def stage_starts(self) -> Optional[Times]:
        """Sequence: starts of the stages, datetime64[s] of shape (n, stages)."""
        return self._columns[4] if len(self._columns) > 4 else None

    @property
    def stage_can_take(self) -> Optional[npt.NDArray[np.bool_]]:
        """Sequence: which hosts can take which stage, bool of shape
        (n, stages, hosts)."""
        return self._bits(5)

    def in_zone(self, zone: ZoneLike) -> "Slots":
        """The same slots, shown in another zone."""
        return Slots(self._columns, self._length, read_zone(zone, "zone"), self._ids)

    def __len__(self) -> int:
        return len(self._columns[0])

    def __bool__(self) -> bool:
        return len(self._columns[0]) > 0

    def __array__(self, dtype: Any = None) -> npt.NDArray[Any]:
        return self.starts if dtype is None else self.starts.astype(dtype)

    def _names(self, bits: Optional[npt.NDArray[np.bool_]], row: Any) -> tuple[str, ...]:
        if bits is None:
            return ()
        return tuple(self._ids[i] for i in np.flatnonzero(bits[row]))

    def _slot(self, i: int) -> Slot:
        return next(self._slots_of(self[i : i + 1]))

    @staticmethod
    def _slots_of(slots: "Slots") -> Iterator[Slot]:
        zone = slots._zone
        starts = _bookable.to_datetimes(slots.starts, zone)
        ends = _bookable.to_datetimes(slots.ends, zone)
        seats = slots.seats_remaining
        hosts, assigned = slots.can_take, slots.assigned
        stage_starts, stage_hosts = slots.stage_starts, slots.stage_can_take
        for i in range(len(slots)):
            stages: tuple[tuple[dt.datetime, tuple[str, ...]], ...] = ()
            if stage_starts is not None:
                times = _bookable.to_datetimes(stage_starts[i], zone)
                stages = tuple(
                    (time, slots._names(stage_hosts, (i, s))) for s, time in enumerate(times)
                )
            yield Slot(
                starts[i],
                ends[i],
                slots._names(hosts, i),
                slots._names(assigned, i),
                None if seats is None else int(seats[i]),
                stages,
            )

    def __iter__(self) -> Iterator[Slot]:
        return self._slots_of(self)

    @overload
    def __getitem__(self, key: int) -> Slot: ...
    @overload
    def __getitem__(self, key: Union[slice, npt.NDArray[Any]]) -> "Slots": ...

    def __getitem__(self, key: Any) -> Union[Slot, "Slots"]:
        if is_number(key):
            i = int(key) + len(self) if key < 0 else int(key)
            if not 0 <= i < len(self):
                raise IndexError(f"slot {key} of {len(self)}")
            return self._slot(i)
        if isinstance(key, slice):
            if key.step is not None and not is_number(key.step):
                raise wrong_type("step", "a number", key.step)
            if key.step is not None and key.step <= 0:
                raise InvalidArgumentError(
                    f"step: slots ascend; a slice cannot turn them round, got {key.step}"
                    if key.step
                    else "step: must not be 0"
                )
        elif not _are_numbers_or_mask(key):
            raise wrong_type("index", "a number, a slice or a mask", key)
        columns = tuple(
            None if column is None else sealed(column[key]) for column in self._columns
        )
        return Slots(columns, self._length, self._zone, self._ids)

    def __eq__(self, other: object) -> bool:
        """Equal columns, lengths, zones and hosts."""
        if not isinstance(other, Slots):
            return NotImplemented
        if (self._length, self._zone, self._ids) != (other._length, other._zone, other._ids):
            return False
        return len(self._columns) == len(other._columns) and all(
            a is b or (a is not None and b is not None and np.array_equal(a, b))
            for a, b in zip(self._columns, other._columns)
        )

    def __hash__(self) -> int:
        return hash((Slots, self._length, self._zone, self._ids, self.starts.tobytes()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self._columns, self._length, self._zone, self._ids)

    def __copy__(self) -> "Slots":
        return self

    def __deepcopy__(self, memo: Any) -> "Slots":
        return self

    def __repr__(self) -> str:
        if not self:
            return f"Slots(none, {self._zone.name})"
        first, last = (
            time.strftime("%Y-%m-%d %H:%M")
            for time in _bookable.to_datetimes(self.starts[[0, -1]], self._zone)
        )
        return (
            f"Slots({len(self)} of {length_text(self.length)}, {self._zone.name}, "
            f"{first} to {last})"
        )

    def local_starts(self) -> Times:
        """Wall-clock readings of the starts in the answer's zone: naive
        datetime64[s] of shape (n,). In a fold a reading may occur twice."""
        return _bookable.to_local(self.starts, self._zone)

    def to_datetimes(self) -> list[dt.datetime]:
        """Starts as aware datetimes of the answer's zone."""
        return _bookable.to_datetimes(self.starts, self._zone)

    def to_pandas(self) -> Any:
        """A DataFrame, a row a slot, with tz-aware ``start`` and ``end`` in the
        answer's zone; ``seats_remaining``, ``hosts``, ``assigned`` and
        ``stages`` where the query has them."""
        import pandas as pd

        def aware(times: Times) -> Any:
            return pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(self._zone.to_zoneinfo())

        columns: dict[str, Any] = {"start": aware(self.starts), "end": aware(self.ends)}
        if self.seats_remaining is not None:
            columns["seats_remaining"] = self.seats_remaining
        for name, bits in (("hosts", self.can_take), ("assigned", self.assigned)):
            if bits is not None:
                columns[name] = [self._names(bits, i) for i in range(len(self))]
        if self.stage_starts is not None:
            columns["stages"] = [slot.stages for slot in self]
        return pd.DataFrame(columns)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict a slot: ``start`` and ``end`` as RFC 3339 text of the answer's
        zone; ``seatsRemaining``, ``hosts``, ``assigned``, ``stages`` where the
        query has them."""
        dicts = []
        for slot in self:
            entry: dict[str, Any] = {
                "start": slot.start.isoformat(),
                "end": slot.end.isoformat(),
            }
            if slot.seats_remaining is not None:
                entry["seatsRemaining"] = slot.seats_remaining
            if self._ids and self.can_take is not None:
                entry["hosts"] = list(slot.hosts)
            if self.assigned is not None:
                entry["assigned"] = list(slot.assigned)
            if slot.stages:
                entry["stages"] = [
                    {"start": start.isoformat(), "hosts": list(hosts)}
                    for start, hosts in slot.stages
                ]
            dicts.append(entry)
        return dicts

    def by_date(self) -> dict[dt.date, "Slots"]:
        """The slots of each local date of the answer's zone, ascending; dates
        without slots are left out."""
        dates = self.local_starts().astype("datetime64[D]")
        found, firsts = np.unique(dates, return_index=True)
        ends = [*firsts[1:], len(self)]
        return {
            date: self[int(first) : int(end)]
            for date, first, end in zip(found.tolist(), firsts, ends)
        }

    def _repr_html_(self) -> str:
        from ._html import slots_html

        return slots_html(self)


def _are_numbers_or_mask(key: Any) -> bool:
    if not isinstance(key, (np.ndarray, list)):
        return False
    try:
        array = np.asarray(key)
    except ValueError:  # lists of several lengths
        return False
    is_empty_list = isinstance(key, list) and not key
    return array.ndim == 1 and (array.dtype.kind in "iub" or is_empty_list)


def _rebuilt(columns: _Columns, length: int, zone: Zone, ids: tuple[str, ...]) -> Slots:
    kept = tuple(None if column is None else sealed(column) for column in columns)
    return Slots(kept, length, zone, ids)
