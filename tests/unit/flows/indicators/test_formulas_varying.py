"""Counts of rates that vary, against the exact tail, simulated ones and planted floods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom

from flows.indicators.formulas import varying
from flows.indicators.formulas.rates import higher_rate_p
from flows.indicators.formulas.varying import (
    higher_unsure_rate_p,
    higher_varying_rate_p,
    likely_variations,
    lower_unsure_rate_p,
    without_floods,
)


def test_rates_that_hardly_vary_are_compared_as_poissons() -> None:
    exact = higher_rate_p(9, 1000, 12, 12_000)
    assert higher_varying_rate_p((9, 1000), (12, 12_000), 1e-4) == pytest.approx(exact, rel=1e-5)
    assert higher_varying_rate_p((0, 1000), (12, 12_000), 0.25) == pytest.approx(1)
    assert 0 < higher_varying_rate_p((400, 1000), (0, 12_000), 0.25) < 1e-100


def test_the_tail_of_rates_that_vary_is_that_of_simulated_ones() -> None:
    generator = np.random.default_rng(3)
    rates = generator.gamma(1 / 0.25**2, 0.25**2, (400_000, 13))
    counts = generator.poisson(4 * rates)
    now, before = counts[:, -1], counts[:, :-1].sum(axis=1)
    alike = now[now + before == 52]
    simulated = float((alike >= 8).mean())
    assert higher_varying_rate_p((8, 1000), (44, 12_000), 0.25) == pytest.approx(simulated, rel=0.1)


@pytest.mark.parametrize("variation", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("times", [1.5, 2.0, 3.0])
def test_tens_of_thousands_have_the_tail_that_is_summed_below(
    variation: float, times: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, before = (round(400 * times), 1), (400 * 28, 28)
    close = higher_varying_rate_p(now, before, variation)
    monkeypatch.setattr(varying, "LARGEST_SUM", 10**6)
    assert close == pytest.approx(higher_varying_rate_p(now, before, variation), rel=0.12 if close < 1e-5 else 0.04)


def test_the_sum_is_the_beta_binomials() -> None:
    expected = betabinom.sf(59, 60 + 28 * 30, 0.3**-2, 28 * 0.3**-2)
    assert higher_varying_rate_p((60, 1), (28 * 30, 28), 0.3) == pytest.approx(expected, rel=1e-8)


def test_a_variation_that_is_not_sure_is_a_mean_of_those_that_are_likely() -> None:
    before = np.array([3, 5, 2, 4, 6, 3, 4, 5, 2, 4, 3, 6, 4, 5], dtype=np.float64)
    sure = [higher_varying_rate_p((12, 1), (int(before.sum()), 14), each) for each in (0.25, 0.6)]
    assert sure[0] < higher_unsure_rate_p(12, before, 0.25) < sure[1]


def test_the_more_windows_tell_of_calm_the_surer_a_flood_is() -> None:
    few, many = np.tile([3.0, 5.0, 4.0], 2), np.tile([3.0, 5.0, 4.0], 20)
    assert higher_unsure_rate_p(14, many, 0.25) < higher_unsure_rate_p(14, few, 0.25) / 3


@pytest.mark.parametrize("variation", [0.3, 0.5, 0.7])
def test_hours_that_vary_are_beyond_their_tail_about_as_often_as_it_says(variation: float) -> None:
    chance = np.random.default_rng(5)
    rates = 8 * chance.gamma(variation**-2, variation**2, (3000, 29))
    counts = chance.poisson(rates).astype(np.float64)
    p = np.array([higher_unsure_rate_p(int(row[0]), row[1:], 0.25) for row in counts])
    assert 0.002 <= float((p <= 0.01).mean()) <= 0.016


def test_floods_leave_the_calm_ones_even_where_they_hide_one_another() -> None:
    calm = np.array([12, 9, 14, 11, 10, 13, 8, 12, 11, 10], dtype=np.float64)
    found = without_floods(np.append(calm, [990, 1003]), lambda count, lower: count > 3 * lower.mean())
    assert sorted(found) == sorted(calm)


def test_a_fifth_of_the_windows_at_most_are_floods() -> None:
    assert len(without_floods(np.arange(28.0), lambda *_: True)) == 23
    assert len(without_floods(np.arange(12.0), lambda *_: True)) == 10
    assert len(without_floods(np.array([1.0, 50.0]), lambda *_: True)) == 2


def test_under_80_percent_of_five_is_no_proof_and_half_of_five_hundred_is() -> None:
    assert lower_unsure_rate_p(3, np.full(12, 5.0), 0.05) > 0.1
    assert lower_unsure_rate_p(250, np.full(12, 500.0), 0.05) < 1e-3
    assert lower_unsure_rate_p(250, np.tile([300.0, 700.0], 6), 0.05) > 1e-2
    assert lower_unsure_rate_p(0, np.full(12, 1.0), 0.05) > 0.3


@pytest.mark.parametrize("scale", [1, 40])
def test_the_two_tails_meet(scale: int) -> None:
    before = scale * np.array([40.0, 52, 47, 60, 38, 50])
    lower, higher = lower_unsure_rate_p(30 * scale, before, 0.1), higher_unsure_rate_p(30 * scale + 1, before, 0.1)
    assert lower + higher == pytest.approx(1, abs=2e-3)  # each is given its own sum


def test_volumes_that_vary_are_below_their_tail_about_as_often_as_it_says() -> None:
    chance = np.random.default_rng(5)
    counts = chance.poisson(500 * chance.gamma(25, 1 / 25, (3000, 13))).astype(np.float64)
    p = np.array([lower_unsure_rate_p(int(row[0]), row[1:], 0.05) for row in counts])
    assert 0.003 <= float((p <= 0.01).mean()) <= 0.016


def test_variation_is_told_by_the_windows() -> None:
    chance = np.random.default_rng(5)
    counts = chance.poisson(500 * chance.gamma(25, 1 / 25, 60)).astype(np.float64)
    variations, weights = likely_variations(counts, 0.05)
    assert weights.sum() == pytest.approx(1)
    assert weights @ variations == pytest.approx(0.2, abs=0.05)
