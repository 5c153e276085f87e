"""Busy times in every form, and hosts as values."""

import copy
import datetime as dt
import pickle
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import bookable
from strategies import hosts

UTC = dt.timezone.utc
HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
STARTS = np.array(["2026-11-24T09:00", "2026-11-24T13:00"], "datetime64[s]")
ENDS = np.array(["2026-11-24T10:00", "2026-11-24T14:30"], "datetime64[s]")
PAIRS = [
    (start.item().replace(tzinfo=UTC), end.item().replace(tzinfo=UTC))
    for start, end in zip(STARTS, ENDS)
]
ROME = ZoneInfo("Europe/Rome")

FORMS = {
    "pairs": PAIRS,
    "pairs in a zone": [(s.astimezone(ROME), e.astimezone(ROME)) for s, e in PAIRS],
    "lists": [list(pair) for pair in PAIRS],
    "a tuple of pairs": tuple(PAIRS),
    "text": [(s.isoformat(), e.isoformat()) for s, e in PAIRS],
    "columns": (STARTS, ENDS),
    "columns of nanoseconds": (STARTS.astype("datetime64[ns]"), ENDS.astype("datetime64[ns]")),
    "rows": np.stack([STARTS, ENDS], axis=1),
    "datetime64 pairs": list(zip(STARTS, ENDS)),
    "Series": (pd.Series(STARTS).dt.tz_localize("UTC"), pd.Series(ENDS).dt.tz_localize("UTC")),
    "DataFrame": pd.DataFrame({
        "start": pd.DatetimeIndex(STARTS).tz_localize("UTC").tz_convert("Asia/Tokyo"),
        "end": pd.DatetimeIndex(ENDS).tz_localize("UTC")}),
    "Intervals": [pd.Interval(pd.Timestamp(s), pd.Timestamp(e)) for s, e in PAIRS],
    "IntervalIndex": pd.IntervalIndex.from_tuples(PAIRS),
    "IntervalSet": bookable.IntervalSet(PAIRS),
    "BusyTime": [bookable.BusyTime(*pair) for pair in PAIRS],
    "mixed": [PAIRS[0], bookable.BusyTime(*PAIRS[1])],
    "an iterator": None,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_busy_times_in_every_form(form):
    busy = iter(PAIRS) if form == "an iterator" else FORMS[form]
    host = bookable.Host(HOURS, busy)
    assert np.array_equal(host.busy_starts, STARTS) and np.array_equal(host.busy_ends, ENDS)
    assert host == bookable.Host(HOURS, PAIRS)
    assert hash(host) == hash(bookable.Host(HOURS, PAIRS))


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("BusyTime", "mixed")])
def test_bookings_in_every_form(form):
    bookings = iter(PAIRS) if form == "an iterator" else FORMS[form]
    host = bookable.Host(HOURS, bookings=bookings)
    assert host == bookable.Host(HOURS, bookings=[bookable.Booking(*pair) for pair in PAIRS])
    assert np.array_equal(host.booking_starts, STARTS)


def test_busy_times_round_outwards():
    half = dt.timedelta(milliseconds=500)
    host = bookable.Host(HOURS, [(PAIRS[0][0] + half, PAIRS[0][1] + half)])
    assert host.busy_starts[0] == STARTS[0]
    assert host.busy_ends[0] == ENDS[0] + np.timedelta64(1, "s")


HALF = np.timedelta64(500, "ms")
EARLY, LATE = STARTS + HALF, ENDS + HALF
AWARE = pd.DatetimeIndex(EARLY).tz_localize("UTC"), pd.DatetimeIndex(LATE).tz_localize("UTC")


@pytest.mark.parametrize("form", [
    (EARLY, LATE),
    np.stack([EARLY, LATE], axis=1),
    AWARE,
    pd.DataFrame({"start": AWARE[0], "end": AWARE[1]}),
    pd.IntervalIndex.from_arrays(*AWARE),
    list(zip(*AWARE)),
    list(zip(EARLY, LATE)),
    [bookable.BusyTime(*pair) for pair in zip(*AWARE)],
], ids=range(8))  # fmt: skip
def test_every_form_rounds_outwards(form):
    for host in (bookable.Host(HOURS, form), bookable.Host(HOURS, bookable.IntervalSet(form))):
        assert np.array_equal(host.busy_starts, STARTS)
        assert np.array_equal(host.busy_ends, ENDS + np.timedelta64(1, "s"))


def test_errors_name_the_entry():
    with pytest.raises(bookable.NaiveTimeError) as caught:
        bookable.Host(HOURS, [PAIRS[0], (PAIRS[0][0], dt.datetime(2026, 11, 24))])
    assert caught.value.field == "busy[1].end"
    with pytest.raises(bookable.InvalidArgumentError) as caught:
        bookable.Host(HOURS, (STARTS, np.array(["2026-11-24T10:00", "NaT"], "datetime64[s]")))
    assert caught.value.field == "busy[1].end"
    with pytest.raises(bookable.InvalidArgumentError) as caught:
        bookable.Host(HOURS, bookings=(ENDS, STARTS))
    assert caught.value.field == "bookings[0].end"
    with pytest.raises(ValueError, match="2 and 1 entries"):
        bookable.Host(HOURS, (STARTS, ENDS[:1]))


def test_repeated_ids_of_bookings_are_errors():
    with pytest.raises(bookable.InvalidArgumentError):
        bookable.Host(HOURS, bookings=[bookable.Booking(*PAIRS[0], id="a")] * 2)


def everything():
    return bookable.Host(
        HOURS,
        [bookable.BusyTime(*PAIRS[0], id="a", source="work", transparent=True, before_buffer=5),
         bookable.BusyTime("2026-12-24", "2026-12-27", zone="Europe/Rome")],
        bookings=[bookable.Booking(*PAIRS[1], id="b", status="pending", seats_taken=2,
                                   blocks=False, after_buffer=0)],
        holds=[bookable.Hold(*PAIRS[1], PAIRS[1][1], owner="ann", seats=2, same_event=False)],
        id="ann", weight=50, calibration=3, priority=4, last_booked_at=PAIRS[0][0],
    )  # fmt: skip


def test_hosts_are_values():
    host = everything()
    for twin in (pickle.loads(pickle.dumps(host)), copy.copy(host), copy.deepcopy(host)):
        assert twin == host and hash(twin) == hash(host) and repr(twin) == repr(host)
    assert host != bookable.Host(HOURS, PAIRS)
    assert repr(host) == "Host('ann', Europe/Rome, 2 busy, 1 bookings, 1 holds)"
    for part in (*FORMS["BusyTime"], bookable.Hold(*PAIRS[0], PAIRS[0][1])):
        assert pickle.loads(pickle.dumps(part)) == part


def test_all_day_entries_are_dates_of_the_calendar():
    host = everything()
    assert host.busy_starts[1] == np.datetime64("2026-12-23T23:00", "s")
    assert host.busy_ends[1] == np.datetime64("2026-12-26T23:00", "s")
    with pytest.raises(bookable.InvalidArgumentError, match="zone"):
        bookable.BusyTime("2026-11-24T10:00Z", dt.date(2026, 11, 24))


def test_hosts_from_dicts():
    host = bookable.Host.from_dict({
        "id": "ann", "schedule": HOURS.to_dict(),
        "busy": [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z", "id": "a"}],
        "bookings": [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z"}],
        "holds": [{"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T10:00:00Z",
                   "expiresAt": "2026-11-24T00:00:00Z"}]})  # fmt: skip
    assert repr(host) == "Host('ann', Europe/Rome, 1 busy, 1 bookings, 1 holds)"


def test_hosts_from_dicts_have_all_that_was_said():
    start, end = PAIRS[0]
    before, after = 5, 10
    assert bookable.Host.from_dict({
        "id": "ann", "schedule": HOURS.to_dict(), "weight": 7, "calibration": 3, "priority": 4,
        "lastBookedAt": start,
        "busy": [
            {"start": start, "end": end, "id": "a", "source": "s", "transparent": True,
             "beforeEventBuffer": before, "afterEventBuffer": after},
            {"start": "2026-11-26", "end": "2026-11-27", "timeZone": "Asia/Tokyo"}],
        "bookings": [
            {"start": start, "end": end, "id": "b", "status": "pending", "seatsTaken": 2,
             "blocks": False, "beforeEventBuffer": before, "afterEventBuffer": after}],
        "holds": [
            {"start": start, "end": end, "expiresAt": end, "owner": "o", "seats": 2,
             "sameEvent": False, "beforeEventBuffer": before, "afterEventBuffer": after}],
    }) == bookable.Host(
        HOURS,
        [bookable.BusyTime(start, end, "a", "s", True, before, after),
         bookable.BusyTime("2026-11-26", "2026-11-27", zone="Asia/Tokyo")],
        bookings=bookable.Booking(start, end, "b", "pending", 2, False, before, after),
        holds=bookable.Hold(start, end, end, "o", 2, False, before, after),
        id="ann", weight=7, calibration=3, priority=4, last_booked_at=start)  # fmt: skip


@pytest.mark.parametrize("name, value", {
    "weight": 7, "calibration": 3, "priority": 4, "last_booked_at": PAIRS[0][0], "id": "bob",
}.items())  # fmt: skip
def test_hosts_that_differ_are_not_equal(name, value):
    host = bookable.Host(HOURS, id="ann")
    other = bookable.Host(HOURS, **{"id": "ann", name: value})
    assert host != other and pickle.loads(pickle.dumps(other)) == other


@given(hosts(id="x"))
def test_pickles_ask_alike(host):
    twin = pickle.loads(pickle.dumps(host))
    event = bookable.EventType(30, limits_count={"week": 3})
    asked = (event, "2026-10-19", "2026-11-01")
    assert bookable.find_slots(twin, *asked) == bookable.find_slots(host, *asked)


def test_compiled_hosts():
    event = bookable.EventType(30, minimum_notice=60)
    compiled = bookable.compile(bookable.Host(HOURS, PAIRS), event, zone="Asia/Tokyo")
    now = "2026-11-24T08:00:00Z"
    slots = compiled.find_slots("2026-11-24", "2026-11-24", now=now)
    assert slots == bookable.find_slots(
        compiled.host, event, "2026-11-24", "2026-11-24", now=now, zone="Asia/Tokyo")
    assert bookable.find_slots(compiled, start="2026-11-24", end="2026-11-24", now=now) == slots
    assert np.array_equal(compiled.starts("2026-11-24", "2026-11-24", now=now), slots.starts)
    assert all(compiled.can_book(start, now=now) for start in slots.starts)
    assert not compiled.can_book(PAIRS[0][0], now=now)
    assert bookable.can_book(compiled, start=slots.starts[0], now=now)
    beside = slots.starts[0] + np.timedelta64(5, "m")
    assert bookable.can_book(compiled, start=beside, now=now)
    assert not bookable.can_book(compiled, start=beside, now=now, on_grid=True)
    with pytest.raises(bookable.BookableError, match="required with minimumBookingNotice"):
        compiled.starts("2026-11-24", "2026-11-24")
    assert pickle.loads(pickle.dumps(compiled)) == compiled == copy.deepcopy(compiled)


def test_hosts_stay_as_they_were_made():
    host = bookable.Host(bookable.Schedule("UTC"))
    compiled = bookable.compile(host, bookable.EventType(30))
    for made, name in ((host, "schedule"), (host, "id"), (compiled, "host"), (compiled, "event"),
                       (compiled, "zone")):  # fmt: skip
        with pytest.raises(AttributeError):
            setattr(made, name, None)


def test_compiled_hosts_heed_what_is_asked_besides():
    hours = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    lesson = bookable.EventType(60, length_options=[30])
    compiled = bookable.compile(bookable.Host(hours), lesson)
    asked = {"start": "2026-11-24T00:00Z", "end": "2026-11-25T00:00Z"}
    assert len(bookable.find_slots(compiled, **asked)) == 2
    assert len(bookable.find_slots(compiled, **asked, duration=30)) == 4
    assert bookable.find_slots(compiled, **asked, zone="Asia/Tokyo").zone.name == "Asia/Tokyo"
    assert not bookable.can_book(compiled, start="2026-11-24T10:30Z")
    assert bookable.can_book(compiled, start="2026-11-24T10:30Z", duration=30)
    with pytest.raises(bookable.InvalidTypeError) as error:
        bookable.find_slots(compiled, **asked, busy=[])
    assert error.value.field == "busy"
