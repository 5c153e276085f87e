"""Batches: each host's answer is the one it would have alone."""

import copy
import gc
import pickle
import threading
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookable
from strategies import bounds, event_types, hosts, schedules, spans

HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
NEW_YORK = bookable.Schedule(
    "America/New_York", bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "17:00"))
EVENT = bookable.EventType(30)
ASKED = ("2026-11-01", "2026-12-01")


def columns(count, entries=20, seed=1):
    random = np.random.default_rng(seed)
    starts = np.datetime64("2026-11-01", "s") + np.sort(
        random.integers(0, 30 * 96, (count, entries)) * 900, axis=1)
    return starts.ravel(), (starts + np.timedelta64(1800, "s")).ravel()


@given(st.lists(hosts(), max_size=5), event_types(), bounds(), st.sampled_from([1, 3]))
def test_hosts(listed, event, asked, threads):
    zone = "Asia/Tokyo"
    slots = bookable.batch(listed, event, *asked, zone=zone, threads=threads)
    assert len(slots) == len(listed)
    for host, found in zip(listed, slots):
        assert found == bookable.find_slots(host, event, *asked, zone=zone)


@given(
    st.lists(st.lists(spans(), max_size=5), max_size=5), st.lists(schedules(), min_size=1, max_size=2),
    event_types(), bounds(), st.booleans(), st.randoms(use_true_random=False),
)  # fmt: skip
def test_columns(busy, kept, event, asked, bookings, random):
    rows = [(i, start, end) for i, entries in enumerate(busy) for start, end in entries]
    random.shuffle(rows)  # HostColumns sorts by host, keeping the order within
    of = [random.randrange(len(kept)) for _ in busy]
    starts = np.array([row[1].replace(tzinfo=None) for row in rows], "datetime64[s]")
    ends = np.array([row[2].replace(tzinfo=None) for row in rows], "datetime64[s]")
    held = bookable.HostColumns(
        kept, starts, ends, host=np.array([row[0] for row in rows], int), schedule_of=of,
        bookings=bookings)  # fmt: skip
    slots = bookable.batch(held, event, *asked, zone="UTC")
    assert len(slots) == len(busy)
    for i, entries in enumerate(busy):
        host = (
            bookable.Host(kept[of[i]], bookings=entries) if bookings
            else bookable.Host(kept[of[i]], entries)
        )  # fmt: skip
        assert slots[i] == bookable.find_slots(host, event, *asked, zone="UTC")


def test_columns_are_used_where_they_are():
    starts, ends = columns(4)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(5) * 20)
    assert held._state[1] is starts and held._state[2] is ends


def test_answers_are_the_engine_s_own_memory():
    starts, ends = columns(4)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(5) * 20)
    slots = bookable.batch(held, EVENT, *ASKED)
    assert type(slots.starts.base).__name__ == "PyCapsule"
    assert not slots.starts.flags.owndata and not slots.starts.flags.writeable
    # Parts keep it alive; later batches do not write into it.
    part = slots[2].starts
    before = part.copy()
    del slots
    gc.collect()
    for seed in range(5):
        starts, ends = columns(4, seed=seed + 7)
        bookable.batch(
            bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(5) * 20), EVENT, *ASKED)
    assert np.array_equal(part, before)


def test_frames():
    frame = pd.DataFrame({
        "host": ["bob", "ann", "bob"],
        "start": pd.to_datetime(["2026-11-24T09:00+01:00", "2026-11-24T11:00+01:00",
                                 "2026-11-24T15:00+01:00"]),
        "end": pd.to_datetime(["2026-11-24T10:00+01:00", "2026-11-24T11:30+01:00",
                               "2026-11-24T16:00+01:00"])})  # fmt: skip
    held = bookable.HostColumns.from_frame(HOURS, frame)
    assert list(held.ids) == ["ann", "bob"]
    slots = bookable.batch(held, EVENT, "2026-11-24", "2026-11-24")
    assert slots.counts.tolist() == [15, 12]
    chosen = bookable.HostColumns.from_frame(
        {"cat": HOURS, "bob": NEW_YORK, "ann": HOURS}, frame)
    assert bookable.batch(chosen, EVENT, "2026-11-24", "2026-11-24").counts.tolist() == [16, 14, 15]
    with pytest.raises(bookable.InvalidArgumentError, match="'ann'") as caught:
        bookable.HostColumns.from_frame({"bob": HOURS}, frame)
    assert caught.value.field == "host[1]"
    naive = frame.assign(start=frame["start"].dt.tz_localize(None))
    with pytest.raises(bookable.NaiveTimeError):
        bookable.HostColumns.from_frame(HOURS, naive)
    table = slots.to_pandas()
    assert list(table.columns) == ["host", "start", "end"] and len(table) == 27
    assert table["host"].value_counts().to_dict() == {"ann": 15, "bob": 12}
    assert slots.to_dicts()[0] == {
        "host": "ann", "start": "2026-11-24T09:00:00+01:00", "end": "2026-11-24T09:30:00+01:00",
    }  # fmt: skip


def test_aggregates():
    starts, ends = columns(50)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(51) * 20)
    slots = bookable.batch(held, EVENT, *ASKED)
    times, counts = slots.count_free()
    expected_times, expected = np.unique(slots.starts, return_counts=True)
    assert np.array_equal(times, expected_times) and np.array_equal(counts, expected)
    assert counts.sum() == len(slots.starts) == slots.counts.sum()
    assert np.array_equal(slots.first(), [part.starts[0] for part in slots])
    assert np.array_equal(slots.host, np.repeat(np.arange(50), slots.counts))
    closed = bookable.batch([bookable.Host(bookable.Schedule("UTC"))], EVENT, *ASKED)
    assert np.isnat(closed.first()[0]) and len(closed.count_free()[0]) == 0


def test_counts_of_starts_far_apart_and_off_the_minute():
    from bookable._bookable import count_starts

    random = np.random.default_rng(3)
    for column in (
        random.integers(-(2**31), 2**31, 1000).astype("datetime64[s]"),
        (random.integers(0, 50, 1000) * 7).astype("datetime64[s]"),
    ):
        times, counts = count_starts(column)
        expected_times, expected = np.unique(column, return_counts=True)
        assert np.array_equal(times, expected_times) and np.array_equal(counts, expected)


def test_parts():
    starts, ends = columns(10)
    held = bookable.HostColumns(
        [HOURS, NEW_YORK], starts, ends, offsets=np.arange(11) * 20,
        schedule_of=np.arange(10) % 2, ids=[f"h{i}" for i in range(10)])  # fmt: skip
    slots = bookable.batch(held, EVENT, *ASKED, zone="UTC")
    for first, last in ((0, 4), (3, 10), (5, 5), (8, 3)):
        part = bookable.batch(held[first:last], EVENT, *ASKED, zone="UTC")
        assert part == slots[first:last]
        assert list(part.ids) == [f"h{i}" for i in range(first, last)]
    for value in (held[2:5], slots[2:5]):
        twin = pickle.loads(pickle.dumps(value))
        assert repr(twin) == repr(value)
    assert pickle.loads(pickle.dumps(slots)) == slots
    assert bookable.batch(pickle.loads(pickle.dumps(held)), EVENT, *ASKED, zone="UTC") == slots
    assert "10 hosts" in repr(slots) and "<table>" in slots._repr_html_()


def test_seats():
    host = bookable.Host(HOURS, bookings=[
        bookable.Booking("2026-11-24T09:00:00+01:00", "2026-11-24T09:30:00+01:00")])  # fmt: skip
    slots = bookable.batch([host], bookable.EventType(30, seats=3), "2026-11-24", "2026-11-24")
    assert slots.seats_remaining[:2].tolist() == slots[0].seats_remaining[:2].tolist() == [2, 3]
    assert slots.to_pandas()["seats_remaining"][0] == 2


def test_nobody():
    none = bookable.batch([], EVENT, *ASKED)
    assert len(none) == 0 and none.starts.size == 0 and none.offsets.tolist() == [0]
    held = bookable.HostColumns(HOURS, size=0)
    assert len(bookable.batch(held, EVENT, *ASKED)) == 0
    assert bookable.batch(bookable.HostColumns(HOURS, size=2), EVENT, *ASKED).counts.min() > 0


@pytest.mark.parametrize(
    "make",
    [
        lambda s, e: bookable.HostColumns(HOURS, s, e),
        lambda s, e: bookable.HostColumns(HOURS, s),
        lambda s, e: bookable.HostColumns(HOURS, s, e[1:], offsets=[0, 40]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 39]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 30, 20, 40]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[]),
        lambda s, e: bookable.HostColumns([], s, e, offsets=[0, 40]),
        lambda s, e: bookable.HostColumns([HOURS, NEW_YORK], s, e, offsets=[0, 40]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 40], schedule_of=[1]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 40], schedule_of=[0, 0]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, host=np.full(40, 2), size=2),
        lambda s, e: bookable.HostColumns(HOURS, s, e, host=np.full(40, -1)),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 40], ids=["a", "b"]),
        lambda s, e: bookable.HostColumns(HOURS, e, s, offsets=[0, 40]).check(),
        lambda s, e: bookable.HostColumns(HOURS, e, s, host=np.arange(40)[::-1]),
        lambda s, e: bookable.HostColumns(HOURS, e.astype("datetime64[ms]"),
                                          s.astype("datetime64[ms]"), offsets=[0, 40]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 40.5]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, offsets=[0, 40], schedule_of=[2**32]),
        lambda s, e: bookable.HostColumns(HOURS, s, e, host=np.full(40, 0.5)),
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_are_errors(make):
    with pytest.raises((ValueError, TypeError)):
        make(*columns(2))


def test_the_wrong_row_is_named():
    starts, ends = columns(2)
    ends = ends.copy()
    ends[33] = np.datetime64("NaT")
    held = bookable.HostColumns(HOURS, starts, ends, offsets=[0, 20, 40])
    for ask in (held.check, held[1:].check, lambda: bookable.batch(held, EVENT, *ASKED)):
        with pytest.raises(bookable.InvalidArgumentError) as caught:
            ask()
        assert caught.value.field in ("busy[33].end", "busy[13].end")
        assert "NaT" in str(caught.value)
    ends[33] = np.datetime64("2300-01-01")
    with pytest.raises(bookable.OutOfRangeError):
        held.check()
    for extreme in (np.iinfo(np.int64).max, np.iinfo(np.int64).min + 1):
        wrong = starts.copy()
        wrong[7] = np.datetime64(extreme, "s")
        with pytest.raises(bookable.BookableError):
            bookable.HostColumns(HOURS, wrong, ends, offsets=[0, 20, 40]).check()


def test_arrays_made_by_the_package_are_checked_at_once_and_once():
    starts, ends = columns(2)
    shuffled = bookable.HostColumns(HOURS, starts, ends, host=np.arange(40)[::-1] % 2)
    assert shuffled._owned and shuffled[1:]._owned
    assert bookable.HostColumns(HOURS, list(starts), list(ends), offsets=[0, 20, 40])._owned
    held = bookable.HostColumns(HOURS, starts, ends, offsets=[0, 20, 40])
    assert not held._owned and not held[:1]._owned
    # What a pickle brings is nobody else's.
    buffers = []
    text = pickle.dumps(held, protocol=5, buffer_callback=buffers.append)
    apart = pickle.loads(text, buffers=buffers)
    ends[5] = "NaT"
    bookable.batch(apart, EVENT, *ASKED)
    with pytest.raises(bookable.BookableError):
        pickle.loads(pickle.dumps(held)).check()


def test_arrays_that_were_changed_are_checked_again():
    starts, ends = columns(2)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=[0, 20, 40])
    for wrong in ("NaT", np.datetime64(2**62, "s"), np.datetime64("2026-01-01")):
        before, ends[5] = ends[5], wrong
        with pytest.raises(bookable.BookableError) as caught:
            bookable.batch(held, EVENT, *ASKED)
        assert caught.value.field == "busy[5].end"
        ends[5] = before
    bookable.batch(held, EVENT, *ASKED)


def test_threads_give_the_same_answer():
    starts, ends = columns(300)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(301) * 20)
    slots = bookable.batch(held, EVENT, *ASKED)
    assert bookable.batch(held, EVENT, *ASKED, threads=4) == slots
    for threads in (0, -1, 2000):
        with pytest.raises(bookable.BookableError):
            bookable.batch(held, EVENT, *ASKED, threads=threads)


def test_many_threads_ask_at_once():
    starts, ends = columns(200)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(201) * 20)
    events = [bookable.EventType(length) for length in (15, 30, 45, 60)]
    expected = [bookable.batch(held, event, *ASKED).starts.copy() for event in events]
    wrong = []

    def ask(which):
        for round in range(20):
            slots = bookable.batch(held, events[which], *ASKED, threads=1 + round % 3)
            if not np.array_equal(slots.starts, expected[which]):
                wrong.append(which)

    threads = [threading.Thread(target=ask, args=(i % 4,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_others_run_while_the_engine_works():
    starts, ends = columns(4000)
    held = bookable.HostColumns(HOURS, starts, ends, offsets=np.arange(4001) * 20)
    slots = [bookable.batch(held, EVENT, *ASKED) for _ in range(2)]
    assert slots[0] == slots[1]
    seen = []
    done = threading.Event()

    def count():
        while not done.is_set():
            seen.append(time.perf_counter())

    thread = threading.Thread(target=count)
    thread.start()
    begun = time.perf_counter()
    for _ in range(20):
        bookable.batch(held, bookable.EventType(30, alignment="free"), *ASKED)
    ended = time.perf_counter()
    done.set()
    thread.join()
    assert sum(begun < at < ended for at in seen) > 100


def test_columns_look_well_in_a_notebook_and_tell_their_facts():
    start = np.array(["2026-11-24T09:00", "2026-11-24T10:00"], "datetime64[s]")
    hours = [bookable.Schedule(zone) for zone in ("UTC", "Europe/Rome", "Asia/Tokyo")]
    hosts = bookable.HostColumns(
        hours, start, start + 600, host=[1, 1], schedule_of=[2, 0], ids=["<a>", "b"])
    html = hosts._repr_html_()
    assert "&lt;a&gt;</td><td>0</td>" in html
    assert "<td>2</td><td>2026-11-24T09:00:00Z</td><td>2026-11-24T10:10:00Z</td>" in html
    assert hosts.entries == 2 and hosts.offsets.tolist() == [0, 0, 2]
    assert hosts.zone == bookable.Zone("Asia/Tokyo") and hosts[1:].zone.name == "UTC"
    with pytest.raises(ValueError):
        hosts.offsets[0] = 1
    less = hosts[1:].compact()
    assert len(pickle.dumps(less)) < len(pickle.dumps(hosts[1:]))
    assert less.zone.name == "UTC" and less.entries == 2


def test_answers_are_put_together():
    hours = bookable.Schedule("UTC", bookable.WeeklyRule(bookable.EVERY_DAY, "09:00", "12:00"))
    start = np.datetime64("2026-11-24T09:00", "s") + np.array([0, 3600, 7200])
    hosts = bookable.HostColumns(hours, start, start + 3600, host=[0, 1, 2], size=5)
    event = bookable.EventType(60)
    asked = (event, "2026-11-24", "2026-11-24")
    whole = bookable.batch(hosts, *asked)
    parts = [bookable.batch(hosts[a:b], *asked) for a, b in ((0, 2), (2, 2), (2, 5))]
    together = bookable.BatchSlots.concatenate(parts)
    assert together == whole and together.ids == range(5)
    assert not together.starts.flags.writeable
    first = whole.first_hosts(3)
    assert first.hosts.tolist() == [1, 2, 3] and first.ids == (1, 2, 3)
    assert whole.first_hosts(9).hosts.tolist() == [1, 2, 3, 4, 0]
    assert len(whole.first_hosts(0).starts) == 0
    for k, error in ((-1, ValueError), ("1", TypeError)):
        with pytest.raises(error, match="k:"):
            whole.first_hosts(k)
    with pytest.raises(ValueError, match="at least one"):
        bookable.BatchSlots.concatenate([])
    other = bookable.batch(hosts, *asked, zone="Europe/Rome")
    with pytest.raises(ValueError, match="of the question of the first"):
        bookable.BatchSlots.concatenate([whole, other])


def test_teams():
    """Of teams a batch answers what find_slots does of each."""
    busy = [("2026-11-24T10:00Z", "2026-11-24T11:00Z")]
    ann, bob = bookable.Host(HOURS, busy, id="ann"), bookable.Host(NEW_YORK, id="bob")
    room = bookable.Host(HOURS, [("2026-11-25T08:00Z", "2026-11-25T20:00Z")], id="room")
    teams = [
        bookable.Team.collective([ann, bob]), bookable.Team.round_robin([ann, bob]),
        bookable.Team([bookable.Group([ann, bob], 1), bookable.Group([room])]),
        bookable.Team([bookable.Group([bob]), bookable.Group([ann, bob], 1)])]  # fmt: skip
    for event in (EVENT, bookable.EventType(45, seats=3, limits_count={"day": 1})):
        for options in ({}, {"zone": "Asia/Tokyo"}, {"event_zone": "UTC", "threads": 2}):
            asked = (event, "2026-11-24", "2026-11-26")
            slots = bookable.batch(teams, *asked, **options)
            options.pop("threads", None)
            zone = options.get("zone", options.get("event_zone", teams[0].hosts[0].schedule.zone))
            for team, part in zip(teams, slots):
                alone = bookable.find_slots(team, *asked, **{**options, "zone": zone})
                assert np.array_equal(part.starts, alone.starts) and len(alone)
                assert part.zone == alone.zone and part.length == alone.length
                assert (part.seats_remaining is None) == (alone.seats_remaining is None)
                if event.seats:
                    assert part.seats_remaining.tolist() == alone.seats_remaining.tolist()
            assert list(slots.ids) == [0, 1, 2, 3] and not slots.starts.flags.writeable
    times, counts = slots.count_free()
    assert counts.max() <= len(teams) and counts.sum() == len(slots.starts)
    assert len(bookable.batch(teams[1], EVENT, "2026-11-24", "2026-11-24")) == 1


def test_teams_that_cannot_be():
    ann = bookable.Host(HOURS, id="ann")
    good = bookable.Team.collective([ann])
    for teams, field in (
        ([good, bookable.Team.collective([bookable.Host(HOURS)])], "hosts[0].id"),
        ([good, ann], "hosts[1]"),
        ([ann, good], "hosts[1]"),
        ([good, bookable.Team([])], "groups"),
        ([good, bookable.Team.collective([ann, ann])], "hosts[1].groups[0].hosts[1].id"),
    ):  # fmt: skip
        with pytest.raises(bookable.BookableError) as caught:
            bookable.batch(teams, EVENT, "2026-11-24", "2026-11-24")
        assert caught.value.field == field


# --- what is refused, and where it is said to be -------------------------------


def caught(call, *arguments, **named):
    with pytest.raises(bookable.BookableError) as error:
        call(*arguments, **named)
    return error.value


def test_answers_too_large_are_refused_before_they_are_begun():
    always = bookable.Schedule("UTC", bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "24:00"))
    decade = ("2020-01-01T00:00Z", "2029-12-31T00:00Z")
    held = bookable.HostColumns(always, size=100_000)
    began = time.monotonic()
    for alignment in ("hour", "clock", "free"):
        event = bookable.EventType(1, slot_interval=1, alignment=alignment)
        error = caught(bookable.batch, held, event, *decade)
        assert type(error) is bookable.OutOfRangeError and error.field == "end"
        assert "4294967296" in error.message
    hosts = [bookable.Host(always, id="a")] * 3_000
    error = caught(bookable.batch, hosts, bookable.EventType(1), *decade)
    assert type(error) is bookable.OutOfRangeError and error.field == "end"
    teams = [bookable.Team.collective([bookable.Host(always, id="a")])] * 100
    error = caught(bookable.batch, teams, bookable.EventType(1), *decade)
    assert type(error) is bookable.OutOfRangeError and error.field == "end"
    assert time.monotonic() - began < 60


def test_answers_are_judged_by_open_time_notice_and_booking_window():
    # Whatever is open, these bounds alone would be too much.
    decade = ("2020-01-01T00:00Z", "2029-12-31T00:00Z")
    event = bookable.EventType(1, slot_interval=1, alignment="free")
    short = bookable.Schedule(
        "UTC", overrides=bookable.DateOverride("2026-11-24", "09:00", "09:03"))
    held = bookable.HostColumns(short, size=2_000)
    slots = bookable.batch(held, event, *decade)
    assert slots.counts.tolist() == [3] * 2_000
    always = bookable.Schedule("UTC", bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "24:00"))
    held = bookable.HostColumns(always, size=2_000)
    assert caught(bookable.batch, held, event, *decade).field == "end"
    window = bookable.BookingWindow.calendar_days(1)
    soon = bookable.EventType(1, slot_interval=720, alignment="free", booking_window=window)
    slots = bookable.batch(held, soon, *decade, now="2026-11-24T00:00Z")
    assert slots.counts.tolist() == [4] * 2_000


def test_errors_name_the_row_that_was_given():
    starts = np.array(["2026-11-24T11", "2026-11-24T09", "2026-11-24T08"], "datetime64[s]")
    ends = np.array(["2026-11-24T10", "2026-11-24T10", "2026-11-24T09"], "datetime64[s]")
    given = {"host": np.array([2, 1, 0])}
    assert caught(bookable.HostColumns, HOURS, starts, ends, **given).field == "busy[0].end"
    error = caught(bookable.HostColumns, HOURS, starts, ends, **given, bookings=True)
    assert error.field == "bookings[0].end"
    frame = pd.DataFrame({
        "host": ["c", "b", "a"],
        "start": pd.DatetimeIndex(starts).tz_localize("UTC"),
        "end": pd.DatetimeIndex(ends).tz_localize("UTC")})  # fmt: skip
    assert caught(bookable.HostColumns.from_frame, HOURS, frame).field == "busy[0].end"


def test_columns_that_are_not_aligned_are_copied():
    rows = np.zeros(2, np.dtype([("pad", "i1"), ("start", "<M8[s]"), ("end", "<M8[us]")]))
    rows["start"] = ["2026-11-02T08:00", "2026-11-03T08:00"]
    rows["end"] = ["2026-11-02T09:00", "2026-11-03T09:00"]
    assert not rows["start"].flags.aligned
    held = bookable.HostColumns(HOURS, rows["start"], rows["end"], offsets=[0, 2])
    plain = bookable.HostColumns(
        HOURS, rows["start"].copy(), rows["end"].astype("datetime64[s]"), offsets=[0, 2])
    assert bookable.batch(held, EVENT, *ASKED) == bookable.batch(plain, EVENT, *ASKED)
    one = np.frombuffer(b"x" + rows["start"].tobytes(), np.uint8)[1:].view("<M8[s]")
    assert one.flags.c_contiguous and not one.flags.aligned
    held = bookable.HostColumns(HOURS, one, rows["end"], offsets=[0, 2])
    assert bookable.batch(held, EVENT, *ASKED) == bookable.batch(plain, EVENT, *ASKED)


def test_masked_entries_are_refused():
    starts = np.ma.masked_array(
        np.array(["2026-11-24T09", "2026-11-24T11"], "datetime64[s]"), [False, True])
    ends = starts.data + np.timedelta64(3600, "s")
    assert caught(bookable.HostColumns, HOURS, starts, ends, offsets=[0, 2]).field == "busy_starts"
    assert caught(bookable.Host, HOURS, (starts, ends)).field == "busy.start"
    pairs = np.ma.stack([starts, np.ma.masked_array(ends, [False, True])], axis=1)
    assert caught(bookable.Host, HOURS, pairs).field == "busy"
    host = np.ma.masked_array([0, 1], [False, True])
    assert caught(bookable.HostColumns, HOURS, ends, ends, host=host).field == "host"
    clear = np.ma.masked_array(starts.data, False)
    assert len(bookable.Host(HOURS, (clear, ends)).busy_starts) == 2


def test_what_the_caller_gave_may_change():
    offsets, of, ids = np.array([0, 1, 1]), np.array([0, 1]), ["a", "b"]
    starts, ends = columns(1, 1)
    held = bookable.HostColumns(
        [HOURS, NEW_YORK], starts, ends, offsets=offsets, schedule_of=of, ids=ids)
    before = bookable.batch(held, EVENT, *ASKED)
    offsets[1], of[0], ids[0] = 0, 1, "z"
    for again in (held, pickle.loads(pickle.dumps(held))):
        assert bookable.batch(again, EVENT, *ASKED) == before
        assert list(again.ids) == ["a", "b"] and again.offsets.tolist() == [0, 1, 1]
        with pytest.raises(ValueError):
            again.offsets.setflags(write=True)


def test_answers_stay_read_only():
    slots = bookable.batch([bookable.Host(HOURS)] * 2, bookable.EventType(30, seats=2), *ASKED)
    parts = [slots, slots[1:], bookable.BatchSlots.concatenate([slots, slots])]
    for one in parts:
        assert copy.copy(one) is copy.deepcopy(one) is one
        for same in (one, pickle.loads(pickle.dumps(one))):
            assert same == one
            for column in (same.starts, same.offsets, same.seats_remaining, same[0].starts):
                assert not column.flags.writeable
                with pytest.raises(ValueError):
                    column.setflags(write=True)


def test_true_and_steps_are_no_numbers_of_hosts():
    slots = bookable.batch([bookable.Host(HOURS)] * 2, EVENT, *ASKED)
    held = bookable.HostColumns(HOURS, size=2)
    assert caught(lambda: slots[True]).field == "index"
    assert caught(lambda: slots[::0]).field == "step"
    assert caught(lambda: held[::0]).field == "step"


def test_frames_that_are_odd():
    at = pd.to_datetime(["2026-11-24T09:00Z"])
    frame = pd.DataFrame({"host": [["a"]], "start": at, "end": at})
    assert caught(bookable.HostColumns.from_frame, HOURS, frame).field == "host[0]"
    assert caught(bookable.HostColumns.from_frame, HOURS, frame, ids=["a"]).field == "host[0]"
    frame["host"] = "a"
    error = caught(bookable.HostColumns.from_frame, HOURS, frame, ids=["a", ["b"]])
    assert error.field == "ids[1]"
    frame.insert(3, "end", at, allow_duplicates=True)
    error = caught(bookable.HostColumns.from_frame, HOURS, frame)
    assert error.field == "end" and "2 columns" in error.message


def test_ids_may_be_tuples():
    held = bookable.HostColumns(HOURS, size=2, ids=[("a", 1), ("b", 2)])
    frame = bookable.batch(held, EVENT, "2026-11-24", "2026-11-24").to_pandas()
    assert frame["host"].unique().tolist() == [("a", 1), ("b", 2)]
    at = pd.to_datetime(["2026-11-24T09:00Z"])
    rows = pd.DataFrame({"host": [("b", 2)], "start": at, "end": at})
    found = bookable.HostColumns.from_frame(HOURS, rows, ids=[("a", 1), ("b", 2)])
    assert found.offsets.tolist() == [0, 0, 1]


@pytest.mark.parametrize("bookings", [False, True])
@pytest.mark.parametrize("start, end, kind", [
    ("1899-12-31T23:59:59", "2026-11-24", bookable.OutOfRangeError),
    ("2026-11-24", "2201-01-01T00:00:01", bookable.OutOfRangeError),
    ("0001-01-01", "9999-01-01", bookable.OutOfRangeError),
    ("NaT", "2026-11-24", bookable.InvalidArgumentError),
    ("2026-11-24", "NaT", bookable.InvalidArgumentError),
    ("NaT", "NaT", bookable.InvalidArgumentError),
    ("2026-11-24T00:00:01", "2026-11-24", bookable.InvalidArgumentError),
])  # fmt: skip
def test_one_wrong_entry_among_many_is_seen(start, end, kind, bookings):
    hours = bookable.Schedule("UTC", bookable.WeeklyRule("Monday", "09:00", "17:00"))
    for place in (0, 3, 50, 98, 99):
        starts = np.full(100, np.datetime64("2026-11-24", "s"))
        ends = starts + np.timedelta64(1, "h")
        starts[place], ends[place] = start, end
        held = bookable.HostColumns(hours, starts, ends, offsets=[0, 100], bookings=bookings)
        with pytest.raises(kind) as error:
            bookable.batch(held, bookable.EventType(30), "2026-11-23", "2026-11-23")
        assert error.value.field.startswith(f"{'bookings' if bookings else 'busy'}[{place}].")
