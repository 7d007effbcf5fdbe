"""Windows are closed, in UTC, and found again by their label."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from flows.errors import RequestError
from flows.windows import Grain, Window, closed_windows, last_closed, parse_window, window_of

LONG: tuple[Grain, ...] = ("week", "month", "quarter")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "grain", "label", "start", "end"),
    [
        ("2026-11-21", "week", "2026-W47", "2026-11-16", "2026-11-23"),
        ("2026-11-16", "week", "2026-W47", "2026-11-16", "2026-11-23"),
        ("2026-11-15T23:59:59.999", "week", "2026-W46", "2026-11-09", "2026-11-16"),
        ("2027-01-01", "week", "2026-W53", "2026-12-28", "2027-01-04"),
        ("2025-12-31", "week", "2026-W01", "2025-12-29", "2026-01-05"),
        ("2024-02-29", "month", "2024-02", "2024-02-01", "2024-03-01"),
        ("2026-02-28", "month", "2026-02", "2026-02-01", "2026-03-01"),
        ("2026-12-31", "month", "2026-12", "2026-12-01", "2027-01-01"),
        ("2026-12-31", "quarter", "2026-Q4", "2026-10-01", "2027-01-01"),
        ("2027-01-01", "quarter", "2027-Q1", "2027-01-01", "2027-04-01"),
        ("2026-06-30T23:59", "half_year", "2026-H1", "2026-01-01", "2026-07-01"),
        ("2026-07-01", "half_year", "2026-H2", "2026-07-01", "2027-01-01"),
        ("2026-11-20T09:59:59", "day", "2026-11-20", "2026-11-20", "2026-11-21"),
        ("2026-11-20T23:59:59", "hour", "2026-11-20T23", "2026-11-20T23", "2026-11-21"),
    ],
)
def test_a_moment_lies_in_one_window_of_each_grain(moment: str, grain: Grain, label: str, start: str, end: str) -> None:
    window = window_of(at(moment), grain)
    assert (window.label, window.start, window.end) == (label, at(start), at(end))
    assert parse_window(label) == window


def test_a_local_midnight_belongs_to_the_utc_day_it_falls_on() -> None:
    new_york = timezone(timedelta(hours=-5))
    assert window_of(datetime(2026, 10, 31, 21, tzinfo=new_york), "month").label == "2026-11"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        window_of(datetime(2026, 11, 21), "week")  # noqa: DTZ001 - the point


def test_weeks_in_which_clocks_change_are_seven_days_long() -> None:
    for label in ("2026-W13", "2026-W43", "2026-W44", "2026-W10"):
        window = parse_window(label)
        assert window.end - window.start == timedelta(days=7)


@pytest.mark.parametrize(
    ("as_of", "labels"),
    [
        ("2026-11-21", ["2026-W46", "2026-10", "2026-Q3"]),
        ("2026-11-23", ["2026-W47", "2026-10", "2026-Q3"]),
        ("2027-01-01", ["2026-W52", "2026-12", "2026-Q4"]),
        ("2026-12-31T23:59:59.999", ["2026-W52", "2026-11", "2026-Q3"]),
        ("2024-03-01", ["2024-W08", "2024-02", "2023-Q4"]),
    ],
)
def test_the_last_closed_window_ends_at_or_before_the_moment(as_of: str, labels: list[str]) -> None:
    windows = [last_closed(at(as_of), grain) for grain in LONG]
    assert [window.label for window in windows] == labels
    assert all(window.end <= at(as_of) < window.shift(1).end for window in windows)


@pytest.mark.parametrize("label", ["2026-W47", "2026-11", "2026-Q4"])
def test_windows_follow_each_other_without_gap_or_overlap(label: str) -> None:
    window = parse_window(label)
    chain = [*window.before(60), window, *(window.shift(step) for step in range(1, 60))]
    assert all(first.end == second.start for first, second in pairwise(chain))


@pytest.mark.parametrize(
    ("label", "year_before"),
    [
        ("2026-W46", "2025-W46"),
        ("2027-W01", "2026-W02"),
        ("2024-02", "2023-02"),
        ("2026-01", "2025-01"),
        ("2026-Q1", "2025-Q1"),
    ],
)
def test_a_year_before_is_the_same_period_and_for_weeks_the_same_weekdays(label: str, year_before: str) -> None:
    assert parse_window(label).year_before().label == year_before


@pytest.mark.parametrize("label", ["2025-W53", "2026-W00", "2026-13", "2026-00", "2026-Q5", "2026", "last week", ""])
def test_what_is_no_window_is_refused_with_a_sentence(label: str) -> None:
    with pytest.raises(RequestError, match=r"there is no|is not a window"):
        parse_window(label)


def test_a_backfill_lists_the_windows_in_the_order_in_which_they_close() -> None:
    windows = closed_windows(at("2025-12-20"), at("2026-02-01"), LONG)
    assert [window.label for window in windows] == [
        "2025-W51",
        "2025-W52",
        "2025-12",
        "2025-Q4",
        "2026-W01",
        "2026-W02",
        "2026-W03",
        "2026-W04",
        "2026-01",
    ]


def test_a_window_that_closed_when_the_span_begins_is_not_part_of_it() -> None:
    assert [window.label for window in closed_windows(at("2026-10-01"), at("2026-11-01"), ["month"])] == ["2026-10"]
    assert not closed_windows(at("2026-10-02"), at("2026-10-31"), ["month", "quarter"])


def test_windows_sort_by_time() -> None:
    assert sorted([parse_window("2026-02"), parse_window("2025-12")])[0] == Window(at("2025-12-01"), "month")
