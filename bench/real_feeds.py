"""Every flow on real feeds: read through their maps, scored, landed in a warehouse of their own, judged near their end.

Only counts, names of indicators and changes leave: no text, no name, no id.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from bench.scale_world import server
from flows.findings import find
from flows.indicators.register import judged_by
from flows.jobs import JOBS
from flows.rollup import refresh
from flows.rows import Run
from flows.rules import read_rules
from flows.run import chosen_windows
from flows.settings import SHIPPED
from schemas.errors import InvalidEvent
from schemas.feedback import FeedbackEvent
from schemas.parse import parse_event
from schemas.scored import ScoredEvent
from streams.events import to_event
from streams.map_files import find_map
from streams.readers import read_rows
from streams.scoring import Ask, Scorer
from warehouse.client import connect
from warehouse.indicators import write_findings
from warehouse.landing import land_feedback
from warehouse.migrate import migrate
from warehouse.query import query_rows
from warehouse.rollup import Rollup

BATCH = 500


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the flows said of one feed: how often which verdict, by indicator, and the loud findings without names."""

    feed: str
    events: int
    brands: int
    first: datetime
    as_of: datetime
    counts: Counter[tuple[str, str]]
    loud: tuple[str, ...]


def judged(path: Path, folder: Path) -> Verdicts:
    """Reads one file through the map of its name; every flow judges the last windows filled. Raises Unavailable."""
    events = list(_events(path))
    brands = [name for name, _ in Counter(event.brand for event in events).most_common()]
    as_of = filled_until([event.occurred_at for event in events])
    with _config(folder / "config", brands), server(folder / "data") as (_, settings):
        migrate(connect(settings, database="default"), settings)
        client = connect(settings)
        scorer = Scorer.load(folder / "config")
        for at in range(0, len(events), BATCH):
            land_feedback(client, _scored(scorer, events[at : at + BATCH]), datetime.now(UTC))
        read = partial(query_rows, client)
        refresh(read, Rollup(client))
        rows: list[dict[str, Any]] = []
        for name, job in JOBS.items():
            windows = chosen_windows(as_of, None, job.grains)
            found = find(read, windows, read_rules(as_of), Run(f"real {name}", as_of), judged_by(name))
            write_findings(client, found.rows, found.evidence, scopes=found.scopes)
            rows += found.rows
    kept = {_key(row): row for row in rows}.values()
    return Verdicts(
        feed=path.stem,
        events=len(events),
        brands=len(brands),
        first=min(event.occurred_at for event in events),
        as_of=as_of,
        counts=Counter((row["indicator"], row["verdict"]) for row in kept),
        loud=tuple(_said(row, brands) for row in kept if row["severity"] > 2 or row["verdict"] == "strong"),
    )


def filled_until(moments: Iterable[datetime]) -> datetime:
    """The end of the last month with at least half of what a month usually (by the median) holds."""
    months = Counter((moment.year, moment.month) for moment in moments)
    year, month = max(each for each, count in months.items() if 2 * count >= median(months.values()))
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _events(path: Path) -> Iterator[FeedbackEvent]:
    """Rows that are events; the others would be dead letters."""
    map_, now = find_map(path.stem), datetime.now(UTC)
    for _, record in read_rows(str(path)):
        try:
            _, payload = to_event(record, map_, history=True)  # type: ignore[arg-type]
        except InvalidEvent:
            continue
        yield parse_event(payload, now)


def _scored(scorer: Scorer, batch: Sequence[FeedbackEvent]) -> list[ScoredEvent]:
    asks = [Ask(event.text, event.language_hint, event.brand, None) for event in batch]
    scores = scorer.score_many(asks, datetime.now(UTC))
    return [ScoredEvent(event=event, scores=each) for event, each in zip(batch, scores, strict=True)]


@contextmanager
def _config(folder: Path, brands: list[str]) -> Iterator[None]:
    """The shipped configuration with the feed's brands, the most spoken of one ours, and no goals of the demo's."""
    shutil.copytree(SHIPPED, folder)
    told = yaml.safe_load((folder / "brands.yaml").read_text(encoding="utf-8"))
    told["brands"] = [{"name": name} | ({"own": True} if not at else {}) for at, name in enumerate(brands)]
    (folder / "brands.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    (folder / "goals.yaml").write_text("goals: []\n", encoding="utf-8")
    before = os.environ.get("EARSHOT_CONFIG_DIR")
    os.environ["EARSHOT_CONFIG_DIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["EARSHOT_CONFIG_DIR"]
        else:
            os.environ["EARSHOT_CONFIG_DIR"] = before


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("indicator", "metric", "grain", "window_start", "subject", "subject_topic", "subject_channel")
    return tuple(row[name] for name in names)


def _said(row: dict[str, Any], brands: list[str]) -> str:
    """A loud finding in figures; brands are numbers by how much is said about them."""
    brand = row["subject_brand"]
    whose = f"brand {brands.index(brand) + 1}" if brand in brands else "-"
    change = "-" if row["change"] is None else f"{row['change']:+.1f}"
    cells = (
        *(row["indicator"], row["metric"], whose, row["subject_topic"] or "-"),
        *(f"{row['grain']} of {row['window_start']:%Y-%m-%d}", row["verdict"], change, row["n"], row["n_comparison"]),
    )
    return f"| {' | '.join(map(str, cells))} |"
