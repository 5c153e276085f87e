"""The types: the package is clean under mypy --strict, the stub is that of the
module, and what users would write is accepted or refused as it should be."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

import bookable

pytest.importorskip("mypy")
ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = pathlib.Path(bookable.__file__).resolve().parent


def mypy(*arguments, cwd):
    environment = {**os.environ, "MYPYPATH": str(PACKAGE.parent),
                   "PYTHONPATH": str(PACKAGE.parent)}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def configured(cache):
    return ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(cache)]


def test_the_package_is_clean(tmp_path):
    # The sources, so that files the build has not copied yet count too.
    run = mypy("mypy", *configured(tmp_path / "cache"), "-p", "bookable", cwd=PACKAGE.parent)
    assert run.returncode == 0, run.stdout


def test_the_stub_is_that_of_the_module(tmp_path):
    run = mypy(
        "mypy.stubtest", "bookable._bookable", "--ignore-missing-stub",
        "--mypy-config-file", str(ROOT / "pyproject.toml"), cwd=tmp_path)  # fmt: skip
    # pybind11's classes have a metaclass of their own, which no stub can name.
    wrong = [
        line for line in run.stdout.splitlines()
        if line.startswith("error:") and "metaclass differs" not in line
    ]  # fmt: skip
    assert not wrong and "metaclass differs" in run.stdout, run.stdout


USE = '''
import datetime as dt
from typing import Optional
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

import bookable

hours = bookable.Schedule(
    ZoneInfo("Europe/Rome"), [bookable.WeeklyRule("Monday", dt.time(9), "16:00")])
event = bookable.EventType(dt.timedelta(minutes=30), limits_count={"week": 3})
slots: bookable.Slots = bookable.find_slots(hours, event, dt.date(2026, 11, 24), "2026-11-25")
starts: npt.NDArray[np.datetime64] = slots.starts
one: bookable.Slot = slots[0]
some: bookable.Slots = slots[1:]
why: bookable.Explanation = bookable.explain(hours, event, one.start)
several: list[bookable.Explanation] = bookable.explain(hours, event, [one.start])
free: bookable.IntervalSet = hours.open_time(one.start, one.end) - bookable.IntervalSet()
seats: Optional[npt.NDArray[np.int32]] = slots.seats_remaining
many: bookable.BatchSlots = bookable.batch([bookable.Host(hours)], event, one.start, one.end)

bookable.Schedule(5)  # wrong
bookable.EventType("30")  # wrong
bookable.find_slots(hours, event, 5, 6)  # wrong
bookable.find_slots(5, event)  # wrong
bookable.explain(hours, event, at=5)  # wrong
bookable.WeeklyRule("Monday", 9.5, "16:00")  # wrong
slots["a"]  # wrong
why.at = one.start  # wrong
'''


def test_what_users_write(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    run = mypy("mypy", *configured(tmp_path / "cache"), "use.py", cwd=tmp_path)
    found = sorted({int(number) for number in re.findall(r"^use\.py:(\d+): error", run.stdout, re.M)})
    expected = [i for i, line in enumerate(USE.splitlines(), 1) if line.endswith("# wrong")]
    assert found == expected, run.stdout


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").exists()
