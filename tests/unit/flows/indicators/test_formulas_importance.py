"""Shares of variance against regressions on the rows themselves."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.indicators.formulas.importance import Moments, importance
from flows.indicators.formulas.scores import Floats


def _rows(seed: int = 1, texts: int = 1200, topics: int = 3) -> tuple[Floats, Floats]:
    generator = np.random.default_rng(seed)
    mood = generator.normal(size=(texts, 1))
    x = (generator.normal(size=(texts, topics)) + 0.6 * mood > 0.5).astype(np.float64)
    effects = np.linspace(-1.5, 0.5, topics)
    return x, np.clip(np.round(4 + x @ effects + generator.normal(size=texts)), 1, 5)


def _moments(x: Floats, y: Floats, groups: int = 40) -> Moments:
    parts = np.array_split(np.arange(len(y)), groups)
    return Moments(
        n=np.array([len(part) for part in parts], dtype=np.float64),
        y=np.array([y[part].sum() for part in parts]),
        yy=np.array([(y[part] ** 2).sum() for part in parts]),
        xx=np.array([x[part].T @ x[part] for part in parts]),
        xy=np.array([x[part].T @ y[part] for part in parts]),
    )


def _r2(x: Floats, y: Floats, chosen: tuple[int, ...]) -> float:
    return float(sm.OLS(y, sm.add_constant(x[:, list(chosen)])).fit().rsquared) if chosen else 0.0


def test_shares_are_what_each_topic_adds_averaged_over_all_orders() -> None:
    x, y = _rows()
    expected = np.zeros(3)
    for order in permutations(range(3)):
        for place, topic in enumerate(order):
            expected[topic] += (_r2(x, y, order[: place + 1]) - _r2(x, y, order[:place])) / 6
    found = importance(_moments(x, y))
    assert found is not None
    assert found.shares == pytest.approx(expected, abs=1e-6)
    assert found.r2 == pytest.approx(_r2(x, y, (0, 1, 2)), abs=1e-6)


def test_effects_are_the_regressions() -> None:
    x, y = _rows()
    found = importance(_moments(x, y))
    assert found is not None
    assert found.effects == pytest.approx(sm.OLS(y, sm.add_constant(x)).fit().params[1:], abs=1e-6)


def test_topics_that_do_not_overlap_keep_their_own_r_squared() -> None:
    """For uncorrelated topics each share is its squared correlation with the rating."""
    x = np.array([[a, b] for a in (0.0, 1) for b in (0.0, 1)] * 50)
    y = 3 + x @ np.array([-1.0, 0.5])
    found = importance(_moments(x, y, 10))
    assert found is not None
    assert found.shares == pytest.approx([0.8, 0.2], abs=1e-6)


def test_interval_covers_about_as_often_as_stated() -> None:
    truth = importance(_moments(*_rows(99, 400_000)))
    assert truth is not None
    hits = np.zeros(3)
    for seed in range(150):
        found = importance(_moments(*_rows(seed, 800)), draws=300)
        assert found is not None
        hits += (found.low <= truth.shares) & (truth.shares <= found.high)
    assert (hits / 150 >= 0.88).all()


def test_topic_that_never_occurs_explains_nothing() -> None:
    x, y = _rows()
    x[:, 1] = 0
    found = importance(_moments(x, y))
    assert found is not None
    assert found.shares[1] == pytest.approx(0, abs=1e-9)


def test_rating_that_does_not_vary_has_nothing_to_explain() -> None:
    x, _ = _rows()
    assert importance(_moments(x, np.full(len(x), 4.0))) is None


def test_one_group_has_no_interval_and_nine_topics_are_too_many() -> None:
    found = importance(_moments(*_rows(), groups=1))
    assert found is not None
    assert np.isnan([*found.r2_limits, *found.low, *found.high]).all()
    with pytest.raises(ValueError, match="at most 8"):
        importance(_moments(*_rows(topics=9)))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_shares_sum_to_r_squared_and_do_not_depend_on_the_order_of_topics(seed: int, topics: int) -> None:
    x, y = _rows(seed, 300, topics)
    one, other = importance(_moments(x, y), draws=20), importance(_moments(x[:, ::-1], y), draws=20)
    assert one is not None
    assert other is not None
    assert one.shares.sum() == pytest.approx(one.r2)
    assert 0 <= one.r2 <= 1
    assert one.shares == pytest.approx(other.shares[::-1], abs=1e-6)
