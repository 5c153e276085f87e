import datetime as dt
import pickle
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given

import bookable
from strategies import bounds, event_types, hosts, times

ROME = ZoneInfo("Europe/Rome")
HOURS = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00"))
HOST = bookable.Host(HOURS, [bookable.BusyTime(
    "2026-11-24T10:00:00+01:00", "2026-11-24T10:30:00+01:00", id="dentist")])  # fmt: skip
EVENT = bookable.EventType(60)


def test_reasons_have_what_the_kind_says():
    why = bookable.explain(HOST, EVENT, "2026-11-24T09:30:00+01:00")
    assert not why and not why.bookable and not why.accepted and why.groups == ()
    busy = next(reason for reason in why.reasons if reason.kind == "busy")
    assert (busy.source, busy.id) == ("busy[0]", "dentist")
    assert busy.start == dt.datetime(2026, 11, 24, 10, tzinfo=ROME)
    assert busy.start.tzinfo == ROME
    with pytest.raises(AttributeError):
        busy.earliest
    assert "busy: source busy[0]" in str(why) and "dentist" in why._repr_html_()


def test_a_slot_has_no_reason():
    why = bookable.explain(HOST, EVENT, "2026-11-24T09:00:00+01:00")
    assert why and why.reasons == () and str(why).endswith(": a slot")


def test_off_the_grid_can_be_booked():
    why = bookable.explain(HOURS, EVENT, "2026-11-24T09:10:00+01:00")
    assert [reason.kind for reason in why.reasons] == ["grid"] and why.accepted
    assert why.reasons[0].after.hour == 10


def test_limits_and_windows_tell_dates():
    event = bookable.EventType(
        60, limits_count={"week": 1}, booking_window=bookable.BookingWindow.calendar_days(3))
    host = bookable.Host(HOURS, bookings=[
        ("2026-11-24T09:00:00+01:00", "2026-11-24T10:00:00+01:00")])  # fmt: skip
    why = bookable.explain(host, event, "2026-11-24T10:00:00+01:00", now="2026-11-01T00:00:00Z")
    limit = next(reason for reason in why.reasons if reason.kind == "limit")
    assert (limit.first, limit.current, limit.most) == (dt.date(2026, 11, 22), 1, 1)
    window = next(reason for reason in why.reasons if reason.kind == "window")
    assert window.last == dt.date(2026, 11, 4)


def test_bounds_are_a_reason_if_given():
    why = bookable.explain(
        HOURS, EVENT, "2026-11-24T09:00:00+01:00", "2026-11-25", "2026-11-25")
    assert [reason.kind for reason in why.reasons] == ["query"]


def test_several_instants_in_any_order():
    at = ["2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00+01:00", "2026-11-24T11:00:00+01:00"]
    together = bookable.explain(HOST, EVENT, at)
    # The bounds are the hull of all.
    assert [why.bookable for why in together] == [False, True, True]
    assert [why.at.hour for why in together] == [10, 9, 11]
    assert bookable.explain(HOST, EVENT, np.array([], "datetime64[s]"), "2026-11-24", "2026-11-24") == []


def test_teams():
    team = bookable.Team.collective([
        bookable.Host(HOURS, id="ann"), bookable.Host(bookable.Schedule("UTC"), id="bob")])  # fmt: skip
    why = bookable.explain(team, EVENT, "2026-11-24T09:00:00+01:00")
    assert [reason.kind for reason in why.reasons] == ["group"]
    (group,) = why.groups
    assert (group.require, group.able, [host.able for host in group.hosts]) == (2, 1, [True, False])
    assert group.hosts[1].reasons[0].kind == "closed"
    assert "bob: closed" in str(why) and "bob" in why._repr_html_()


def test_explanations_are_values():
    why = bookable.explain(HOST, EVENT, "2026-11-24T09:30:00+01:00")
    assert pickle.loads(pickle.dumps(why)) == why


@given(hosts(), event_types(), times(), bounds())
def test_a_time_is_a_slot_iff_there_is_no_reason(host, event, at, asked):
    why = bookable.explain(host, event, at, *asked)
    starts = bookable.find_slots(host, event, *asked).starts.tolist()
    assert why.bookable == (why.reasons == ()) == (at.replace(tzinfo=None) in starts)
    assert why.accepted == bookable.can_book(host, event, at)
    kinds = {reason.kind for reason in why.reasons}
    assert why.accepted == (kinds <= {"grid", "notFirst", "query"})


@given(hosts(), event_types(), bounds())
def test_what_if_tells_gains_and_losses(host, event, asked):
    starts = set(bookable.find_slots(host, event, *asked).starts.tolist())
    for effect in bookable.what_if(host, event, *asked):
        gained, lost = set(effect.gained.tolist()), set(effect.lost.tolist())
        assert (gained or lost) and not gained & starts and lost <= starts
        if effect.rule.startswith("busy["):
            kept = int(effect.rule[5:-1])
            rest = [i for i in range(len(host.busy_starts)) if i != kept]
            less = bookable.Host(host.schedule, (host.busy_starts[rest], host.busy_ends[rest]))
            if not len(host.booking_starts):
                found = bookable.find_slots(less, event, *asked).starts.tolist()
                assert set(found) == (starts | gained) - lost


def test_effects_are_values():
    effects = bookable.what_if(HOST, EVENT, "2026-11-24", "2026-11-24")
    assert [effect.rule for effect in effects] == ["schedule.availability[0]", "busy[0]"]
    assert pickle.loads(pickle.dumps(effects)) == effects
    assert hash(effects[0]) == hash(pickle.loads(pickle.dumps(effects[0])))
