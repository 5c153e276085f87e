"""Whatever is given, there is an answer or an error of the kinds that are
promised: never a crash, never an error from inside."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest

import bookable

UTC = dt.timezone.utc
ODD = [
    None, 0, -1, 2**70, 1.5, float("nan"), True, "", "x", "2026-11-24", "9999-12-31", "0001-01-01",
    "9999-12-31T23:59:59Z", b"x", "\ud800", object(), UTC, bookable.Zone("UTC"),
    dt.date.max, dt.date.min, dt.datetime.max.replace(tzinfo=UTC),
    dt.datetime.min.replace(tzinfo=UTC),
    dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-23))),
    dt.timedelta.max, dt.timedelta(-1),
    np.datetime64("NaT"), np.datetime64(2**62, "s"), np.datetime64(-(2**62), "W"),
    np.datetime64("2026"), np.datetime64(5, "ps"), pd.NaT, pd.Timestamp.max,
    pd.Timestamp.max.tz_localize("UTC"),
    [], (), {}, [[]], [()], [(1, 2, 3)], range(3), memoryview(b"ab"),
    np.array(5), np.zeros((2, 2)), np.zeros((0, 2), "M8[s]"), np.array(["NaT"], "M8[ns]"),
    np.array(["a"], object), pd.Series([], dtype=object), pd.IntervalIndex([]),
    pd.interval_range(0, 3),
]  # fmt: skip

HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
EVENT = bookable.EventType(30)
HOST = bookable.Host(HOURS, id="a")
COMPILED = bookable.compile(HOST, EVENT)
SET = bookable.IntervalSet([("2026-11-24T10:00Z", "2026-11-24T11:00Z")])
DAY = ("2026-11-24", "2026-11-24")
TWO = np.zeros(2, "M8[s]")

CALLS = {
    "host": lambda a, b: bookable.Host(HOURS, a, bookings=b),
    "pair": lambda a, b: bookable.Host(HOURS, [(a, b)]),
    "standing": lambda a, b: bookable.Host(HOURS, id=a, last_booked_at=b),
    "holds": lambda a, b: bookable.Host(HOURS, holds=a, weight=b),
    "hold": lambda a, b: bookable.Hold(a, b, a),
    "all day": lambda a, b: bookable.BusyTime(a, b, zone="UTC"),
    "find_slots": lambda a, b: bookable.find_slots(HOST, EVENT, a, b),
    "options": lambda a, b: bookable.find_slots(HOST, EVENT, *DAY, now=a, zone=b),
    "length": lambda a, b: bookable.find_slots(HOST, EVENT, *DAY, duration=a, owner=b),
    "compiled": lambda a, b: COMPILED.find_slots(a, b),
    "team": lambda a, b: bookable.find_slots(bookable.Team.collective([HOST]), EVENT, a, b),
    "group": lambda a, b: bookable.find_slots(bookable.Team(bookable.Group(a, b)), EVENT, *DAY),
    "can_book": lambda a, b: bookable.can_book(HOST, EVENT, a, now=b),
    "compiled can_book": lambda a, b: COMPILED.can_book(a, now=b),
    "explain": lambda a, b: bookable.explain(HOST, EVENT, a, now=b),
    "what_if": lambda a, b: bookable.what_if(HOST, EVENT, a, b),
    "batch": lambda a, b: bookable.batch([HOST], EVENT, a, b),
    "columns": lambda a, b: bookable.HostColumns(HOURS, a, b, offsets=[0, 1]),
    "offsets": lambda a, b: bookable.HostColumns(HOURS, TWO, TWO, offsets=a, schedule_of=b),
    "set": lambda a, b: bookable.IntervalSet([(a, b)]),
    "intervals": lambda a, b: bookable.IntervalSet(a),
    "slice": lambda a, b: SET[a:b],
    "in": lambda a, b: (a in SET, (a, b) in SET),
    "complement": lambda a, b: SET.complement(a, b),
    "within": lambda a, b: ~SET.within(a, b),
    "dilate": lambda a, b: SET.dilate(a, b),
    "schedule": lambda a, b: bookable.Schedule(a, b),
    "rule": lambda a, b: bookable.Schedule("UTC", bookable.WeeklyRule("Monday", a, b)),
    "days": lambda a, b: bookable.WeeklyRule(a, "09:00", "10:00", b),
    "override": lambda a, b: bookable.Schedule("UTC", overrides=bookable.DateOverride(a, b, b)),
    "away": lambda a, b: bookable.Schedule("UTC", out_of_office=bookable.OutOfOffice(a, b)),
    "event": lambda a, b: bookable.EventType(a, slot_interval=b),
    "limits": lambda a, b: bookable.EventType(30, limits_count=a, seats=b),
    "window": lambda a, b: bookable.EventType(30, booking_window=bookable.BookingWindow.range(a, b)),
    "zone": lambda a, b: (HOURS.zone.offset_at(a), HOURS.zone.transitions(a, b)),
    "open_time": lambda a, b: HOURS.open_time(a, b),
    "answer": lambda a, b: bookable.answer(a),
    "request": lambda a, b: bookable.find_slots({"schedule": a, "eventType": b}),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CALLS)
def test_an_answer_or_a_promised_error(name):
    for a, b in itertools.product(ODD, ODD):
        try:
            CALLS[name](a, b)
        except (ValueError, TypeError):  # BookableError is a ValueError
            pass
