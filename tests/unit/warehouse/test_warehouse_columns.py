"""Whatever Python values go into a column come out of Arrow again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import columns

given_any = settings(deadline=None)  # a busy machine is no failure
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=5.5))))  # noqa: DTZ001


@given_any
@given(st.lists(words))
def test_texts(values: list[str]) -> None:
    assert columns.strings(values).to_pylist() == values


@given_any
@given(st.lists(st.none() | words))
def test_names_of_which_none_is_the_empty_one(values: list[str | None]) -> None:
    assert columns.names(values).to_pylist() == [value or "" for value in values]


@given_any
@given(st.lists(st.binary()))
def test_bytes(values: list[bytes]) -> None:
    assert columns.binaries(values).to_pylist() == values


@given_any
@given(st.lists(st.lists(words)))
def test_lists(values: list[list[str]]) -> None:
    assert columns.lists(values).to_pylist() == values


@given_any
@given(st.lists(st.dictionaries(words, words)))
def test_maps(values: list[dict[str, str]]) -> None:
    assert columns.maps(values).to_pylist() == [list(value.items()) for value in values]


@given_any
@given(st.lists(st.none() | moments))
def test_times_in_any_zone_to_the_millisecond_in_utc(values: list[datetime | None]) -> None:
    expected = [v and v.astimezone(UTC).replace(microsecond=v.microsecond // 1000 * 1000) for v in values]
    assert columns.times(values).to_pylist() == expected


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(TypeError):
        columns.times([datetime(2026, 1, 1)])  # noqa: DTZ001


def test_numbers_keep_what_is_missing() -> None:
    assert columns.floats([1.5, None]).to_pylist() == [1.5, None]
    assert columns.counts([2**63, None]).to_pylist() == [2**63, None]
    assert columns.integers([-1, None]).to_pylist() == [-1, None]
    assert columns.booleans([True, False]).to_pylist() == [True, False]
