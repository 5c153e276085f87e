"""Many hosts as columns: what goes into a batch."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

from . import _bookable
from ._bookable import Zone
from ._errors import InvalidArgumentError, InvalidTypeError
from ._schedule import Schedule
from ._types import (
    check_step,
    is_same,
    listed,
    read_all,
    read_count,
    read_flag,
    read_one,
    sealed,
    wrong_type,
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
        host: instead of offsets: the number of each entry's host, counted from
            0, integers of shape (entries,), in any order; sorted columns need
            no copy. Below 10,000,000: ids that are not counted go through
            :meth:`from_frame`.
        schedule_of: index into ``schedules`` by host, shape (hosts,).
        size: how many hosts, where neither offsets nor schedule_of say it.
        ids: a name for each host, for answers; any values.
        bookings: the entries are bookings of the event type: counted by limits.

    Raises:
        BookableError: an entry ends before it starts, is NaT or out of range
            (``.field`` is ``busy[row].end``): of columns that were converted
            or sorted, at once; of arrays that are used where they are,
            whenever they are used (or by :meth:`check`), for whoever has them
            may change them. Columns whose lengths do not fit, and numbers of
            hosts that are none: ``.field`` is the argument.

    Equality is identity: whether columns of millions of rows are equal is
    seldom asked and slow to answer; compare the arrays
    (``np.array_equal(a.offsets, b.offsets)``) where it is.

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
        bookings = read_flag(bookings, "bookings")
        if busy_starts is None or busy_ends is None:
            if busy_starts is not None or busy_ends is not None:
                missing = "busy_starts" if busy_starts is None else "busy_ends"
                raise InvalidArgumentError(f"{missing}: required with the other column, got None")
            busy_starts = busy_ends = np.empty(0, "datetime64[s]")
        starts = _bookable.read_column(busy_starts, False, "busy_starts")
        ends = _bookable.read_column(busy_ends, True, "busy_ends")
        _check_length("busy_ends", ends, "busy_starts", len(starts))
        # Copies: the caller may change what was given.
        of = None if schedule_of is None else _integers(schedule_of, "schedule_of").copy()
        if size is not None:
            size = read_count(size, "size", 0, _MOST_HOSTS)
        if ids is not None:
            ids = _kept_ids(ids)
        if offsets is not None:
            if host is not None:
                raise InvalidArgumentError("host: give offsets or host, not both")
            counted = _integers(offsets, "offsets").copy()
        else:
            if size is None:
                size = len(of) if of is not None else len(ids) if ids is not None else None
            index = None if host is None else _integers(host, "host")
            if index is None:
                if len(starts):
                    raise InvalidArgumentError(
                        "host: required (or offsets), to tell whose the entries are; got None"
                    )
                counted = np.zeros((size or 0) + 1, np.int64)
            else:
                _check_length("host", index, "busy_starts", len(starts))
                size = _checked_hosts(index, size)
                if np.any(index[1:] < index[:-1]):
                    # Errors name the row that was given, not the one it becomes.
                    name = "bookings" if bookings else "busy"
                    _bookable.check_intervals(starts, ends, name)
                    order = np.argsort(index, kind="stable")
                    starts, ends, index = starts[order], ends[order], index[order]
                counted = np.zeros(size + 1, np.int64)
                np.cumsum(np.bincount(index, minlength=size), out=counted[1:])
        if ids is not None:
            _check_length("ids", ids, "the columns", len(counted) - 1, "hosts")
        if size is not None and size != len(counted) - 1:
            raise InvalidArgumentError(
                f"size: must be that of the columns, {len(counted) - 1} hosts, got {size}"
            )
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
        offsets = sealed(offsets)
        of = None if of is None else sealed(of)
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
        schedules: Union[Schedule, Mapping[Any, Schedule]],
        frame: Any,
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
            frame: a pandas DataFrame.
            host, start, end: names of its columns; start and end are tz-aware.
            ids: which hosts, in which order. Default: those of the mapping,
                else those of the column, sorted.

        Raises:
            BookableError: as HostColumns; a column is missing; a row names no
                host, or one that was not given.

        >>> import pandas as pd
        >>> from bookable import Schedule, WeeklyRule
        >>> hours = Schedule("Europe/Rome", WeeklyRule("Tuesday", "09:00", "11:00"))
        >>> frame = pd.DataFrame({
        ...     "host": ["bob"],
        ...     "start": pd.to_datetime(["2026-11-24T09:00+01:00"]),
        ...     "end": pd.to_datetime(["2026-11-24T10:00+01:00"])})
        >>> HostColumns.from_frame({"ann": hours, "bob": hours}, frame)
        HostColumns(2 hosts, 1 entry)
        """
        import pandas as pd

        if isinstance(schedules, pd.DataFrame):
            raise InvalidTypeError(
                "schedules: expected a Schedule or a mapping from ids to Schedules, got a "
                "DataFrame; it comes second: from_frame(schedules, frame)"
            )
        if not isinstance(schedules, (Schedule, Mapping)):
            raise wrong_type(
                "schedules", "a Schedule or a mapping from ids to Schedules", schedules
            )
        read_one(frame, pd.DataFrame, "frame")
        for field, column in (("host", host), ("start", start), ("end", end)):
            there = sum(is_same(name, column) for name in frame.columns)
            if there != 1:
                raise InvalidArgumentError(
                    f"{field}: the frame has {there} columns {column!r}"
                    if there
                    else f"{field}: the frame has no column {column!r}, only {list(frame.columns)}"
                )
        if ids is None and isinstance(schedules, Mapping):
            ids = list(schedules)
        if ids is None:
            try:
                codes, found = pd.factorize(frame[host], sort=True)
            except TypeError as error:  # no hash, or no order
                _check_hashable(frame[host], "host")
                raise InvalidTypeError(f"host: no ids that can be told apart: {error}") from None
            ids = list(found)
        else:
            ids = listed(ids, "ids", "a sequence")
            _check_hashable(ids, "ids")
            index = pd.Index(ids, tupleize_cols=False)
            if not index.is_unique:
                twice = ids[int(index.duplicated().argmax())]
                raise InvalidArgumentError(f"ids: must be distinct, got {twice!r} twice")
            try:
                codes = index.get_indexer(pd.Index(frame[host], tupleize_cols=False))
            except TypeError:
                _check_hashable(frame[host], "host")
                raise
        if (codes < 0).any():
            row = int((codes < 0).argmax())
            missing = frame[host].iloc[row]
            is_none = bool(pd.isna(missing))
            raise InvalidArgumentError(
                f"host[{row}]: "
                + ("names no host, got " if is_none else "is none of the hosts given, got ")
                + repr(missing)
            )
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
                if name not in schedules:
                    raise InvalidArgumentError(f"schedules: has no schedule for {name!r}")
                schedule = schedules[name]
                if not isinstance(schedule, Schedule):
                    raise wrong_type("schedules", f"a Schedule for {name!r}", schedule)
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
        offsets: npt.NDArray[np.int64] = self._state[3]
        return offsets

    @property
    def zone(self) -> Zone:
        """Zone of the first host: that of answers unless another is asked for."""
        return self._first_schedule.zone

    @property
    def _first_schedule(self) -> Schedule:
        kept, of = self._state[0], self._state[4]
        schedule: Schedule = kept[0 if of is None or not len(of) else of[0]]
        return schedule

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
        check_step(read_one(key, slice, "index"), "hosts are taken in a row: hosts[a:b]")
        first, last, _ = key.indices(len(self))
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


# Numbers of hosts are places in columns of that length: one that is an id, such
# as a key of a database, would ask for all the memory there is.
_MOST_HOSTS = 10_000_000


def _checked_hosts(index: npt.NDArray[np.int64], size: Optional[int]) -> int:
    """How many hosts there are; raises for a number that is none of theirs."""
    most = _MOST_HOSTS if size is None else size
    wrong = np.flatnonzero((index < 0) | (index >= most))
    if len(wrong):
        row = int(wrong[0])
        hint = "" if size is not None else "; ids go through from_frame"
        raise InvalidArgumentError(
            f"host[{row}]: must be the number of a host, from 0 to {most - 1}, "
            f"got {index[row]}{hint}"
            if most
            else f"host[{row}]: there are no hosts, got {index[row]}"
        )
    if size is not None:
        return size
    return int(index.max()) + 1 if len(index) else 0


def _check_length(
    name: str, column: Any, other: str, expected: int, what: str = "entries"
) -> None:
    if len(column) != expected:
        raise InvalidArgumentError(
            f"{name}: must have as many entries as {other} has {what}, {expected}, "
            f"got {len(column)}"
        )


def _check_hashable(ids: Iterable[Any], name: str) -> None:
    for i, value in enumerate(ids):
        try:
            hash(value)
        except TypeError:
            raise wrong_type(f"{name}[{i}]", "an id that can be hashed", value) from None


def _kept_ids(ids: Any) -> Sequence[Any]:
    """Ids that the caller cannot change any more."""
    try:
        len(ids)
    except (TypeError, ValueError):
        raise wrong_type("ids", "a sequence", ids) from None
    if isinstance(ids, list):
        return tuple(ids)
    kept: Sequence[Any] = sealed(ids.copy()) if isinstance(ids, np.ndarray) else ids
    return kept


def _integers(values: npt.ArrayLike, name: str) -> npt.NDArray[np.int64]:
    if np.ma.is_masked(values):  # type: ignore[no-untyped-call]
        raise InvalidArgumentError(f"{name}: a masked array with hidden entries is no column")
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):  # lists of several lengths
        raise wrong_type(name, "integers", values) from None
    if array.ndim != 1:
        raise InvalidArgumentError(f"{name}: expected one dimension, got {array.ndim}")
    if array.size and array.dtype.kind not in "iu":
        raise InvalidTypeError(f"{name}: expected integers, got {array.dtype}")
    if array.size and array.dtype.kind == "u" and array.max() >= 2**63:
        row = int(array.argmax())
        raise InvalidArgumentError(f"{name}[{row}]: must be below 2**63, got {array[row]}")
    return np.ascontiguousarray(array, np.int64)


def _rebuilt_columns(
    kept: Any, starts: Any, ends: Any, offsets: Any, of: Any, ids: Any, bookings: bool
) -> HostColumns:
    # Buffers that a pickle had beside it may be somebody's.
    owned = bool(starts.flags.owndata and ends.flags.owndata)
    return HostColumns.__new__(HostColumns)._set(
        kept, starts, ends, offsets, of, ids, bookings, owned
    )
