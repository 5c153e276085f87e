"""Many hosts in one call, and what comes out: columns."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any, Iterator, NamedTuple, Optional, Sequence, Union, overload

import numpy as np
import numpy.typing as npt

from . import _bookable
from ._bookable import Zone
from ._errors import InvalidArgumentError
from ._event import EventType
from ._host import Host
from ._host_columns import HostColumns
from ._schedule import Schedule
from ._slots import Slots
from ._team import Team
from ._types import (
    BoundLike,
    MinutesLike,
    TimeLike,
    Times,
    ZoneLike,
    check_step,
    is_number,
    length_text,
    listed,
    read_all,
    read_count,
    read_one,
    read_options,
    sealed,
    wrong_type,
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

    __slots__ = (
        "_offsets", "_starts", "_seats", "_length", "_zone", "_ids", "_week_start", "__weakref__",
    )  # fmt: skip

    def __init__(
        self,
        offsets: npt.NDArray[np.int64],
        starts: Times,
        seats: Optional[npt.NDArray[np.int32]],
        length: int,
        zone: Zone,
        ids: Sequence[Any],
        week_start: str = "Sunday",
    ) -> None:
        self._offsets = offsets
        self._starts = starts
        self._seats = seats
        self._length = length
        self._zone = zone
        self._ids = ids
        self._week_start = week_start  # of the first host: pictures part weeks there

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
            check_step(key, "hosts are taken in a row: slots[a:b]")
            first, last, _ = key.indices(len(self))
            last = max(first, last)
            begin, end = self._offsets[first], self._offsets[last]
            return BatchSlots(
                sealed(self._offsets[first : last + 1] - begin),
                self._starts[begin:end],
                None if self._seats is None else self._seats[begin:end],
                self._length,
                self._zone,
                self._ids[first:last],
                self._week_start,
            )
        if not is_number(key):
            raise wrong_type("index", "a number or a slice", key)
        i = int(key) + len(self) if key < 0 else int(key)
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
        k = read_count(k, "k", 0, sys.maxsize)
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
            BookableError: there is no part, or lengths or zones differ.
        """
        all_parts: tuple[BatchSlots, ...] = read_all(parts, BatchSlots, "parts")
        if not all_parts:
            raise InvalidArgumentError("parts: must list at least one")
        head = all_parts[0]
        for i, part in enumerate(all_parts):
            if (part._length, part._zone) != (head._length, head._zone):
                raise InvalidArgumentError(
                    f"parts[{i}]: must be of the question of the first, of "
                    f"{length_text(head.length)} in {head._zone}, got "
                    f"{length_text(part.length)} in {part._zone}"
                )
        begins = np.cumsum([0] + [len(part._starts) for part in all_parts])
        offsets = np.concatenate(
            [part._offsets[:-1] + begin for part, begin in zip(all_parts, begins)] + [begins[-1:]]
        )
        starts = np.concatenate([part._starts for part in all_parts])
        some_seats = [part._seats for part in all_parts if part._seats is not None]
        seats = np.concatenate(some_seats) if len(some_seats) == len(all_parts) else None
        offsets, starts = sealed(offsets), sealed(starts)
        seats = None if seats is None else sealed(seats)
        ids: Sequence[Any]
        if all(isinstance(part._ids, range) for part in all_parts):
            ids = range(len(offsets) - 1)
        else:
            ids = [id for part in all_parts for id in part._ids]
        return cls(
            offsets, starts, seats, head._length, head._zone, ids, head._week_start
        )

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
            "host": pd.Index(self._ids, tupleize_cols=False).take(self.host),
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
        return _rebuilt_slots, (
            self._offsets,
            self._starts,
            self._seats,
            self._length,
            self._zone,
            self._ids,
            self._week_start,
        )

    def __copy__(self) -> "BatchSlots":
        return self

    def __deepcopy__(self, memo: Any) -> "BatchSlots":
        return self

    def _repr_html_(self) -> str:
        from ._html import batch_html

        return batch_html(self)


def _rebuilt_slots(
    offsets: Any, starts: Any, seats: Any, length: int, zone: Zone, ids: Sequence[Any],
    week_start: str,
) -> BatchSlots:  # fmt: skip
    seats = None if seats is None else sealed(seats)
    return BatchSlots(sealed(offsets), sealed(starts), seats, length, zone, ids, week_start)


def batch(
    hosts: Union[HostColumns, Sequence[Host], Sequence[Team]],
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
    """The bookable starts of many hosts, or many teams, each by itself.

    Args:
        hosts: :class:`HostColumns` (fastest), or Hosts; or Teams: then the
            answer is of teams where it says hosts, and their ids are numbers.
            (Who can take a team's slot, :func:`find_slots` tells.)
        zone: of the answer, and of bounds that are dates. Default: event_zone,
            else the zone of the first host.
        event_zone: of grid, midnight and booking window. Default: each host's.
        threads: how many of the engine's threads; the answer is the same.
        others: as :func:`find_slots`.

    Returns:
        BatchSlots: columns, without a copy.

    Raises:
        BookableError: as find_slots. OutOfRangeError (``.field`` is ``end``):
            the answer could take more than 4 GiB, by an upper estimate from
            hosts' open time; nothing was begun. MemoryError: more than there
            is now, by the same estimate.

    The interpreter's lock is released while the engine works.
    Cost: that of the queries; some 0.1 microseconds a host besides. Of teams
    the hosts are copied, and validated, at each call.

    >>> import bookable
    >>> hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    >>> ann, bob = bookable.Host(hours, id="ann"), bookable.Host(hours, [
    ...     ("2026-11-24T10:00+01:00", "2026-11-24T11:00+01:00")], id="bob")
    >>> teams = [bookable.Team.collective([ann, bob]), bookable.Team.round_robin([ann, bob])]
    >>> slots = bookable.batch(teams, bookable.EventType(60), "2026-11-24", "2026-11-24")
    >>> slots.counts, slots.count_free()[1]
    (array([2, 3]), array([2, 1, 2]))
    """
    read_one(event, EventType, "event")
    asked = (
        event._core, start, end, now, *read_options(zone, event_zone, duration)[:3], threads
    )  # fmt: skip
    ids: Sequence[Any]
    first: list[Schedule]
    if isinstance(hosts, HostColumns):
        ids = hosts.ids
        first = [hosts._first_schedule]
        answer = hosts._core.find_slots(*asked)
    else:
        each: Any = hosts
        each = [each] if isinstance(each, (Host, Team)) else listed(each, "hosts", "hosts or teams")
        if each and isinstance(each[0], Team):
            teams = read_all(each, Team, "hosts")
            ids = range(len(teams))
            first = [host.schedule for host in teams[0].hosts[:1]]
            answer = _bookable.find_slots_of_teams([team._cores for team in teams], *asked)
        else:
            all_hosts = read_all(each, Host, "hosts")
            ids = [host.id or i for i, host in enumerate(all_hosts)]
            first = [host.schedule for host in all_hosts[:1]]
            answer = _bookable.find_slots_of_hosts([host._core for host in all_hosts], *asked)
    offsets, starts, seats, length, answer_zone = answer
    week_start = first[0].week_start if first else "Sunday"
    return BatchSlots(offsets, starts, seats, length, answer_zone, ids, week_start)
