import copy
import datetime as dt
import pickle

import numpy as np
import pandas as pd
import pytest

import bookable

HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "04:00"))
NIGHTS = bookable.find_slots(HOURS, bookable.EventType(60), "2026-10-24", "2026-10-25")


def test_columns():
    assert NIGHTS.starts.dtype == np.dtype("datetime64[s]") and len(NIGHTS) == 9
    assert np.array_equal(NIGHTS.ends - NIGHTS.starts, np.full(9, np.timedelta64(3600, "s")))
    assert np.asarray(NIGHTS) is NIGHTS.starts
    assert not NIGHTS.starts.flags.writeable
    assert NIGHTS.seats_remaining is NIGHTS.can_take is NIGHTS.assigned is None
    assert NIGHTS.stage_starts is NIGHTS.stage_can_take is None


def test_slots_are_aware_of_the_fold():
    folded = [slot.start for slot in NIGHTS if slot.start.hour == 2 and slot.start.day == 25]
    assert [(at.fold, at.utcoffset()) for at in folded] == [
        (0, dt.timedelta(hours=2)), (1, dt.timedelta(hours=1)),
    ]  # fmt: skip
    assert NIGHTS.to_datetimes() == [slot.start for slot in NIGHTS]


def test_to_pandas():
    frame = NIGHTS.to_pandas()
    assert list(frame.columns) == ["start", "end"]
    assert str(frame["start"].dt.tz) == "Europe/Rome"
    assert np.array_equal(frame["start"].to_numpy("datetime64[s]"), NIGHTS.starts)
    assert frame["start"][0] == pd.Timestamp("2026-10-24", tz="Europe/Rome")


def test_to_dicts():
    assert NIGHTS.to_dicts()[-1] == {
        "start": "2026-10-25T03:00:00+01:00", "end": "2026-10-25T04:00:00+01:00",
    }  # fmt: skip


def test_taking_parts():
    assert NIGHTS[-1] == list(NIGHTS)[-1]
    assert np.array_equal(NIGHTS[2:5].starts, NIGHTS.starts[2:5])
    assert len(NIGHTS[NIGHTS.starts >= NIGHTS.starts[4]]) == 5
    assert not NIGHTS[:0] and list(NIGHTS[:0]) == []
    with pytest.raises(IndexError):
        NIGHTS[9]
    with pytest.raises(ValueError):
        NIGHTS[::-1]


def test_by_date_is_by_local_date():
    dates = NIGHTS.by_date()
    assert {date: len(slots) for date, slots in dates.items()} == {
        dt.date(2026, 10, 24): 4, dt.date(2026, 10, 25): 5,
    }  # fmt: skip
    assert NIGHTS[:0].by_date() == {}
    tokyo = NIGHTS.in_zone("Asia/Tokyo")
    assert tokyo[0].start.isoformat() == "2026-10-24T07:00:00+09:00"


def test_slots_are_values():
    for twin in (pickle.loads(pickle.dumps(NIGHTS)), copy.copy(NIGHTS), copy.deepcopy(NIGHTS)):
        assert twin == NIGHTS and hash(twin) == hash(NIGHTS)
        assert not twin.starts.flags.writeable
    assert NIGHTS != NIGHTS.in_zone("UTC") and NIGHTS != NIGHTS[1:]
    assert pickle.loads(pickle.dumps(NIGHTS[0])) == NIGHTS[0]


def test_what_reads_well():
    assert repr(NIGHTS) == "Slots(9 of 1 h, Europe/Rome, 2026-10-24 00:00 to 2026-10-25 03:00)"
    assert repr(NIGHTS[:0]) == "Slots(none, Europe/Rome)"
    html = NIGHTS._repr_html_()
    assert "Sat 24 Oct 2026" in html and "02:00  02:00" in html


def test_seats():
    span = ("2026-11-24T00:00:00+01:00", "2026-11-24T01:00:00+01:00")
    host = bookable.Host(HOURS, bookings=[bookable.Booking(*span, seats_taken=2)])
    slots = bookable.find_slots(host, bookable.EventType(60, seats=5), "2026-11-24", "2026-11-24")
    assert slots.seats_remaining.tolist() == [3, 5, 5, 5]
    assert slots[0].seats_remaining == 3 and slots.to_dicts()[0]["seatsRemaining"] == 3
    assert slots.to_pandas()["seats_remaining"].tolist() == [3, 5, 5, 5]
    assert slots[1:].seats_remaining.tolist() == [5, 5, 5]


def test_answers_outlive_what_they_came_from():
    host = bookable.Host(HOURS)
    starts = bookable.find_slots(host, bookable.EventType(60), "2026-10-24", "2026-10-25").starts
    before = starts.copy()
    del host
    for day in range(1, 20):
        bookable.find_slots(HOURS, bookable.EventType(30), f"2026-11-{day:02}", "2026-12-31")
    assert np.array_equal(starts, before)


def test_lengths_are_written_in_one_way():
    hours = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
    event = bookable.EventType(90)
    slots = bookable.find_slots(hours, event, "2026-11-24", "2026-11-24")
    assert "of 1 h 30 min," in repr(slots)
    assert "2 slots of 1 h 30 min, UTC" in slots._repr_html_()
    assert "EventType, 1 h 30 min" in event._repr_html_()
    opened = bookable.IntervalSet([("2026-11-24T09:00Z", "2026-11-24T10:30:20Z")])
    assert "1 intervals, 1 h 30 min 20 s in all" in opened._repr_html_()
    assert "<td>1 h 30 min 20 s</td>" in opened._repr_html_()
    assert "0 min in all" in bookable.IntervalSet()._repr_html_()


def test_columns_of_pandas_are_right_in_a_fold():
    """Whatever pandas loses when it iterates: instants, clocks, text, on both
    sides of 2038, where tables of pytz and dateutil end."""
    for date in (dt.date(2026, 10, 25), dt.date(2040, 10, 28)):
        hours = bookable.Schedule(
            "Europe/Rome", bookable.WeeklyRule(bookable.EVERY_DAY, "02:00", "03:00"))
        slots = bookable.find_slots(hours, bookable.EventType(30), date, date)
        column = slots.to_pandas()["start"]
        assert column.dt.strftime("%H:%M%z").tolist() == [
            "02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]
        assert column.dt.tz_convert("UTC").dt.tz_localize(None).tolist() == slots.starts.tolist()
        assert [column.iloc[i].isoformat()[-6:] for i in range(4)] == ["+02:00"] * 2 + ["+01:00"] * 2
        # Back in: as a column, and one by one.
        end = slots.to_pandas()["end"]
        there = bookable.IntervalSet((slots.starts, slots.ends))
        assert bookable.IntervalSet((column, end)) == there
        assert bookable.IntervalSet(list(zip(column, end))) == there


def test_columns_stay_read_only():
    for slots in (NIGHTS, NIGHTS[1:], NIGHTS[NIGHTS.starts > NIGHTS.starts[0]],
                  pickle.loads(pickle.dumps(NIGHTS))):  # fmt: skip
        assert not slots.starts.flags.writeable
        with pytest.raises(ValueError):
            slots.starts.setflags(write=True)


def test_odd_keys():
    for key, field in ((True, "index"), (slice(None, None, 0), "step")):
        with pytest.raises(bookable.BookableError) as error:
            NIGHTS[key]
        assert error.value.field == field
