"""What comes out: an `Estimate` is numbers without a verdict, a `Judgement` is one row of the view `indicators`.

An indicator's `measure` turns one input into one `Estimate`; `conclude.conclude` takes all estimates of a run, controls
false discoveries per family and turns each into a `Judgement` with its rows of `indicator_evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.indicators.vocabulary import SEVERITY, Frequency, Subject, Verdict, Window

EvidenceKind = Literal[
    "topic",
    "channel",
    "stratum",
    "cause",
    "location",
    "product",
    "team",
    "rival",
    "fact",
    "question",
    "phrase",
    "action",
]
Grading = Literal["harm", "merit"]
"""What more of it is: a threat or weakness, graded by severity; a strength or opportunity: strong, emerging, none."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """value(now) - value(before) = within + mix + interaction, in the metric's points.

    within       what changed inside the strata, at the mix of before
    mix          what changed because answers come from elsewhere
    interaction  the rest: strata that grew or shrank and changed
    """

    within: float
    mix: float
    interaction: float

    @property
    def total(self) -> float:
        return self.within + self.mix + self.interaction

    def times(self, factor: float) -> Decomposition:
        """The same in another unit."""
        return Decomposition(self.within * factor, self.mix * factor, self.interaction * factor)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that moved, or that explains. Rank 1 moved the value most.

    event_ids  events to read; where they are left out, the flow fills in those of unhappy (or happy) customers
    """

    rank: int
    kind: EvidenceKind
    name: str
    value: float | None
    comparison: float | None
    change: float | None
    n: int
    n_comparison: int
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MixTest:
    """The whole change beside the part within strata: whether a change of mix explains it.

    p_total   one-sided, for "the whole did not fall"; None where it is the estimate's own
    p_within  one-sided, for "nothing fell within the strata"
    cause     what changed in the mix, as a manager would say it: "more answers from app (20 % before, 55 % now)"
    chance    what may be left within the strata and still be taken for chance where it cannot be told from it, if that
              is more than delta (which may be far less than chance is)
    """

    decomposition: Decomposition
    p_total: float | None
    p_within: float
    cause: str
    chance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What an indicator measured, before false-discovery control and verdict.

    harm       the change oriented so that more is worse, in the metric's unit; None when there is nothing to compare
    ci         95 % interval of `change`
    p_harm     one-sided, for "not worse"; p_improved one-sided, for "not better"; None where no test was possible
    delta      the practical change in the same unit
    shows      the share of a true change that shows where a model predicted the answers; 1 where none did
    sampling   variance of the change due to the number of answers; wander due to the level's own movement
               between windows; both None where power is not a question of n
    df         degrees of freedom of the test (infinite for a normal one)
    baseline   number of windows that the comparison's noise was estimated from; under `full_confidence_from` caps
               the verdict at `watch`
    cap_at_watch  why this is never more than a watch (a trend, a chart, half of a proof); empty when it may be more
    signal     why this is a watch although no test says so; empty when it is not
    watch_from the harm from which a significant change is a watch; default: half of delta
    alpha      the indicator's own level, where it is stricter than the house's
    fact       the reason's main clause: what was seen, with numbers, units and dates; no full stop
    short      the same in a few words, for sentences about what could not be seen ("NPS of Alder in October 2026")
    unit       "points", "percentage points", …: what a change is counted in
    caveat     what is to be known of the numbers in any case, a clause after the reason; no full stop
    each       what n counts: customers, texts, events, days
    more_is_worse  True where harm is the change itself (mentions of an entrant), False where it is its opposite (NPS)
    in_family  False: no q (charts and trends)
    family_size  the tests of its family, where only those with small p are among the estimates; 0: as many as estimates
    grading    "merit": more is better; `harm` and `p_harm` then speak of the merit, and the verdict is strong, emerging
               or none
    ruled      the verdict that a rule gives, where none is a question of proof (a goal is achieved or missed); what is
               without data or incomplete stays so
    blocked    why the numbers cannot be judged though they exist (too few customers, no baseline)
    incomplete why the window's data are not whole (set by `trust.suppress`)
    sources    sources whose rows are in the numbers (as heartbeats name them: survey, helpdesk/cases, shop/order), with
               their share of the answers (of the side where it is
               larger): an outage of one that matters makes the window incomplete
    """

    indicator: str
    subject: Subject
    metric: str
    frequency: Frequency
    window: Window
    comparison_window: Window | None = None
    value: float | None = None
    comparison: float | None = None
    change: float | None = None
    harm: float | None = None
    ci: tuple[float, float] | None = None
    n: int = 0
    n_comparison: int = 0
    test: str = ""
    p_harm: float | None = None
    p_improved: float | None = None
    delta: float
    shows: float = 1.0
    sampling: float | None = None
    wander: float | None = None
    df: float = float("inf")
    baseline: int = 0
    cap_at_watch: str = ""
    signal: str = ""
    watch_from: float | None = None
    alpha: float | None = None
    fact: str = ""
    short: str = ""
    caveat: str = ""
    unit: str = "points"
    each: str = "customers"
    more_is_worse: bool = False
    in_family: bool = True
    family_size: int = 0
    grading: Grading = "harm"
    ruled: Verdict | None = None
    blocked: str = ""
    incomplete: str = ""
    sources: Mapping[str, float] = field(default_factory=dict)
    mix: MixTest | None = None
    evidence: tuple[Evidence, ...] = ()
    formula_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything of a row of the view `indicators` that statistics know. Names are those of its columns.

    p_value and q_value are one-sided for harm, whatever the verdict, so that a family's q can be recomputed from its
    rows; q_improved is the other side's, which alone makes a row `improved`. The interval is that of `change`.

    value  the metric in the window; of `perception_yoy` at the mix of a year before, of `perception_trend` (as
           `comparison`) an end of its line
    n      what was counted: independent customers; texts (`new_entrant`, `emerging_theme`), days (`source_outage`,
           `volume_drop`) or rows (`model_break`)
    """

    indicator: str
    subject: Subject
    metric: str
    frequency: Frequency
    window: Window
    comparison_window: Window | None
    value: float | None
    comparison: float | None
    change: float | None
    harm: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
    n_comparison: int
    test: str
    p_value: float | None
    q_value: float | None
    q_improved: float | None
    family_id: str
    family_size: int
    verdict: Verdict
    reason: str
    detectable_change: float | None
    n_needed: int | None
    decomposition: Decomposition | None
    unit: str = "points"
    evidence: tuple[Evidence, ...] = ()
    formula_version: str

    @property
    def severity(self) -> int:
        return SEVERITY[self.verdict]
