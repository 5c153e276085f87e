import copy
import pickle

import pytest

import bookable


def caught(call, *arguments, **named):
    with pytest.raises(bookable.BookableError) as error:
        call(*arguments, **named)
    return error.value


def test_errors_are_value_errors_with_a_field():
    error = caught(bookable.EventType, 0)
    assert isinstance(error, ValueError) and type(error) is bookable.InvalidArgumentError
    assert error.field == "eventType.lengthInMinutes"
    assert error.message == "must be from 1 to 10080, got 0"
    assert str(error) == "eventType.lengthInMinutes: must be from 1 to 10080, got 0"
    assert error.offset is None


def test_errors_out_of_range_are_a_class_of_their_own():
    hours = bookable.Schedule("UTC")
    error = caught(bookable.find_slots, hours, bookable.EventType(30), "2026-01-01", "2046-01-01")
    assert type(error) is bookable.OutOfRangeError and error.field == "end"


def test_text_that_is_no_json_has_an_offset():
    error = caught(bookable.answer, '{"start": "2026-11-23"')
    assert (error.field, error.offset) == ("", 22)
    assert str(error).startswith("not JSON at byte 22")


def test_errors_are_values():
    error = caught(bookable.answer, "{")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert (twin.field, twin.message, twin.offset, str(twin)) == (
            error.field, error.message, error.offset, str(error),
        )  # fmt: skip


ROWS = [
    (lambda: bookable.Schedule("UTC", bookable.WeeklyRule("Monday", "09:00", "09:00")),
     "schedule.availability[0].endTime"),
    (lambda: bookable.WeeklyRule("Mon", "09:00", "10:00"), "days"),
    (lambda: bookable.Schedule("UTC", bookable.WeeklyRule("Monday", "9", "10:00")),
     "schedule.availability[0].startTime"),
    (lambda: bookable.EventType(30, offset_start=30), "eventType.offsetStart"),
    (lambda: bookable.EventType(30, alignment="left"), "eventType.alignment"),
    (lambda: bookable.EventType(30, booking_window=bookable.BookingWindow.calendar_days(0)),
     "eventType.bookingWindow.value"),
    (lambda: bookable.Host(bookable.Schedule("UTC"), weight=0), "weight"),
    (lambda: bookable.Host(bookable.Schedule("UTC"), [("2026-11-24T10:00Z", "2026-11-24T09:00Z")]),
     "busy[0].end"),
    (lambda: bookable.Host(bookable.Schedule("UTC"), [("1850-11-24T10:00Z", "2026-11-24T09:00Z")]),
     "busy[0].start"),
    (lambda: bookable.IntervalSet([("2026-11-24T10:00Z", "2026-11-24T09:00Z")]),
     "intervals[0].end"),
    (lambda: bookable.find_slots(
        bookable.Schedule("UTC"), bookable.EventType(30, minimum_notice=5),
        "2026-11-24", "2026-11-24"), "now"),
    (lambda: bookable.find_slots(
        bookable.Schedule("UTC"), bookable.EventType(30), "2026-11-24", "2026-11-22"), "end"),
    (lambda: bookable.find_slots(
        bookable.Schedule("UTC"), bookable.EventType(30), "2026-11-31", "2026-12-22"), "start"),
    (lambda: bookable.find_slots(
        bookable.Schedule("UTC"), bookable.EventType(30), "2026-11-24", "2026-11-24",
        duration=45), "duration"),
    (lambda: bookable.find_slots({"schedule": {"timeZone": "UTC"}}), "eventType"),
]  # fmt: skip


@pytest.mark.parametrize("make, field", ROWS)
def test_the_field_says_where(make, field):
    assert caught(make).field == field


@pytest.mark.parametrize(
    "make",
    [
        lambda: bookable.Host("Europe/Rome"),
        lambda: bookable.Host(bookable.Schedule("UTC"), busy=5),
        lambda: bookable.Host(bookable.Schedule("UTC"), busy="2026-11-24"),
        lambda: bookable.Host(bookable.Schedule("UTC"), busy=[("2026-11-24T09:00Z",)]),
        lambda: bookable.EventType("30"),
        lambda: bookable.EventType(30.0),
        lambda: bookable.EventType(True),
        lambda: bookable.find_slots(5, bookable.EventType(30), "2026-11-24", "2026-11-24"),
        lambda: bookable.find_slots(bookable.Schedule("UTC"), 30, "2026-11-24", "2026-11-24"),
        lambda: bookable.explain(
            bookable.Schedule("UTC"), bookable.EventType(30), "2026-11-24T09:00Z", colour=1),
        lambda: bookable.find_slots({}, bookable.EventType(30)),
    ],
)  # fmt: skip
def test_wrong_kinds_are_type_errors(make):
    with pytest.raises(TypeError):
        make()
