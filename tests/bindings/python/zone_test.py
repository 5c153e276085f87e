import copy
import datetime as dt
import pickle
from zoneinfo import ZoneInfo

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


def test_other_kinds_are_type_errors():
    for zone in (5, dt.timezone.utc):
        with pytest.raises(TypeError):
            bookable.Schedule(zone)


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
