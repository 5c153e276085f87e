"""Many hosts in one call: columns in, columns out."""

from __future__ import annotations

import datetime as dt
from typing import Any, Iterator, NamedTuple, Optional, Sequence, Union, overload

import numpy as np
import numpy.typing as npt

from . import _bookable
from ._bookable import Zone
from ._event import EventType
from ._host import Host
from ._schedule import Schedule
from ._slots import Slots
from ._types import (
    BoundLike,
    MinutesLike,
    TimeLike,
    Times,
    ZoneLike,
    read_all,
    read_minutes,
    read_optional_zone,
)


class HostColumns:
    """Hosts as columns: who has which schedule, and everyone's busy times in
    two arrays.

    Args:
        schedules: one for all hosts, or several of which ``schedule_of`` picks.
        busy_starts, busy_ends: datetime64 arrays of shape (entries,), UTC, the
            entries of host 0 first. datetime64[s], contiguous: used where they
            are, without a copy. Other units are converted, outwards.
        offsets: the entries of host i are those from ``offsets[i]`` up to
            ``offsets[i + 1]``: integers of shape (hosts + 1,).
        host: instead of offsets: the host of each entry, integers of shape
            (entries,), in any order; sorted columns need no copy.
        schedule_of: index into ``schedules`` by host, shape (hosts,).
        size: how many hosts, where neither offsets nor schedule_of say it.
        ids: a name for each host, for answers; any values.
        bookings: the entries are bookings of the event type: counted by limits.

    Raises:
        BookableError: an entry ends before it starts, is NaT or out of range
            (``.field`` is ``busy[row].end``): of columns that were converted
            or sorted, at once; of arrays that are used where they are,
            whenever they are used (or by :meth:`check`), for whoever has them
            may change them.
        ValueError: shapes do not fit.

    No thread may change the arrays during a batch: what happens then is
    undefined. Thread-safety: immutable; share it freely. Cost: nothing by
    entry for arrays that are used where they are, else a pass over them.

    >>> import bookable, numpy as np
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    >>> hosts = bookable.HostColumns(
    ...     hours,
    ...     np.array(["2026-11-24T08:00"], "datetime64[s]"),
    ...     np.array(["2026-11-24T09:00"], "datetime64[s]"),
    ...     host=np.array([1]), size=2)
    >>> slots = bookable.batch(hosts, bookable.EventType(60), "2026-11-24", "2026-11-24")
    >>> slots.counts
    array([2, 1])
    """

    __slots__ = ("_core", "_owned", "_state", "__weakref__")

    _state: tuple[Any, ...]
    _owned: bool

    def __init__(
        self,
        schedules: Union[Schedule, Sequence[Schedule]],
        busy_starts: Any = None,
        busy_ends: Any = None,
        *,
        offsets: Optional[npt.ArrayLike] = None,
        host: Optional[npt.ArrayLike] = None,
        schedule_of: Optional[npt.ArrayLike] = None,
        size: Optional[int] = None,
        ids: Optional[Sequence[Any]] = None,
        bookings: bool = False,
    ) -> None:
        kept = read_all(schedules, Schedule, "schedules")
        if (busy_starts is None) != (busy_ends is None):
            raise TypeError("busy_starts and busy_ends: give both or none")
        if busy_starts is None:
            busy_starts = busy_ends = np.empty(0, "datetime64[s]")
        starts = _bookable.read_column(busy_starts, False, "busy_starts")
        ends = _bookable.read_column(busy_ends, True, "busy_ends")
        if len(starts) != len(ends):
            raise ValueError(f"busy_starts has {len(starts)} entries, busy_ends {len(ends)}")
        of = None if schedule_of is None else _integers(schedule_of, "schedule_of")
        if offsets is None:
            if size is None:
                size = len(of) if of is not None else len(ids) if ids is not None else None
            index = None if host is None else _integers(host, "host")
            if size is None:
                size = 0 if index is None or not len(index) else int(index.max()) + 1
            if index is None:
                if len(starts):
                    raise TypeError("offsets or host: needed to tell whose the entries are")
                counted = np.zeros(size + 1, np.int64)
            else:
                if len(index) != len(starts):
                    raise ValueError(f"host has {len(index)} entries, busy_starts {len(starts)}")
                if len(index) and (index.min() < 0 or index.max() >= size):
                    raise ValueError(f"host: must be from 0 to {size - 1}")
                if np.any(index[1:] < index[:-1]):
                    order = np.argsort(index, kind="stable")
                    starts, ends, index = starts[order], ends[order], index[order]
                counted = np.zeros(size + 1, np.int64)
                np.cumsum(np.bincount(index, minlength=size), out=counted[1:])
        else:
            if host is not None:
                raise TypeError("give offsets or host, not both")
            counted = _integers(offsets, "offsets")
        if ids is not None and len(ids) != len(counted) - 1:
            raise ValueError(f"ids has {len(ids)} entries for {len(counted) - 1} hosts")
        if size is not None and size != len(counted) - 1:
            raise ValueError(f"size is {size}, the columns are of {len(counted) - 1} hosts")
        # Arrays that were made here nobody else can change.
        owned = all(
            column is not given and column.flags.owndata
            for column, given in ((starts, busy_starts), (ends, busy_ends))
        )
        self._set(kept, starts, ends, counted, of, ids, bookings, owned)

    def _set(
        self, kept: Any, starts: Any, ends: Any, offsets: Any, of: Any, ids: Any,
        bookings: bool, owned: bool,
    ) -> "HostColumns":  # fmt: skip
        self._state = (kept, starts, ends, offsets, of, ids, bookings)
        self._owned = owned
        self._core = _bookable.HostColumnsCore(
            [schedule._core for schedule in kept], starts, ends, offsets, of, bookings, owned
        )
        return self

    def check(self) -> None:
        """Raises what a batch would: of arrays that are the caller's own, an
        entry that ends before it starts, is NaT or out of range."""
        self._core.check()

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        schedules: Any,
        *,
        host: str = "host",
        start: str = "start",
        end: str = "end",
        ids: Optional[Sequence[Any]] = None,
        bookings: bool = False,
    ) -> "HostColumns":
        """From a DataFrame with a row an entry: host, start, end.

        Args:
            schedules: one for all, or a mapping from a host's id to its
                schedule (then it says which hosts there are, also those
                without entries).
            ids: which hosts, in which order. Default: those of the mapping,
                else those of the column, sorted.
            start, end: names of the columns; tz-aware, or datetime64 arrays.

        >>> import pandas as pd
        >>> from bookable import Schedule, WeeklyRule
        >>> hours = Schedule("Europe/Rome", WeeklyRule("Tuesday", "09:00", "11:00"))
        >>> frame = pd.DataFrame({
        ...     "host": ["bob"],
        ...     "start": pd.to_datetime(["2026-11-24T09:00+01:00"]),
        ...     "end": pd.to_datetime(["2026-11-24T10:00+01:00"])})
        >>> HostColumns.from_frame(frame, {"ann": hours, "bob": hours})
        HostColumns(2 hosts, 1 entry)
        """
        import pandas as pd

        if not isinstance(schedules, Schedule) and ids is None:
            ids = list(schedules)
        if ids is None:
            codes, found = pd.factorize(frame[host], sort=True)
            ids = list(found)
        else:
            codes = pd.Index(ids).get_indexer(frame[host])
            if (codes < 0).any():
                missing = frame[host][codes < 0].iloc[0]
                raise ValueError(f"{host}: {missing!r} is no host that was given")
        if (codes < 0).any():
            raise ValueError(f"{host}: a row names no host")
        schedule_of = None
        kept: list[Schedule]
        if isinstance(schedules, Schedule):
            kept = [schedules]
        else:
            # Most hosts share a schedule: each is kept once.
            # Equal ones are found by hash, the same object without.
            places: dict[Schedule, int] = {}
            of_object: dict[int, int] = {}
            indices = []
            for name in ids:
                schedule = schedules[name]
                place = of_object.get(id(schedule))
                if place is None:
                    place = places.setdefault(schedule, len(places))
                    of_object[id(schedule)] = place
                indices.append(place)
            kept = list(places)
            schedule_of = np.array(indices, np.int64)
        return cls(
            kept,
            frame[start],
            frame[end],
            host=codes,
            schedule_of=schedule_of,
            size=len(ids),
            ids=ids,
            bookings=bookings,
        )

    @property
    def ids(self) -> Sequence[Any]:
        """The hosts' ids; their numbers unless given."""
        ids: Optional[Sequence[Any]] = self._state[5]
        return range(len(self)) if ids is None else ids

    @property
    def entries(self) -> int:
        """How many busy times or bookings, of all hosts."""
        return len(self._state[1])

    @property
    def offsets(self) -> npt.NDArray[np.int64]:
        """Where each host's entries begin, int64 of shape (hosts + 1,)."""
        offsets: npt.NDArray[np.int64] = self._state[3].view()
        offsets.flags.writeable = False
        return offsets

    @property
    def zone(self) -> Zone:
        """Zone of the first host: that of answers unless another is asked for."""
        kept, of = self._state[0], self._state[4]
        zone: Zone = kept[0 if of is None or not len(of) else of[0]].zone
        return zone

    def compact(self) -> "HostColumns":
        """The same hosts with the schedules they have, and no others: for a
        slice that is to be pickled."""
        kept, starts, ends, offsets, of, ids, bookings = self._state
        if of is None or not len(of):
            return self
        used, of = np.unique(of, return_inverse=True)
        if len(used) == len(kept):
            return self
        schedules = tuple(kept[i] for i in used)
        return HostColumns.__new__(HostColumns)._set(
            schedules, starts, ends, offsets, of, ids, bookings, self._owned
        )

    def __len__(self) -> int:
        return len(self._state[3]) - 1

    def __getitem__(self, key: slice) -> "HostColumns":
        """The hosts from a up to b: ``hosts[a:b]``; shares the arrays."""
        kept, starts, ends, offsets, of, ids, bookings = self._state
        first, last, step = key.indices(len(self))
        if step != 1:
            raise ValueError("hosts are taken in a row: hosts[a:b]")
        last = max(first, last)
        begin, end = offsets[first], offsets[last]
        return HostColumns.__new__(HostColumns)._set(
            kept,
            starts[begin:end],
            ends[begin:end],
            offsets[first : last + 1] - begin,
            None if of is None else of[first:last],
            None if ids is None else ids[first:last],
            bookings,
            self._owned,
        )

    def __repr__(self) -> str:
        entries = len(self._state[1])
        hosts = "1 host" if len(self) == 1 else f"{len(self)} hosts"
        return f"HostColumns({hosts}, {entries} {'entry' if entries == 1 else 'entries'})"

    def _repr_html_(self) -> str:
        from ._html import columns_html

        return columns_html(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt_columns, self._state


def _integers(values: npt.ArrayLike, name: str) -> npt.NDArray[np.int64]:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{name}: expected integers, got {array.dtype}")
    return np.ascontiguousarray(array, np.int64)


def _rebuilt_columns(
    kept: Any, starts: Any, ends: Any, offsets: Any, of: Any, ids: Any, bookings: bool
) -> HostColumns:
    # Buffers that a pickle had beside it may be somebody's.
    owned = bool(starts.flags.owndata and ends.flags.owndata)
    return HostColumns.__new__(HostColumns)._set(
        kept, starts, ends, offsets, of, ids, bookings, owned
    )


class First(NamedTuple):
    """The hosts that are free first: see :meth:`BatchSlots.first_hosts`.

    Attributes:
        starts: their first starts, datetime64[s] of shape (n,), increasing.
        hosts: their numbers, int64 of the same shape.
        ids: their ids.
    """

    starts: Times
    hosts: npt.NDArray[np.int64]
    ids: tuple[Any, ...]


class BatchSlots:
    """The slots of many hosts, one host behind the other, in columns.

    The arrays are the engine's own memory (no copy), read-only, and live as
    long as anything looks at them.

    Thread-safety: immutable; share it freely.
    """

    __slots__ = ("_offsets", "_starts", "_seats", "_length", "_zone", "_ids", "__weakref__")

    def __init__(
        self,
        offsets: npt.NDArray[np.int64],
        starts: Times,
        seats: Optional[npt.NDArray[np.int32]],
        length: int,
        zone: Zone,
        ids: Sequence[Any],
    ) -> None:
        self._offsets = offsets
        self._starts = starts
        self._seats = seats
        self._length = length
        self._zone = zone
        self._ids = ids

    @property
    def starts(self) -> Times:
        """Starts of all hosts, datetime64[s] of shape (slots,), UTC; those of
        host i are ``starts[offsets[i]:offsets[i + 1]]``, increasing."""
        return self._starts

    @property
    def offsets(self) -> npt.NDArray[np.int64]:
        """int64 of shape (hosts + 1,)."""
        return self._offsets

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Slots of each host, int64 of shape (hosts,)."""
        return np.diff(self._offsets)

    @property
    def host(self) -> npt.NDArray[np.int64]:
        """The number of each slot's host, int64 of shape (slots,)."""
        return np.repeat(np.arange(len(self)), self.counts)

    @property
    def seats_remaining(self) -> Optional[npt.NDArray[np.int32]]:
        """Seats left, int32 of shape (slots,); None unless the event is seated."""
        return self._seats

    @property
    def length(self) -> dt.timedelta:
        """Length of every slot."""
        return dt.timedelta(seconds=self._length)

    @property
    def zone(self) -> Zone:
        """Zone of the answer."""
        return self._zone

    @property
    def ids(self) -> Sequence[Any]:
        """The hosts' ids, as given; their numbers unless given."""
        return self._ids

    def __len__(self) -> int:
        """How many hosts."""
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, key: int) -> Slots: ...
    @overload
    def __getitem__(self, key: slice) -> "BatchSlots": ...

    def __getitem__(self, key: Union[int, slice]) -> Union[Slots, "BatchSlots"]:
        """The slots of host i; or the hosts from a up to b."""
        if isinstance(key, slice):
            first, last, step = key.indices(len(self))
            if step != 1:
                raise ValueError("hosts are taken in a row: slots[a:b]")
            last = max(first, last)
            begin, end = self._offsets[first], self._offsets[last]
            return BatchSlots(
                self._offsets[first : last + 1] - begin,
                self._starts[begin:end],
                None if self._seats is None else self._seats[begin:end],
                self._length,
                self._zone,
                self._ids[first:last],
            )
        i = key + len(self) if key < 0 else key
        if not 0 <= i < len(self):
            raise IndexError(f"host {key} of {len(self)}")
        part = slice(self._offsets[i], self._offsets[i + 1])
        seats = None if self._seats is None else self._seats[part]
        return Slots((self._starts[part], seats), self._length, self._zone)

    def __iter__(self) -> Iterator[Slots]:
        return (self[i] for i in range(len(self)))

    def first(self) -> Times:
        """The first start of each host, datetime64[s] of shape (hosts,); NaT
        where there is none."""
        firsts = np.full(len(self), np.datetime64("NaT", "s"))
        some = self.counts > 0
        firsts[some] = self._starts[self._offsets[:-1][some]]
        return firsts

    def first_hosts(self, k: int = 1) -> First:
        """The ``k`` hosts that are free first, by their first starts, then by
        their order; fewer where fewer have a slot.

        >>> import bookable
        >>> late = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "11:00", "12:00"))
        >>> early = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
        >>> hosts = bookable.HostColumns([late, early], schedule_of=[0, 1], ids=["ann", "bob"])
        >>> slots = bookable.batch(hosts, bookable.EventType(60), "2026-11-24", "2026-11-24")
        >>> slots.first_hosts(1)
        First(starts=array(['2026-11-24T09:00:00'], dtype='datetime64[s]'), hosts=array([1]), ids=('bob',))
        """
        if isinstance(k, bool) or not isinstance(k, (int, np.integer)):
            raise TypeError(f"k: expected a number, got {type(k).__name__}")
        if k < 0:
            raise ValueError(f"k: must not be negative, got {k}")
        free = np.flatnonzero(self.counts > 0)
        starts = self._starts[self._offsets[:-1][free]]
        order = np.argsort(starts, kind="stable")[:k]
        hosts = free[order]
        return First(starts[order], hosts, tuple(self._ids[int(i)] for i in hosts))

    @classmethod
    def concatenate(cls, parts: Sequence["BatchSlots"]) -> "BatchSlots":
        """The hosts of several answers to one question, one behind the other.
        Hosts that are numbers are numbered anew.

        Raises:
            ValueError: there is no part, or lengths or zones differ.
        """
        listed = list(parts)
        if not listed:
            raise ValueError("parts: must list at least one")
        head = listed[0]
        for part in listed:
            if (part._length, part._zone) != (head._length, head._zone):
                raise ValueError("parts: of other lengths or zones, so of other questions")
        begins = np.cumsum([0] + [len(part._starts) for part in listed])
        offsets = np.concatenate(
            [part._offsets[:-1] + begin for part, begin in zip(listed, begins)] + [begins[-1:]]
        )
        starts = np.concatenate([part._starts for part in listed])
        some_seats = [part._seats for part in listed if part._seats is not None]
        seats = np.concatenate(some_seats) if len(some_seats) == len(listed) else None
        for column in (offsets, starts, seats):
            if column is not None:
                column.flags.writeable = False
        ids: Sequence[Any]
        if all(isinstance(part._ids, range) for part in listed):
            ids = range(len(offsets) - 1)
        else:
            ids = [id for part in listed for id in part._ids]
        return cls(offsets, starts, seats, head._length, head._zone, ids)

    def count_free(self) -> tuple[Times, npt.NDArray[np.int64]]:
        """How many hosts have a slot at each start: the distinct starts,
        datetime64[s] increasing, and their numbers, int64 of the same shape.
        O(slots + minutes between the first and the last)."""
        return _bookable.count_starts(self._starts)

    def to_pandas(self) -> Any:
        """A DataFrame, a row a slot: ``host`` (the id), tz-aware ``start`` and
        ``end``, and ``seats_remaining`` where the event is seated."""
        import pandas as pd

        def aware(times: Times) -> Any:
            return pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(self._zone.to_zoneinfo())

        columns: dict[str, Any] = {
            "host": pd.Index(self._ids).take(self.host),
            "start": aware(self._starts),
            "end": aware(self._starts + np.timedelta64(self._length, "s")),
        }
        if self._seats is not None:
            columns["seats_remaining"] = self._seats
        return pd.DataFrame(columns)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict a slot: ``host``, ``start``, ``end`` (RFC 3339, answer's zone)."""
        dicts: list[dict[str, Any]] = []
        for id, slots in zip(self._ids, self):
            dicts.extend({"host": id, **entry} for entry in slots.to_dicts())
        return dicts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BatchSlots):
            return NotImplemented
        return (
            (self._length, self._zone) == (other._length, other._zone)
            and list(self._ids) == list(other._ids)
            and np.array_equal(self._offsets, other._offsets)
            and np.array_equal(self._starts, other._starts)
            and (
                self._seats is other._seats
                or (
                    self._seats is not None
                    and other._seats is not None
                    and np.array_equal(self._seats, other._seats)
                )
            )
        )

    def __hash__(self) -> int:
        return hash((BatchSlots, self._length, self._zone, self._starts.tobytes()))

    def __repr__(self) -> str:
        return f"BatchSlots({len(self)} hosts, {len(self._starts)} slots, {self._zone.name})"

    def __reduce__(self) -> tuple[Any, ...]:
        return BatchSlots, (
            self._offsets,
            self._starts,
            self._seats,
            self._length,
            self._zone,
            self._ids,
        )

    def _repr_html_(self) -> str:
        from ._html import batch_html

        return batch_html(self)


def batch(
    hosts: Union[HostColumns, Sequence[Host]],
    event: EventType,
    start: BoundLike,
    end: BoundLike,
    *,
    now: Optional[TimeLike] = None,
    zone: Optional[ZoneLike] = None,
    event_zone: Optional[ZoneLike] = None,
    duration: Optional[MinutesLike] = None,
    threads: int = 1,
) -> BatchSlots:
    """The bookable starts of many hosts, each by itself.

    Args:
        hosts: :class:`HostColumns` (fastest), or Hosts.
        zone: of the answer, and of bounds that are dates. Default: event_zone,
            else the zone of the first host.
        event_zone: of grid, midnight and booking window. Default: each host's.
        threads: how many of the engine's threads; the answer is the same.
        others: as :func:`find_slots`.

    Returns:
        BatchSlots: columns, without a copy.

    Raises:
        BookableError: as find_slots.

    The interpreter's lock is released while the engine works.
    Cost: that of the queries; some 0.1 microseconds a host besides.
    """
    if not isinstance(event, EventType):
        raise TypeError(f"event: expected an EventType, got {type(event).__name__}")
    zone_read = read_optional_zone(zone, "timeZone")
    event_zone_read = read_optional_zone(event_zone, "eventZone")
    minutes = None if duration is None else read_minutes(duration, "duration")
    ids: Sequence[Any]
    if isinstance(hosts, HostColumns):
        ids = hosts.ids
        answer = hosts._core.find_slots(
            event._core, start, end, now, zone_read, event_zone_read, minutes, threads
        )
    else:
        listed = read_all(hosts, Host, "hosts")
        ids = [host.id or i for i, host in enumerate(listed)]
        answer = _bookable.find_slots_of_hosts(
            [host._core for host in listed],
            event._core, start, end, now, zone_read, event_zone_read, minutes, threads,
        )
    offsets, starts, seats, length, answer_zone = answer
    return BatchSlots(offsets, starts, seats, length, answer_zone, ids)
