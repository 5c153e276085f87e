#!/usr/bin/env python3
"""What is free for 10,000 hosts over a quarter?

Cells for a notebook (# %%), or a script:

    python3 docs/examples/quarter_of_ten_thousand_hosts.py --hosts 10000 --output quarter.png
"""

# %% What is asked
import argparse
import datetime as dt
import time

import numpy as np

import bookable

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--hosts", type=int, default=10_000, help="how many (default 10000)")
parser.add_argument("--threads", type=int, default=2, help="of the engine (default 2)")
parser.add_argument("--output", help="where the picture goes; without: none")
arguments = parser.parse_args()

START, END = "2026-10-01", "2026-12-31"
CONSULTATION = bookable.EventType(30, after_buffer=5)

# %% Hosts in three offices; all close for the local holidays
WEEKDAYS = bookable.WEEKDAYS
CHRISTMAS = [bookable.Holiday("2026-12-25", "Christmas"), bookable.Holiday("2026-12-24")]
offices = [
    bookable.Schedule(
        "Europe/Rome",
        [bookable.WeeklyRule(WEEKDAYS, "09:00", "13:00"), bookable.WeeklyRule(WEEKDAYS, "14:00", "18:00")],
        holidays=[*CHRISTMAS, bookable.Holiday("2026-12-08", "Immacolata")],
        week_start="Monday"),
    bookable.Schedule(
        "Europe/London", bookable.WeeklyRule(WEEKDAYS, "08:00", "16:00"),
        holidays=CHRISTMAS, week_start="Monday"),
    bookable.Schedule(
        "America/New_York", bookable.WeeklyRule(WEEKDAYS, "08:00", "15:00"),
        holidays=[*CHRISTMAS, bookable.Holiday("2026-11-26", "Thanksgiving")]),
]  # fmt: skip

# %% Bookings as they come out of a database: two columns and whose each is
random = np.random.default_rng(2026)
hosts = arguments.hosts
office = random.choice(3, hosts, p=[0.5, 0.3, 0.2])
# The fuller a calendar, the nearer the date; some people are asked for more.
demand = random.gamma(4, 90, hosts).astype(int)
host = np.repeat(np.arange(hosts), demand)
day = random.exponential(40, len(host)).astype(int) % 92
quarter_hour = random.integers(7 * 4, 21 * 4, len(host))
starts = np.datetime64(START, "s") + day * 86_400 + quarter_hour * 900
ends = starts + random.choice([30, 60, 90], len(host)) * np.timedelta64(60, "s")

# %% One call
columns = bookable.HostColumns(offices, starts, ends, host=host, schedule_of=office)
begin = time.perf_counter()
free = bookable.batch(
    columns, CONSULTATION, START, END, zone="Europe/Rome", threads=arguments.threads)  # fmt: skip
seconds = time.perf_counter() - begin
print(f"{len(free):,} hosts, {columns.entries:,} bookings, {len(free.starts):,} free starts, "
      f"{seconds * 1e3:,.0f} ms")  # fmt: skip

# %% Who is free first, who has least left
best = free.first_hosts(3)
for at, number in zip(best.starts, best.hosts):
    print(f"host {number} is free at {at}Z")
least = int(free.counts.argmin())
median = np.median(free.counts)
print(f"host {least} has {free.counts[least]} starts left, the median host {median:.0f}")

# %% How many are free at a start, by week
times, counts = free.count_free()
days = times.astype("datetime64[D]")
mondays = days - (days.astype(int) + 3) % 7
for monday in np.unique(mondays)[::4]:
    print(f"week of {monday}: {counts[mondays == monday].mean() / hosts:.0%} on average")

# %% The answer is the one each host would get alone
for number in (0, hosts // 2, hosts - 1):
    mine = host == number
    alone = bookable.find_slots(
        offices[office[number]], CONSULTATION,
        dt.date.fromisoformat(START), dt.date.fromisoformat(END),
        busy=(starts[mine], ends[mine]), zone="Europe/Rome")  # fmt: skip
    assert np.array_equal(alone.starts, free[number].starts)

# %% The picture
if arguments.output:
    import bookable.plot

    axes = bookable.plot.heat(free, week_start="Monday")
    axes.figure.savefig(arguments.output, dpi=90)
    print(f"wrote {arguments.output}")
