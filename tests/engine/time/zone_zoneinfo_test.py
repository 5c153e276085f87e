#!/usr/bin/python3
"""Compares every zone's table with Python's zoneinfo, 1900 to 2200.

usage: zone_zoneinfo_test.py DUMP_ZONES, the program built from dump_zones.cc.

Each transition of the table is checked one second before, at and after it, and
every ninth day is looked at, so that a transition the table lacks is found.
zoneinfo reads the rule in the file's footer, and shares no code with date/tz or
Abseil.
"""

import bisect
import datetime
import subprocess
import sys
import zoneinfo

FIRST = -2208988800  # 1900-01-01T00:00:00Z
END = 7289654400  # 2201-01-01T00:00:00Z
STEP = 9 * 86400
EPOCH = datetime.datetime(1970, 1, 1)


def main():
    dump = subprocess.run(
        [sys.argv[1]], check=True, capture_output=True, text=True
    ).stdout
    # The machine's files alone, not the tzdata package of PyPI.
    zoneinfo.reset_tzpath(["/usr/share/zoneinfo"])
    failures = []
    checked = 0
    # Naive datetimes of the probes that all zones share; fromutc() of an
    # aware one made from them is the cheapest way to an offset.
    shared = [
        (t, EPOCH + datetime.timedelta(seconds=t)) for t in range(FIRST, END, STEP)
    ]
    seen = {}
    names = dump.splitlines()
    for line in names:
        name, *fields = line.split(" ")
        body = " ".join(fields)
        zone = zoneinfo.ZoneInfo(name)
        with open("/usr/share/zoneinfo/" + name, "rb") as file:
            content = file.read()
        # Links have the same bytes; compared once, if their tables are equal.
        if seen.setdefault(content, body) != body:
            failures.append(f"{name}: differs from a zone with the same file")
        elif seen[content] is not body:
            continue
        starts = []
        offsets = []
        for field in fields:
            start, offset = field.split(":")
            starts.append(float("-inf") if start == "min" else int(start))
            offsets.append(int(offset))

        def check(t, utc):
            delta = zone.fromutc(utc.replace(tzinfo=zone)).utcoffset()
            got = offsets[bisect.bisect_right(starts, t) - 1]
            if delta.days * 86400 + delta.seconds != got:
                failures.append(f"{name}: at {t} table {got}, zoneinfo {delta}")

        for t, utc in shared:
            check(t, utc)
        for start in starts[1:]:
            if not FIRST < start < END:
                continue
            for t in (start - 1, start, start + 1):
                check(t, EPOCH + datetime.timedelta(seconds=t))
                checked += 1
    print(f"{len(names)} zones, {len(seen)} different, {checked} probes at "
          f"transitions, {len(failures)} failures")
    for failure in failures[:40]:
        print(failure)
    return 1 if failures or len(names) < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
