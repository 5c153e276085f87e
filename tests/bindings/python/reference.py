"""The obvious engine: minute by minute, with zoneinfo, straight from
docs/semantics.md. Slow, and shares nothing with the package: it reads requests
in the JSON form and knows no code of bookable.

Works on whole minutes since 1970; schedules, busy times and bounds must lie on
them, and it knows no stages: what it does not know it refuses by an assertion.
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

    def replaces(self, day):
        """Does something else than the weekly rules decide this date?"""
        return (
            any(a <= day <= b for a, b in self.away)
            or day in self.holidays
            or any(date(item["date"]) == day for item in self.overrides)
        )

    def windows_of(self, day):
        """(start, end) in minutes of the day; past 1440 on the next date."""
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

    def hours(self, day):
        """Minutes of a date that are open."""
        if day not in self.known:
            windows = list(self.windows_of(day))
            if not self.replaces(day):  # else the night before ends at midnight
                windows += [(a - 1440, b - 1440) for a, b in self.windows_of(day - ONE_DAY)]
            self.known[day] = {m for a, b in windows for m in range(max(a, 0), min(b, 1440))}
        return self.known[day]

    def is_open(self, minute):
        day, clock = self.reading(minute)
        return clock in self.hours(day)


class Host:
    """One person: what is busy, which sessions can be joined, what limits count."""

    def __init__(self, request, question):
        self.schedule = Schedule(request["schedule"])
        self.event = event = question.event
        self.length = event["lengthInMinutes"]
        self.before, self.after = event.get("beforeEventBuffer", 0), event.get("afterEventBuffer", 0)
        self.entries = []  # (occupied from, occupied to, session or None)
        self.sessions = {}  # (start, end): [seats taken, is one of them a booking?]
        ignored = question.request.get("ignoreBooking")
        for item in request.get("busy", []):
            if not item.get("transparent") and not (ignored and item.get("id") == ignored):
                self.add(item, item.get("beforeEventBuffer", 0), item.get("afterEventBuffer", 0))
        self.bookings = [
            item for item in request.get("bookings", [])
            if item.get("status", "accepted") in ("accepted", "pending")
            and not (ignored and item.get("id") == ignored)
            and instant(item["start"]) < instant(item["end"])]  # fmt: skip
        for item in self.bookings:
            if item.get("blocks", True):
                self.add(item, self.before, self.after, item.get("seatsTaken", 1), True)
        for item in request.get("holds", []):
            is_live = question.now is None or question.now < instant(item["expiresAt"])
            if is_live and not (item.get("owner") and item["owner"] == question.request.get("owner")):
                seats = item.get("seats", 1) if item.get("sameEvent", True) else None
                self.add(item, self.before, self.after, seats)
        # Minutes in which no slot may lie: its buffers reach out as well.
        self.occupied = {
            minute for low, high, _ in self.entries
            for minute in range(low - self.after, high + self.before)}  # fmt: skip

    def add(self, item, before, after, seats=None, is_booking=False):
        start, end = instant(item["start"]), instant(item["end"])
        if start == end:
            return
        low = start - item.get("beforeEventBuffer", before)
        high = end + item.get("afterEventBuffer", after)
        self.entries.append((low, high, None if seats is None else (start, end)))
        if seats is not None:
            session = self.sessions.setdefault((start, end), [0, False])
            session[0] += seats
            session[1] |= is_booking

    def joinable(self, start):
        """The session of the slot's length that begins there and has a seat left."""
        session = (start, start + self.length)
        if "seats" not in self.event or session not in self.sessions:
            return None
        if self.sessions[session][0] >= self.event["seats"]["seatsPerTimeSlot"]:
            return None
        if not all(self.schedule.is_open(minute) for minute in range(*session)):
            return None
        for low, high, of in self.entries:
            if of != session and low < session[1] + self.after and session[0] - self.before < high:
                return None
        return self.sessions[session]

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
            if sum(b - a for a, b in self.booked(start, kind)) + self.length > most:
                return False
        return True

    def booked(self, start, kind):
        spans = [(instant(item["start"]), instant(item["end"])) for item in self.bookings]
        if "seats" in self.event:
            spans = set(spans)  # a session counts once
        return [span for span in spans if self.period(span[0], kind) == self.period(start, kind)]


class World:
    """What can be said of starts in [begin, end)."""

    def __init__(self, question, begin, end):
        self.question, self.begin, self.end = question, begin, end
        event = question.event
        self.length = event["lengthInMinutes"]
        # Two dates of look-back decide every start; packed looks ahead as well.
        ahead = 4 * 1440 if event.get("alignment") == "packed" else 1440
        self.low, self.high = begin - 4 * 1440, end + ahead + self.length
        minutes = range(self.low, self.high)
        # By host and minute: open; able, that is, a slot fits into one free
        # interval; able from there to the next minute.
        self.opened, self.able, able_between = {}, {}, {}
        for id, host in question.people.items():
            opened = [host.schedule.is_open(m) for m in minutes]
            free = [0] * (len(minutes) + 1)  # for how long
            for i in reversed(range(len(minutes))):
                if opened[i] and minutes[i] not in host.occupied:
                    free[i] = free[i + 1] + 1
            able = [length >= self.length for length in free[:-1]]
            self.opened[id], self.able[id] = opened, able
            able_between[id] = [a and b for a, b in zip(able, able[1:] + [False])]
        self.enough_open = self.enough(self.opened)
        self.enough_able = self.enough(self.able)
        self.enough_between = self.enough(able_between)

    def enough(self, cells):
        """Where every group has enough hosts of which it is true."""
        groups = [
            [sum(column) >= need for column in zip(*(cells[id] for id in ids))]
            for ids, need in self.question.groups]  # fmt: skip
        return [all(column) for column in zip(*groups)]

    def pieces(self, cells, joined):
        """Maximal runs [first, last] of minutes that are true and joined."""
        runs, first = [], None
        for i, (is_true, goes_on) in enumerate(zip(cells, joined)):
            if is_true and first is None:
                first = i
            if is_true and not goes_on:
                runs.append((self.low + first, self.low + i))
                first = None
        return runs

    def points(self):
        """Grid points and starts of sessions that can be joined, in order."""
        question, event = self.question, self.question.event
        zone, step, offset = question.zone, question.step, event.get("offsetStart", 0)
        alignment = event.get("alignment", "hour")
        grain = next(g for g in (60, 30, 20, 15, 10, 5, 1) if step % g == 0)
        open_runs = self.pieces(self.enough_open, self.enough_open[1:] + [False])
        # What lies between two minutes is a start iff both are, of the same
        # hosts: only so are pieces of seconds one.
        able_runs = self.pieces(self.enough_able, self.enough_between)
        restarts = self.restarts(open_runs)
        cuts = restarts | self.shifts(grain) if alignment in ("hour", "packed") else restarts
        grid = set()
        for first, last in cut(able_runs, cuts):
            if alignment == "clock":
                grid |= {
                    m for m in range(first, last + 1)
                    if wall(m, zone)[1] >= offset and (wall(m, zone)[1] - offset) % step == 0}  # fmt: skip
                continue
            if alignment == "hour":
                begin = first - wall(first, zone)[1] % grain + offset
                if begin < first:
                    begin += grain
            elif alignment == "window":
                begin = max(a for a, b in cut(open_runs, restarts) if a <= first <= b) + offset
            elif alignment == "free":
                begin = first + offset
            else:
                assert alignment == "packed"
                begin = self.packed(first, last, grain, offset)
            grid |= {m for m in range(begin, last + 1, step) if m >= first}
        for host in question.people.values():
            grid |= {start for start, _ in host.sessions
                     if self.begin <= start < self.end and host.joinable(start)}  # fmt: skip
        return [m for m in sorted(grid) if self.begin <= m < self.end]

    def packed(self, first, last, grain, offset):
        slack = (last - first) % self.question.step
        for multiple in (grain, 15, 5):
            anchor = first
            while wall(anchor, self.question.zone)[1] % 60 % multiple:
                anchor += 1
            if anchor <= first + slack:
                break
        else:
            anchor = first
        return anchor + offset if anchor + offset <= first + slack else anchor

    def restarts(self, open_runs):
        """Midnights at which an open piece has lasted for a date or more."""
        zone, cuts = self.question.zone, set()
        day = wall(self.low, zone)[0]
        while day <= wall(self.high, zone)[0]:
            at, before = first_minute(day, zone), day - ONE_DAY
            while first_minute(before, zone) is None:
                before -= ONE_DAY
            if at is not None and any(
                a <= first_minute(before, zone) and a < at <= b for a, b in open_runs
            ):
                cuts.add(at)
            day += ONE_DAY
        return cuts

    def shifts(self, grain):
        """Transitions that move the clock off the grain."""
        zone = self.question.zone
        return {
            m for m in range(self.low + 1, self.high)
            if (wall(m, zone)[1] - wall(m - 1, zone)[1] - 1) % 1440 % grain}  # fmt: skip

    def takers(self, start):
        """Ids of those who can take it; none unless they fill every group."""
        question = self.question
        if question.now is not None:
            if start < question.now + question.event.get("minimumBookingNotice", 0):
                return set()
        takers = set()
        for id, host in question.people.items():
            session = host.joinable(start)
            # Who joins what is booked makes no new booking.
            if (session and session[1]) or (
                (session or self.able[id][start - self.low]) and host.within_limits(start)
            ):
                takers.add(id)
        return takers if question.can_fill(takers) else set()

    def seats(self, start, takers):
        """The most that distinct hosts with so many seats left can fill."""
        most = self.question.event["seats"]["seatsPerTimeSlot"]
        for seats in range(most, 0, -1):
            left = {
                id for id in takers
                if most - (self.question.people[id].joinable(start) or [0])[0] >= seats}  # fmt: skip
            if self.question.can_fill(left):
                return seats
        return 0


def cut(runs, cuts):
    for first, last in runs:
        edges = [first, *sorted(c for c in cuts if first < c <= last), last + 1]
        for a, b in zip(edges, edges[1:]):
            yield a, b - 1


class Question:
    """One request; `answer` answers it."""

    def __init__(self, request):
        assert "stages" not in request
        self.request, self.event = request, request["eventType"]
        self.now = instant(request["now"]) if "now" in request else None
        self.start, self.end = instant(request["start"]), instant(request["end"])
        self.people, self.groups = {}, []  # groups of ids, and how many are needed
        for group in request.get("groups", [{"hosts": [request], "require": "all"}]):
            ids = [one.get("id", "") for one in group["hosts"]]
            for id, one in zip(ids, group["hosts"]):
                if id not in self.people:  # later mentions are the id alone
                    self.people[id] = Host(one, self)
            self.groups.append((ids, len(ids) if group["require"] == "all" else group["require"]))
        first = self.people[self.groups[0][0][0]]
        self.zone = request.get("eventZone", first.schedule.zone)
        self.answer_zone = request.get("timeZone", self.zone)
        self.step = self.event.get("slotInterval") or self.event["lengthInMinutes"]

    def can_fill(self, able):
        """Are there distinct hosts for all that is needed?"""
        roles = [ids for ids, need in self.groups for _ in range(need)]

        def fill(i, taken):
            return i == len(roles) or any(
                id in able and id not in taken and fill(i + 1, taken | {id}) for id in roles[i]
            )

        return fill(0, frozenset())

    def answer(self):
        """(start in minutes since 1970, who can take it, seats left or None)."""
        if self.start >= self.end:
            return []
        only_first = self.event.get("onlyShowFirstAvailableSlot", False)
        first, last = self.window()
        world = World(self, self.start - (3 * 1440 if only_first else 0), self.end)
        found, seen = [], set()
        for start in world.points():
            if not first <= wall(start, self.zone)[0] <= last:
                continue
            takers = world.takers(start)
            if not takers:
                continue
            date_shown = wall(start, self.answer_zone)[0]
            if only_first and date_shown in seen:
                continue
            seen.add(date_shown)
            if start >= self.start:
                seats = world.seats(start, takers) if "seats" in self.event else None
                found.append((start, takers, seats))
        return found

    def window(self):
        """The first and last date of the booking window."""
        window = self.event.get("bookingWindow")
        if window is None:
            return dt.date.min, dt.date.max
        if window["type"] == "range":
            return tuple(map(date, window["value"]))
        today, n = wall(self.now, self.zone)[0], window["value"]
        if window.get("rolling"):
            only = window["type"] == "businessDays" and window.get("businessDays") != "openDays"
            days = (day for day in self.dates(today, self.dates_with_starts)
                    if not only or day.weekday() < 5)  # fmt: skip
        elif window.get("businessDays") == "openDays":
            days = self.dates(today + ONE_DAY, self.dates_with_open_time)
        else:
            days = (
                day for day in (today + k * ONE_DAY for k in range(1, 8 * n + 63))
                if window["type"] == "calendarDays" or day.weekday() < 5)  # fmt: skip
        last = today + (8 * n + 62) * ONE_DAY
        for count, day in enumerate(days, 1):
            if count == n or day >= last:
                return dt.date.min, min(day, last)
        return dt.date.min, last

    def dates(self, day, dates_of):
        """Those from a day on, to the end of the look-ahead."""
        last = wall(self.now, self.zone)[0] + (8 * self.event["bookingWindow"]["value"] + 62) * ONE_DAY
        while day <= last:
            until = day + 3 * ONE_DAY
            yield from (one for one in sorted(dates_of(day, until)) if day <= one < until)
            day = until

    def world_of(self, day, until):
        noon = instant(dt.datetime.combine(day, dt.time(12), UTC))
        return World(self, noon - 48 * 60, noon + (until - day).days * 1440 + 48 * 60)

    def dates_with_starts(self, day, until):
        world = self.world_of(day, until)
        return {wall(start, self.zone)[0] for start in world.points() if world.takers(start)}

    def dates_with_open_time(self, day, until):
        world = self.world_of(day, until)
        return {
            wall(m, self.zone)[0] for m in range(world.begin, world.end)
            if world.enough_open[m - world.low]}  # fmt: skip


def naive(minute):
    return dt.datetime.fromtimestamp(minute * 60, UTC).replace(tzinfo=None)


def answer(request):
    """Rows of a start as a naive UTC datetime, who can take it, seats left."""
    return [(naive(start), takers, seats) for start, takers, seats in Question(request).answer()]


def slots(request):
    """Starts, as naive UTC datetimes."""
    return [start for start, _, _ in answer(request)]
