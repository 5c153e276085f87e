import copy
import datetime as dt
import os
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
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


def test_naive_times_are_invalid_arguments():
    error = caught(bookable.IntervalSet, [(dt.datetime(2026, 11, 24), dt.datetime(2026, 11, 25))])
    assert type(error) is bookable.NaiveTimeError
    assert isinstance(error, bookable.InvalidArgumentError)
    wrong = caught(bookable.EventType, "30")
    assert type(wrong) is bookable.InvalidTypeError and isinstance(wrong, TypeError)
    for kind in (bookable.NaiveTimeError, bookable.InvalidTypeError, bookable.OutOfRangeError):
        assert issubclass(kind, bookable.BookableError) and issubclass(kind, ValueError)


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


HOURS = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
EVENT = bookable.EventType(30)
DAY = ("2026-11-24", "2026-11-24")
TIMES = np.array(["2026-11-24T09:00", "2026-11-24T10:00", "2026-11-24T11:00"], "M8[s]")
FRAME = pd.DataFrame({
    "host": ["bob", "ann", None], "start": pd.to_datetime(TIMES).tz_localize("UTC"),
    "end": pd.to_datetime(TIMES).tz_localize("UTC")})  # fmt: skip
CYCLE = {"timeZone": "UTC"}
CYCLE["overrides"] = [CYCLE]
DEEP = {}
for _ in range(5000):
    DEEP = {"deeper": DEEP}
NAN = float("nan")


def asked(**members):
    return {"schedule": HOURS.to_dict(), "eventType": EVENT.to_dict(),
            "start": DAY[0], "end": DAY[1], **members}  # fmt: skip


def columns(*arguments, **named):
    return bookable.HostColumns(HOURS, *arguments, **named)


# What is wrong, the field, and what the message must tell.
FIELDS = [
    (lambda: columns(TIMES, TIMES[:2], host=[0, 0, 0]), "busy_ends", "3, got 2"),
    (lambda: columns(TIMES, TIMES, host=[0, 0]), "host", "3, got 2"),
    (lambda: columns(TIMES, TIMES, host=[0, 5, 0], size=2), "host[1]", "from 0 to 1, got 5"),
    (lambda: columns(TIMES, TIMES, host=[0, -5, 0]), "host[1]", "got -5"),
    (lambda: columns(TIMES, TIMES, host=[0, 2**40, 0]), "host[1]", f"got {2**40}; ids go"),
    (lambda: columns(TIMES, TIMES, host=np.array([0, 2**63, 0], "u8")), "host[1]", str(2**63)),
    (lambda: columns(TIMES, TIMES, host=[0.0, 1.0, 2.0]), "host", "got float64"),
    (lambda: columns(TIMES, TIMES, host=[2**70] * 3), "host", "got object"),
    (lambda: columns(TIMES, TIMES, host=[[0, 0, 0]]), "host", "got 2"),
    (lambda: columns(TIMES, TIMES, host=[0, 0, 0], size=-2), "size", "got -2"),
    (lambda: columns(size=2**40), "size", f"got {2**40}"),
    (lambda: columns(size=1.5), "size", "got float"),
    (lambda: columns(size=2, ids=["a"]), "ids", "2, got 1"),
    (lambda: columns(TIMES, TIMES), "host", "got None"),
    (lambda: columns(TIMES, None), "busy_ends", "got None"),
    (lambda: columns(TIMES, TIMES, offsets=[0, 3], host=[0, 0, 0]), "host", "not both"),
    (lambda: columns(TIMES, TIMES, offsets=[0, 2]), "offsets", "3, got 0 to 2"),
    (lambda: columns(TIMES, TIMES, offsets=[0, 2, 1, 3]), "offsets[2]", "2, got 1"),
    (lambda: columns(TIMES, TIMES, offsets=[]), "offsets", "got 1 dimensions of 0"),
    (lambda: columns(TIMES, TIMES, offsets=[0, 3], size=7), "size", "1 hosts, got 7"),
    (lambda: bookable.HostColumns([HOURS] * 2, schedule_of=[0, 2]), "schedule_of[1]", "1, got 2"),
    (lambda: bookable.HostColumns([HOURS] * 2), "schedule_of", "got 2"),
    (lambda: bookable.HostColumns([]), "schedules", "at least one"),
    (lambda: bookable.HostColumns(5), "schedules", "got int"),
    (lambda: bookable.HostColumns.from_frame(FRAME, HOURS), "schedules", "(schedules, frame)"),
    (lambda: bookable.HostColumns.from_frame(HOURS, [1]), "frame", "got list"),
    (lambda: bookable.HostColumns.from_frame(5, FRAME), "schedules", "got int"),
    (lambda: bookable.HostColumns.from_frame(HOURS, FRAME, start="begin"), "start", "'begin'"),
    (lambda: bookable.HostColumns.from_frame(HOURS, FRAME), "host[2]", "got None"),
    (lambda: bookable.HostColumns.from_frame({"bob": HOURS}, FRAME), "host[1]", "got 'ann'"),
    (lambda: bookable.HostColumns.from_frame({"bob": 5}, FRAME[:1]), "schedules",
     "a Schedule for 'bob', got int"),
    (lambda: bookable.HostColumns.from_frame(HOURS, FRAME[:2], ids=["bob", "bob", "ann"]),
     "ids", "'bob' twice"),
    (lambda: bookable.HostColumns.from_frame({"bob": HOURS}, FRAME[:1], ids=["bob", "cat"]),
     "schedules", "'cat'"),
    (lambda: bookable.Host(HOURS, FRAME[["host"]]), "busy", "got ['host']"),
    (lambda: bookable.Host(HOURS, (TIMES, TIMES[:2])), "busy", "3 and 2"),
    (lambda: bookable.Host(HOURS, (TIMES[None], TIMES)), "busy.start", "got 2"),
    (lambda: bookable.Host(HOURS, id=5), "id", "got int"),
    (lambda: bookable.Host(HOURS, id="\ud800"), "id", "lone surrogates"),
    (lambda: bookable.Host(HOURS, weight=1.5), "weight", "got float"),
    (lambda: bookable.Host(HOURS, weight=2**40), "weight", f"got {2**40}"),
    (lambda: bookable.Host(HOURS, [bookable.BusyTime(*TIMES[:2], id="\ud800")]), "busy[0].id",
     "lone surrogates"),
    (lambda: bookable.Host(HOURS, bookings=[bookable.Booking(*TIMES[:2], seats_taken=NAN)]),
     "bookings[0].seatsTaken", "got nan"),
    (lambda: bookable.Host.from_dict({"busy": []}), "schedule", "required"),
    (lambda: bookable.Host.from_dict({"schedule": HOURS.to_dict(), "busy": [{"start": "x"}]}),
     "busy[0].start", "x"),
    (lambda: bookable.Host.from_dict(5), "request", "got int"),
    (lambda: bookable.batch([], EVENT, *DAY, threads=1.5), "threads", "got float"),
    (lambda: bookable.batch([], EVENT, *DAY, threads=2**40), "threads", f"got {2**40}"),
    (lambda: bookable.batch([], EVENT, *DAY, threads=10**5000), "threads", "bits"),
    (lambda: bookable.batch(columns(size=1), EVENT, *DAY, threads=True), "threads", "got bool"),
    (lambda: bookable.batch(5, EVENT, *DAY), "hosts", "got int"),
    (lambda: bookable.find_slots(HOURS, EVENT, *DAY, owner=5), "owner", "got int"),
    (lambda: bookable.find_slots(HOURS, EVENT, *DAY, owner="\ud800"), "owner", "surrogates"),
    (lambda: bookable.find_slots(HOURS, EVENT, *DAY, ignore_booking=b"a"), "ignoreBooking",
     "got bytes"),
    (lambda: bookable.find_slots(bookable.Host(HOURS), EVENT, *DAY, assign="no"), "assign", "str"),
    (lambda: bookable.can_book(HOURS, EVENT, TIMES[0], on_grid=1), "on_grid", "got int"),
    (lambda: bookable.what_if(HOURS, EVENT, *DAY, fairness_period=None), "fairnessPeriod", "None"),
    (lambda: bookable.find_slots("\ud800" + "UTC", EVENT, *DAY), "who", "got str"),
    (lambda: bookable.find_slots(HOURS, EVENT, "\ud800", DAY[1]), "start", "surrogates"),
    (lambda: bookable.answer("\ud800"), "request", "surrogates"),
    (lambda: bookable.answer(5), "request", "got int"),
    (lambda: bookable.answer(asked(schedule=CYCLE)), "schedule.overrides[0]", "contain itself"),
    (lambda: bookable.answer(asked(schedule=DEEP)), "schedule", "100 deep"),
    (lambda: bookable.Schedule.from_dict(CYCLE), "schedule.overrides[0]", "contain itself"),
    (lambda: bookable.EventType.from_dict(DEEP), "eventType", "100 deep"),
    (lambda: bookable.answer(asked(duration=NAN)), "duration", "got nan"),
    (lambda: bookable.answer(asked(duration=float("inf"))), "duration", "got inf"),
    (lambda: bookable.answer(asked(duration=10**5000)), "duration", "bits"),
    (lambda: bookable.answer(asked(eventType={(1, 2): 3})), "eventType", "got (1, 2)"),
    (lambda: bookable.answer(asked(busy=[{"start": object()}])), "busy[0].start", "a object"),
    (lambda: bookable.answer(asked(busy=[{"id": "\ud800"}])), "busy[0].id", "surrogates"),
    (lambda: bookable.find_slots(asked(start=dt.datetime(2026, 11, 24))), "start", "naive"),
    (lambda: bookable.find_slots(asked(start=pd.NaT)), "start", "got NaT"),
    (lambda: bookable.EventType(NAN), "eventType.lengthInMinutes", "got float"),
    (lambda: bookable.EventType(np.timedelta64("NaT", "m")), "eventType.lengthInMinutes", "NaT"),
    (lambda: bookable.EventType(pd.NaT), "eventType.lengthInMinutes", "got NaTType"),
    (lambda: bookable.EventType(np.timedelta64(1, "Y")), "eventType.lengthInMinutes", "1 years"),
    (lambda: bookable.EventType(dt.timedelta(seconds=90)), "eventType.lengthInMinutes", "0:01:30"),
    (lambda: bookable.EventType(30, seats=NAN), "eventType.seats.seatsPerTimeSlot", "got nan"),
    (lambda: bookable.EventType(30, limits_count=5), "eventType.bookingLimitsCount", "got int"),
    (lambda: bookable.EventType(30, limits_count="day"), "eventType.bookingLimitsCount", "str"),
    (lambda: bookable.EventType(30, length_options=5), "eventType.lengthInMinutesOptions", "int"),
    (lambda: bookable.EventType(30, booking_window="x"), "booking_window", "got str"),
    (lambda: bookable.BookingWindow("range"), "first", "got NoneType"),
    (lambda: bookable.Holiday(np.datetime64("NaT", "D")), "date", "got NaT"),
    (lambda: bookable.Holiday(pd.NaT), "date", "got NaT"),
    (lambda: bookable.WeeklyRule(5.5, "09:00", "10:00"), "days", "got float"),
    (lambda: bookable.Schedule("UTC", 5), "weekly", "got int"),
    (lambda: bookable.Schedule("UTC", week_start=NAN), "schedule.weekStart", "got nan"),
    (lambda: bookable.Group([bookable.Host(HOURS)], 1.5), "require", "got float"),
    (lambda: bookable.Group([bookable.Host(HOURS)], 2**70), "require", f"got {2**70}"),
    (lambda: bookable.BatchSlots.concatenate([]), "parts", "at least one"),
    (lambda: bookable.BatchSlots.concatenate([5]), "parts[0]", "got int"),
    (lambda: bookable.batch([], EVENT, *DAY).first_hosts(-1), "k", "got -1"),
    (lambda: bookable.batch([], EVENT, *DAY)["a"], "index", "got str"),
    (lambda: ~bookable.IntervalSet(), "window", "within"),
    (lambda: bookable.IntervalSet()["a"], "index", "got str"),
    (lambda: bookable.IntervalSet()[::2], "step", "got 2"),
    (lambda: bookable.IntervalSet()[1:2], "start", "list(a)[i:j]"),
    (lambda: bookable.IntervalSet().dilate(5, 6), "before", "got int"),
    (lambda: bookable.IntervalSet().erode(dt.timedelta(0), -dt.timedelta(1)), "after", "-86400"),
    (lambda: bookable.IntervalSet().complement("1850-01-01T00:00Z", TIMES[0]), "start", "1850"),
    (lambda: bookable.find_slots(HOURS, EVENT, *DAY)[::-1], "step", "got -1"),
    (lambda: bookable.find_slots(HOURS, EVENT, *DAY)["a"], "index", "got str"),
]  # fmt: skip


@pytest.mark.parametrize("make, field, told", FIELDS)
def test_every_error_is_ours_and_says_where_and_what(make, field, told):
    error = caught(make)
    assert error.field == field
    assert told in error.message
    assert "incompatible" not in str(error)
    assert isinstance(error, TypeError) == isinstance(error, bookable.InvalidTypeError)
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), twin.field, twin.message) == (type(error), field, error.message)


PAIR_OR_COLUMN = [
    [TIMES[:2], TIMES[1:]],  # two arrays of two: columns, or pairs?
    [TIMES, TIMES],
    [pd.Series(TIMES).dt.tz_localize("UTC")] * 2,
    (TIMES[:2], TIMES[1:], TIMES[1:]),
    ([TIMES[0], TIMES[1]], [TIMES[1], TIMES[2]]),  # two lists in a tuple
    np.array([TIMES, TIMES]),  # of shape (2, n)
]


@pytest.mark.parametrize("given", PAIR_OR_COLUMN, ids=range(len(PAIR_OR_COLUMN)))
def test_pairs_or_columns_is_never_guessed(given):
    for read in (lambda: bookable.Host(HOURS, given), lambda: bookable.Host(HOURS, bookings=given),
                 lambda: bookable.IntervalSet(given)):  # fmt: skip
        error = caught(read)
        assert "two columns are a tuple of arrays: (starts, ends)" in error.message
        assert error.field.partition("[")[0] in ("busy", "bookings", "intervals")


def test_pairs_and_columns_that_are_plain():
    one = bookable.IntervalSet([(TIMES[0], TIMES[1])])
    for given in (
        [[TIMES[0], TIMES[1]]], ((TIMES[0], TIMES[1]),), TIMES[:2][None], (TIMES[:1], TIMES[1:2]),
        np.array([TIMES[:2], TIMES[:2]]), [(TIMES[0], TIMES[1])] * 2,
    ):  # fmt: skip
        assert bookable.IntervalSet(given) == one


def test_a_list_that_changes_while_it_is_read():
    class Zone(dt.tzinfo):
        def utcoffset(self, at):
            listed.clear()
            return dt.timedelta(0)

    first = dt.datetime(2026, 11, 24, 9, tzinfo=Zone())
    listed = [(first, TIMES[1])] * 3
    assert "changed" in caught(bookable.Host, HOURS, listed).message
    listed = [first] * 3
    assert "changed" in caught(columns, listed, TIMES, offsets=[0, 3]).message


def test_ids_of_hosts_may_be_any_numbers_in_a_frame():
    frame = FRAME[:2].assign(host=[2**62, 5])
    held = bookable.HostColumns.from_frame(HOURS, frame)
    assert list(held.ids) == [5, 2**62]


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


HOURS = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))


@pytest.mark.parametrize(("call", "field", "says"), [
    (lambda: bookable.WeeklyRule("Tuesday", 9, 17), "startTime", '"09:00"'),
    (lambda: bookable.WeeklyRule("Tuesday", "09:00", np.int64(17)), "endTime", "datetime.time(9)"),
    (lambda: bookable.EventType(30, limits_count={"day": dt.timedelta(hours=1)}),
     "eventType.bookingLimitsCount.day", "number of bookings"),
    (lambda: bookable.EventType(30, limits_count=[("day", 1), ("day", 2)]),
     "eventType.bookingLimitsCount", "'day' twice"),
    (lambda: bookable.find_slots(HOURS, bookable.EventType(30), np.datetime64("2026-11"), "2026-11-30"),
     "start", "datetime64[M]"),
    (lambda: bookable.find_slots(HOURS, bookable.EventType(30), "2026-11-30", np.datetime64("2026", "Y")),
     "end", "datetime64[Y]"),
    (lambda: bookable.find_slots(HOURS, bookable.EventType(30), np.datetime64("2026-11-26", "W"), "2026-11-30"),
     "start", "datetime64[W]"),
    (lambda: bookable.Holiday(np.datetime64("2026-12")), "date", "datetime64[M]"),
    (lambda: bookable.find_slots(HOURS, bookable.EventType(30), "2026-11-24", "2026-11-24",
                                 fairness_period="x"), "fairnessPeriod", "week, month"),
])  # fmt: skip
def test_what_could_be_meant_otherwise_is_refused(call, field, says):
    error = caught(call)
    assert error.field == field and says in str(error)


def test_datetimes_as_python_writes_them():
    at = dt.datetime(2026, 11, 24, 9, tzinfo=dt.timezone.utc)
    assert bookable.can_book(HOURS, bookable.EventType(30), str(at))
    assert bookable.find_slots(HOURS, bookable.EventType(30), str(at), "2026-11-24").starts[0] == (
        np.datetime64("2026-11-24T09:00"))
    error = caught(bookable.can_book, HOURS, bookable.EventType(30), "2026-11-24 09:00")
    assert type(error) is bookable.NaiveTimeError and error.field == "start"


# Their memory is not what a limit means.
without_sanitizers = pytest.mark.skipif(
    "libasan" in os.environ.get("LD_PRELOAD", ""), reason="sanitizers")

SHORT_OF_MEMORY = """
import resource, numpy as np, bookable
day = np.datetime64("2026-11-24", "s") + np.zeros(400_000, "timedelta64[s]")
host = bookable.Host(bookable.Schedule("UTC"), bookings=(day, day))
host.booking_starts
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
failed = done = 0
for more in range(0, 40 << 20, 1 << 19):
    resource.setrlimit(resource.RLIMIT_AS, (size + more, hard))
    try:
        starts = host.booking_starts
        done += 1
        del starts
    except MemoryError:
        failed += 1
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
print(failed > 0, done > 0)
"""


@without_sanitizers
def test_short_memory_is_an_error():
    # The allocator keeps nothing for the next one, so that the limit is met.
    run = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY], capture_output=True, text=True,
        env={**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536"})  # fmt: skip
    assert (run.returncode, run.stdout) == (0, "True True\n"), run.stderr


SHORT_OF_MEMORY_FOR_SLOTS = """
import resource, bookable
always = bookable.Schedule("UTC", bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "24:00"))
asked = "2020-01-01T00:00Z", "2029-12-31T00:00Z"
every_minute = bookable.EventType(1)
shifted = bookable.EventType(1, alignment="free")
compiled = bookable.compile(bookable.Host(always), every_minute)
many = bookable.HostColumns(always, size=40)
teams = [bookable.Team.collective([bookable.Host(always, id="a")])] * 10
compiled.starts("2026-11-24T00:00Z", "2026-11-25T00:00Z")
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, (size + (100 << 20), hard))
for call in (
    lambda: compiled.starts(*asked),
    lambda: bookable.batch(many, every_minute, *asked),
    lambda: bookable.batch(many, shifted, *asked),
    lambda: bookable.batch(teams, every_minute, *asked),
):
    try:
        call()
        print("answered")
    except MemoryError:
        print("refused")
print(len(bookable.batch(many, every_minute, "2026-11-24T00:00Z", "2026-11-25T00:00Z").starts))
"""


@without_sanitizers
def test_answers_larger_than_memory_are_an_error():
    run = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY_FOR_SLOTS], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "refused\n" * 4 + "57600\n"), run.stderr
