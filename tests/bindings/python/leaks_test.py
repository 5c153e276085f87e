"""Nothing is leaked: memory and references stay where they are over many calls.

BOOKABLE_PYTHON_CALLS says how many; the long form is a million.
"""

import datetime as dt
import gc
import os
import pickle
import sys
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import bookable

CALLS = int(os.environ.get("BOOKABLE_PYTHON_CALLS", "20000"))

ROME = ZoneInfo("Europe/Rome")
HOURS = bookable.Schedule(ROME, bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
EVENT = bookable.EventType(30)
FROM = dt.datetime(2026, 11, 24, tzinfo=dt.timezone.utc)
UNTIL = FROM + dt.timedelta(days=3)
NAIVE = dt.datetime(2026, 11, 24)
PAIRS = [(FROM.astimezone(ROME), UNTIL - dt.timedelta(days=2))] * 4
COLUMNS = (np.array([FROM.replace(tzinfo=None)], "datetime64[s]"),
           np.array([UNTIL.replace(tzinfo=None)], "datetime64[s]"))  # fmt: skip
HOST = bookable.Host(HOURS, PAIRS, id="ann")
COMPILED = bookable.compile(HOST, EVENT)
TEAM = bookable.Team.round_robin([HOST])
HELD = bookable.HostColumns(HOURS, *COLUMNS, offsets=[0, 1])
SET = bookable.IntervalSet(PAIRS)
REQUEST = {
    "schedule": HOURS.to_dict(), "eventType": EVENT.to_dict(), "start": FROM, "end": UNTIL,
}  # fmt: skip


def fail(call):
    try:
        call()
    except (bookable.BookableError, TypeError):
        return
    raise AssertionError("no error")


# What is called, and how many times fewer than the cheapest.
ROWS = {
    "compiled": (lambda: COMPILED.find_slots(FROM, UNTIL), 1),
    "compiled, can_book": (lambda: COMPILED.can_book(FROM), 1),
    "host": (lambda: bookable.find_slots(HOST, EVENT, FROM, UNTIL), 1),
    "lists": (lambda: bookable.Host(HOURS, PAIRS), 1),
    "columns": (lambda: bookable.Host(HOURS, COLUMNS), 1),
    "details": (lambda: bookable.Host(HOURS, [bookable.BusyTime(*PAIRS[0], id="a")]), 20),
    "text": (lambda: bookable.find_slots(HOURS, EVENT, "2026-11-24", "2026-11-25"), 2),
    "batch": (lambda: bookable.batch(HELD, EVENT, FROM, UNTIL), 2),
    "batch of hosts": (lambda: bookable.batch([HOST], EVENT, FROM, UNTIL).count_free(), 4),
    "held columns": (lambda: bookable.HostColumns(HOURS, *COLUMNS, offsets=[0, 1]), 10),
    "team": (lambda: bookable.find_slots(TEAM, EVENT, FROM, UNTIL, assign=True), 10),
    "slots": (lambda: list(COMPILED.find_slots(FROM, UNTIL)), 40),
    "request": (lambda: bookable.find_slots(REQUEST), 20),
    "answer": (lambda: bookable.answer(REQUEST), 20),
    "explain": (lambda: bookable.explain(HOST, EVENT, FROM), 20),
    "what_if": (lambda: bookable.what_if(HOST, EVENT, FROM, UNTIL), 20),
    "schedule": (lambda: bookable.Schedule("UTC", HOURS.weekly), 20),
    "event": (lambda: bookable.EventType(45), 20),
    "sets": (lambda: (SET | SET) - SET[FROM:UNTIL], 4),
    "pickle": (lambda: pickle.loads(pickle.dumps(HOST)), 10),
    "naive": (lambda: fail(lambda: bookable.Host(HOURS, [(NAIVE, NAIVE)])), 10),
    "reversed": (lambda: fail(lambda: bookable.Host(HOURS, [(UNTIL, FROM)])), 10),
    "wrong kind": (lambda: fail(lambda: bookable.Host(HOURS, [(1, 2)])), 10),
    "wrong zone": (lambda: fail(lambda: bookable.Zone("Europe/Rom")), 10),
    "wrong text": (lambda: fail(lambda: bookable.answer("{")), 10),
}


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def held():
    """References to what calls are given; the objects that are alive."""
    shared = (ROME, FROM, PAIRS[0][0], COLUMNS[0], HOST._core, EVENT._core, HOURS._core,
              dt.timezone.utc, None, True, bookable.Zone, type(HOST._core),
              np.dtype("datetime64[s]"))  # fmt: skip
    return [sys.getrefcount(one) for one in shared]


@pytest.mark.parametrize("name", ROWS)
def test_nothing_is_leaked(name):
    call, fewer = ROWS[name]
    calls = max(CALLS // fewer, 200)

    def run(count):
        for _ in range(count):
            call()
        gc.collect()

    run(max(calls // 10, 200))  # caches fill
    references, objects, memory = held(), len(gc.get_objects()), resident()
    run(calls)
    # A leak of one a call would show as `calls`; noise is a handful.
    for before, after in zip(references, held()):
        assert abs(after - before) < min(100, calls // 2)
    assert len(gc.get_objects()) - objects < min(200, calls // 2)
    # A leak of one small object a call is 32 bytes or more.
    assert resident() - memory < max(calls * 16, 2 << 20)


def test_arrays_return_their_memory():
    starts = np.datetime64("2026-11-01", "s") + np.arange(0, 2000) * 900
    ends = starts + np.timedelta64(900, "s")
    held_columns = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(0, 2001, 2))
    for _ in range(5):
        bookable.batch(held_columns, EVENT, "2026-11-01", "2027-11-01")
    before = resident()
    for _ in range(50):
        slots = bookable.batch(held_columns, EVENT, "2026-11-01", "2027-11-01")
        part = slots[3].starts
        del slots
        del part
    assert resident() - before < 100 << 20
