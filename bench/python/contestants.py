"""What one would write without bookable: NumPy, pandas, plain Python.

The question is that of W1: Monday to Friday 9 to 17 in Rome, slots of 30
minutes every 30 minutes within [start, end), none of which meets a busy time.
Each is given the month's 352 starts ready-made, which bookable works out of the
schedule itself; each relies on busy times being sorted and disjoint, and plain
Python on those of one host at a time. They know no buffers, notice, limits or
seats.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

LENGTH = 30 * 60


def month_of_starts(zone, bounds):
    """The starts if nothing was busy, as UTC seconds; by zoneinfo."""
    info = ZoneInfo(zone)
    starts = []
    date = dt.datetime.fromtimestamp(bounds[0], info).date()
    while True:
        for minute in range(9 * 60, 17 * 60, 30):
            at = dt.datetime.combine(date, dt.time(minute // 60, minute % 60), info)
            if at.timestamp() >= bounds[1]:
                return starts
            if at.timestamp() >= bounds[0] and date.weekday() < 5:
                starts.append(int(at.timestamp()))
        date += dt.timedelta(days=1)


class NumPy:
    """Busy times become ranges of slots by two binary searches, ranges become
    a table of hosts by slots by differences that are summed up."""

    def __init__(self, starts):
        self.starts = np.array(starts, np.int64).astype("datetime64[s]")
        self.ends = self.starts + np.timedelta64(LENGTH, "s")

    def batch(self, busy_starts, busy_ends, offsets):
        hosts, slots = len(offsets) - 1, len(self.starts)
        # A busy time meets the slots that end after it starts and start before it ends.
        first = np.searchsorted(self.ends, busy_starts, "right")
        last = np.searchsorted(self.starts, busy_ends, "left")
        row = np.repeat(np.arange(hosts) * (slots + 1), np.diff(offsets))
        size = hosts * (slots + 1)
        change = np.bincount(row + first, minlength=size) - np.bincount(row + last, minlength=size)
        free = np.cumsum(change.reshape(hosts, slots + 1), axis=1)[:, :-1] == 0
        counts = free.sum(axis=1)
        starts = np.broadcast_to(self.starts, free.shape)[free]
        return np.concatenate([[0], np.cumsum(counts)]), starts

    def one(self, busy_starts, busy_ends):
        # The first busy time that ends after the start: does it begin in time?
        place = np.searchsorted(busy_ends, self.starts, "right")
        padded = np.append(busy_starts, np.datetime64("9999-01-01", "s"))
        return self.starts[padded[place] >= self.ends]


class Pandas:
    """Busy times become rows, one for each slot they meet; slots without such a
    row are free: an anti-join."""

    def __init__(self, starts):
        self.starts = pd.to_datetime(np.array(starts), unit="s", utc=True)
        self.ends = self.starts + pd.Timedelta(seconds=LENGTH)

    def batch(self, frame, hosts):
        first = self.ends.searchsorted(frame["start"], side="right")
        last = self.starts.searchsorted(frame["end"], side="left")
        length = last - first
        row = np.repeat(np.arange(len(frame)), length)
        slot = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        # One number a host and slot: a MultiIndex of them takes ten times as long.
        slots = len(self.starts)
        taken = pd.Index(frame["host"].to_numpy()[row] * slots + slot + first[row])
        every = pd.RangeIndex(hosts * slots)
        free = every[~every.isin(taken)].to_numpy()
        return pd.DataFrame({"host": free // slots, "start": self.starts[free % slots]})

    def one(self, frame):
        first = self.ends.searchsorted(frame["start"], side="right")
        last = self.starts.searchsorted(frame["end"], side="left")
        meets = np.zeros(len(self.starts) + 1, np.int64)
        np.add.at(meets, first, 1)
        np.add.at(meets, last, -1)
        return self.starts[meets.cumsum()[:-1] == 0]


class Plain:
    """Two pointers over sorted lists, of integers or of datetimes."""

    def __init__(self, starts, length):
        self.slots = [(start, start + length) for start in starts]

    def one(self, busy):
        free = []
        add = free.append
        upcoming = iter(busy)
        begin, finish = next(upcoming, (None, None))
        for start, end in self.slots:
            while finish is not None and finish <= start:
                begin, finish = next(upcoming, (None, None))
            if begin is None or begin >= end:
                add(start)
        return free

    def batch(self, busy_of_hosts):
        return [self.one(busy) for busy in busy_of_hosts]
