"""Instances that nobody made properly: by __new__ alone, by a subclass, by
copyreg, by pickles that say what they like. Each is an error, never a crash:
every case runs in a process of its own, whose death would be seen."""

import pickle
import subprocess
import sys

import pytest

import bookable
from bookable import _bookable

CLASSES = [
    value for value in vars(_bookable).values()
    if isinstance(value, type) and value.__module__.startswith("bookable")]  # fmt: skip

SETUP = """
import copy, copyreg, pickle, pickletools
import numpy as np
import bookable
from bookable import _bookable
cls = getattr(_bookable, {name!r})

def use(made):
    "Whatever is there must not be read unwritten."
    for name in dir(made):
        try:
            got = getattr(made, name)
            if callable(got) and name not in ("__init_subclass__", "__class__", "__subclasshook__"):
                got()
        except Exception:
            pass
    for call in (repr, str, hash, copy.copy, copy.deepcopy, pickle.dumps, lambda one: one == one):
        try:
            call(made)
        except Exception:
            pass

def attempt(make):
    try:
        made = make()
    except (TypeError, AttributeError, pickle.PickleError, ValueError):
        return
    use(made)
    raise SystemExit("made: " + object.__repr__(made))

"""

WAYS = {
    "new": "attempt(lambda: cls.__new__(cls))",
    "object's new": "attempt(lambda: object.__new__(cls))",
    "the base's new": "attempt(lambda: cls.__mro__[1].__new__(cls))",
    "copyreg": "attempt(lambda: copyreg.__newobj__(cls)); attempt(lambda: copyreg.__newobj_ex__(cls, (), {}))",
    "reconstructor": "attempt(lambda: copyreg._reconstructor(cls, object, None))",
    # \\x80\\x02 c<module>\\n<name>\\n ) \\x81 .: NEWOBJ, with no arguments.
    "pickle": (
        "attempt(lambda: pickle.loads(b'\\x80\\x02cbookable._bookable\\n%s\\n)\\x81.'"
        " % cls.__name__.encode()))"
    ),
    "pickle with a state": (
        "attempt(lambda: pickle.loads(b'\\x80\\x02cbookable._bookable\\n%s\\n)\\x81}b.'"
        " % cls.__name__.encode()))"
    ),
    "Python's pickle": (
        "attempt(lambda: pickle._loads(b'\\x80\\x02cbookable._bookable\\n%s\\n)\\x81.'"
        " % cls.__name__.encode()))"
    ),
    "a subclass": "attempt(lambda: type('Mine', (cls,), {'__init__': lambda self: None})())",
    "a subclass's new": "attempt(lambda: (lambda mine: mine.__new__(mine))(type('Mine', (cls,), {})))",
    "two bases": "attempt(lambda: type('Mine', (cls, _bookable.EventCore), {})())",
    "no arguments": "attempt(lambda: cls())",
    "nothing": "attempt(lambda: cls(*[None] * 14)); attempt(lambda: cls(*[None] * 7)); attempt(lambda: cls(*[None] * 9))",
}  # fmt: skip


def run(code):
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code], capture_output=True, text=True)  # fmt: skip


def test_the_classes_are_found():
    assert {"Zone", "HostCore", "Query", "IntervalSetCore"} <= {cls.__name__ for cls in CLASSES}


@pytest.mark.parametrize("name", [cls.__name__ for cls in CLASSES])
def test_no_instance_without_a_value(name):
    # One process a class: one a case would take a minute.
    code = SETUP.format(name=name) + "\n".join(WAYS.values())
    done = run(code)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_the_constructor_runs_once():
    zone = bookable.Zone("Europe/Rome")
    zone.__init__("Asia/Tokyo")
    assert zone == bookable.Zone("Europe/Rome")
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Mine", (bookable.Zone,), {})


HOSTILE = """
import pickle, io
import numpy as np
import bookable
from bookable import _bookable, _host, _host_columns, _batch, _slots, _interval_set
hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
event = bookable.EventType(30)
day = ("2026-11-24", "2026-11-24")

class As:
    def __init__(self, function, *arguments):
        self.parts = function, arguments
    def __reduce__(self):
        return self.parts

def asked(function, *arguments):
    try:
        made = pickle.loads(pickle.dumps(As(function, *arguments)))
    except (ValueError, TypeError, AttributeError, IndexError):
        return
    for use in (
        repr, lambda one: bookable.find_slots(one, event, *day), lambda one: bookable.batch(one, event, *day),
        lambda one: one.count_free(), lambda one: one.to_pandas(), list, hash, lambda one: one.check(),
        lambda one: one[0], lambda one: one.local_starts(), pickle.dumps):
        try:
            use(made)
        except (ValueError, TypeError, AttributeError, IndexError, KeyError):
            pass

good = bookable.Host(hours, [bookable.BusyTime("2026-11-24T09:00Z", "2026-11-24T10:00Z", id="a")])
kind, (schedule, state) = good.__reduce__()
odd = [None, 0, -1, 2**70, 2**62, b"", b"1234567", b"x" * 16, b"\\xff" * 32, "x", "\\ud800", (), [()], [(1,)],
       [(1, 2, 3, 4, 5)], [("a", "b", True, 2**62, -2**62)], [(2**62, -2**62, "a", 99, 1, True, None, None)],
       [(0, 1, "a", 0, 2**40, True, None, 2**62)], [(0, 1, 2**63 - 1, "a", 1, True, -2**63, 2**63 - 1)], {}, object]
for i in range(len(state)):
    for value in odd:
        asked(kind, schedule, state[:i] + (value,) + state[i + 1:])
for n in range(len(state)):
    asked(kind, schedule, state[:n])
asked(kind, None, state)
asked(kind, event, state)

columns = [
    np.zeros(3, "f4"), np.zeros(3, "M8[s]"), np.zeros(3, "M8[ms]"), np.zeros((2, 2), "M8[s]"),
    np.zeros(6, "M8[s]")[::2], np.zeros(3, ">M8[s]"), np.array(5), np.zeros(3, "i1"), np.array([None] * 3),
    np.array(["NaT"] * 3, "M8[s]"), np.array([2**62, -2**62, 0], "M8[s]"), None, [1, 2, 3]]
offsets = [np.array([0, 3]), np.array([0, 99]), np.array([0, -1, 3]), np.array([0]), np.zeros(0, "i8"), None,
           np.array([0.0, 3.0]), np.array([[0, 3]])]
for starts in columns:
    for ends in columns:
        for where in offsets:
            asked(_host_columns._rebuilt_columns, (hours,), starts, ends, where, None, None, False)
    for where in offsets:
        asked(bookable.BatchSlots, where, starts, None, 1800, hours.zone, range(1))
    asked(_slots._rebuilt, (starts, None), 1800, hours.zone, ())
    asked(_slots._rebuilt, (starts, starts, starts, starts, starts, starts), 1800, hours.zone, ("a",))
    asked(_interval_set._rebuilt, starts, starts, None)
for of in offsets:
    asked(_host_columns._rebuilt_columns, (hours, hours), columns[1], columns[1], offsets[0], of, None, True)
asked(_host_columns._rebuilt_columns, (None,), columns[1], columns[1], offsets[0], None, None, True)
asked(_host._rebuilt_compiled_host, good, None, (None,) * 5)
asked(_host._rebuilt_compiled_host, good, event, (1, 2, 3, 4, 5))
asked(_host._rebuilt_compiled_host, good, event, ())
print("done")
"""


def test_pickles_that_say_what_they_like():
    done = run(HOSTILE)
    assert (done.returncode, done.stdout) == (0, "done\n"), f"{done.stdout}{done.stderr}"


def test_damaged_pickles():
    """Bytes of a real pickle, changed one by one."""
    code = """
import pickle, bookable
hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
host = bookable.Host(hours, [("2026-11-24T09:00Z", "2026-11-24T10:00Z")], id="ann")
event = bookable.EventType(30)
slots = bookable.find_slots(host, event, "2026-11-24", "2026-11-24")
for value in (hours, host, event, hours.zone, slots, bookable.IntervalSet([("2026-11-24T09:00Z", "2026-11-24T10:00Z")])):
    text = pickle.dumps(value)
    for i in range(len(text)):
        for byte in (0, 255, text[i] ^ 1, text[i] ^ 128):
            # What allocates by a length in the pickle is pickle's own matter.
            if text[i : i + 1] in b"\\x8d\\x8e\\x95BXTr" or byte in b"\\x8d\\x8e\\x96BXTr":
                continue
            try:
                made = pickle.loads(text[:i] + bytes([byte]) + text[i + 1 :])
                repr(made)
                if isinstance(made, bookable.Host):
                    bookable.find_slots(made, event, "2026-11-24", "2026-11-24")
            except Exception:
                pass
print("done")
"""
    done = run(code)
    assert (done.returncode, done.stdout) == (0, "done\n"), f"{done.stdout}{done.stderr[-3000:]}"


def test_hosts_still_pickle():
    hours = bookable.Schedule("Europe/Rome")
    host = bookable.Host(hours, [("2026-11-24T09:00Z", "2026-11-24T10:00Z")], id="ann")
    assert pickle.loads(pickle.dumps(host)) == host
    kind, (schedule, state) = host.__reduce__()
    with pytest.raises(bookable.InvalidArgumentError) as caught:
        kind(schedule, state[:5])
    assert caught.value.field == "state"
