"""Judgements → the rows that the warehouse keeps: `indicators` and `indicator_evidence`, named as their columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flows.examples import Examples
from flows.facts import Facts
from flows.indicators.outputs import Judgement

_AS_THEY_ARE = """
    indicator metric value comparison change ci_low ci_high n n_comparison test p_value q_value q_improved family_id
    family_size verdict severity reason detectable_change n_needed unit harm formula_version
""".split()  # noqa: SIM905 - names read better than quotes


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt of a flow run: what every row of it carries."""

    run_id: str
    computed_at: datetime


def finding(judgement: Judgement, facts: Facts, run: Run) -> dict[str, Any]:
    """One row of the view `indicators`. Several versions in the rows read are all named, in order."""
    subject, parts = judgement.subject, judgement.decomposition
    window = facts.versions.get((subject.brand, judgement.window.start.date()), {})
    return {
        **{name: getattr(judgement, name) for name in _AS_THEY_ARE},
        **_scope(judgement, run),
        "grain": judgement.frequency,
        "subject": subject.text,
        **{f"subject_{part}": name for part, name in asdict(subject).items()},
        **{f"decomposition_{name}": value for name, value in (asdict(parts) if parts else {}).items()},
        "sentiment_version": _names(window.get("sentiment", {})),
        "taxonomy_version": _names(window.get("taxonomy", {})),
        "input_watermark": facts.watermark,
    }


def evidence(judgement: Judgement, examples: Examples, run: Run) -> list[dict[str, Any]]:
    """The rows of `indicator_evidence` for one judgement, with events to read."""
    rows = []
    for piece in judgement.evidence:
        told = asdict(piece)
        event_ids = list(told.pop("event_ids")) or examples.of(judgement, piece)
        rows.append(
            {**told, **_scope(judgement, run), "subject": judgement.subject.text, "example_event_ids": event_ids}
        )
    return rows


def _scope(judgement: Judgement, run: Run) -> dict[str, Any]:
    return {
        "indicator": judgement.indicator,
        "metric": judgement.metric,
        "window_start": judgement.window.start,
        "window_end": judgement.window.end,
        **asdict(run),
    }


def _names(versions: Iterable[str]) -> str:
    return ", ".join(sorted(versions))
