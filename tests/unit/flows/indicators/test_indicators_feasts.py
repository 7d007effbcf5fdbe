"""Holidays and moving feasts: known where customers live, said where they set a window apart, never a loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from flows.indicators.conclude import conclude
from flows.indicators.config import Calendar, IndicatorsConfig
from flows.indicators.feasts import feasts_in, with_feasts
from flows.indicators.formulas.feasts import feast, public_holidays
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Subject, Window
from flows.windows import parse_window
from tests.fixtures.judged import LATER

SPAIN = Calendar(time_zone="Europe/Madrid", countries=("ES",), feasts=("easter", "ramadan", "nowruz"))
# The dates of Easter Sunday are those of the tables in J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapter 8.
EASTERS = {1991: date(1991, 3, 31), 1992: date(1992, 4, 19), 1993: date(1993, 4, 11), 2000: date(2000, 4, 23)}


def of(window: str, comparison: str = "", indicator: str = "perception_yoy") -> Estimate:
    judged = parse_window(window)
    return Estimate(
        indicator=indicator,
        subject=Subject("Alder"),
        metric="nps",
        frequency=judged.grain,
        window=judged.span,
        comparison_window=parse_window(comparison).span if comparison else None,
        delta=5,
        formula_version="1",
    )


@pytest.mark.parametrize(("year", "sunday"), EASTERS.items())
def test_easter_is_where_the_tables_have_it(year: int, sunday: date) -> None:
    days = [sunday + timedelta(days=offset) for offset in (-2, -1, 0, 1)]
    assert feast("easter", year) == dict.fromkeys(days, "Easter")


def test_the_month_of_fasting_ends_before_the_feast_and_may_come_twice_a_year() -> None:
    assert min(feast("ramadan", 2025)) == date(2025, 2, 28)  # or 1 March: it begins when the moon is seen
    assert max(feast("ramadan", 2025)) == date(2025, 3, 29)
    assert {day.month for day in feast("ramadan", 2030)} >= {1, 12}


def test_nowruz_is_at_the_equinox() -> None:
    assert {day.month for day in feast("nowruz", 2025)} == {3}


def test_a_region_has_holidays_of_its_own() -> None:
    assert date(2025, 9, 11) in public_holidays("ES-CT", 2025)
    assert date(2025, 9, 11) not in public_holidays("ES", 2025)


def test_a_day_belongs_to_the_zone_where_customers_live() -> None:
    eve = datetime(2025, 12, 24, 23, 30, tzinfo=UTC)
    hour = Window(eve, eve + timedelta(hours=1))
    assert feasts_in(hour, SPAIN) == {"Christmas Day": 1}
    assert feasts_in(hour, Calendar(countries=("ES",))) == {}


@pytest.mark.parametrize(
    ("window", "comparison", "told"),
    [
        ("2024-03", "2023-03", "Ramadan, Good Friday and Easter lie in March 2024 more than in what it is compared"),
        ("2023-04", "2024-04", "Ramadan, Good Friday and Easter lie in April 2023 more than"),
        ("2024-04", "2023-04", "lie in what April 2024 is compared with more than in it"),
        ("2024-05", "2023-05", ""),
    ],
)
def test_a_feast_that_moved_into_or_out_of_a_month_is_said(window: str, comparison: str, told: str) -> None:
    caveat = with_feasts(of(window, comparison), SPAIN).caveat
    assert (told in caveat) if told else not caveat


def test_a_baseline_may_have_feasts_that_the_window_has_not() -> None:
    year = Window(datetime(2023, 6, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC))
    assert with_feasts(replace(of("2024-06"), comparison_window=year), SPAIN).caveat == ""


def test_many_feasts_are_counted_not_listed() -> None:
    caveat = with_feasts(of("2025-W52", "2025-W40"), Calendar(countries=("GB", "PL", "GR"))).caveat
    assert " more lie in the week from 22 December 2025" in caveat


def test_a_calendar_that_is_empty_changes_nothing() -> None:
    estimate = of("2024-03", "2023-03")
    assert with_feasts(estimate, Calendar()) is estimate


@pytest.mark.parametrize(("calendar", "verdict"), [(Calendar(), "critical"), (SPAIN, "watch")])
def test_fewer_texts_at_christmas_are_a_watch_and_no_loss(calendar: Calendar, verdict: str) -> None:
    lost = replace(
        of("2025-W52", "2025-W40", "volume_drop"),
        metric="volume",
        value=20.0,
        comparison=100.0,
        change=-80.0,
        harm=80.0,
        ci=(-90.0, -70.0),
        p_harm=1e-9,
        n=7,
        n_comparison=84,
        delta=20.0,
        fact="20 events came in",
    )
    [found] = conclude([lost], IndicatorsConfig(calendar=calendar), LATER)
    assert found.verdict == verdict
    assert ("Christmas Day lies in the week from 22 December 2025" in found.reason) == (verdict == "watch")


@pytest.mark.parametrize("bad", [{"time_zone": "Europe/Nowhere"}, {"countries": ["XX"]}, {"feasts": ["lent"]}])
def test_what_no_calendar_knows_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Calendar.model_validate(bad)
