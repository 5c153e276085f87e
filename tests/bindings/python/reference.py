"""The obvious engine: minute by minute, with zoneinfo, straight from
docs/semantics.md. Slow, and shares nothing with the package: it reads requests
in the JSON form and knows no code of bookable.

Works on whole minutes since an origin; schedules, busy times and bounds must
lie on them. What it does not know (seats, `free`, `packed`, half-minute
offsets) it refuses by an assertion.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

UTC = dt.timezone.utc
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ONE_DAY = dt.timedelta(days=1)


def instant(value):
    """Minutes since 1970 of "...Z" or an aware datetime."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    seconds = int(value.timestamp())
    assert seconds % 60 == 0, value
    return seconds // 60


def date(text):
    return dt.date.fromisoformat(text)


def minute_of_day(text):
    return int(text[:2]) * 60 + int(text[3:])


@lru_cache(maxsize=None)
def wall(minute, zone):
    """What a clock there shows: the local date, and minutes since its midnight."""
    at = dt.datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone))
    assert at.second == 0
    return at.date(), at.hour * 60 + at.minute


@lru_cache(maxsize=None)
def first_minute(day, zone):
    """The first instant of a local date: None if the zone skipped it."""
    noon = instant(dt.datetime.combine(day, dt.time(12), UTC))
    for minute in range(noon - 28 * 60, noon + 28 * 60):
        if wall(minute, zone)[0] == day:
            return minute
    return None


def week_of(day, week_start):
    """The date on which its week begins."""
    return day - ((day.weekday() - DAYS.index(week_start)) % 7) * ONE_DAY


class Schedule:
    def __init__(self, request):
        self.zone = request["timeZone"]
        self.week_start = request.get("weekStart", "Sunday")
        self.rules = request.get("availability", [])
        self.overrides = request.get("overrides", [])
        self.holidays = {date(item["date"]) for item in request.get("holidays", [])}
        self.away = [
            (date(item["start"]), date(item["end"])) for item in request.get("outOfOffice", [])
        ]
        self.travel = [
            (item["timeZone"], date(item["startDate"]),
             date(item["endDate"]) if "endDate" in item else dt.date.max)
            for item in request.get("travel", [])]  # fmt: skip
        self.known = {}
        self.windows = {}

    def replaces(self, day):
        """Does something else than the weekly rules decide this date?"""
        return (
            any(a <= day <= b for a, b in self.away)
            or day in self.holidays
            or any(date(item["date"]) == day for item in self.overrides)
        )

    def windows_of(self, day):
        """[(start, end)] in minutes of the day; past 1440 on the next date."""
        if day not in self.windows:
            self.windows[day] = list(self._windows_of(day))
        return self.windows[day]

    def _windows_of(self, day):
        if any(a <= day <= b for a, b in self.away):
            return
        overrides = [item for item in self.overrides if date(item["date"]) == day]
        if overrides:
            for item in overrides:
                start = minute_of_day(item.get("startTime", "00:00"))
                end = minute_of_day(item.get("endTime", "00:00"))
                if start != end:
                    yield (start, end if end > start else end + 1440)
            return
        if day in self.holidays:
            return
        for rule in self.rules:
            if DAYS[day.weekday()] not in rule["days"]:
                continue
            if "from" in rule and day < date(rule["from"]):
                continue
            if "until" in rule and day > date(rule["until"]):
                continue
            if rule.get("interval", 1) > 1:
                apart = week_of(day, self.week_start) - week_of(
                    date(rule["anchorDate"]), self.week_start)
                if apart.days // 7 % rule["interval"]:
                    continue
            start, end = minute_of_day(rule["startTime"]), minute_of_day(rule["endTime"])
            yield (start, end if end > start else end + 1440)

    def reading(self, minute):
        for zone, first, last in self.travel:
            there = wall(minute, zone)
            if first <= there[0] <= last:
                return there
        return wall(minute, self.zone)

    def is_open(self, minute):
        if minute not in self.known:
            day, clock = self.reading(minute)
            self.known[minute] = any(a <= clock < b for a, b in self.windows_of(day)) or (
                not self.replaces(day)
                and any(a <= clock + 1440 < b for a, b in self.windows_of(day - ONE_DAY))
            )
        return self.known[minute]


class Host:
    def __init__(self, request, event):
        assert not request.get("holds")
        self.schedule = Schedule(request["schedule"])
        self.event = event
        self.occupied = set()
        self.fits = {}
        before, after = event.get("beforeEventBuffer", 0), event.get("afterEventBuffer", 0)
        for item in request.get("busy", []):
            self.occupy(item, 0, 0, before, after)
        self.bookings = [
            item for item in request.get("bookings", [])
            if item.get("status", "accepted") in ("accepted", "pending")]  # fmt: skip
        for item in self.bookings:
            if item.get("blocks", True):
                self.occupy(
                    item, item.get("beforeEventBuffer", before),
                    item.get("afterEventBuffer", after), before, after)  # fmt: skip

    def occupy(self, item, before, after, slot_before, slot_after):
        """Minutes in which no slot may lie: its buffers reach out as well."""
        start, end = instant(item["start"]), instant(item["end"])
        if start < end:
            self.occupied |= set(range(start - before - slot_after, end + after + slot_before))

    def is_free(self, minute):
        return minute not in self.occupied and self.schedule.is_open(minute)

    def able(self, start):
        """Does a slot fit into one free interval?"""
        if start not in self.fits:
            self.fits[start] = all(
                self.is_free(start + k) for k in range(self.event["lengthInMinutes"]))
        return self.fits[start]

    def period(self, minute, kind):
        day = wall(minute, self.schedule.zone)[0]
        if kind == "day":
            return day
        if kind == "week":
            return week_of(day, self.schedule.week_start)
        return (day.year, day.month) if kind == "month" else day.year

    def within_limits(self, start):
        for kind, most in self.event.get("bookingLimitsCount", {}).items():
            if 1 + len(self.booked(start, kind)) > most:
                return False
        for kind, most in self.event.get("bookingLimitsDuration", {}).items():
            length = sum(instant(b["end"]) - instant(b["start"]) for b in self.booked(start, kind))
            if length + self.event["lengthInMinutes"] > most:
                return False
        return True

    def booked(self, start, kind):
        return [
            item for item in self.bookings
            if instant(item["start"]) < instant(item["end"])
            and self.period(instant(item["start"]), kind) == self.period(start, kind)]  # fmt: skip


class Question:
    """One request; `slots` answers it."""

    def __init__(self, request):
        self.event = event = request["eventType"]
        assert "seats" not in event
        groups = request.get("groups")
        if groups is None:
            groups = [{"hosts": [request], "require": "all"}]
        self.groups = []
        for group in groups:
            hosts = [Host(one, event) for one in group["hosts"]]
            require = group.get("require", "all")
            self.groups.append((hosts, len(hosts) if require == "all" else require))
        assert len(self.groups) == 1  # one role a host
        self.zone = request.get("eventZone", self.groups[0][0][0].schedule.zone)
        self.start, self.end = instant(request["start"]), instant(request["end"])
        self.now = instant(request["now"]) if "now" in request else None
        self.length = event["lengthInMinutes"]
        self.step = event.get("slotInterval") or self.length
        self.offset = event.get("offsetStart", 0)

    def enough(self, predicate):
        return all(
            sum(1 for host in hosts if predicate(host)) >= need for hosts, need in self.groups
        )

    def pieces(self, holds, low, high):
        """Maximal runs [first, last] of minutes that hold, at minute resolution;
        admissible starts of whole seconds reach to the next run's edge only
        through minutes, for everything lies on minutes."""
        runs, first = [], None
        for minute in range(low, high + 1):
            if minute < high and holds(minute):
                first = minute if first is None else first
            elif first is not None:
                runs.append((first, minute - 1))
                first = None
        return runs

    def slots(self):
        """Starts in minutes since 1970."""
        # Two dates of look-back decide every start.
        low, high = self.start - 4 * 1440, self.end + 3 * 1440
        able = {m for m in range(low, high) if self.enough(lambda host, m=m: host.able(m))}
        opened = {
            m for m in range(low, high)
            if self.enough(lambda host, m=m: host.schedule.is_open(m))}  # fmt: skip
        open_runs = self.pieces(opened.__contains__, low, high)
        cuts = self.midnight_cuts(open_runs, low, high)
        grid = set()
        alignment = self.event.get("alignment", "hour")
        for first, last in self.cut(self.pieces(able.__contains__, low, high), cuts | self.shifts(low, high)
                                    if alignment == "hour" else cuts):  # fmt: skip
            if alignment == "hour":
                grain = next(g for g in (60, 30, 20, 15, 10, 5, 1) if self.step % g == 0)
                clock = wall(first, self.zone)[1] % 60
                begin = first - clock % grain + self.offset
                if begin < first:
                    begin += grain
                grid |= set(range(begin, last + 1, self.step))
            elif alignment == "window":
                anchor = max(
                    a for a, b in self.cut(open_runs, cuts) if a <= first <= b)
                grid |= {
                    m for m in range(first, last + 1)
                    if m >= anchor + self.offset and (m - anchor - self.offset) % self.step == 0}  # fmt: skip
            else:
                assert alignment == "clock"
                grid |= {
                    m for m in range(first, last + 1)
                    if (wall(m, self.zone)[1] - self.offset) % self.step == 0
                    and wall(m, self.zone)[1] >= self.offset}  # fmt: skip
        kept = [m for m in sorted(grid) if self.start <= m < self.end and self.is_allowed(m)]
        if self.event.get("onlyShowFirstAvailableSlot"):
            raise AssertionError("not known here")
        return kept

    def midnight_cuts(self, open_runs, low, high):
        """Midnights at which an open piece has lasted for a date or more."""
        cuts = set()
        day = wall(low, self.zone)[0]
        while day <= wall(high, self.zone)[0]:
            at, before = first_minute(day, self.zone), day - ONE_DAY
            while first_minute(before, self.zone) is None:
                before -= ONE_DAY
            if at is not None and any(
                a <= first_minute(before, self.zone) and a < at <= b for a, b in open_runs
            ):
                cuts.add(at)
            day += ONE_DAY
        return cuts

    def shifts(self, low, high):
        """Transitions that move the clock off the grain."""
        grain = next(g for g in (60, 30, 20, 15, 10, 5, 1) if self.step % g == 0)
        return {
            m for m in range(low + 1, high)
            if ((wall(m, self.zone)[1] - wall(m - 1, self.zone)[1] - 1) % 1440) % grain != 0}  # fmt: skip

    @staticmethod
    def cut(runs, cuts):
        for first, last in runs:
            edges = [first, *sorted(c for c in cuts if first < c <= last), last + 1]
            for a, b in zip(edges, edges[1:]):
                yield a, b - 1

    def is_allowed(self, start):
        if self.now is not None:
            if start < self.now + self.event.get("minimumBookingNotice", 0):
                return False
        window = self.event.get("bookingWindow")
        if window is not None and not self.in_window(window, wall(start, self.zone)[0]):
            return False
        return self.enough(lambda host: host.able(start) and host.within_limits(start))

    def in_window(self, window, day):
        assert not window.get("rolling") and window.get("businessDays") != "openDays"
        if window["type"] == "range":
            return date(window["value"][0]) <= day <= date(window["value"][1])
        today = wall(self.now, self.zone)[0]
        last = today
        for _ in range(window["value"]):
            last += ONE_DAY
            while window["type"] == "businessDays" and last.weekday() >= 5:
                last += ONE_DAY
        return day <= last


def slots(request):
    """Starts, as naive UTC datetimes."""
    return [
        dt.datetime.fromtimestamp(minute * 60, UTC).replace(tzinfo=None)
        for minute in Question(request).slots()
    ]
