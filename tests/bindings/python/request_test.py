"""Requests in the JSON form: those of the samples and the cases as well."""

import datetime as dt
import json
import pathlib
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import bookable

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = sorted((ROOT / "data/samples").glob("*.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path):
    text = path.read_text()
    request = json.loads(text)
    answer = bookable.answer(text)
    assert answer == bookable.answer(request) == bookable.answer(text.encode())
    slots = bookable.find_slots(request)
    shown = [slot for slots in answer["slots"].values() for slot in slots]
    # Of a repeated hour Python compares instants only within UTC.
    assert [dt.datetime.fromisoformat(slot["start"]).timestamp() for slot in shown] == [
        at.timestamp() for at in slots.to_datetimes()]  # fmt: skip
    for given, slot in zip(shown, slots):
        assert given.get("hosts", []) == list(slot.hosts)
        assert given.get("assigned", []) == list(slot.assigned)
        assert given.get("seatsRemaining") == slot.seats_remaining
        assert len(given.get("stages", [])) == len(slot.stages)
    if len(slots):
        assert bookable.can_book(request, start=slots.starts[0])
    bookable.busy_horizon(request)
    bookable.limit_horizon(request)
    if "stages" not in request:
        assert all(why.bookable for why in bookable.explain(request, at=slots.starts[:20]))


def test_there_are_samples():
    assert len(SAMPLES) >= 5


def test_cases():
    """The golden requests of the engine, and what they expect."""
    seen = 0
    for path in sorted((ROOT / "data/cases").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            case = json.loads(line)
            if "error" in case:
                with pytest.raises(bookable.BookableError) as caught:
                    bookable.answer(case.get("text", case.get("request")))
                assert caught.value.field == case["error"].get("field", ""), case["id"]
                seen += 1
            if "answer" in case:
                assert bookable.answer(case["request"]) == case["answer"], case["id"]
                seen += 1
            if "starts" in case:
                slots = bookable.find_slots(case["request"])
                assert slots.starts.astype("int64").tolist() == case["starts"], case["id"]
                if "seatsRemaining" in case:
                    assert slots.seats_remaining.tolist() == case["seatsRemaining"], case["id"]
                if "hosts" in case:
                    assert [list(slot.hosts) for slot in slots] == case["hosts"], case["id"]
                if "assigned" in case:
                    assert [list(slot.assigned) for slot in slots] == case["assigned"], case["id"]
                seen += 1
    assert seen > 100


REQUEST = {
    "schedule": bookable.Schedule("Europe/Rome", bookable.WeeklyRule("Tuesday", "09:00", "12:00")),
    "eventType": bookable.EventType(60, minimum_notice=120),
    "busy": [{"start": dt.datetime(2026, 11, 24, 9, tzinfo=dt.timezone.utc),
              "end": np.datetime64("2026-11-24T10:00")}],
    "timeZone": ZoneInfo("Europe/Rome"),
    "start": dt.date(2026, 11, 24),
    "end": np.datetime64("2026-11-24"),
    "now": dt.datetime(2026, 11, 1, tzinfo=dt.timezone.utc),
}  # fmt: skip


def test_values_of_python_stand_where_the_form_has_text():
    assert [slot.start.hour for slot in bookable.find_slots(REQUEST)] == [9, 11]
    naive = {**REQUEST, "now": dt.datetime(2026, 11, 1)}
    with pytest.raises(bookable.NaiveTimeError):
        bookable.find_slots(naive)
    with pytest.raises(TypeError, match="no JSON form"):
        bookable.find_slots({**REQUEST, "now": object()})


def test_a_request_says_everything_itself():
    with pytest.raises(TypeError, match="says it itself"):
        bookable.find_slots(REQUEST, bookable.EventType(30))


def test_what_if_goes_by_the_text():
    rules = [effect.rule for effect in bookable.what_if(REQUEST)]
    assert rules == ["schedule.availability[0]", "busy[0]"]


def test_unknown_fields_are_errors():
    with pytest.raises(bookable.BookableError) as caught:
        bookable.find_slots({**REQUEST, "colour": "red"})
    assert caught.value.field == "colour" and "unknown field" in str(caught.value)
