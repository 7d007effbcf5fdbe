"""Seasonal factors: found where they are, not where they are not, and paid for."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from flows.indicators.formulas.season import NO_SEASON, fit_season, months_between

MONTHS = [at % 12 + 1 for at in range(36)]
SWING = 8 * np.cos(2 * np.pi * np.array(MONTHS) / 12)


def test_a_strong_season_is_found() -> None:
    noise = np.random.default_rng(2).normal(0, 0.5, 36)
    season = fit_season(40 + SWING + noise, np.ones(36), MONTHS)
    assert season.factors == pytest.approx(SWING[:12], abs=1)
    assert season.factors.sum() == pytest.approx(0, abs=1e-9)


def test_a_slide_is_no_season() -> None:
    season = fit_season(40 - 0.5 * np.arange(36) + np.random.default_rng(3).normal(0, 1, 36), np.ones(36), MONTHS)
    assert np.abs(season.factors).max() < 1


def test_noise_is_shrunk() -> None:
    generator = np.random.default_rng(4)
    largest = [np.abs(fit_season(generator.normal(0, 1, 36), np.ones(36), MONTHS).factors).max() for _ in range(100)]
    assert np.mean(largest) < 0.5


def test_what_the_factors_took_is_given_back_on_average() -> None:
    generator = np.random.default_rng(5)
    restored = []
    for _ in range(300):
        values = SWING + generator.normal(0, 3, 36)
        season = fit_season(values, np.ones(36), MONTHS)
        adjusted = values - season.of(np.array(MONTHS))
        restored.append(adjusted.var(ddof=1) / season.kept)
    assert np.mean(restored) == pytest.approx(9, rel=0.07)


def test_months_that_were_seen_once_have_no_factor() -> None:
    assert fit_season(np.arange(23.0), np.ones(23), MONTHS[:23]) is NO_SEASON


@pytest.mark.parametrize(
    ("end", "months"), [(datetime(2026, 1, 1, tzinfo=UTC), 24), (datetime(2025, 12, 31, tzinfo=UTC), 23)]
)
def test_months_are_whole(end: datetime, months: int) -> None:
    assert months_between(datetime(2024, 1, 1, tzinfo=UTC), end) == months
