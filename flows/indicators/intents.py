"""What `advocacy` and `promise_gap` read: how many of the customers' texts or answers do something, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.indicators.inputs import Period
from flows.indicators.vocabulary import Subject

Measure = Literal["recommending", "warning_others", "promoters", "broken_promise"]


@dataclass(frozen=True, slots=True)
class Said:
    """One measure of one brand, or of one campaign of it, oldest month first; the last one is judged.

    periods    in their counts `positive` are the texts or answers that do it, `negative` the others
    event_ids  of the judged month, such that do
    campaign   its name, where the judged month's texts are those of its time alone
    """

    subject: Subject
    measure: Measure
    periods: tuple[Period, ...]
    event_ids: tuple[str, ...] = ()
    campaign: str = ""
