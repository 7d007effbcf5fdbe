"""Promise gap: texts that say something was promised or advertised and not kept, against the months before.

Of a brand as a whole, and of each campaign: the texts of its time (and some weeks after) against the months before it.
"""

from __future__ import annotations

from flows.indicators.advocacy import evidence_of
from flows.indicators.before import share_before
from flows.indicators.config import IndicatorsConfig
from flows.indicators.intents import Said
from flows.indicators.outputs import Estimate
from flows.indicators.share_mix import with_mix
from flows.indicators.strata import source_shares
from flows.indicators.wording import span

NAME = "promise_gap"
FORMULA_VERSION = "1"


def measure(said: Said, config: IndicatorsConfig) -> Estimate:
    """The last month's share of texts with a broken promise; a rise is the harm."""
    now = said.periods[-1]
    while_ = f" while “{said.campaign}” ran or was new" if said.campaign else ""
    what = f"the share of texts about {said.subject.brand}{while_} that speak of a broken promise"
    frame = Estimate(
        indicator=NAME,
        subject=said.subject,
        metric="broken_promise",
        frequency="month",
        window=now.window,
        delta=config.promise_gap.delta,
        unit="percentage points",
        more_is_worse=True,
        short=f"{what} in {span(now.window, 'month')}",
        sources=source_shares([now], said.periods[:-1]),
        evidence=evidence_of(said),
        formula_version=FORMULA_VERSION,
    )
    longest = config.promise_gap.baseline_windows
    found = share_before(frame, said.periods, config, longest=longest, what=what)
    return found if said.campaign else with_mix(found, said.periods, config, longest)
