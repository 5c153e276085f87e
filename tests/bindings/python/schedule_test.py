import copy
import datetime as dt
import pickle

import numpy as np
import pytest
from hypothesis import given

import bookable
from strategies import FIRST, DAYS, schedules


def test_hours_in_every_form():
    rule = bookable.WeeklyRule(0, dt.time(9), dt.timedelta(hours=16))
    assert rule == bookable.WeeklyRule(["Monday"], "09:00", dt.timedelta(hours=16))
    assert rule == bookable.WeeklyRule("Monday", np.timedelta64(9, "h"), "16:00")
    assert bookable.WeeklyRule(bookable.WEEKDAYS, "00:00", "24:00").days == bookable.WEEKDAYS
    assert bookable.DateOverride(np.datetime64("2026-12-24")).date == dt.date(2026, 12, 24)


def test_dates_that_are_times_are_errors():
    for date in (dt.datetime(2026, 12, 24), np.datetime64("2026-12-24T00:00")):
        with pytest.raises(bookable.InvalidArgumentError):
            bookable.Holiday(date)


def everything():
    return bookable.Schedule(
        "Europe/Rome",
        [
            bookable.WeeklyRule(["Monday", "Friday"], "09:00", "16:00"),
            bookable.WeeklyRule(
                "Tuesday", "22:00", "06:00", from_date="2026-01-01", until="2026-12-31",
                interval=2, anchor_date="2026-01-06"),
        ],
        overrides=[bookable.DateOverride("2026-12-24"),
                   bookable.DateOverride("2026-12-28", "10:00", "12:00")],
        holidays=[bookable.Holiday("2026-12-25", "Christmas")],
        out_of_office=[bookable.OutOfOffice("2026-08-01", "2026-08-15", "vacation", "sea")],
        travel=[bookable.Travel("Asia/Tokyo", "2026-05-01", "2026-05-10"),
                bookable.Travel("America/New_York", "2027-05-01")],
        week_start="Monday",
    )  # fmt: skip


def test_schedules_are_values():
    schedule = everything()
    for twin in (
        pickle.loads(pickle.dumps(schedule)),
        copy.copy(schedule),
        copy.deepcopy(schedule),
        bookable.Schedule.from_dict(schedule.to_dict()),
        eval(repr(schedule), vars(bookable).copy()),
    ):
        assert twin == schedule and hash(twin) == hash(schedule)
        assert repr(twin) == repr(schedule)
    assert schedule != bookable.Schedule("Europe/Rome")
    with pytest.raises(AttributeError):
        schedule.zone = "UTC"


def test_open_time_goes_by_the_wall_clock():
    # The night in which Rome's clocks go back lasts an hour more.
    night = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Saturday", "22:00", "06:00"))
    open_time = night.open_time("2026-10-24T00:00Z", "2026-10-26T00:00Z")
    assert open_time.length == dt.timedelta(hours=9)
    assert night.is_open("2026-10-25T00:30Z") and night.is_open("2026-10-25T01:30Z")


def test_open_time_is_bounded():
    with pytest.raises(bookable.OutOfRangeError):
        everything().open_time("1850-01-01T00:00Z", "2026-01-01T00:00Z")


@given(schedules())
def test_membership(schedule):
    """An instant is open iff its wall clock lies in the hours of its date."""
    zone = schedule.zone.to_zoneinfo()
    closed = {item.date for item in schedule.overrides} | {item.date for item in schedule.holidays}
    open_time = schedule.open_time(FIRST, FIRST + dt.timedelta(days=DAYS))

    def windows(date):
        if date in closed:
            return
        for rule in schedule.weekly:
            if bookable.EVERY_DAY[date.weekday()] in rule.days:
                start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (rule.start, rule.end))
                yield start, end if end > start else end + 1440

    for step in range(0, DAYS * 24 * 60, 47):
        at = FIRST + dt.timedelta(minutes=step)
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        today, before = local.date(), local.date() - dt.timedelta(days=1)
        expected = any(start <= minute < end for start, end in windows(today)) or (
            today not in closed
            and any(start <= minute + 1440 < end for start, end in windows(before))
        )
        assert schedule.is_open(at) == (at in open_time) == expected, at


def test_html_is_escaped():
    schedule = bookable.Schedule("UTC", holidays=bookable.Holiday("2026-12-25", "<b>"))
    assert "&lt;b&gt;" in schedule._repr_html_() and "<b>" not in schedule._repr_html_().split("Schedule")[1].split("</b>", 1)[1]
