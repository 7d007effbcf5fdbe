"""The findings as a manager reads them: what threatens us, how sure we are, what could not be judged.

`build` turns rows of the view `indicators` into a `Report`; flows.render shows one on a terminal and as markdown.
What has no data, is incomplete or rests on too little is counted, never shown as good news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.queries import Read, sql
from flows.windows import GRAINS, Grain, Window
from warehouse.query import Row

LOUD = ("critical", "warning", "watch")
UNJUDGED = {
    "no_data": "without data",
    "incomplete": "with incomplete data",
    "insufficient_data": "with too few answers",
    "inconclusive": "inconclusive",
}
DATA_TRUST = ("source_outage", "model_break", "response_bias")
METRICS = {
    "nps": "NPS",
    "csat": "CSAT",
    "net_sentiment": "Net sentiment",
    "mentions": "Mentions per 1,000 texts",
    "volume": "Feedback",
    "silent_days": "Silent days",
    "sentiment_versions": "Versions of the sentiment model",
    "taxonomy_versions": "Versions of the topics",
}
INDICATORS = {
    "perception_drop": "vs the {grain}s before",
    "perception_yoy": "vs a year before",
    "perception_trend": "trend over the {grain}s",
    "new_entrant": "new name",
    "source_outage": "silent source",
    "volume_drop": "less feedback than expected",
    "model_break": "scored by several versions",
    "response_bias": "answers from elsewhere than before",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: its strongest finding says why; `moved` has each metric once, `seen` each window and indicator."""

    subject: str
    verdict: str
    severity: int
    moved: tuple[str, ...]
    seen: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Lines by section, strongest first, and in numbers what no line says.

    threats, improved: ours. others: rivals and whoever else is talked about. trust: what the data suffer from.
    """

    as_of: datetime
    windows: tuple[Window, ...]
    threats: tuple[Line, ...]
    others: tuple[Line, ...]
    trust: tuple[Line, ...]
    improved: tuple[Line, ...]
    unjudged: dict[str, int]
    steady: int
    judged: int

    @property
    def summary(self) -> str:
        """What the lines do not say, in one sentence or two."""
        if not self.judged and not self.unjudged:
            return "Nothing has been computed yet: run `earshot run threats`."
        parts = [f"{count} {UNJUDGED[verdict]}" for verdict, count in self.unjudged.items()]
        silent = f" Could not be judged: {', '.join(parts)}." if parts else ""
        return f"Judged: {self.judged}, of which {self.steady} steady.{silent}"


def read_findings(read: Read, as_of: datetime) -> list[Row]:
    """The rows of the newest computed window of each grain closed at `as_of`. Raises Unavailable."""
    return read(sql("latest"), {"as_of": as_of})


def build(rows: Sequence[Row], as_of: datetime, own: Collection[str]) -> Report:
    """`own`: our brands. Rivals' ups and downs stand apart: their fall is no threat to us, their rise no good news.

    That data are in order is no judgement of anything: checks of them are not counted.
    """
    news = [row for row in rows if row["verdict"] in (*LOUD, "improved")]
    trust = [row for row in news if row["indicator"] in DATA_TRUST]
    perceived = [row for row in news if row["indicator"] not in DATA_TRUST]
    ours = _about_us(rows, own)
    counts = Counter(row["verdict"] for row in rows if row["indicator"] not in DATA_TRUST)
    return Report(
        as_of=as_of,
        windows=_windows(rows),
        threats=_lines((row for row in perceived if ours(row) and row["verdict"] in LOUD), own),
        others=_lines((row for row in perceived if not ours(row)), own),
        trust=_lines(trust, own),
        improved=_lines((row for row in perceived if ours(row) and row["verdict"] == "improved"), own),
        unjudged={verdict: counts[verdict] for verdict in UNJUDGED if counts[verdict]},
        steady=counts["ok"],
        judged=sum(count for verdict, count in counts.items() if verdict not in UNJUDGED),
    )


def _about_us(rows: Sequence[Row], own: Collection[str]) -> Callable[[Row], bool]:
    """A newcomer always is; without feedback about a brand of ours, every brand counts as ours."""
    listed = any(row["subject_brand"] in own and row["n"] for row in rows)
    return lambda row: not listed or row["indicator"] == "new_entrant" or row["subject_brand"] in own


def _windows(rows: Iterable[Row]) -> tuple[Window, ...]:
    found = {Window(row["window_start"], row["grain"]) for row in rows}
    return tuple(sorted(found, key=lambda window: GRAINS.index(window.grain)))


def _lines(rows: Iterable[Row], own: Collection[str]) -> tuple[Line, ...]:
    together: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: _weight(row, own)):
        together.setdefault(row["subject"], []).append(row)
    return tuple(_line(found) for found in together.values())


def _weight(row: Row, own: Collection[str]) -> tuple[Any, ...]:
    """Strongest first; then ours, whole brands before their parts, and what is surest."""
    return (
        -row["severity"],
        row["subject_brand"] not in own,
        bool(row["subject_topic"] or row["subject_channel"]),
        1.0 if row["q_value"] is None else row["q_value"],
        row["indicator"],
        row["subject"],
        row["metric"],
    )


def _line(rows: Sequence[Row]) -> Line:
    """Of a subject's rows, the strongest first."""
    strongest = rows[0]
    by_metric = {row["metric"]: row for row in reversed(rows)}
    return Line(
        subject=strongest["subject"].replace("/", " / ") or "all",
        verdict=strongest["verdict"],
        severity=strongest["severity"],
        moved=tuple(_moved(by_metric[metric]) for metric in sorted(by_metric, key=_order)),
        seen=tuple(dict.fromkeys(_seen(row) for row in rows)),
        reason=strongest["reason"],
    )


def _order(metric: str) -> int:
    return list(METRICS).index(metric) if metric in METRICS else len(METRICS)


def _seen(row: Row) -> str:
    grain: Grain = row["grain"]
    how = INDICATORS.get(row["indicator"], row["indicator"].replace("_", " ")).format(grain=grain)
    return f"{Window(row['window_start'], grain).label} {how}"


def _moved(row: Row) -> str:
    name = METRICS.get(row["metric"], row["metric"].replace("_", " ").capitalize())
    if row["indicator"] == "response_bias":
        return f"Mix of {name} answers, drift {row['value']:.2f}"
    before, now = (_number(row[side], row["metric"]) for side in ("comparison", "value"))
    return f"{name} {before} → {now}"


def _number(value: float | None, metric: str) -> str:
    if value is None:
        return "–"
    if metric == "csat":
        return f"{value:.0f} %"
    text = f"{value:+.0f}" if metric in ("nps", "net_sentiment") else f"{value:,.1f}".removesuffix(".0")
    return text.replace("-", "−")
