"""What bad mentions of our brands are put down to, for `cause_mix`."""

from __future__ import annotations

from collections.abc import Iterator

from flows.collect.causes import causes_of
from flows.indicators.cause_mix import CauseMix
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window


def collect(read: Read, window: Window, rules: Rules) -> Iterator[CauseMix]:
    """One per brand of ours and group of causes. Raises Unavailable."""
    for brand, causes in causes_of(read, window, rules).items():
        for usual in rules.config.cause_mix.usual:
            yield CauseMix(brand=brand, frequency=window.grain, window=window.span, causes=causes, usual=usual)
