"""Sets of instants against sets of seconds."""

import copy
import datetime as dt
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookable
from bookable import Interval, IntervalSet

UTC = dt.timezone.utc
ZERO = dt.datetime(2026, 11, 24, tzinfo=UTC)
TICKS = 24


def at(second):
    return ZERO + dt.timedelta(seconds=second)


seconds = st.integers(0, TICKS)
spans = st.tuples(seconds, seconds).map(sorted)
lists = st.lists(spans, max_size=6)


def make(spans):
    return IntervalSet([(at(start), at(end)) for start, end in spans])


def members(spans):
    return {second for start, end in spans for second in range(start, end)}


def seconds_of(intervals):
    return {second for second in range(-2, TICKS + 2) if at(second) in intervals}


@given(lists, lists)
def test_operators_are_those_of_sets(a, b):
    x, y = make(a), make(b)
    p, q = members(a), members(b)
    assert seconds_of(x) == p
    assert seconds_of(x | y) == p | q
    assert seconds_of(x & y) == p & q
    assert seconds_of(x - y) == p - q
    assert seconds_of(x ^ y) == p ^ q
    assert (x == y) == (p == q)
    assert p != q or hash(x) == hash(y)
    assert x.length == dt.timedelta(seconds=len(p))
    assert bool(x) == bool(p)
    assert ((x | y) - (x & y)) == (x ^ y)


@given(lists, spans)
def test_windows(a, window):
    start, end = window
    x, p = make(a), members(a)
    inside = set(range(start, end))
    assert seconds_of(x[at(start) : at(end)]) == p & inside
    assert seconds_of(x[at(start) :]) == {s for s in p if s >= start}
    assert seconds_of(x[: at(end)]) == {s for s in p if s < end}
    assert seconds_of(~x.within(at(start), at(end))) == inside - p
    assert ~x.within(at(start), at(end)) == x.complement(at(start), at(end))
    assert ~~x.within(at(start), at(end)) == x.within(at(start), at(end))
    assert x.overlaps(at(start), at(end)) == bool(p & inside)
    assert ((at(start), at(end)) in x) == (inside <= p)


@given(lists)
def test_intervals_are_sorted_and_apart(a):
    x = make(a)
    assert np.all(x.starts < x.ends) and np.all(x.ends[:-1] < x.starts[1:])
    assert [Interval(*pair) for pair in x] == list(x) == [x[i] for i in range(len(x))]
    assert IntervalSet(x) == IntervalSet(list(x)) == IntervalSet((x.starts, x.ends)) == x
    assert all(interval in x for interval in x)


@given(lists, st.integers(0, 3), st.integers(0, 3))
def test_dilate_and_erode(a, before, after):
    x = make(a)
    grown = x.dilate(dt.timedelta(seconds=before), dt.timedelta(seconds=after))
    assert grown == IntervalSet([
        (start - dt.timedelta(seconds=before), end + dt.timedelta(seconds=after))
        for start, end in x])  # fmt: skip
    shrunk = x.erode(dt.timedelta(seconds=before), dt.timedelta(seconds=after))
    assert all(interval in x for interval in shrunk)


def test_sets_are_values():
    x = make([(0, 5), (7, 9)])
    for twin in (pickle.loads(pickle.dumps(x)), copy.copy(x), copy.deepcopy(x)):
        assert twin == x and hash(twin) == hash(x)
    windowed = x.within(at(0), at(10))
    assert ~pickle.loads(pickle.dumps(windowed)) == ~windowed
    assert (x == 5) is False
    with pytest.raises(TypeError):
        x | [(at(0), at(1))]


def test_what_reads_well():
    x = make([(0, 5), (7, 9)])
    assert repr(x) == (
        "IntervalSet([('2026-11-24T00:00:00Z', '2026-11-24T00:00:05Z'), "
        "('2026-11-24T00:00:07Z', '2026-11-24T00:00:09Z')])"
    )
    assert eval(repr(x)) == x and repr(IntervalSet()) == "IntervalSet()"
    long = make([(2 * i, 2 * i + 1) for i in range(100)])
    assert repr(long).count("(") == 9 and "92 more" in repr(long)
    assert "2 intervals" in x._repr_html_()
    assert x.to_dicts()[1] == {"start": "2026-11-24T00:00:07Z", "end": "2026-11-24T00:00:09Z"}
    assert list(x.to_pandas()["start"]) == [pd.Timestamp(start) for start, _ in x]


def test_tilde_needs_a_window():
    with pytest.raises(ValueError, match="window"):
        ~make([(0, 5)])


def test_windows_round_outwards():
    x = make([(0, 5)])
    half = dt.timedelta(milliseconds=500)
    window = (at(0) - half, at(9) + half)
    assert ~x.within(*window) == x.complement(*window) == make([(-1, 0), (5, 10)])


@pytest.mark.parametrize("name", ["dilate", "erode"])
@pytest.mark.parametrize("wrong", [dt.timedelta(milliseconds=1500), dt.timedelta(seconds=-1)])
def test_margins_are_whole_seconds(name, wrong):
    margin = dt.timedelta(seconds=1)
    for margins, field in (((wrong, margin), "before"), ((margin, wrong), "after")):
        with pytest.raises(bookable.InvalidArgumentError) as error:
            getattr(make([(0, 5)]), name)(*margins)
        assert error.value.field == field


def test_slices_go_by_time():
    x = make([(0, 5), (7, 9)])
    with pytest.raises(TypeError, match="by time"):
        x[0:1]
    with pytest.raises(ValueError, match="step"):
        x[at(0) : at(1) : 2]
    assert x[-1] == (at(7), at(9))
    with pytest.raises(IndexError):
        x[2]


def test_pandas_intervals_are_members():
    x = make([(0, 5)])
    assert pd.Interval(pd.Timestamp(at(1)), pd.Timestamp(at(5))) in x
    assert pd.Interval(pd.Timestamp(at(1)), pd.Timestamp(at(6))) not in x


# --- entries that say more than start and end -----------------------------------

A, Z = "2026-11-24T09:00Z", "2026-11-24T10:00Z"
ONE = bookable.IntervalSet([(A, Z)])


def test_busy_times_in_any_company():
    busy = bookable.BusyTime(A, Z)
    assert bookable.IntervalSet(x for x in [busy]) == ONE
    assert bookable.IntervalSet(iter([(A, Z)])) == ONE
    assert bookable.IntervalSet([busy, (A, Z)]) == bookable.IntervalSet([(A, Z), busy]) == ONE
    assert bookable.IntervalSet(busy) == bookable.IntervalSet(bookable.Booking(A, Z)) == ONE
    with pytest.raises(bookable.BookableError) as error:
        bookable.IntervalSet([busy, 5])
    assert error.value.field == "intervals[1]"


def test_busy_times_of_whole_days():
    days = bookable.BusyTime("2026-10-25", "2026-10-26", zone="Europe/Rome")
    assert bookable.IntervalSet([(A, Z), days]) == bookable.IntervalSet(
        [("2026-10-24T22:00Z", "2026-10-25T23:00Z"), (A, Z)])


def test_one_busy_time_by_itself():
    hours = bookable.Schedule("UTC")
    busy = bookable.BusyTime(A, Z, transparent=True)
    assert bookable.Host(hours, busy) == bookable.Host(hours, [busy])
    booking = bookable.Booking(A, Z, id="b")
    assert bookable.Host(hours, bookings=booking) == bookable.Host(hours, bookings=[booking])


def test_a_set_that_is_made_when_it_is_asked_for():
    class Late:
        @property
        def _core(self):
            return bookable.IntervalSet([(A, Z)] * 1_000)._core

    assert bookable.IntervalSet(Late()) == ONE


def test_true_is_no_number():
    with pytest.raises(bookable.InvalidTypeError) as error:
        ONE[True]
    assert error.value.field == "index"
