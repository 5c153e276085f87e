"""Many machines answer as one: on a local cluster of several processes, of
which one is killed while it works."""

import importlib
import os
import pathlib
import signal
import sys
import time

import numpy as np
import pytest

distributed = pytest.importorskip("distributed")
import bookable  # noqa: E402
import bookable.dask as many  # noqa: E402

HOSTS = 4_000
OPEN = {"start": "2026-10-19", "end": "2026-11-15"}
EVENT = bookable.EventType(30, before_buffer=10)


def schedules():
    days = bookable.WEEKDAYS
    return [
        bookable.Schedule("America/New_York", bookable.WeeklyRule(days, "09:00", "17:00")),
        bookable.Schedule("Europe/Rome", bookable.WeeklyRule(days, "08:30", "16:30")),
        bookable.Schedule("Australia/Lord_Howe", bookable.WeeklyRule(days[:2], "10:00", "12:10")),
    ]


def columns(seed=5, ids=None, bookings=False):
    random = np.random.default_rng(seed)
    counts = random.integers(0, 90, HOSTS)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    starts = np.datetime64("2026-10-18", "s") + random.integers(0, 30 * 96, offsets[-1]) * 900
    ends = starts + random.integers(1, 9, offsets[-1]) * 900
    return bookable.HostColumns(
        schedules(), starts, ends, offsets=offsets, ids=ids, bookings=bookings,
        schedule_of=random.integers(0, 3, HOSTS))  # fmt: skip


@pytest.fixture(scope="module")
def client():
    # Workers import the package from where this process has it.
    package = str(pathlib.Path(bookable.__file__).resolve().parents[1])
    here = str(pathlib.Path(__file__).resolve().parent)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [package, here, before]))
    try:
        with distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None,
            memory_limit=0,
        ) as cluster, distributed.Client(cluster) as one:  # fmt: skip
            yield one
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def assert_same_heat(found, expected):
    for ours, theirs in zip(found, expected):
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)


def test_answers_are_those_of_one_machine(client):
    pids = client.run(os.getpid)
    assert len(set(pids.values())) == 3 and os.getpid() not in pids.values()
    hosts = columns()
    alone = bookable.batch(hosts, EVENT, **OPEN)
    spread = many.partition(client, hosts, 7)
    assert repr(spread) == "Hosts(4000 hosts in 7 parts)" and min(spread.sizes) > 0
    assert many.batch(spread, EVENT, **OPEN) == alone
    assert_same_heat(many.heat(spread, EVENT, **OPEN), alone.count_free())
    for k in (1, 10, HOSTS):
        found, expected = many.first(spread, EVENT, k=k, **OPEN), alone.first_hosts(k)
        assert found.ids == expected.ids
        assert np.array_equal(found.starts, expected.starts)
        assert np.array_equal(found.hosts, expected.hosts)


def test_options_and_ids_go_along(client):
    event = bookable.EventType(
        30, minimum_notice=60, limits_count={"week": 3}, seats=2, length_options=[30, 45])
    hosts = columns(ids=[f"h{i}" for i in range(HOSTS)], bookings=True)
    options = {"now": "2026-10-20T08:00:00Z", "zone": "Asia/Tokyo", "duration": 45}
    alone = bookable.batch(hosts, event, **OPEN, **options)
    spread = many.partition(client, hosts)
    together = many.batch(spread, event, **OPEN, **options)
    assert together == alone and together.seats_remaining is not None
    assert together.zone.name == "Asia/Tokyo"
    best = many.first(spread, event, k=5, **OPEN, **options)
    assert best.ids == alone.first_hosts(5).ids and best.ids[0].startswith("h")
    # In a zone of the event: midnight and the grid are its own.
    alone = bookable.batch(hosts, EVENT, **OPEN, event_zone="Asia/Kathmandu")
    assert many.batch(spread, EVENT, **OPEN, event_zone="Asia/Kathmandu") == alone


def test_bounds_that_are_dates_are_of_the_first_host_of_all(client):
    hosts = columns()
    spread = many.partition(client, hosts, HOSTS // 200)
    assert spread.zone == hosts.zone
    day = {"start": "2026-10-20", "end": "2026-10-20"}
    assert many.batch(spread, EVENT, **day) == bookable.batch(hosts, EVENT, **day)


def part_of(number):
    return columns()[number * 1000 : (number + 1) * 1000]


def test_workers_load_their_own(client):
    spread = many.load(client, part_of, range(4))
    alone = bookable.batch(columns(), EVENT, **OPEN)
    assert spread.sizes == (1000,) * 4
    assert_same_heat(many.heat(spread, EVENT, **OPEN), alone.count_free())
    assert many.batch(spread, EVENT, **OPEN) == alone
    with pytest.raises(ValueError, match="at least one"):
        many.load(client, part_of, [])


def test_few_or_no_hosts(client):
    one = columns()[:1]
    assert len(many.partition(client, one, 5).parts) == 1
    none = columns()[:0]
    spread = many.partition(client, none)
    assert many.batch(spread, EVENT, **OPEN) == bookable.batch(none, EVENT, **OPEN)
    assert len(many.first(spread, EVENT, **OPEN).starts) == 0
    assert len(many.heat(spread, EVENT, **OPEN)[0]) == 0
    # All of the entries are of one host: no part is empty for that.
    offsets = np.array([0, 0, 0, 1000, 1000])
    start = np.full(1000, np.datetime64("2026-10-20T09:00", "s"))
    uneven = bookable.HostColumns(schedules()[0], start, start + 60, offsets=offsets)
    spread = many.partition(client, uneven, 4)
    assert spread.sizes == (1, 1, 1, 1)
    assert many.batch(spread, EVENT, **OPEN) == bookable.batch(uneven, EVENT, **OPEN)


def test_errors_are_those_of_one_machine(client):
    spread = many.partition(client, columns(), 3)
    with pytest.raises(bookable.BookableError) as wrong:
        many.heat(spread, EVENT, "2026-10-19", "2066-10-19")
    with pytest.raises(bookable.BookableError) as expected:
        bookable.batch(columns(), EVENT, "2026-10-19", "2066-10-19")
    assert str(wrong.value) == str(expected.value) and wrong.value.field == expected.value.field
    with pytest.raises(bookable.NaiveTimeError):
        many.batch(spread, EVENT, "2026-10-19T00:00", "2026-10-20")
    for k, error in ((0, ValueError), (1.5, TypeError), (True, TypeError)):
        with pytest.raises(error, match="k:"):
            many.first(spread, EVENT, k=k, **OPEN)
    with pytest.raises(TypeError, match="HostColumns"):
        many.partition(client, [])
    with pytest.raises(ValueError, match="parts"):
        many.partition(client, columns(), 0)
    with pytest.raises(TypeError, match="Hosts"):
        many.heat(columns(), EVENT, **OPEN)


def slowly(part):
    """What a worker does while it is killed."""
    time.sleep(0.15)
    return part


def test_a_worker_that_dies_in_mid_run_changes_nothing(client):
    hosts = columns(seed=8)
    alone = bookable.batch(hosts, EVENT, **OPEN)
    spread = many.partition(client, hosts, 24)
    distributed.wait(list(spread.parts))
    held = client.who_has(list(spread.parts))
    # Each part is looked at first, slowly, so that there is a middle.
    slow = spread._replace(parts=tuple(client.submit(slowly, part, pure=False) for part in spread.parts))
    answers = many.batch_parts(slow, EVENT, **OPEN)
    pids = client.run(os.getpid)
    ready = distributed.as_completed(answers)
    next(ready)
    victim = next(
        worker for worker in pids if any(worker in where for where in held.values()))
    assert sum(future.done() for future in answers) < len(answers)
    os.kill(pids[victim], signal.SIGKILL)
    assert bookable.BatchSlots.concatenate(client.gather(answers)) == alone
    assert victim not in client.scheduler_info()["workers"]
    # What it held was sent again; questions after it are answered as before.
    assert_same_heat(many.heat(spread, EVENT, **OPEN), alone.count_free())
    assert many.first(slow, EVENT, k=3, **OPEN).ids == alone.first_hosts(3).ids


def test_without_distributed_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "bookable.dask")
    with pytest.raises(ImportError, match="python3-distributed"):
        importlib.import_module("bookable.dask")
