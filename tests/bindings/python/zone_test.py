import copy
import datetime as dt
import pickle
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

import bookable


def test_zones_from_names_and_zoneinfo():
    rome = bookable.Zone("Europe/Rome")
    assert bookable.Schedule(ZoneInfo("Europe/Rome")).zone == rome
    assert bookable.Schedule(rome).zone == rome != bookable.Zone("Europe/Berlin")
    assert rome.to_zoneinfo() == ZoneInfo("Europe/Rome")
    assert (rome == "Europe/Rome") is False
    assert repr(rome) == "Zone('Europe/Rome')" and str(rome) == "Europe/Rome"


def test_zones_are_values():
    rome = bookable.Zone("Europe/Rome")
    for twin in (pickle.loads(pickle.dumps(rome)), copy.copy(rome), copy.deepcopy(rome)):
        assert twin == rome and hash(twin) == hash(rome)


@pytest.mark.parametrize("name", ["Europe/Rom", "", "europe/rome", "localtime", "\0"])
def test_unknown_zones_are_errors(name):
    with pytest.raises(bookable.InvalidArgumentError) as caught:
        bookable.Zone(name)
    assert caught.value.field == "timeZone"


ROME = bookable.Zone("Europe/Rome")


@pytest.mark.parametrize(
    "given, zone",
    [
        (ZoneInfo("Europe/Rome"), ROME),
        (ROME, ROME),
        (dt.timezone.utc, bookable.Zone("UTC")),
        (dt.timezone(dt.timedelta(0)), bookable.Zone("UTC")),
        (pd.Timestamp("2026-11-24", tz="Europe/Rome").tz, ROME),  # pytz's
    ],
)
def test_zones_in_other_forms(given, zone):
    assert bookable.Zone(given) == zone
    hours = bookable.Schedule(given, bookable.WeeklyRule("Tuesday", "09:00", "10:00"))
    assert hours.zone == zone
    slots = bookable.find_slots(
        hours, bookable.EventType(30), "2026-11-24", "2026-11-24", zone=given, event_zone=given)
    assert len(slots) == 2 and slots.zone == zone and slots.in_zone(given) == slots
    assert bookable.Travel(given, "2026-01-01").zone == zone
    assert bookable.find_slots({
        "schedule": {**hours.to_dict(), "timeZone": given}, "eventType": {"lengthInMinutes": 30},
        "start": "2026-11-24", "end": "2026-11-24"}) == slots  # fmt: skip


def test_other_kinds_are_type_errors():
    for given in (5, None, b"UTC", dt.timedelta(0), object()):
        with pytest.raises(bookable.InvalidTypeError) as caught:
            bookable.Zone(given)
        assert caught.value.field == "timeZone" and isinstance(caught.value, TypeError)
        with pytest.raises(bookable.InvalidTypeError) as caught:
            bookable.Schedule(given)
        assert caught.value.field == "schedule.timeZone"


@pytest.mark.parametrize(
    "given, message",
    [
        (dt.timezone(dt.timedelta(hours=1)), "a fixed offset is no zone, got UTC\\+01:00"),
        ("\ud800", "lone surrogates, got '.ud800'"),
    ],
)
def test_what_names_no_zone(given, message):
    with pytest.raises(bookable.InvalidArgumentError, match=message) as caught:
        bookable.Zone(given)
    assert caught.value.field == "timeZone"


def test_times_beyond_the_tables():
    for ask in (ROME.offset_at, ROME.date_at):
        with pytest.raises(bookable.OutOfRangeError):
            ask(np.datetime64(2**50, "s"))
    with pytest.raises(bookable.OutOfRangeError) as caught:
        ROME.start_of_date(dt.date.max)
    assert caught.value.field == "date"


def test_dates_and_offsets():
    apia = bookable.Zone("Pacific/Apia")  # skipped 2011-12-30
    assert apia.date_at("2011-12-30T09:59:59Z") == dt.date(2011, 12, 29)
    assert apia.date_at("2011-12-30T10:00:00Z") == dt.date(2011, 12, 31)
    assert apia.start_of_date("2011-12-30") == apia.start_of_date(dt.date(2011, 12, 31))
    assert apia.offset_at("2011-12-30T10:00:00Z") == dt.timedelta(hours=14)
    lord_howe = bookable.Zone("Australia/Lord_Howe")  # shifts by half an hour
    assert len(lord_howe.transitions("2026-01-01T00:00Z", "2027-01-01T00:00Z")) == 2


def test_the_database():
    assert "Europe/Rome" in bookable.zone_names()
    assert bookable.tzdb_version()
