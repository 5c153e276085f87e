"""Whatever is given, there is an answer or an error of the kinds that are
promised: never a crash, never an error from inside."""

import datetime as dt
import inspect
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


# What compares with nothing, has no truth, or looks like what it is not.
NASTY = [
    np.array([1, 2]), np.array(["a", "b"]), np.array(3), pd.NA, pd.NaT, pd.Series([1, 2]),
    pd.DataFrame({"start": [1]}), np.timedelta64(30, "m"), np.timedelta64("NaT"), b"", b"x", 1.5,
    10**40, "\ud800", object(), [[1], [1, 2]], dt.date.max, "9999-12-31",
]  # fmt: skip
AT = dt.datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = AT + dt.timedelta(hours=1)
COLUMN = np.array(["2026-11-24"], "M8[s]")
FRAME = pd.DataFrame({"host": [1], "start": [AT], "end": [LATER]})
GROUP = bookable.Group([HOST])
TEAM = bookable.Team(GROUP)
HELD = bookable.HostColumns(HOURS, size=3)
SLOTS = bookable.find_slots(HOST, EVENT, *DAY)
MANY = bookable.batch(HELD, EVENT, *DAY)
REQUEST = {"schedule": HOURS.to_dict(), "eventType": EVENT.to_dict(), "start": AT, "end": LATER}
ASKED = {"event": EVENT, "start": AT, "end": LATER, "now": AT}
OPTIONS = {"zone": "UTC", "event_zone": None, "duration": None, "owner": "", "ignore_booking": ""}

# Each with arguments that are right; those that are left out have defaults.
RIGHT = [
    (bookable.WeeklyRule, {"days": "Monday", "start": "09:00", "end": "10:00"}),
    (bookable.DateOverride, {"date": "2026-11-24"}),
    (bookable.Holiday, {"date": "2026-11-24"}),
    (bookable.OutOfOffice, {"start": "2026-11-24", "end": "2026-11-25"}),
    (lambda **given: bookable.Schedule("UTC", bookable.WeeklyRule("Monday", "09:00", "10:00", **given)),
     {"until": "2026-11-24", "interval": 2, "anchor_date": "2026-11-24"}),
    (lambda **given: bookable.Schedule("UTC", holidays=bookable.Holiday("2026-11-24", **given)),
     {"name": "a"}),
    (lambda **given: bookable.Schedule(
        "UTC", out_of_office=bookable.OutOfOffice("2026-11-24", "2026-11-24", **given)),
     {"reason": "a", "notes": "b"}),
    (lambda **given: bookable.EventType(30, booking_window=bookable.BookingWindow(**given)),
     {"kind": "businessDays", "days": 3, "rolling": True, "business_days": "openDays"}),
    (lambda **given: bookable.Host(HOURS, bookable.BusyTime(AT, LATER, **given)),
     {"id": "a", "source": "b", "transparent": True, "before_buffer": 5, "after_buffer": 5}),
    (lambda **given: bookable.Host(HOURS, bookings=bookable.Booking(AT, LATER, **given)),
     {"id": "a", "status": "pending", "seats_taken": 2, "blocks": False, "before_buffer": 5}),
    (lambda **given: bookable.Host(HOURS, holds=bookable.Hold(AT, LATER, LATER, **given)),
     {"owner": "a", "seats": 2, "same_event": False, "before_buffer": 5, "after_buffer": 5}),
    (bookable.Travel, {"zone": "UTC", "start": "2026-11-24", "end": "2026-11-25"}),
    (bookable.Schedule, {"zone": "UTC"}),
    (bookable.BookingWindow, {"kind": "calendarDays", "days": 3}),
    (bookable.BookingWindow.open_days, {"days": 3}),
    (bookable.EventType, {"length": 30}),
    (bookable.BusyTime, {"start": AT, "end": LATER}),
    (bookable.Booking, {"start": AT, "end": LATER}),
    (bookable.Hold, {"start": AT, "end": LATER, "expires_at": LATER}),
    (bookable.Host, {"schedule": HOURS}),
    (bookable.Group, {"hosts": [HOST]}),
    (bookable.Team.round_robin, {"hosts": [HOST], "require": 1}),
    (bookable.Stage, {"length": 30, "groups": [GROUP]}),
    (bookable.find_slots, {"who": HOURS, "busy": None, **ASKED, **OPTIONS, "assign": False}),
    (bookable.find_slots, {"who": COMPILED, "start": AT, "end": LATER}),
    (bookable.find_slots, {"who": TEAM, **ASKED, "assign": True, "fairness_period": "week"}),
    (bookable.find_slots, {"who": REQUEST}),
    (bookable.can_book, {"who": HOST, "event": EVENT, "start": AT, **OPTIONS, "on_grid": True}),
    (bookable.can_book, {"who": COMPILED, "start": AT}),
    (bookable.explain, {"who": HOST, **ASKED, "at": AT, **OPTIONS}),
    (bookable.explain, {"who": COMPILED, "at": AT, "event": None, **OPTIONS}),
    (bookable.what_if, {"who": HOST, **ASKED, **OPTIONS}),
    (bookable.limit_horizon, {"who": HOST, **ASKED, **OPTIONS}),
    (bookable.answer, {"request": REQUEST}),
    (bookable.compile, {"host": HOST, "event": EVENT, **OPTIONS}),
    (COMPILED.can_book, {"start": AT, "now": AT, "on_grid": True}),
    (bookable.HostColumns, {"schedules": HOURS, "busy_starts": COLUMN, "busy_ends": COLUMN,
                            "host": [0], "size": 2}),
    (bookable.HostColumns, {"schedules": [HOURS], "busy_starts": COLUMN, "busy_ends": COLUMN,
                            "offsets": [0, 1], "schedule_of": [0], "ids": ["a"]}),
    (bookable.HostColumns.from_frame, {"schedules": {1: HOURS}, "frame": FRAME, "ids": [1]}),
    (bookable.batch, {"hosts": HELD, **ASKED}),
    (bookable.batch, {"hosts": [HOST], **ASKED}),
    (bookable.batch, {"hosts": [TEAM], **ASKED}),
    (bookable.BatchSlots.concatenate, {"parts": [MANY]}),
    (MANY.first_hosts, {"k": 1}),
    (MANY.__getitem__, {"key": 0}),
    (SLOTS.__getitem__, {"key": 0}),
    (SLOTS.in_zone, {"zone": "UTC"}),
    (SET.__getitem__, {"key": 0}),
    (SET.dilate, {"before": dt.timedelta(1), "after": dt.timedelta(1)}),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call, right", RIGHT, ids=lambda part: getattr(part, "__qualname__", ""))
def test_one_odd_value_is_told_by_name(call, right):
    parameters = inspect.signature(call).parameters.values()
    many = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    names = {one.name for one in parameters if one.kind not in many}
    call(**right)
    for name, value in itertools.product({*names, *right}, NASTY):
        try:
            repr(call(**{**right, name: value}))
        except bookable.BookableError as error:
            assert isinstance(error.field, str)
        except IndexError:
            assert name == "key"


@pytest.mark.parametrize("slots, value", itertools.product((MANY, HELD, SLOTS, SET), NASTY))
def test_odd_steps_are_told(slots, value):
    if slots is SLOTS and isinstance(value, int):
        assert len(slots[::value]) == 1
        return
    with pytest.raises(bookable.BookableError) as error:
        slots[None:None:value]
    assert error.value.field == "step"
