"""The findings of a flow as a manager reads them: what is wrong, how sure we are, what could not be judged.

`build` turns rows of the view `indicators` into a `Report`; flows.render shows one on a terminal and as markdown. What
is good and bad about us as a whole is told by flows.swot.
What has no data, is incomplete or rests on too little is counted, never shown as good news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flows.beside import told_verdict
from flows.indicators.register import REGISTER, TRUST, judged_by
from flows.indicators.wording import written
from flows.lines import Line, lines_of
from flows.names import UNNAMED, Names
from flows.queries import Read, sql
from flows.windows import GRAINS, Window
from warehouse.query import Row

THREAT_FLOW = "threats"
LOUD = ("critical", "warning", "watch", "missed", "behind")
GOOD = ("strong", "emerging", "achieved")
UNJUDGED = {
    "no_data": "without data",
    "incomplete": "with incomplete data",
    "insufficient_data": "with too few answers",
    "inconclusive": "inconclusive",
}
DATA_TRUST = frozenset(entry.name for entry in REGISTER.values() if entry.group == "data trust")
THREATS = frozenset(entry.name for entry in REGISTER.values() if entry.group in ("threat", "theme", "data trust"))
THEMES = frozenset(entry.name for entry in REGISTER.values() if entry.group == "theme")


@dataclass(frozen=True, slots=True)
class Report:
    """Lines by section, strongest first, and in numbers what no line says.

    title: what the lines of `threats` are called. threats, good, improved, ahead: ours. others: rivals and whoever else
    is talked about. trust: what the data suffer from. themes: what customers of any brand talk about that no topic
    covers.
    is_before_all: nothing, since only windows that closed later have been judged.
    """

    as_of: datetime
    title: str
    windows: tuple[Window, ...]
    threats: tuple[Line, ...]
    good: tuple[Line, ...]
    others: tuple[Line, ...]
    themes: tuple[Line, ...]
    trust: tuple[Line, ...]
    improved: tuple[Line, ...]
    ahead: tuple[Line, ...]
    unjudged: dict[str, int]
    steady: int
    judged: int
    flow: str = THREAT_FLOW
    is_before_all: bool = False

    @property
    def summary(self) -> str:
        """What the lines do not say, in one sentence or two."""
        if not self.judged and not self.unjudged:
            return self._nothing
        parts = [f"{count} {UNJUDGED[verdict]}" for verdict, count in self.unjudged.items()]
        silent = f" Could not be judged: {', '.join(parts)}." if parts else ""
        return f"Judged: {self.judged}, of which {self.steady} steady.{silent}"

    @property
    def _nothing(self) -> str:
        if not self.is_before_all:
            return f"Nothing has been computed yet: run `earshot run {self.flow}`."
        return (
            f"Nothing had been computed for windows closed by {written(self.as_of)}: "
            f"run `earshot run {self.flow} --as-of {self.as_of:%Y-%m-%d}`."
        )


def read_findings(read: Read, as_of: datetime) -> list[Row]:
    """The rows of every indicator's newest window of each grain closed at `as_of`. Raises Unavailable."""
    return read(sql("latest"), {"as_of": as_of})


def read_report(
    read: Read,
    as_of: datetime,
    own: Collection[str],
    flow: str = THREAT_FLOW,
    title: str = "Threats",
    *,
    names: Names = UNNAMED,
) -> Report:
    """`build` of what has been judged of windows closed at `as_of`. Raises Unavailable."""
    rows = read_findings(read, as_of)
    found = build(rows, as_of, own, flow, title, names=names)
    if any(row["indicator"] in told_by(flow) for row in rows):
        return found
    later = read_findings(read, datetime.now(UTC))
    return replace(found, is_before_all=any(row["indicator"] in told_by(flow) for row in later))


def told_by(flow: str) -> Collection[str]:
    """The indicators whose findings a flow's report shows: what it judged; of `threats` all threats, whoever judged."""
    return THREATS if flow == THREAT_FLOW else judged_by(flow) | DATA_TRUST | set(TRUST)


def build(
    rows: Sequence[Row],
    as_of: datetime,
    own: Collection[str],
    flow: str = THREAT_FLOW,
    title: str = "Threats",
    *,
    names: Names = UNNAMED,
) -> Report:
    """`own`: our brands; `names`: what topics are called.

    Rivals' ups and downs stand apart: their fall is no threat to us, their rise no good news.

    That data are in order is no judgement of anything, nor is a phrase that is offered: neither is counted.
    """
    rows = [row for row in rows if row["indicator"] in told_by(flow)]
    news = [row for row in rows if row["verdict"] in (*LOUD, *GOOD, "improved")]
    trust = [row for row in news if row["indicator"] in DATA_TRUST]
    perceived = [row for row in news if row["indicator"] not in DATA_TRUST | THEMES]
    ours = _about_us(rows, own)
    counts = Counter(row["verdict"] for row in rows if row["indicator"] not in DATA_TRUST | THEMES)
    return Report(
        as_of=as_of,
        flow=flow,
        title=title,
        windows=_windows(rows),
        threats=lines_of((row for row in perceived if ours(row) and row["verdict"] in LOUD), own, names),
        good=lines_of((row for row in perceived if ours(row) and row["verdict"] in GOOD), own, names),
        others=lines_of((row for row in perceived if not ours(row)), own, names),
        themes=lines_of((row for row in news if row["indicator"] in THEMES), own, names),
        trust=lines_of(trust, own, names),
        improved=lines_of((row for row in perceived if ours(row) and _told(row) == "improved"), own, names),
        ahead=lines_of((row for row in perceived if ours(row) and _told(row) == "ahead"), own, names),
        unjudged={verdict: counts[verdict] for verdict in UNJUDGED if counts[verdict]},
        steady=counts["ok"] + counts["none"] + counts["on_track"],
        judged=sum(count for verdict, count in counts.items() if verdict not in UNJUDGED),
    )


def _told(row: Row) -> str:
    return told_verdict(row["indicator"], row["metric"], row["verdict"])


def _about_us(rows: Sequence[Row], own: Collection[str]) -> Callable[[Row], bool]:
    """A newcomer always is; without feedback about a brand of ours, every brand counts as ours."""
    listed = any(row["subject_brand"] in own and row["n"] for row in rows)
    return lambda row: (
        not (listed and row["subject_brand"]) or row["indicator"] == "new_entrant" or row["subject_brand"] in own
    )


def _windows(rows: Iterable[Row]) -> tuple[Window, ...]:
    found = {Window(row["window_start"], row["grain"]) for row in rows}
    return tuple(sorted(found, key=lambda window: GRAINS.index(window.grain)))
