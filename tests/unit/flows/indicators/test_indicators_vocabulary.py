"""Windows, subjects and words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from flows.indicators.vocabulary import SEVERITY, VERDICTS, Subject, Window
from flows.indicators.wording import amount, number, signed, span, subject_name, verb, within
from tests.fixtures.judged import month, week

START = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (START.replace(tzinfo=None), START.replace(tzinfo=None) + timedelta(1)),
        (START, START),
        (START.astimezone(timezone(timedelta(hours=-5))), START + timedelta(1)),
    ],
    ids=["naive", "empty", "New York"],
)
def test_a_window_is_utc_and_not_empty(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="window"):
        Window(start, end)


def test_levels_and_texts_of_subjects() -> None:
    subjects = [Subject("Alder"), Subject("Alder", "delivery"), Subject("Alder", channel="app"), Subject(source="web")]
    assert [subject.level for subject in subjects] == ["brand", "topic", "channel", "source"]
    assert [subject.text for subject in subjects] == ["Alder", "Alder/delivery", "Alder/app", "web"]
    phrases = [Subject("Alder", phrase="locker code", language="en"), Subject("Alder", language="en")]
    assert {subject.level for subject in phrases} == {"phrase"}
    assert [subject.text for subject in phrases] == ["Alder/locker code/en", "Alder/en"]
    assert [subject_name(subject) for subject in subjects] == ["Alder", "Alder on delivery", "Alder by app", "web"]


def test_severity_sorts_the_worst_first() -> None:
    assert [SEVERITY[verdict] for verdict in ("critical", "warning", "watch", "improved", "ok")] == [4, 3, 2, 1, 0]
    assert set(SEVERITY) == set(VERDICTS)


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number(value) for value in (41.0, -6.14, 3970, 0.04, -0.04)] == ["41", "−6.1", "3,970", "0", "0"]
    assert number(100 * 0.2, 0) == "20"
    assert [signed(value) for value in (5.25, -5, 0)] == ["+5.2", "−5", "0"]
    assert [amount(1, "customers per 1,000 texts"), amount(2, "points")] == ["1 customer per 1,000 texts", "2 points"]


def test_amounts_agree_with_what_is_said_of_them() -> None:
    assert f"{amount(1, 'percentage points')} {verb(1, 'take')}" == "1 percentage point takes"
    assert f"{amount(5, 'points')} {verb(5, 'count')}" == "5 points count"
    assert [amount(value, "customers") for value in (504.2, 5.4)] == ["504 customers", "5.4 customers"]
    assert amount(35.2, "customers per 1,000 who write") == "35.2 customers per 1,000 who write"


def test_what_happened_on_a_day_did_not_happen_in_it() -> None:
    first = Window(week(0).start, week(0).start + timedelta(days=1))
    assert within(first, "day") == "on 1 January 2024"
    assert within(month(1), "month") == "in February 2024"


def test_windows_are_named_by_their_dates() -> None:
    quarter = Window(month(9).start, month(11).end)
    assert span(week(1), "week") == "the week from 8 January 2024"
    assert span(month(1), "month") == "February 2024"
    assert span(quarter, "quarter") == "October to December 2024"
    assert span(week(0), "day") == "1 January 2024"
