"""Random schedules, event types, hosts and queries, around transitions."""

import datetime as dt

from hypothesis import strategies as st

import bookable

ZONES = ["Europe/Rome", "UTC", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"]
# Rome's clocks go back on 25 October 2026.
FIRST = dt.datetime(2026, 10, 19, tzinfo=dt.timezone.utc)
DAYS = 14


def times(step=5):
    return st.integers(0, DAYS * 24 * 60 // step).map(lambda k: FIRST + dt.timedelta(minutes=step * k))


def spans(most=360):
    return st.builds(
        lambda start, minutes: (start, start + dt.timedelta(minutes=minutes)),
        times(),
        st.integers(0, most),
    )


def minute_of_day(step=30, last=24 * 60):
    return st.integers(0, last // step).map(lambda k: dt.timedelta(minutes=k * step))


@st.composite
def weekly_rules(draw):
    days = draw(st.sets(st.sampled_from(bookable.EVERY_DAY), min_size=1))
    start = draw(minute_of_day(last=23 * 60))
    end = draw(minute_of_day().filter(lambda end: end != start))
    return bookable.WeeklyRule(days, start, end)


@st.composite
def schedules(draw):
    dates = st.integers(0, DAYS - 1).map(lambda k: FIRST.date() + dt.timedelta(days=k))
    return bookable.Schedule(
        draw(st.sampled_from(ZONES)),
        draw(st.lists(weekly_rules(), min_size=1, max_size=3)),
        overrides=draw(st.lists(st.builds(bookable.DateOverride, dates), max_size=2)),
        holidays=draw(st.lists(st.builds(bookable.Holiday, dates), max_size=1)),
        week_start=draw(st.sampled_from(["Sunday", "Monday"])),
    )


@st.composite
def event_types(draw, alignments=("hour", "window", "clock", "free", "packed")):
    step = draw(st.sampled_from([None, 15, 20, 30, 60]))
    return bookable.EventType(
        draw(st.sampled_from([15, 30, 45, 60])),
        slot_interval=step,
        alignment=draw(st.sampled_from(alignments)),
        before_buffer=draw(st.sampled_from([0, 0, 10])),
        after_buffer=draw(st.sampled_from([0, 0, 15])),
        limits_count=draw(st.sampled_from([(), {"day": 2}, {"week": 4}])),
        seats=draw(st.sampled_from([None, None, 3])),
    )


@st.composite
def bookings(draw):
    listed = draw(st.lists(spans(), max_size=5))
    return [
        bookable.Booking(start, end, id=f"b{i}", seats_taken=draw(st.integers(1, 2)))
        for i, (start, end) in enumerate(listed)
    ]


@st.composite
def hosts(draw, id=""):
    return bookable.Host(
        draw(schedules()),
        draw(st.lists(spans(), max_size=12)),
        bookings=draw(bookings()),
        id=id,
    )


@st.composite
def bounds(draw):
    start, end = sorted((draw(times()), draw(times())))
    return start, end


def request(host, event, start, end, **fields):
    """The same question in the JSON form."""
    def entries(starts, ends):
        return [{"start": f"{s}Z", "end": f"{e}Z"} for s, e in zip(starts, ends)]

    return {
        "schedule": host.schedule.to_dict(),
        "busy": entries(host.busy_starts, host.busy_ends),
        "bookings": [booking.to_dict() for booking in fields.pop("bookings", [])],
        "eventType": event.to_dict(),
        "start": start,
        "end": end,
        **fields,
    }
