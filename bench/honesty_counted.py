"""Rows of the tables of honesty: what is simulated, and how often it is called what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from bench.honesty_rates import concluded, promised
from flows.indicators.outputs import Estimate, Judgement

Generator = np.random.Generator
DRAWS = 20
Judge = Callable[[Generator], Judgement]
"""One series drawn and judged."""
Measured = Callable[[Generator, float], Estimate]
"""An estimate of a world with so much harm (or merit) in it, in the estimate's unit."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of series of one kind called `warning` or worse (a strength: strong), and `watch` (emerging)."""

    what: str
    warning: float
    watch: float

    @property
    def heard(self) -> float:
        return self.warning + self.watch


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the page.

    calm      nothing is wrong; in those that `right_watch` names something changed that a watch is right about
    planted   something is, of the size that the name says
    at_most   series per row, where one of them takes long
    """

    title: str
    calm: Mapping[str, Judge]
    planted: Mapping[str, Judge]
    right_watch: frozenset[str] = frozenset()
    at_most: int = 1000


def rate(what: str, judge: Judge, series: int, seed: int = 11) -> Rate:
    """How often `judge` calls its series what, deterministically."""
    generator = np.random.default_rng(seed)
    found = Counter(judge(generator).verdict for _ in range(series))
    loud = found["critical"] + found["warning"] + found["strong"]
    return Rate(what, loud / series, (found["watch"] + found["emerging"]) / series)


def calm(measured: Measured) -> Judge:
    """Nothing is wrong."""
    return lambda generator: concluded(measured(generator, 0.0))


def planted(measured: Measured, size: float | None = None) -> Judge:
    """As large as `size`, or as the judgement of the same series without it promises to hear.

    A series of which too little is known to promise anything (fewer than ten customers) is drawn anew; where an
    indicator never does, delta is planted.
    """

    def judged(generator: Generator) -> Judgement:
        for _ in range(DRAWS):
            seed = generator.integers(2**62)
            estimate = measured(np.random.default_rng(seed), 0.0)
            harm = size or promised(concluded(estimate), estimate)
            if harm is not None:
                break
        return concluded(measured(np.random.default_rng(seed), harm or estimate.delta))

    return judged
