"""Pictures: rendered to PNG, and asked what they show."""

import datetime as dt
import doctest
import importlib
import io
import sys
from zoneinfo import ZoneInfo

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
import matplotlib.image  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402

import bookable  # noqa: E402
import bookable.plot as plot  # noqa: E402

ROME = ZoneInfo("Europe/Rome")
HOURS = bookable.Schedule(
    ROME,
    [bookable.WeeklyRule(bookable.WEEKDAYS, "09:00", "12:30"),
     bookable.WeeklyRule(bookable.WEEKDAYS[:4], "14:00", "18:00")],
    week_start="Monday")  # fmt: skip


def rome(day, hour, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ROME)


ANN = bookable.Host(
    HOURS, [(rome(24, 10), rome(24, 11, 30)), (rome(25, 15), rome(25, 16))],
    bookings=[(rome(23, 14), rome(23, 15))], id="ann")  # fmt: skip
BOB = bookable.Host(
    bookable.Schedule("Europe/London", bookable.WeeklyRule(bookable.WEEKDAYS, "08:00", "16:00")),
    [(rome(24, 13), rome(24, 15))], id="bob")  # fmt: skip
HALF_HOURS = bookable.EventType(30)
SLOTS = bookable.find_slots(ANN, HALF_HOURS, "2026-11-23", "2026-11-29")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def render(axes):
    """The pixels, from a PNG; checks that the picture is one."""
    file = io.BytesIO()
    axes.figure.savefig(file, format="png", dpi=80)
    assert file.getvalue().startswith(b"\x89PNG")
    file.seek(0)
    pixels = matplotlib.image.imread(file)
    width, height = (axes.figure.get_size_inches() * 80).astype(int)
    assert abs(pixels.shape[0] - height) <= 1 and abs(pixels.shape[1] - width) <= 1
    share_of_white = (pixels[..., :3] == 1).all(-1).mean()
    assert 0.02 < share_of_white < 0.998
    return pixels


def has_colour(pixels, colour):
    wanted = np.array(matplotlib.colors.to_rgb(colour))
    return (np.abs(pixels[..., :3] - wanted).max(-1) < 0.02).mean()


def boxes(axes, label):
    return [
        patch for patch in axes.patches
        if isinstance(patch, Rectangle) and patch.get_label() == label
    ]  # fmt: skip


def texts(axes):
    return [text.get_text() for text in axes.texts]


def labels(of):
    return [label.get_text() for label in of]


def title(axes):
    return axes.get_title(loc="left")


def legend(axes):
    return labels(axes.get_legend().get_texts())


def test_week_shows_each_slot_where_its_clock_says():
    axes = plot.week(SLOTS, host=ANN)
    assert has_colour(render(axes), plot._SLOT) > 0.1
    assert title(axes) == "Week of 23 Nov 2026, Europe/Rome"
    assert labels(axes.get_xticklabels()) == [
        "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Sat 28 Nov",
        "Sun 29 Nov"]  # fmt: skip
    assert labels(axes.get_yticklabels())[:2] == ["09:00", "10:00"]
    assert legend(axes) == ["open", "busy", "booked", "slot of 30 min"]
    drawn = sorted((int(box.get_x()), box.get_y()) for box in boxes(axes, "slot of 30 min"))
    expected = sorted(
        (slot.start.weekday(), slot.start.hour + slot.start.minute / 60) for slot in SLOTS)
    assert drawn == expected
    assert sorted(texts(axes)) == sorted(f"{slot.start:%H:%M}" for slot in SLOTS)
    assert len(boxes(axes, "open")) == 9
    (booked,) = boxes(axes, "booked")
    assert (int(booked.get_x()), booked.get_y(), booked.get_height()) == (0, 14, 1)
    assert sorted((int(box.get_x()), box.get_y(), box.get_height()) for box in boxes(axes, "busy")) == [
        (1, 10, 1.5), (2, 15, 1)]  # fmt: skip


def test_a_week_starts_when_it_is_told_to():
    assert labels(plot.week(SLOTS, host=ANN).get_xticklabels())[0] == "Mon 23 Nov"
    assert labels(plot.week(SLOTS).get_xticklabels())[0] == "Sun 22 Nov"
    axes = plot.week(SLOTS, "2026-11-27", week_start="Thursday")
    assert labels(axes.get_xticklabels())[0] == "Thu 26 Nov"
    with pytest.raises(bookable.BookableError, match="week_start"):
        plot.week(SLOTS, week_start="Mon")


def test_clocks_are_of_12_or_24_hours():
    assert labels(plot.week(SLOTS, clock=12).get_yticklabels())[-1] == "6 pm"
    in_new_york = plot.week(SLOTS.in_zone("America/New_York"))
    assert labels(in_new_york.get_yticklabels())[0] == "3 am"
    assert "3:30 am" in texts(in_new_york)
    assert [plot._time_text(hour, 12) for hour in (0, 11.5, 12, 13, 24)] == [
        "12 am", "11:30 am", "12 pm", "1 pm", "12 am"]  # fmt: skip
    with pytest.raises(bookable.BookableError, match="clock"):
        plot.week(SLOTS, clock=13)


def always(zone):
    return bookable.Schedule(zone, bookable.WeeklyRule(bookable.EVERY_DAY, "00:00", "24:00"))


def test_an_hour_that_occurs_twice_is_drawn_in_halves():
    """Rome, 25 October 2026: 02:00 to 03:00 twice."""
    slots = bookable.find_slots(always(ROME), HALF_HOURS, "2026-10-25", "2026-10-25")
    assert len(slots) == 50
    axes = plot.week(slots, week_start="Monday")
    render(axes)
    drawn = boxes(axes, "slot of 30 min")
    halves = [box for box in drawn if box.get_width() < 0.5]
    assert len(drawn) == 50 and len(halves) == 4
    assert sorted((box.get_x() > 6.5, box.get_y()) for box in halves) == [
        (False, 2.0), (False, 2.5), (True, 2.0), (True, 2.5)]  # fmt: skip


def test_an_hour_that_is_skipped_stays_blank():
    """Rome, 29 March 2026: 02:00 to 03:00 does not occur."""
    slots = bookable.find_slots(always(ROME), HALF_HOURS, "2026-03-29", "2026-03-29")
    axes = plot.week(slots, host=always(ROME), week_start="Monday")
    of_sunday = [box for box in boxes(axes, "slot of 30 min") if box.get_x() > 6]
    assert len(of_sunday) == 46
    assert not [box for box in of_sunday if 2 <= box.get_y() < 3]
    opened = [box for box in boxes(axes, "open") if box.get_x() >= 6]
    assert sorted((box.get_y(), box.get_height()) for box in opened) == [(0, 2), (3, 21)]


def test_a_date_that_does_not_occur_is_an_empty_column():
    """Apia had no 30 December 2011."""
    slots = bookable.find_slots(always("Pacific/Apia"), bookable.EventType(60), "2011-12-25", "2011-12-31")
    axes = plot.week(slots, host=always("Pacific/Apia"), date="2011-12-28")
    render(axes)
    assert sorted({int(box.get_x()) for box in boxes(axes, "open")}) == [0, 1, 2, 3, 4, 6]


def test_what_runs_past_midnight_is_on_both_dates():
    night = bookable.Schedule("UTC", bookable.WeeklyRule("Tuesday", "22:00", "02:00"))
    axes = plot.week(host=night, date="2026-11-24", week_start="Monday")
    assert sorted((box.get_x(), box.get_y(), box.get_height()) for box in boxes(axes, "open")) == [
        (1, 22, 2), (2, 0, 2)]  # fmt: skip


def test_slots_that_overlap_are_cut_at_the_next():
    slots = bookable.find_slots(
        ANN, bookable.EventType(60, slot_interval=30), "2026-11-26", "2026-11-26")
    axes = plot.week(slots)
    heights = [box.get_height() for box in boxes(axes, "slot of 1 h")]
    assert sorted(set(heights)) == [0.5, 1.0] and len(heights) == len(slots)


def test_seats_and_now_are_told():
    event = bookable.EventType(60, seats=4)
    host = bookable.Host(HOURS, bookings=[bookable.Booking(rome(24, 9), rome(24, 10), seats_taken=3)])
    slots = bookable.find_slots(host, event, "2026-11-24", "2026-11-24", zone="Europe/Rome")
    axes = plot.week(slots, host=host, now=rome(24, 11, 30))
    render(axes)
    assert "09:00  (1 left)" in texts(axes)
    (now,) = [line for line in axes.lines if line.get_label() == "now"]
    assert now.get_xydata().tolist() == [[1, 11.5], [2, 11.5]]
    assert legend(axes)[-1] == "now"


def test_a_week_needs_something_to_show():
    none = bookable.find_slots(HOURS, HALF_HOURS, "2026-11-28", "2026-11-29")
    with pytest.raises(bookable.BookableError, match="date"):
        plot.week(none)
    with pytest.raises(TypeError, match="slots: required"):
        plot.week()
    with pytest.raises(TypeError, match="slots"):
        plot.week(5)
    with pytest.raises(TypeError, match="host"):
        plot.week(SLOTS, host=5)
    empty = plot.week(none, "2026-11-28")
    assert not boxes(empty, "slot of 30 min") and empty.get_legend() is None
    render(empty)


def many(count=60, days=40):
    random = np.random.default_rng(3)
    of = np.repeat(np.arange(count), 60)
    starts = np.datetime64("2026-11-01", "s") + random.integers(0, days * 48, len(of)) * 1800
    columns = bookable.HostColumns(HOURS, starts, starts + np.timedelta64(2, "h"), host=of)
    return bookable.batch(columns, HALF_HOURS, "2026-11-02", "2026-12-06")


def test_heat_shows_how_many_are_free():
    free = many()
    axes = plot.heat(free, week_start="Monday")
    pixels = render(axes)
    assert len(np.unique(pixels.reshape(-1, pixels.shape[-1]), axis=0)) > 30
    assert title(axes) == "Hosts free at each start (of 60), Europe/Rome"
    assert labels(axes.get_xticklabels()) == ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]
    assert labels(axes.get_yticklabels())[0] == "09:00"
    assert axes.get_xlabel() == "2026"
    grid = axes.collections[0].get_array().reshape(18, -1)
    times, counts = free.count_free()
    assert grid.sum() == counts.sum() and grid.max() == counts.max()
    first = counts[times == np.datetime64("2026-11-02T08:00", "s")][0]  # 09:00 in Rome
    assert grid[0, 0] == first
    # Fridays end at 12:30, Saturdays are blank.
    assert grid.mask[7:, 4].all() and grid.mask[:, 5].all()


def test_heat_takes_columns_and_a_zone():
    times, counts = many().count_free()
    axes = plot.heat((times, counts), zone="America/New_York", of=60)
    render(axes)
    assert title(axes) == "Hosts free at each start (of 60), America/New_York"
    assert labels(axes.get_yticklabels())[0] == "3 am"
    with pytest.raises(TypeError, match="zone"):
        plot.heat((times, counts))
    with pytest.raises(ValueError, match="numbers"):
        plot.heat((times, counts[1:]), zone="UTC")


def test_heat_shows_the_greatest_number_of_a_row():
    times = np.datetime64("2026-11-24T09:00", "s") + np.array([0, 1, 2, 3, 4, 60]) * 60
    for counts in ([1, 7, 3, 2, 1, 4], [7, 1, 1, 1, 2, 4], [1, 1, 1, 2, 7, 4]):
        axes = plot.heat((times, counts), zone="UTC")
        grid = axes.collections[0].get_array()
        assert grid.compressed().tolist() == [7, 4]


def test_heat_of_a_few_days_names_each_and_of_none_says_so():
    few = many()[:5]
    starts = few.starts[few.starts < np.datetime64("2026-11-05", "s")]
    axes = plot.heat((np.unique(starts), np.ones(len(np.unique(starts)))), zone="Europe/Rome")
    assert labels(axes.get_xticklabels()) == ["Mon 2 Nov", "Tue 3 Nov", "Wed 4 Nov"]
    none = plot.heat((starts[:0], np.empty(0, int)), zone="Europe/Rome")
    assert texts(none) == ["no host is free"]
    render(none)


def test_timeline_shows_hosts_and_the_team():
    team = bookable.Team.collective([ANN, BOB])
    axes = plot.timeline(team, "2026-11-24", "2026-11-24", event=HALF_HOURS, now=rome(24, 9, 20))
    assert has_colour(render(axes), plot._SLOT) > 0.01
    assert title(axes) == "Tue 24 Nov 2026, Europe/Rome"
    assert labels(axes.get_yticklabels()) == ["ann", "bob", "team"]
    assert labels(axes.get_xticklabels())[:3] == ["00:00", "02:00", "04:00"]
    assert legend(axes) == ["open", "busy", "slot of 30 min", "can take it", "now"]
    slots = bookable.find_slots(team, HALF_HOURS, "2026-11-24", "2026-11-24", now=rome(24, 9, 20))
    (drawn,) = [c for c in axes.collections if c.get_label() == "slot of 30 min"]
    begins = sorted(path.vertices[:, 0].min() for path in drawn.get_paths())
    assert begins == [slot.start.hour + slot.start.minute / 60 for slot in slots]
    # One line a host and slot that needs both.
    can = [c for c in axes.collections if c.get_label() == "can take it"]
    assert [len(c.get_paths()) for c in can] == [len(slots)] * 2


def test_timeline_over_days():
    axes = plot.timeline(bookable.Team.round_robin([ANN, BOB]))
    render(axes)
    assert title(axes) == "23 Nov 2026 to 29 Nov 2026, Europe/Rome"
    assert labels(axes.get_xticklabels())[0] == "Mon 23 Nov"
    assert labels(axes.get_xticklabels(minor=True))[:2] == ["00:00", "12:00"]
    month = plot.timeline([ANN, BOB], "2026-11-01", "2026-11-30", event=HALF_HOURS)
    assert has_colour(render(month), plot._SLOT) > 0.005
    render(plot.timeline(ANN, "2026-11-24", "2026-11-25", event=HALF_HOURS))
    render(plot.timeline(ANN, rome(24, 9), rome(24, 17), zone="America/New_York"))


def test_timeline_of_stages():
    stages = bookable.Stages([
        bookable.Stage(30, bookable.Group([ANN])), bookable.Stage(30, bookable.Group([BOB]))])  # fmt: skip
    axes = plot.timeline(stages, "2026-11-24", "2026-11-24", event=HALF_HOURS)
    render(axes)
    assert labels(axes.get_yticklabels()) == ["ann", "bob", "team"]


def test_timeline_refuses_what_it_cannot_draw():
    with pytest.raises(TypeError, match="team"):
        plot.timeline(5)
    with pytest.raises(TypeError, match="end: required with start"):
        plot.timeline(ANN, "2026-11-24")
    with pytest.raises(bookable.BookableError, match="start"):
        plot.timeline(bookable.Host(HOURS))
    with pytest.raises(bookable.BookableError, match="after start"):
        plot.timeline(ANN, "2026-11-24", "2026-11-20")
    with pytest.raises(bookable.BookableError, match="must have a host"):
        plot.timeline([])


def test_pictures_go_into_axes_that_are_given():
    figure, both = plt.subplots(1, 2, figsize=(14, 5))
    assert plot.week(SLOTS, ax=both[0]) is both[0]
    assert plot.heat(many(5), ax=both[1]) is both[1]
    render(both[0])


def test_colours_differ_also_to_the_colour_blind():
    """Lightness alone tells the kinds apart, or hatching does."""
    def lightness(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                  for c in matplotlib.colors.to_rgb(colour)]  # fmt: skip
        return 116 * (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]) ** (1 / 3) - 16

    assert lightness(plot._OPEN) - lightness(plot._SLOT) > 40
    # Text on slots is read: 4.5 to 1 is what accessibility asks for.
    assert lightness("white") - lightness(plot._SLOT) > 48
    axes = plot.week(SLOTS, host=ANN)
    assert all(box.get_hatch() for box in boxes(axes, "busy") + boxes(axes, "booked"))
    assert not any(box.get_hatch() for box in boxes(axes, "slot of 30 min"))


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    monkeypatch.delitem(sys.modules, "bookable.plot")
    with pytest.raises(ImportError, match="python3-matplotlib"):
        importlib.import_module("bookable.plot")


def test_docstrings():
    assert doctest.testmod(plot, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


def test_bounds_of_a_timeline_are_told_by_its_clock():
    team = bookable.Team.round_robin([bookable.Host(bookable.Schedule("Europe/Rome"), id="ann")])
    with pytest.raises(bookable.InvalidArgumentError) as caught:
        plot.timeline(team, "2026-11-24T12:00:00Z", "2026-11-24T09:00:00Z")
    assert caught.value.field == "end"
    assert caught.value.message == (
        "must be after start 2026-11-24T13:00:00+01:00, got 2026-11-24T10:00:00+01:00")


def test_heat_parts_weeks_where_the_first_host_does(monkeypatch):
    seen = []
    monkeypatch.setattr(plot, "_date_ticks", lambda axes, dates, first_day: seen.append(first_day))
    free = bookable.batch([ANN, BOB], HALF_HOURS, "2026-11-01", "2026-11-30")
    held = bookable.HostColumns([BOB.schedule, HOURS], schedule_of=[1, 0])
    for one in (free, free[1:], bookable.BatchSlots.concatenate([free, free])):
        plot.heat(one)
    plot.heat(bookable.batch(held, HALF_HOURS, "2026-11-01", "2026-11-30"))
    plot.heat(free, week_start="Sunday")
    plot.heat(free.count_free(), zone="UTC")
    assert seen == [0, 0, 0, 0, 6, 6]


@pytest.mark.parametrize(("call", "field", "says"), [
    (lambda: plot.week(SLOTS, dt.date(9999, 12, 31)), "date", "1900 to 2200"),
    (lambda: plot.week(SLOTS, ax=5), "ax", "Axes, got int"),
    (lambda: plot.heat(SLOTS), "free", "plot.week"),
    (lambda: plot.heat(5), "free", "got int"),
    (lambda: plot.heat((SLOTS.starts[:1], ["a"]), zone="UTC"), "free", "numbers"),
    (lambda: plot.heat((SLOTS.starts[:1], [None]), zone="UTC"), "free", "numbers"),
    (lambda: plot.heat((SLOTS.starts[:1], [1]), zone="UTC", of="a"), "of", "a number"),
    (lambda: plot.week(SLOTS, week_start=np.array(["a", "b"])), "week_start", "Sunday"),
    (lambda: plot.week(SLOTS, clock=np.array([12, 24])), "clock", "12 or 24"),
    (lambda: plot.week(SLOTS, now=b""), "now", "got bytes"),
    (lambda: plot.week(SLOTS, now=[]), "now", "got list"),
    (lambda: plot.timeline(ANN, "2026-11-24", "9999-12-31"), "end", "1900 to 2200"),
    (lambda: plot.timeline(ANN, b"", "2026-11-24"), "start", "got bytes"),
    (lambda: plot.timeline(ANN, "2026-11-24", "2026-11-24", now=b""), "now", "got bytes"),
])  # fmt: skip
def test_odd_pictures_are_refused_by_name(call, field, says):
    with pytest.raises(bookable.BookableError) as error:
        call()
    assert error.value.field == field and says in error.value.message
