import copy
import datetime as dt
import pickle

import pytest

import bookable


def everything():
    return bookable.EventType(
        dt.timedelta(hours=1),
        slot_interval=30,
        offset_start=10,
        alignment="clock",
        minimum_notice=dt.timedelta(hours=2),
        before_buffer=5,
        after_buffer=10,
        booking_window=bookable.BookingWindow.open_days(10, rolling=True),
        limits_count={"week": 5, "day": 2},
        limits_minutes={"month": dt.timedelta(hours=20)},
        seats=4,
        only_first_slot_of_date=True,
        length_options=[30, 60],
    )


def test_event_types_are_values():
    event = everything()
    for twin in (
        pickle.loads(pickle.dumps(event)),
        copy.copy(event),
        copy.deepcopy(event),
        bookable.EventType.from_dict(event.to_dict()),
        eval(repr(event), vars(bookable).copy()),
    ):
        assert twin == event and hash(twin) == hash(event)
    assert event != bookable.EventType(60)


def test_minutes_in_every_form():
    event = everything()
    assert (event.length, event.minimum_notice) == (60, 120)
    assert event.limits_count == (("day", 2), ("week", 5))
    assert event.limits_minutes == (("month", 1200),)


def test_parts_of_a_minute_are_errors():
    with pytest.raises(bookable.InvalidArgumentError, match="whole minutes"):
        bookable.EventType(dt.timedelta(seconds=90))


@pytest.mark.parametrize(
    "window",
    [
        bookable.BookingWindow.range("2026-11-01", dt.date(2026, 11, 30)),
        bookable.BookingWindow.calendar_days(30),
        bookable.BookingWindow.weekdays(5, rolling=True),
        bookable.BookingWindow.open_days(5),
    ],
)
def test_booking_windows(window):
    event = bookable.EventType(30, booking_window=window)
    assert bookable.EventType.from_dict(event.to_dict()).booking_window == window
    assert pickle.loads(pickle.dumps(window)) == window
