import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookable
from bookable import Group, Stage, Stages, Team
from strategies import bounds, event_types, hosts

EVENT = bookable.EventType(60)


def host(id, start, end, **named):
    rule = bookable.WeeklyRule("Tuesday", start, end)
    return bookable.Host(bookable.Schedule("Europe/Rome", rule), id=id, **named)


ANN, BOB, CAT = host("ann", "09:00", "12:00"), host("bob", "10:00", "13:00"), host("cat", "11:00", "14:00")


def hours(slots):
    return [slot.start.hour for slot in slots]


def find(who, **options):
    return bookable.find_slots(who, EVENT, "2026-11-24", "2026-11-24", **options)


def test_teams():
    assert hours(find(Team.collective([ANN, BOB]))) == [10, 11]
    assert hours(find(Team.round_robin([ANN, BOB]))) == [9, 10, 11, 12]
    assert hours(find(Team.round_robin([ANN, BOB, CAT], require=2))) == [10, 11, 12]
    assert hours(find(Team([Group([ANN]), Group([BOB, CAT], 1)]))) == [10, 11]


def test_who_can_take_a_slot():
    slots = find(Team.round_robin([ANN, BOB, CAT]))
    assert slots.host_ids == ("ann", "bob", "cat")
    assert slots.can_take.shape == (5, 3) and slots.can_take[2].all()
    assert [slot.hosts for slot in slots][:2] == [("ann",), ("ann", "bob")]
    assert slots.to_dicts()[1]["hosts"] == ["ann", "bob"]
    assert slots.to_pandas()["hosts"][1] == ("ann", "bob")


def test_assignment():
    busy_ann = host("ann", "09:00", "12:00", bookings=[
        ("2026-11-03T09:00:00+01:00", "2026-11-03T10:00:00+01:00")])  # fmt: skip
    slots = find(Team.round_robin([busy_ann, BOB]), assign=True)
    assert [slot.assigned for slot in slots] == [("ann",), ("bob",), ("bob",), ("bob",)]
    week = find(Team.round_robin([busy_ann, BOB]), assign=True, fairness_period="week")
    assert week[1].assigned == ("ann",)
    with pytest.raises(bookable.BookableError, match="must be week, month, year or all"):
        find(Team.round_robin([ANN]), assign=True, fairness_period="day")


def test_a_team_of_one():
    slots = find(Team.collective([ANN]), assign=True)
    assert slots.can_take.tolist() == slots.assigned.tolist() == [[True]] * 3
    assert slots[0].hosts == slots[0].assigned == ("ann",)


def test_more_hosts_than_a_word_has_bits():
    many = [host(f"h{i}", "09:00" if i % 2 else "10:00", "12:00") for i in range(150)]
    slots = find(Team.round_robin(many))
    assert slots.can_take.shape == (3, 150)
    assert slots.can_take.sum(axis=1).tolist() == [75, 150, 150]
    assert slots[0].hosts[0] == "h1"


def test_stages():
    stages = Stages([
        Stage(60, Group([ANN])),
        Stage(30, Team.round_robin([BOB, CAT]).groups, min_gap=0, max_gap=60)])  # fmt: skip
    slots = find(stages)
    assert hours(slots) == [9, 10, 11]
    assert slots.stage_starts.shape == (3, 2) and slots.stage_can_take.shape == (3, 2, 3)
    start, able = slots[1].stages[1]
    assert (start.hour, able) == (11, ("bob", "cat"))
    assert slots.to_dicts()[1]["stages"][1]["hosts"] == ["bob", "cat"]
    assert len(slots.to_pandas()["stages"][0]) == 2
    assert pickle.loads(pickle.dumps(slots)) == slots
    one = find(Stages([Stage(60, Group([ANN]))]))
    assert hours(one) == [9, 10, 11] and one.stage_starts.shape == (3, 1)
    with pytest.raises(bookable.BookableError):
        bookable.explain(stages, EVENT, "2026-11-24T09:00:00Z")


@pytest.mark.parametrize(
    "team",
    [
        lambda: Team.round_robin([ANN, BOB], require=3),
        lambda: Team.round_robin([ANN, BOB], require=0),
        lambda: Team([]),
        lambda: Team([Group([])]),
        lambda: Team.collective([ANN, ANN]),
        lambda: Team.collective([bookable.Host(ANN.schedule)]),
        lambda: Team([Group([ANN]), Group([host("ann", "09:00", "10:00")])]),
        lambda: Stages([]),
        lambda: Stages([Stage(60, Group([ANN]), max_gap=5)]),
        lambda: Stages([Stage(0, Group([ANN]))]),
    ],
)
def test_wrong_teams_are_errors(team):
    with pytest.raises(bookable.BookableError) as caught:
        find(team())
    assert caught.value.field


def test_wrong_kinds():
    for make in (lambda: Group([5]), lambda: Group([ANN], "some"), lambda: Group([ANN], 1.5)):
        with pytest.raises(TypeError):
            make()


def test_teams_are_values():
    team = Team([Group([ANN]), Group([BOB, CAT], 1, "others")])
    for twin in (pickle.loads(pickle.dumps(team)), copy.copy(team), copy.deepcopy(team)):
        assert twin == team and hash(twin) == hash(team)
    assert [one.id for one in team.hosts] == ["ann", "bob", "cat"]


@given(hosts(id="a"), hosts(id="b"), event_types(("clock",)), bounds(), st.booleans())
def test_a_slot_of_a_team_is_one_of_its_hosts(a, b, event, asked, everyone):
    """On a fixed grid, all: those of every host; one: those of any."""
    if event.seats is not None:
        return  # sessions of the hosts are added off the grid
    zone = "Europe/Rome"
    make = Team.collective if everyone else Team.round_robin
    team = bookable.find_slots(make([a, b]), event, *asked, event_zone=zone)
    each = [set(bookable.find_slots(one, event, *asked, event_zone=zone).starts.tolist())
            for one in (a, b)]  # fmt: skip
    expected = each[0] & each[1] if everyone else each[0] | each[1]
    assert set(team.starts.tolist()) == expected
    for slot, able in zip(team.starts.tolist(), team.can_take):
        assert able.tolist() == [slot in one for one in each]


def test_teams_and_what_is_asked_look_well_in_a_notebook():
    hours = bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "11:00"))
    ann, bob = bookable.Host(hours, id="<ann>"), bookable.Host(hours, id="bob")
    group = bookable.Group([ann, bob], 1)
    html = bookable.Team([group])._repr_html_()
    assert "Team of 2 hosts" in html and "group 1: 1 of 2" in html
    assert "&lt;ann&gt;" in html and "<ann>" not in html
    html = bookable.Stages([bookable.Stage(30, group)])._repr_html_()
    assert "1 stages" in html and "1. 30 min, group 1: 1 of 2" in html
    event = bookable.EventType(30, limits_count={"week": 3})
    assert "bookingLimitsCount</td><td>week: 3" in event._repr_html_()
    html = bookable.compile(ann, event)._repr_html_()
    assert "&#x27;&lt;ann&gt;&#x27;" in html and "lengthInMinutes" in html
