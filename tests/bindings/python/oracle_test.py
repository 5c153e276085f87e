"""The package against reference.py, an engine that is only obvious, on random
questions of one host and of teams."""

import ast
import dataclasses
import datetime as dt
import pathlib

from hypothesis import given, settings
from hypothesis import strategies as st

import bookable
import reference
from strategies import FIRST, minute_of_day, spans, times

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


# The reference takes its time: a third of the examples that other tests take.
ROUNDS = max(settings.default.max_examples // 3, 2)
rounds = settings(max_examples=ROUNDS)

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
        alignment=draw(st.sampled_from(["hour", "clock", "window", "free", "packed"])),
        minimum_notice=draw(st.sampled_from([0, 0, 90])),
        before_buffer=draw(st.sampled_from([0, 10, 25])),
        after_buffer=draw(st.sampled_from([0, 15, 20])),
        booking_window=draw(st.sampled_from([
            None, None, None, None,
            bookable.BookingWindow.calendar_days(2), bookable.BookingWindow.weekdays(3),
            bookable.BookingWindow.range("2026-10-22", "2026-10-26"),
            bookable.BookingWindow.open_days(2)])),
        limits_count=draw(st.sampled_from([
            (), (), (), {"day": 1}, {"week": 2}, {"month": 4, "week": 3}])),
        limits_minutes=draw(st.sampled_from([(), (), (), {"week": 180}, {"year": 400}])),
        seats=draw(st.sampled_from([None, None, None, 2])),
        only_first_slot_of_date=draw(st.sampled_from([False, False, False, True])))  # fmt: skip


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
def holds(draw):
    listed = draw(st.lists(spans(120), max_size=2))
    return [
        bookable.Hold(
            start, end, FIRST + dt.timedelta(hours=draw(st.integers(0, 240))),
            owner=draw(st.sampled_from(["", "me"])), seats=draw(st.integers(1, 2)),
            same_event=draw(st.booleans()))
        for start, end in listed]  # fmt: skip


@st.composite
def sessions(draw, length, starts=times(), most=4):
    """Bookings and holds of a slot's length, some at the same time."""
    by = dt.timedelta(minutes=length)
    booked, held = [], []
    for start in draw(st.lists(starts, max_size=most)):
        for kind in draw(st.lists(st.sampled_from("bh"), min_size=1, max_size=3)):
            if kind == "b":
                booked.append(bookable.Booking(start, start + by))
            else:
                held.append(bookable.Hold(
                    start, start + by, FIRST + dt.timedelta(days=30),
                    same_event=draw(st.booleans())))  # fmt: skip
    return booked, held


@st.composite
def hosts(draw, event, id=""):
    busy = draw(st.lists(spans(200), min_size=6, max_size=16))
    more, held = draw(sessions(event.length)) if event.seats else ([], [])
    booked = draw(bookings()) + more
    held += draw(holds())
    host = bookable.Host(draw(schedules()), busy, bookings=booked, holds=held, id=id)
    return host, {
        "id": id,
        "schedule": host.schedule.to_dict(),
        "busy": [{"start": a, "end": b} for a, b in busy],
        "bookings": [booking.to_dict() for booking in booked],
        "holds": [hold.to_dict() for hold in held],
    }


@st.composite
def bounds(draw):
    """A day or two somewhere around Rome's 25 October."""
    start = FIRST + dt.timedelta(minutes=draw(st.integers(0, 9 * 24 * 60)))
    return start, start + dt.timedelta(minutes=draw(st.integers(30 * 60, 60 * 60)))


def asked_of(event, asked, now):
    return {"eventType": event.to_dict(), "start": asked[0], "end": asked[1], "now": now}


@rounds
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


def rows(slots, ids=("",)):
    """As the reference has them."""
    takers = slots.can_take
    seats = slots.seats_remaining
    return [
        (start, set(ids) if takers is None else {ids[i] for i in takers[row].nonzero()[0]},
         None if seats is None else seats[row])
        for row, start in enumerate(slots.starts.tolist())]  # fmt: skip


@rounds
@given(st.data(), events(), bounds(), st.integers(-2000, 600), st.sampled_from(["", "me"]))
def test_one_host(data, event, asked, minutes, owner):
    host, request = data.draw(hosts(event))
    now = asked[0] + dt.timedelta(minutes=minutes)
    expected = reference.answer(request | asked_of(event, asked, now) | {"owner": owner})
    assert rows(bookable.find_slots(host, event, *asked, now=now, owner=owner)) == expected
    compiled = bookable.compile(host, event, owner=owner)
    assert rows(compiled.find_slots(*asked, now=now)) == expected
    if not owner:
        assert rows(bookable.batch([host], event, *asked, now=now)[0]) == expected


@rounds
@given(st.data(), events(), bounds(), st.integers(-2000, 600))
def test_teams(data, event, asked, minutes):
    """Groups, of which a host may be in several: it fills one role at a time."""
    listed = [data.draw(hosts(event, f"h{i}")) for i in range(data.draw(st.integers(2, 3)))]
    groups = [(listed, data.draw(st.sampled_from(["all", 1, 2])))]
    if data.draw(st.booleans()):
        some = data.draw(st.lists(
            st.sampled_from(listed), min_size=1, max_size=2, unique_by=lambda one: one[0].id))
        groups = [(listed, 1), (some, data.draw(st.sampled_from(["all", 1])))]  # fmt: skip
    now = asked[0] + dt.timedelta(minutes=minutes)
    expected = reference.answer(asked_of(event, asked, now) | {"groups": [
        {"hosts": [request for _, request in members], "require": require}
        for members, require in groups]})  # fmt: skip
    team = bookable.Team([
        bookable.Group([host for host, _ in members], require) for members, require in groups])
    found = bookable.find_slots(team, event, *asked, now=now)
    assert rows(found, found.host_ids) == expected


@rounds
@given(st.data(), events(), bounds(), st.integers(2, 3), st.sampled_from(["all", 1]))
def test_seats(data, event, asked, seats, require):
    """Hosts who are mostly free, and sessions that can be joined, or are full."""
    event = dataclasses.replace(event, seats=seats, booking_window=None, minimum_notice=0)
    around = st.integers(0, 100).map(lambda k: asked[0] + dt.timedelta(minutes=20 * k))
    listed = []
    for id in ("ann", "bob")[:data.draw(st.integers(1, 2))]:
        hours = bookable.Schedule(
            data.draw(st.sampled_from(ZONES)),
            bookable.WeeklyRule(bookable.EVERY_DAY, data.draw(minute_of_day(last=360)), "24:00"))
        busy = data.draw(st.lists(spans(60), max_size=3))
        booked, held = data.draw(sessions(event.length, around, 8))
        host = bookable.Host(hours, busy, bookings=booked, holds=held, id=id)
        listed.append((host, {
            "id": id, "schedule": hours.to_dict(),
            "busy": [{"start": a, "end": b} for a, b in busy],
            "bookings": [booking.to_dict() for booking in booked],
            "holds": [hold.to_dict() for hold in held]}))  # fmt: skip
    expected = reference.answer(asked_of(event, asked, asked[0]) | {
        "groups": [{"hosts": [request for _, request in listed], "require": require}]})  # fmt: skip
    team = bookable.Team(bookable.Group([host for host, _ in listed], require))
    found = bookable.find_slots(team, event, *asked, now=asked[0])
    assert rows(found, found.host_ids) == expected
    of_batch = bookable.batch([team], event, *asked, now=asked[0])[0]
    assert of_batch.starts.tolist() == found.starts.tolist()
    assert of_batch.seats_remaining.tolist() == found.seats_remaining.tolist()


@rounds
@given(st.data(), events(), bounds(), st.sampled_from(ZONES), st.sampled_from(ZONES), st.booleans())
def test_an_event_and_an_answer_with_zones_of_their_own(data, event, asked, zone, shown, only):
    event = dataclasses.replace(event, only_first_slot_of_date=only)
    host, request = data.draw(hosts(event))
    expected = reference.answer(
        request | asked_of(event, asked, asked[0]) | {"eventZone": zone, "timeZone": shown})
    found = bookable.find_slots(host, event, *asked, now=asked[0], event_zone=zone, zone=shown)
    assert rows(found) == expected


@settings(max_examples=ROUNDS // 2)
@given(st.data(), events(), bounds(), st.sampled_from(
    ["calendar_days", "weekdays", "open_days"]), st.integers(1, 3), st.integers(-2000, 600))
def test_rolling_windows(data, event, asked, kind, days, minutes):
    event = dataclasses.replace(
        event, booking_window=getattr(bookable.BookingWindow, kind)(days, rolling=True),
        limits_count=(), limits_minutes=())  # fmt: skip
    host, request = data.draw(hosts(event))
    now = asked[0] + dt.timedelta(minutes=minutes)
    expected = reference.answer(request | asked_of(event, asked, now))
    assert rows(bookable.find_slots(host, event, *asked, now=now)) == expected


def test_the_reference_shares_no_code():
    tree = ast.parse((pathlib.Path(__file__).parent / "reference.py").read_text())
    imported = {
        name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module] if isinstance(node, ast.ImportFrom)
                     else [alias.name for alias in node.names])}  # fmt: skip
    assert imported == {"datetime", "functools", "zoneinfo"}
