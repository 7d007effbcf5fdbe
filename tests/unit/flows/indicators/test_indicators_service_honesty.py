"""Service: how often it cries wolf in made-up weeks, and how often it hears what it promises to."""

from __future__ import annotations

import pytest

from bench.honesty_counted import rate
from bench.honesty_service import SERVICE

SERIES = 150


@pytest.mark.parametrize(
    "what",
    [
        "kpi_breach, share of 400, autocorrelated .4",
        "kpi_breach, ease, autocorrelated .4",
        "base_service, 50 defects, rate autocorrelated .4",
        "base_service, 3 defects",
        "reply_coverage, 15 a week",
    ],
)
def test_calm_weeks_are_seldom_a_warning_and_what_is_promised_is_mostly_heard(what: str) -> None:
    """At most 5 % and at least 70 % within the error of so few series (.05 + 3 x .018, .8 - 3 x .033)."""
    assert rate(what, SERVICE.calm[what], SERIES).warning <= 0.104
    promise = f"{what}; worse as promised"
    assert rate(promise, SERVICE.planted[promise], SERIES).heard >= 0.7
