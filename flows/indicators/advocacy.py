"""Advocacy: texts that recommend or warn others, and promoters among answers, against the months before."""

from __future__ import annotations

from flows.indicators.before import share_before
from flows.indicators.config import IndicatorsConfig
from flows.indicators.intents import Measure, Said
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.share_mix import with_mix
from flows.indicators.strata import source_shares
from flows.indicators.wording import span, subject_name

NAME = "advocacy"
FORMULA_VERSION = "1"
WHAT: dict[Measure, str] = {
    "recommending": "the share of texts about {brand} that recommend it",
    "warning_others": "the share of texts about {brand} that warn others",
    "promoters": "the share of promoters (9 or 10 of 10) of {brand}",
}


def measure(said: Said, config: IndicatorsConfig) -> Estimate:
    """The last month of one measure; fewer who recommend or promote, or more who warn, is the harm."""
    now = said.periods[-1]
    harms = said.measure == "warning_others"
    what = WHAT[said.measure].format(brand=subject_name(said.subject))
    frame = Estimate(
        indicator=NAME,
        subject=said.subject,
        metric=said.measure,
        frequency="month",
        window=now.window,
        delta=getattr(config.advocacy, said.measure),
        unit="percentage points",
        more_is_worse=harms,
        short=f"{what} in {span(now.window, 'month')}",
        sources=source_shares([now], said.periods[:-1]),
        evidence=evidence_of(said) if harms else (),
        formula_version=FORMULA_VERSION,
    )
    longest = config.advocacy.baseline_windows
    found = share_before(frame, said.periods, config, longest=longest, what=what)
    return with_mix(found, said.periods, config, longest)


def evidence_of(said: Said) -> tuple[Evidence, ...]:
    """The judged month's texts that do it."""
    counts = said.periods[-1].counts
    if not counts.n or not said.event_ids:
        return ()
    share = 100 * counts.positive / counts.n
    return (Evidence(1, "stratum", "all", share, None, None, counts.n, 0, said.event_ids),)
