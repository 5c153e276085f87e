"""The laws of the engine (docs/semantics.md), through Python, on random input."""

import datetime as dt
import itertools

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

import bookable
from strategies import bookings, bounds, event_types, hosts, schedules, spans, times

FIXED = ("clock", "window")


def starts(host, event, start, end, **options):
    return bookable.find_slots(host, event, start, end, **options).starts.tolist()


@given(hosts(), event_types(), st.lists(times(), min_size=3, max_size=3).map(sorted))
def test_split(host, event, cuts):
    """Slots of [a, c) are those of [a, b), then those of [b, c)."""
    a, b, c = cuts
    assert starts(host, event, a, c) == starts(host, event, a, b) + starts(host, event, b, c)


@given(hosts(), event_types(), bounds(), times(), st.integers(0, 600))
def test_patience(host, event, asked, now, later):
    """A later now only removes starts."""
    before = starts(host, event, *asked, now=now)
    after = starts(host, event, *asked, now=now + dt.timedelta(minutes=later))
    assert set(after) <= set(before)
    assert all(start >= now.replace(tzinfo=None) for start in before)


@given(schedules(), st.lists(spans(), max_size=8), bookings(), event_types(), bounds(), st.randoms())
def test_order(schedule, busy, booked, event, asked, random):
    """The order of rules, overrides and busy time does not matter."""
    shuffled = [list(items) for items in (busy, booked, schedule.weekly, schedule.overrides)]
    for items in shuffled:
        random.shuffle(items)
    other = bookable.Schedule(
        schedule.zone, shuffled[2], overrides=shuffled[3], holidays=schedule.holidays,
        week_start=schedule.week_start)  # fmt: skip
    assert starts(bookable.Host(schedule, busy, bookings=booked), event, *asked) == starts(
        bookable.Host(other, shuffled[0], bookings=shuffled[1]), event, *asked)


@given(schedules(), st.lists(spans(), min_size=1, max_size=8), event_types(), bounds())
def test_idempotence(schedule, busy, event, asked):
    """Busy time said twice, or in parts, or as a set, is the same busy time."""
    once = starts(bookable.Host(schedule, busy), event, *asked)
    assert starts(bookable.Host(schedule, busy + busy[:2]), event, *asked) == once
    halves = []
    for start, end in busy:
        middle = (start + (end - start) / 2).replace(microsecond=0)
        halves += [(start, middle), (middle, end)]
    assert starts(bookable.Host(schedule, halves), event, *asked) == once
    assert starts(bookable.Host(schedule, bookable.IntervalSet(busy)), event, *asked) == once


@given(schedules(), st.lists(spans(), max_size=8), spans(), event_types(FIXED), bounds())
def test_removal(schedule, busy, more, event, asked):
    """On a grid that busy time does not shape, more of it only removes starts."""
    less = starts(bookable.Host(schedule, busy), event, *asked)
    assert set(starts(bookable.Host(schedule, busy + [more]), event, *asked)) <= set(less)


@given(schedules(), st.lists(spans(), max_size=8), event_types(), bounds(), st.integers(1, 60))
def test_translation(schedule, busy, event, asked, weeks):
    """In a zone of one offset, whole weeks later is the same, weeks later."""
    assume(not schedule.overrides and not schedule.holidays)
    fixed = bookable.Schedule("UTC", schedule.weekly, week_start=schedule.week_start)
    by = dt.timedelta(weeks=weeks)
    moved = [(start + by, end + by) for start, end in busy]
    there = starts(bookable.Host(fixed, moved), event, asked[0] + by, asked[1] + by)
    assert there == [start + by for start in starts(bookable.Host(fixed, busy), event, *asked)]


@given(hosts(), event_types(), bounds())
def test_slots_are_increasing_within_bounds_open_and_free(host, event, asked):
    slots = bookable.find_slots(host, event, *asked)
    found = slots.starts.tolist()
    assert all(a < b for a, b in itertools.pairwise(found))
    start, end = (bound.replace(tzinfo=None) for bound in asked)
    assert all(start <= one < end for one in found)
    busy = bookable.IntervalSet((host.busy_starts, host.busy_ends))
    occupied = busy.dilate(
        dt.timedelta(minutes=event.after_buffer), dt.timedelta(minutes=event.before_buffer))
    for slot in slots:
        assert not occupied.overlaps(slot.start, slot.end)
        span = (slot.start, slot.end)
        assert span in host.schedule.open_time(slot.start, slot.end)


@given(hosts(), event_types(), bounds())
def test_every_start_can_be_booked(host, event, asked):
    for start in bookable.find_slots(host, event, *asked).starts:
        assert bookable.can_book(host, event, start)
        assert bookable.can_book(host, event, start, on_grid=True)


@given(hosts(), event_types(), bounds())
def test_what_lies_beyond_the_horizons_does_not_matter(host, event, asked):
    assume(asked[0] < asked[1])
    horizon = bookable.busy_horizon(host, event, *asked)
    near = bookable.Host(
        host.schedule,
        [pair for pair in zip(host.busy_starts, host.busy_ends)
         if pair[1] > np.datetime64(horizon.start.astimezone(dt.timezone.utc).replace(tzinfo=None))
         and pair[0] < np.datetime64(horizon.end.astimezone(dt.timezone.utc).replace(tzinfo=None))],
        bookings=(host.booking_starts, host.booking_ends))  # fmt: skip
    all_of_it = bookable.Host(
        host.schedule, (host.busy_starts, host.busy_ends),
        bookings=(host.booking_starts, host.booking_ends))  # fmt: skip
    assert starts(near, event, *asked) == starts(all_of_it, event, *asked)
