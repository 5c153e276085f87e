"""The package against reference.py, an engine that is only obvious, on random
questions of one host and of teams."""

import ast
import datetime as dt
import pathlib

from hypothesis import given
from hypothesis import strategies as st

import bookable
import reference
from strategies import FIRST, minute_of_day, spans

# Lord Howe's clocks change by half an hour, those of St John's are off the hour.
ZONES = ["Europe/Rome", "UTC", "America/New_York", "Australia/Lord_Howe", "America/St_Johns",
         "Asia/Kathmandu"]  # fmt: skip
DATES = st.integers(0, 9).map(lambda k: FIRST.date() + dt.timedelta(days=k))
WEEK_STARTS = st.sampled_from(bookable.EVERY_DAY)


@st.composite
def rules(draw):
    start = draw(minute_of_day(step=5, last=23 * 60))
    end = draw(minute_of_day(step=5).filter(lambda end: end != start))
    every = draw(st.sampled_from([1, 1, 1, 2, 3]))
    first = draw(st.none() | DATES)
    last = draw(st.none() | DATES)
    if first and last and last < first:
        first, last = last, first
    return bookable.WeeklyRule(
        draw(st.sets(st.sampled_from(bookable.EVERY_DAY), min_size=1)), start, end,
        from_date=first, until=last, interval=every,
        anchor_date=draw(DATES) if every > 1 else None)  # fmt: skip


# Without it most hosts would be closed most of the time, and agree on nothing.
LONG_DAYS = st.sampled_from([
    bookable.WeeklyRule(bookable.EVERY_DAY, "08:00", "19:00"),
    bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "24:00"),
    bookable.WeeklyRule(bookable.EVERY_DAY, "20:00", "07:30")])  # fmt: skip


@st.composite
def overrides(draw):
    day = draw(DATES)
    if draw(st.booleans()):
        return bookable.DateOverride(day)
    return bookable.DateOverride(day, draw(minute_of_day(last=23 * 60)), draw(minute_of_day()))


@st.composite
def spans_of_dates(draw, kind):
    first, last = sorted((draw(DATES), draw(DATES)))
    return kind(first, last)


@st.composite
def schedules(draw):
    return bookable.Schedule(
        draw(st.sampled_from(ZONES)),
        draw(st.lists(rules(), max_size=2)) + draw(st.lists(LONG_DAYS, min_size=1, max_size=1)),
        overrides=draw(st.lists(overrides(), max_size=2)),
        holidays=draw(st.lists(st.builds(bookable.Holiday, DATES), max_size=2)),
        out_of_office=draw(
            st.lists(st.builds(lambda day: bookable.OutOfOffice(day, day), DATES), max_size=1)),
        travel=draw(st.lists(
            spans_of_dates(lambda a, b: bookable.Travel("Asia/Tokyo", a, b))
            | spans_of_dates(lambda a, b: bookable.Travel("America/St_Johns", a, b)), max_size=2)),
        week_start=draw(WEEK_STARTS))  # fmt: skip


@st.composite
def events(draw):
    step = draw(st.sampled_from([None, 10, 15, 20, 25, 30, 45, 60, 90]))
    length = draw(st.sampled_from([10, 15, 30, 45, 60, 100]))
    return bookable.EventType(
        length,
        slot_interval=step,
        offset_start=draw(st.sampled_from([0, 0, 5])),
        alignment=draw(st.sampled_from(["hour", "hour", "clock", "window"])),
        minimum_notice=draw(st.sampled_from([0, 0, 90])),
        before_buffer=draw(st.sampled_from([0, 10, 25])),
        after_buffer=draw(st.sampled_from([0, 15, 20])),
        booking_window=draw(st.sampled_from([
            None, None, None, None,
            bookable.BookingWindow.calendar_days(2), bookable.BookingWindow.weekdays(3),
            bookable.BookingWindow.range("2026-10-22", "2026-10-26")])),
        limits_count=draw(st.sampled_from([
            (), (), (), {"day": 1}, {"week": 2}, {"month": 4, "week": 3}])),
        limits_minutes=draw(st.sampled_from([(), (), (), {"week": 180}, {"year": 400}])))  # fmt: skip


@st.composite
def bookings(draw):
    listed = draw(st.lists(spans(120), max_size=5))
    return [
        bookable.Booking(
            start, end, status=draw(st.sampled_from(["accepted", "pending", "cancelled"])),
            blocks=draw(st.sampled_from([True, True, False])),
            before_buffer=draw(st.sampled_from([None, None, 20])))
        for start, end in listed]  # fmt: skip


@st.composite
def hosts(draw, id=""):
    busy = draw(st.lists(spans(200), min_size=6, max_size=16))
    booked = draw(bookings())
    host = bookable.Host(draw(schedules()), busy, bookings=booked, id=id)
    return host, {
        "id": id,
        "schedule": host.schedule.to_dict(),
        "busy": [{"start": a, "end": b} for a, b in busy],
        "bookings": [booking.to_dict() for booking in booked],
    }


@st.composite
def bounds(draw):
    """A day or two somewhere around Rome's 25 October."""
    start = FIRST + dt.timedelta(minutes=draw(st.integers(0, 9 * 24 * 60)))
    return start, start + dt.timedelta(minutes=draw(st.integers(30 * 60, 60 * 60)))


def asked_of(event, asked, now):
    return {"eventType": event.to_dict(), "start": asked[0], "end": asked[1], "now": now}


@given(schedules(), bounds())
def test_open_time(schedule, asked):
    opened = schedule.open_time(*asked)
    obvious = reference.Schedule(schedule.to_dict())
    start, end = map(reference.instant, asked)
    expected = [minute for minute in range(start, end) if obvious.is_open(minute)]
    found = [
        minute for interval in opened
        for minute in range(reference.instant(interval.start), reference.instant(interval.end))]  # fmt: skip
    assert found == expected


@given(hosts(), events(), bounds(), st.integers(-2000, 600))
def test_one_host(host, event, asked, minutes):
    host, request = host
    now = asked[0] + dt.timedelta(minutes=minutes)
    expected = reference.slots(request | asked_of(event, asked, now))
    assert bookable.find_slots(host, event, *asked, now=now).starts.tolist() == expected
    compiled = bookable.compile(host, event)
    assert compiled.starts(*asked, now=now).tolist() == expected
    assert bookable.batch([host], event, *asked, now=now).starts.tolist() == expected


@given(st.data(), events(), bounds(), st.integers(-2000, 600))
def test_teams(data, event, asked, minutes):
    listed = [data.draw(hosts(f"h{i}")) for i in range(data.draw(st.integers(2, 3)))]
    require = data.draw(st.sampled_from(["all", 1, 2]))
    now = asked[0] + dt.timedelta(minutes=minutes)
    request = {"groups": [{"hosts": [request for _, request in listed], "require": require}]}
    expected = reference.slots(request | asked_of(event, asked, now))
    team = bookable.Team([bookable.Group([host for host, _ in listed], require)])
    assert bookable.find_slots(team, event, *asked, now=now).starts.tolist() == expected


@given(hosts(), events(), bounds(), st.sampled_from(ZONES))
def test_an_event_with_a_zone_of_its_own(host, event, asked, zone):
    host, request = host
    expected = reference.slots(request | asked_of(event, asked, asked[0]) | {"eventZone": zone})
    found = bookable.find_slots(host, event, *asked, now=asked[0], event_zone=zone)
    assert found.starts.tolist() == expected


def test_the_reference_shares_no_code():
    tree = ast.parse((pathlib.Path(__file__).parent / "reference.py").read_text())
    imported = {
        name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module] if isinstance(node, ast.ImportFrom)
                     else [alias.name for alias in node.names])}  # fmt: skip
    assert imported == {"datetime", "functools", "zoneinfo"}
