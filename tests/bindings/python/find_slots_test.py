"""Slots of one host: every form of a question gives the same answer."""

import datetime as dt
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookable
from strategies import bookings, bounds, event_types, request, schedules, spans

HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "12:00"))
EVENT = bookable.EventType(60)


def test_a_morning():
    slots = bookable.find_slots(HOURS, EVENT, "2026-11-24", "2026-11-24")
    assert [slot.start.isoformat() for slot in slots] == [
        "2026-11-24T09:00:00+01:00", "2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "start, end",
    [
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        (np.datetime64("2026-11-24"), np.datetime64("2026-11-24")),
        ("2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00"),
        (pd.Timestamp("2026-11-24", tz="Europe/Rome"), pd.Timestamp("2026-11-25", tz="Europe/Rome")),
        (np.datetime64("2026-11-23T23:00"), np.datetime64("2026-11-24T23:00:00", "ns")),
        ("2026-11-24T08:59:59.5+01:00", "2026-11-24T11:00:00.5+01:00"),
    ],
)
def test_bounds_in_every_form(start, end):
    found = bookable.find_slots(HOURS, EVENT, start, end)
    # A fraction at the end rounds inwards: the last start is out.
    expected = 2 if isinstance(end, str) and ".5" in end else 3
    assert len(found) == expected


def test_bounds_within_a_second_are_empty_not_reversed():
    at = "2026-11-24T09:00:00"
    assert len(bookable.find_slots(HOURS, EVENT, f"{at}.2Z", f"{at}.8Z")) == 0


def test_zones_of_the_answer_and_the_event():
    tokyo = bookable.find_slots(HOURS, EVENT, "2026-11-24", "2026-11-24", zone="Asia/Tokyo")
    assert tokyo.zone == bookable.Zone("Asia/Tokyo")
    assert tokyo[0].start.isoformat() == "2026-11-24T17:00:00+09:00"
    kathmandu = bookable.find_slots(
        HOURS, EVENT, "2026-11-24", "2026-11-24", event_zone="Asia/Kathmandu")
    assert kathmandu.zone == bookable.Zone("Asia/Kathmandu")
    assert kathmandu[0].start.minute == 0


@given(
    schedules(), st.lists(spans(), max_size=10), bookings(), event_types(), bounds(),
    st.sampled_from([None, "America/New_York"]), st.sampled_from(["", "b0"]),
)  # fmt: skip
def test_objects_and_requests_agree(schedule, busy, booked, event, asked, zone, ignored):
    host = bookable.Host(schedule, busy, bookings=booked)
    options = {} if zone is None else {"timeZone": zone}
    if ignored:
        options["ignoreBooking"] = ignored
    by_request = bookable.find_slots(request(host, event, *asked, bookings=booked, **options))
    by_object = bookable.find_slots(host, event, *asked, zone=zone, ignore_booking=ignored)
    assert by_object == by_request
    compiled = bookable.compile(host, event, zone=zone, ignore_booking=ignored)
    assert compiled.find_slots(*asked) == by_request
    # And by the engine's form for teams of one.
    named = bookable.Host(schedule, busy, bookings=booked, id="ann")
    team = bookable.find_slots(
        bookable.Team.collective([named]), event, *asked, zone=zone, ignore_booking=ignored)
    assert np.array_equal(team.starts, by_object.starts)
    assert team.can_take.all()


def test_holds_and_owners():
    span = ("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
    host = bookable.Host(HOURS, holds=bookable.Hold(*span, "2026-11-24T00:00:00Z", owner="ann"))
    asked = (host, EVENT, "2026-11-24", "2026-11-24")
    before, after = "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"
    assert len(bookable.find_slots(*asked, now=before)) == 2
    assert len(bookable.find_slots(*asked, now=after)) == 3
    assert len(bookable.find_slots(*asked, now=before, owner="ann")) == 3
    with pytest.raises(bookable.BookableError, match="required with holds"):
        bookable.find_slots(*asked)


def test_durations():
    event = bookable.EventType(60, length_options=[30])
    slots = bookable.find_slots(
        HOURS, event, "2026-11-24", "2026-11-24", duration=dt.timedelta(minutes=30))
    assert len(slots) == 6 and slots.length == dt.timedelta(minutes=30)


def test_can_book_needs_no_grid():
    assert bookable.can_book(HOURS, EVENT, "2026-11-24T09:07:00+01:00")
    assert not bookable.can_book(HOURS, EVENT, "2026-11-24T09:07:00+01:00", on_grid=True)
    assert not bookable.can_book(HOURS, EVENT, "2026-11-24T11:07:00+01:00")
    with pytest.raises(TypeError, match="start"):
        bookable.can_book(HOURS, EVENT)


def test_many_threads_get_the_same_answer():
    busy = [("2026-11-24T10:00:00+01:00", "2026-11-24T10:30:00+01:00")]
    host = bookable.Host(HOURS, busy)
    compiled = bookable.compile(host, EVENT)
    expected = bookable.find_slots(host, EVENT, "2026-11-01", "2026-12-31")
    wrong = []

    def ask():
        for _ in range(300):
            if bookable.find_slots(host, EVENT, "2026-11-01", "2026-12-31") != expected:
                wrong.append("host")
            if compiled.find_slots("2026-11-01", "2026-12-31") != expected:
                wrong.append("compiled")

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_schedule_takes_busy_and_a_host_has_its_own():
    busy = [("2026-11-24T10:00:00+01:00", "2026-11-24T10:30:00+01:00")]
    asked = (EVENT, "2026-11-24", "2026-11-24")
    assert bookable.find_slots(HOURS, *asked, busy=busy) == bookable.find_slots(
        bookable.Host(HOURS, busy), *asked)
    with pytest.raises(TypeError, match="busy"):
        bookable.find_slots(bookable.Host(HOURS), *asked, busy=busy)


def test_horizons():
    event = bookable.EventType(60, before_buffer=30, limits_count={"week": 5})
    busy = bookable.busy_horizon(HOURS, event, "2026-11-24", "2026-11-24")
    assert busy.start < dt.datetime(2026, 11, 24, tzinfo=dt.timezone.utc) < busy.end
    limits = bookable.limit_horizon(HOURS, event, "2026-11-24", "2026-11-24")
    assert limits.end - limits.start >= dt.timedelta(days=7)
    assert bookable.limit_horizon(HOURS, EVENT, "2026-11-24", "2026-11-24") is None
