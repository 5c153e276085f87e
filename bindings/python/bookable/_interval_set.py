"""Sets of instants."""

from __future__ import annotations

import datetime as dt
from typing import Any, Iterator, NamedTuple, Optional, Union, overload

from . import _bookable
from ._errors import InvalidArgumentError, InvalidTypeError
from ._types import IntervalsLike, TimeLike, Times, is_number, wrong_type


class Interval(NamedTuple):
    """[start, end): the start is inside, the end is not. Aware datetimes."""

    start: dt.datetime
    end: dt.datetime


class IntervalSet:
    """A set of instants: sorted, disjoint intervals [start, end) of whole
    seconds, none empty, none touching. So equal sets have equal intervals.

    Args:
        intervals: in any form and order (see :class:`Host`, ``busy``);
            overlapping and touching ones merge. Fractions of a second round
            outwards.

    Operators: ``a | b``, ``a & b``, ``a - b``, ``a ^ b``; ``~`` needs to know
    in which window: ``~a.within(start, end)``, or ``a.complement(start, end)``.
    ``t in a`` asks for an instant, ``(start, end) in a`` for a whole interval;
    ``a[start:end]`` cuts by time, ``a[i]`` takes the i-th interval.

    Cost: binary operations are O(m + n), lookups O(log n).
    Thread-safety: immutable; share it freely.

    >>> from bookable import IntervalSet
    >>> morning = IntervalSet([("2026-11-24T08:00Z", "2026-11-24T12:00Z")])
    >>> lesson = IntervalSet([("2026-11-24T09:00Z", "2026-11-24T10:00Z")])
    >>> morning - lesson
    IntervalSet([('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z'), ('2026-11-24T10:00:00Z', '2026-11-24T12:00:00Z')])
    >>> "2026-11-24T09:30Z" in morning & lesson
    True
    >>> (morning - lesson)["2026-11-24T08:30Z":"2026-11-24T11:00Z"].length
    datetime.timedelta(seconds=5400)
    """

    __slots__ = ("_core", "_window", "__weakref__")

    _core: _bookable.IntervalSetCore
    _window: Optional[tuple[dt.datetime, dt.datetime]]

    def __init__(self, intervals: IntervalsLike = ()) -> None:
        self._core = _bookable.IntervalSetCore(intervals)
        self._window = None

    @classmethod
    def _of(
        cls,
        core: _bookable.IntervalSetCore,
        window: Optional[tuple[dt.datetime, dt.datetime]] = None,
    ) -> "IntervalSet":
        made = cls.__new__(cls)
        made._core = core
        made._window = window
        return made

    @property
    def starts(self) -> Times:
        """Starts, datetime64[s] of shape (n,), UTC, increasing."""
        return self._core.starts

    @property
    def ends(self) -> Times:
        """Ends, datetime64[s] of shape (n,), UTC, increasing."""
        return self._core.ends

    @property
    def length(self) -> dt.timedelta:
        """How much time is in the set."""
        return dt.timedelta(seconds=self._core.seconds)

    def __len__(self) -> int:
        return len(self._core)

    def __bool__(self) -> bool:
        return len(self._core) > 0

    def __iter__(self) -> Iterator[Interval]:
        for i in range(len(self)):
            yield Interval(*self._core.interval(i))

    @overload
    def __getitem__(self, key: int) -> Interval: ...
    @overload
    def __getitem__(self, key: slice) -> "IntervalSet": ...

    def __getitem__(self, key: Union[int, slice]) -> Union[Interval, "IntervalSet"]:
        if isinstance(key, slice):
            if key.step is not None:
                raise InvalidArgumentError(f"step: a slice of time has none, got {key.step!r}")
            if isinstance(key.start, int) or isinstance(key.stop, int):
                raise InvalidTypeError(
                    "start: slices go by time: a[start:end]; list(a)[i:j] goes by number"
                )
            return IntervalSet._of(self._core.cut(key.start, key.stop))
        if not is_number(key):
            raise wrong_type("index", "a number, or a slice of time", key)
        index = int(key) + len(self) if key < 0 else int(key)
        if not 0 <= index < len(self):
            raise IndexError(f"interval {key} of {len(self)}")
        return Interval(*self._core.interval(index))

    def __contains__(self, item: object) -> bool:
        if isinstance(item, tuple) and len(item) == 2:
            return self._core.contains_interval(item[0], item[1])
        left = getattr(item, "left", None)
        if left is not None:
            return self._core.contains_interval(left, getattr(item, "right"))
        return self._core.contains(item)

    def overlaps(self, start: TimeLike, end: TimeLike) -> bool:
        """Is any instant of [start, end) in the set?"""
        return self._core.overlaps(start, end)

    def __or__(self, other: "IntervalSet") -> "IntervalSet":
        if not isinstance(other, IntervalSet):
            return NotImplemented
        return IntervalSet._of(self._core.union(other._core))

    def __and__(self, other: "IntervalSet") -> "IntervalSet":
        if not isinstance(other, IntervalSet):
            return NotImplemented
        return IntervalSet._of(self._core.intersection(other._core))

    def __sub__(self, other: "IntervalSet") -> "IntervalSet":
        if not isinstance(other, IntervalSet):
            return NotImplemented
        return IntervalSet._of(self._core.difference(other._core))

    def __xor__(self, other: "IntervalSet") -> "IntervalSet":
        if not isinstance(other, IntervalSet):
            return NotImplemented
        return IntervalSet._of(self._core.symmetric_difference(other._core))

    def within(self, start: TimeLike, end: TimeLike) -> "IntervalSet":
        """What lies in the window [start, end), with the window remembered, so
        that ``~`` knows where to look. Of equal sets the window may differ."""
        window = (
            _bookable.to_datetime(start, False, "start"),
            _bookable.to_datetime(end, True, "end"),
        )
        return IntervalSet._of(self._core.cut(*window), window)

    def __invert__(self) -> "IntervalSet":
        """What is not in the set, in its window: ``~a.within(start, end)``.

        >>> a = IntervalSet([("2026-11-24T09:00Z", "2026-11-24T10:00Z")])
        >>> ~a.within("2026-11-24T08:00Z", "2026-11-24T10:00Z")
        IntervalSet([('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z')])
        """
        if self._window is None:
            raise InvalidArgumentError(
                "window: ~ needs one: ~a.within(start, end), or a.complement(start, end)"
            )
        return IntervalSet._of(self._core.complement(*self._window), self._window)

    def complement(self, start: TimeLike, end: TimeLike) -> "IntervalSet":
        """The instants of [start, end) that are not in the set."""
        return IntervalSet._of(self._core.complement(start, end))

    def dilate(self, before: dt.timedelta, after: dt.timedelta) -> "IntervalSet":
        """Each interval widened by so much before and after, within 1900 to 2200."""
        return IntervalSet._of(self._core.dilate(*_margins(before, after)))

    def erode(self, before: dt.timedelta, after: dt.timedelta) -> "IntervalSet":
        """Each interval narrowed to [start + before, end - after); what is empty
        then is dropped."""
        return IntervalSet._of(self._core.erode(*_margins(before, after)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IntervalSet):
            return NotImplemented
        return self._core == other._core

    def __hash__(self) -> int:
        return hash(self._core)

    def __repr__(self) -> str:
        return f"IntervalSet({self._core.text()})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.starts, self.ends, self._window)

    def __copy__(self) -> "IntervalSet":
        return self

    def __deepcopy__(self, memo: Any) -> "IntervalSet":
        return self

    def to_pandas(self) -> Any:
        """A DataFrame with the tz-aware columns start and end."""
        import pandas as pd

        return pd.DataFrame(
            {
                "start": pd.DatetimeIndex(self.starts).tz_localize("UTC"),
                "end": pd.DatetimeIndex(self.ends).tz_localize("UTC"),
            }
        )

    def to_dicts(self) -> list[dict[str, str]]:
        """``[{"start": "2026-11-24T08:00:00Z", "end": ...}, ...]``."""
        return [{"start": f"{s}Z", "end": f"{e}Z"} for s, e in zip(self.starts, self.ends)]

    def _repr_html_(self) -> str:
        from ._html import interval_set_html

        return interval_set_html(self)


def _rebuilt(starts: Times, ends: Times, window: Any) -> IntervalSet:
    return IntervalSet._of(_bookable.IntervalSetCore((starts, ends)), window)


def _margins(before: dt.timedelta, after: dt.timedelta) -> tuple[int, int]:
    return _seconds(before, "before"), _seconds(after, "after")


def _seconds(length: dt.timedelta, field: str) -> int:
    if not isinstance(length, dt.timedelta):
        raise wrong_type(field, "a timedelta", length)
    seconds, rest = divmod(length, dt.timedelta(seconds=1))
    if rest or seconds < 0:
        raise InvalidArgumentError(
            f"{field}: must be whole seconds, 0 or more, got {length.total_seconds():g} s"
        )
    return seconds
