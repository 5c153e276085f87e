"""Instants: what is taken, how it rounds, what is refused."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookable
from bookable._bookable import in_zone, read_column, to_datetime, to_datetimes

UTC = dt.timezone.utc
TEN = dt.datetime(2026, 11, 24, 10, tzinfo=UTC)


def read(at, up=False):
    return to_datetime(at, up, "at")


@pytest.mark.parametrize(
    "at",
    [
        TEN,
        TEN.astimezone(ZoneInfo("Europe/Rome")),
        TEN.astimezone(dt.timezone(dt.timedelta(hours=-3, minutes=-30))),
        pd.Timestamp("2026-11-24 10:00", tz="UTC"),
        pd.Timestamp("2026-11-24 11:00", tz="Europe/Rome"),
        np.datetime64("2026-11-24T10:00"),
        np.datetime64("2026-11-24T10", "h"),
        np.datetime64("2026-11-24T10:00:00", "ns"),
        "2026-11-24T10:00:00Z",
        "2026-11-24T11:00+01:00",
    ],
)
def test_instants_in_every_form(at):
    assert read(at) == read(at, up=True) == TEN


def test_a_date_of_numpy_is_its_midnight_in_utc():
    assert read(np.datetime64("2026-11-24")) == dt.datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "at",
    [
        TEN + dt.timedelta(microseconds=1),
        (TEN + dt.timedelta(microseconds=1)).astimezone(ZoneInfo("Asia/Tokyo")),
        pd.Timestamp("2026-11-24 10:00:00.000000001", tz="Europe/London"),
        np.datetime64("2026-11-24T10:00:00.001"),
        "2026-11-24T10:00:00.25Z",
    ],
)
def test_fractions_round_down_or_up(at):
    assert read(at) == TEN
    assert read(at, up=True) == TEN + dt.timedelta(seconds=1)


def test_before_1970_fractions_round_down_too():
    assert read(np.datetime64("1969-12-31T23:59:59.500")).second == 59


@pytest.mark.parametrize(
    "at",
    [
        dt.datetime(2026, 11, 24, 10),
        pd.Timestamp("2026-11-24 10:00"),
        "2026-11-24T10:00:00",
    ],
)
def test_naive_times_are_errors_that_say_so(at):
    with pytest.raises(bookable.NaiveTimeError) as caught:
        read(at)
    assert caught.value.field == "at"


def test_the_error_of_a_naive_datetime_names_it():
    with pytest.raises(bookable.NaiveTimeError, match=r"naive.*2026-11-24 10:00:00"):
        read(dt.datetime(2026, 11, 24, 10))


@pytest.mark.parametrize("at", [pd.NaT, np.datetime64("NaT"), np.datetime64("NaT", "s")])
def test_nat_is_an_error(at):
    with pytest.raises(bookable.InvalidArgumentError, match="NaT"):
        read(at)


def test_a_date_is_no_instant():
    with pytest.raises(bookable.InvalidArgumentError, match="got the date 2026-11-24"):
        read(dt.date(2026, 11, 24))


@pytest.mark.parametrize("at", [5, 1.5, None, object(), dt.timedelta(1), [TEN]])
def test_other_kinds_are_type_errors(at):
    with pytest.raises(TypeError, match="expected an aware datetime"):
        read(at)


class HalfHour(dt.tzinfo):
    def utcoffset(self, at):
        return dt.timedelta(minutes=30)


@pytest.mark.parametrize("before", [-400, -40, -1, 0, 1, 40, 400])
@pytest.mark.parametrize("name", ["Europe/Rome", "Australia/Lord_Howe", "America/St_Johns"])
def test_what_was_read_before_does_not_matter(name, before):
    zone = ZoneInfo(name)
    around = dt.datetime(2026, 1, 1, tzinfo=UTC)
    for at in bookable.Zone(name).transitions(around, around + dt.timedelta(365)):
        middle = at.item().replace(tzinfo=UTC)
        for minutes in range(-150, 151, 10):
            wall = (middle + dt.timedelta(minutes=minutes)).astimezone(zone).replace(tzinfo=zone)
            for fold in (0, 1):
                read((middle + dt.timedelta(days=before / 4)).astimezone(zone))
                one = wall.replace(fold=fold)
                assert read(one) == one.astimezone(UTC)


def test_a_tzinfo_of_ones_own_is_asked():
    assert read(dt.datetime(2026, 11, 24, 10, 30, tzinfo=HalfHour())) == TEN


class Silent(dt.tzinfo):
    def utcoffset(self, at):
        return None


def test_a_tzinfo_without_offset_is_naive():
    with pytest.raises(bookable.NaiveTimeError):
        read(dt.datetime(2026, 11, 24, 10, tzinfo=Silent()))


class Broken(dt.tzinfo):
    def utcoffset(self, at):
        raise RuntimeError("no idea")


def test_the_error_of_a_tzinfo_is_passed_on():
    with pytest.raises(RuntimeError, match="no idea"):
        read(dt.datetime(2026, 11, 24, 10, tzinfo=Broken()))


names = st.sampled_from(
    ["Europe/Rome", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
     "Europe/Dublin", "Asia/Kathmandu", "UTC", "Etc/GMT+5"]
)  # fmt: skip


@given(
    st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2199, 12, 30)), names, st.integers(0, 1)
)
def test_zones_are_read_as_zoneinfo_reads_them(wall, name, fold):
    at = wall.replace(microsecond=0, tzinfo=ZoneInfo(name), fold=fold)
    assert read(at).timestamp() == at.timestamp()


def transitions(name):
    return bookable.Zone(name).transitions("2020-01-01T00:00Z", "2040-01-01T00:00Z").tolist()


@pytest.mark.parametrize(
    "name", ["Europe/Rome", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"]
)
@pytest.mark.parametrize("fold", [0, 1])
def test_gaps_and_folds_are_read_as_zoneinfo_reads_them(name, fold):
    # Every quarter of an hour, three hours around each transition.
    zone = ZoneInfo(name)
    for transition in transitions(name):
        around = transition.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        for quarter in range(-12, 13):
            at = (around + dt.timedelta(minutes=15 * quarter)).replace(tzinfo=zone, fold=fold)
            assert read(at).timestamp() == at.timestamp(), at


@given(st.lists(st.tuples(st.integers(0, 2**32), names), max_size=8))
def test_datetimes_made_are_those_of_zoneinfo(given_times):
    for second, name in given_times:
        at = dt.datetime.fromtimestamp(second, UTC)
        ours = in_zone(at, bookable.Zone(name))
        theirs = at.astimezone(ZoneInfo(name))
        assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)
        assert ours.utcoffset() == theirs.utcoffset()


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns", "m", "h", "D", "M", "15m"])
def test_columns_of_every_unit(unit):
    column = np.array(["2026-11-24", "1969-01-31", "2100-03-01"], f"datetime64[{unit}]")
    seconds = column.astype("datetime64[s]")
    assert np.array_equal(read_column(column, False, "c"), seconds)
    assert np.array_equal(read_column(column, True, "c"), seconds)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_columns_round_as_said(unit):
    column = np.array(["2026-11-24T00:00:00.5", "1960-01-01T00:00:00.5"], f"datetime64[{unit}]")
    floor = np.array(["2026-11-24T00:00:00", "1960-01-01T00:00:00"], "datetime64[s]")
    assert np.array_equal(read_column(column, False, "c"), floor)
    assert np.array_equal(read_column(column, True, "c"), floor + np.timedelta64(1, "s"))


@pytest.mark.parametrize("unit", ["500ms", "20us", "50ns", "5ns"])
def test_columns_of_so_many_fractions_round_as_said(unit):
    column = np.array(["2026-11-24T00:00:00.5", "1960-01-01T00:00:00.5"], f"datetime64[{unit}]")
    floor = np.array(["2026-11-24T00:00:00", "1960-01-01T00:00:00"], "datetime64[s]")
    assert np.array_equal(read_column(column, False, "c"), floor)
    assert np.array_equal(read_column(column, True, "c"), floor + np.timedelta64(1, "s"))
    assert read(column[0], up=True) == dt.datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("unit", ["ps", "fs", "as", "7ps"])
@pytest.mark.parametrize("count", [1, -1])
def test_the_least_fraction_is_one(unit, count):
    column = np.array([count], "int64").view(f"datetime64[{unit}]")
    floor = np.array([0 if count > 0 else -1], "int64").view("datetime64[s]")
    assert np.array_equal(read_column(column, False, "c"), floor)
    assert np.array_equal(read_column(column, True, "c"), floor + np.timedelta64(1, "s"))
    assert np.datetime64(read(column[0], up=True).replace(tzinfo=None), "s") == floor[0] + 1


# NumPy's own conversions wrap, into years that would be believed.
@pytest.mark.parametrize("type", [">M8[s]", "M8[100ms]", ">M8[100ms]", "M8[ms]", "M8[M]", "M8[25s]"])
@pytest.mark.parametrize("year", ["2600", "-9000", "200000"])
def test_far_times_do_not_wrap_into_the_range(type, year):
    column = np.array([f"{year}-01-01"], "M8[D]").astype(type)
    for is_end in (False, True):
        with pytest.raises(bookable.BookableError) as caught:
            bookable.IntervalSet((column, column))
        assert "1900" in str(caught.value)
        with pytest.raises(bookable.BookableError, match="1900"):
            read(column[0], up=is_end)


@pytest.mark.parametrize("count", [2**62, -(2**62), 2**63 - 1])
@pytest.mark.parametrize("unit", ["W", "D", "h", "s", "M", "Y", "1000Y", "2000000000W"])
def test_no_number_of_units_wraps(unit, count):
    at = np.array([count], "int64").view(f"datetime64[{unit}]")
    seconds = read_column(at, False, "c").astype("int64")[0]
    assert (seconds > 2**52) if count > 0 else (seconds < -(2**52))


@pytest.mark.parametrize("unit", ["M", "Y", "2M", "5Y"])
def test_months_and_years_are_their_first_instants(unit):
    column = np.array(["1900-02", "1960-12", "1970-01", "2026-11", "2199-12"], f"datetime64[{unit}]")
    assert np.array_equal(read_column(column, True, "c"), column.astype("datetime64[s]"))
    for at in column:
        if at >= np.datetime64("1900-01"):
            assert np.datetime64(read(at).replace(tzinfo=None)) == at.astype("datetime64[s]")


def test_a_column_of_seconds_is_not_copied():
    column = np.array(["2026-11-24"], "datetime64[s]")
    assert read_column(column, False, "c") is column


def test_columns_that_are_not_contiguous_or_swapped_are_converted():
    column = np.arange(0, 20, dtype="int64").astype("datetime64[s]")
    assert np.array_equal(read_column(column[::2], False, "c"), column[::2])
    assert np.array_equal(read_column(column.astype(">M8[s]"), False, "c"), column)
    assert np.array_equal(read_column(column.astype(">M8[ms]"), False, "c"), column)


def test_columns_of_pandas_know_their_zone():
    series = pd.Series(pd.date_range("2026-11-24", periods=2, tz="Europe/Rome"))
    expected = np.array(["2026-11-23T23:00", "2026-11-24T23:00"], "datetime64[s]")
    assert np.array_equal(read_column(series, False, "c"), expected)
    assert np.array_equal(read_column(pd.DatetimeIndex(series), False, "c"), expected)
    assert np.array_equal(read_column(list(series), False, "c"), expected)
    assert np.array_equal(read_column(series.astype(object), False, "c"), expected)


def test_a_naive_column_of_pandas_is_an_error_that_says_so():
    with pytest.raises(bookable.NaiveTimeError, match="tz_localize"):
        read_column(pd.Series(pd.date_range("2026-11-24", periods=2)), False, "c")


def test_columns_of_other_kinds_are_type_errors():
    for column in (np.array([1, 2]), "2026-11-24T00:00Z", 5):
        with pytest.raises(TypeError):
            read_column(column, False, "c")


def test_lists_of_datetimes_come_back():
    times = np.array(["2026-10-25T00:30", "2026-10-25T01:30"], "datetime64[s]")
    rome = to_datetimes(times, bookable.Zone("Europe/Rome"))
    assert [(at.hour, at.minute, at.fold) for at in rome] == [(2, 30, 0), (2, 30, 1)]


def test_a_timestamp_names_its_instant_even_if_its_fold_is_lost():
    hour = np.array(["2026-10-25T00:00", "2026-10-25T01:00"], "M8[s]")
    column = pd.DatetimeIndex(hour).tz_localize("UTC").tz_convert(ZoneInfo("Europe/Rome"))
    first, second = list(column)  # pandas 1.5 gives both fold 0
    found = bookable.IntervalSet([(first, second), (second, pd.Timestamp("2026-10-25T05:00Z"))])
    assert list(found.starts) == [hour[0]]
    assert found.length == dt.timedelta(hours=5)
