"""docs/honesty.md from what was measured: a section per group, and what is beyond what the page states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from bench.honesty_counted import Rate
from bench.honesty_rates import Honesty

TEMPLATE = Path(__file__).with_name("honesty_template.md")
MOST_WARNING, MOST_WATCH, LEAST_HEARD, LEAST_COVERED = 0.05, 0.06, 0.75, 0.92
"""What the page states."""
Kind = Literal["calm", "planted", "covered", "goal"]
HEADS: dict[Kind, str] = {
    "calm": "| With nothing wrong | Warning or worse | Watch | Series |\n|---|---|---|---|",
    "planted": "| What is planted | Warning or worse | Watch | Heard | Series |\n|---|---|---|---|---|",
    "covered": "| Whether the interval holds it | Corrected by labels | As predicted | Series |\n|---|---|---|---|",
    "goal": "| Goal: a fifth fewer | Achieved | Sure to be below the baseline | Series |\n|---|---|---|---|",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section. Of a goal `rate.warning` is achieved, `rate.watch` those of which its interval is sure; of
    intervals that hold the truth they are the corrected ones and those as predicted.
    """

    section: str
    kind: Kind
    rate: Rate
    series: int
    is_watch_right: bool = False

    @property
    def text(self) -> str:
        cells = [percent(self.rate.warning), percent(self.rate.watch)]
        if self.kind == "planted":
            cells.append(percent(self.rate.heard))
        if self.is_watch_right:
            cells[1] += " (right)"
        return f"| {self.rate.what} | {' | '.join(cells)} | {self.series:,} |"

    @property
    def beyond(self) -> str:
        """What is beyond what the page states; empty where nothing is."""
        if self.kind == "goal":
            return ""
        if self.kind == "covered":
            held = self.rate.warning
            return f"{self.rate.what}: held in {percent(held)}" if held < LEAST_COVERED else ""
        if self.kind == "planted":
            return _too_few(self.rate.what, self.rate.heard)
        watch = 0.0 if self.is_watch_right else self.rate.watch
        return _too_many(self.rate.what, self.rate.warning, watch)


def percent(share: float) -> str:
    """One decimal: `4.9 %`."""
    return f"{100 * share:.1f} %"


def world_row(found: Honesty) -> str:
    """One row of the table of worlds."""
    naive = percent(found.naive) if found.indicator != "perception_trend" else "-"
    planted = "-" if found.planted is None else f"{found.planted:.1f}"
    heard = "-" if found.heard is None else percent(found.heard)
    cells = (percent(found.warning), percent(found.watch), percent(found.improved), naive, planted, heard)
    return f"| `{found.indicator}` | {found.world} | {' | '.join(cells)} |"


def page(worlds: Sequence[Honesty], rows: Sequence[Row], series: int) -> str:
    """The document, from its template."""
    over = [line for line in (*map(_world_beyond, worlds), *(row.beyond for row in rows)) if line]
    return TEMPLATE.read_text(encoding="utf-8").format(
        series=series,
        worlds="\n".join(map(world_row, worlds)),
        groups="\n\n".join(_sections(rows)),
        beyond="\n".join(f"- {line}" for line in over) or "- Nothing.",
        most_warning=round(100 * MOST_WARNING),
        most_watch=round(100 * MOST_WATCH),
        least_heard=round(100 * LEAST_HEARD),
        least_covered=round(100 * LEAST_COVERED),
    )


def _sections(rows: Sequence[Row]) -> list[str]:
    parts = []
    for section, inside in groupby(rows, key=lambda row: row.section):
        parts.append(f"## {section}")
        for kind, same in groupby(inside, key=lambda row: row.kind):
            parts.append("\n".join([HEADS[kind], *(row.text for row in same)]))
    return parts


def _world_beyond(found: Honesty) -> str:
    what = f"{found.indicator}, {found.world}"
    loud = _too_many(what, found.warning, found.watch)
    deaf = "" if found.heard is None else _too_few(what, found.heard)
    return "; ".join(part for part in (loud, deaf) if part)


def _too_many(what: str, warning: float, watch: float) -> str:
    over = [
        f"{name} {percent(share)}"
        for name, share, most in (("warning or worse", warning, MOST_WARNING), ("watch", watch, MOST_WATCH))
        if share > most
    ]
    return f"{what}: {', '.join(over)} with nothing wrong" if over else ""


def _too_few(what: str, heard: float) -> str:
    return f"{what}: heard in {percent(heard)}" if heard < LEAST_HEARD else ""
