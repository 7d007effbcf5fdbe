"""What judging everything costs over millions of events: `make scale`, or `python -m bench.scale [--events N …]`.

A warehouse is filled by SQL and its feedback copied for the first time. Then an hour's news land, and each flow's last
closed windows are judged, one after the other in this process: the snapshot refreshed, findings written, episodes
followed and late windows looked for, as the flows do. CPU seconds are the warehouse's and this process's. The peak of
memory is the warehouse's resident set (VmHWM) since it was started anew after the first copy.
`--write docs/benchmarks.md` puts the tables between the page's marks.
"""

from __future__ import annotations

import argparse
import re
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench.scale_world import fill, land_news, rest, server
from flows.episodes import update_episodes
from flows.findings import find
from flows.indicators.register import judged_by
from flows.jobs import JOBS
from flows.late import behind
from flows.queries import FOLDER, sql
from flows.rollup import refresh
from flows.rows import Run
from flows.rules import read_rules
from flows.run import chosen_windows
from warehouse.client import connect
from warehouse.episodes import write_episodes
from warehouse.indicators import write_findings
from warehouse.query import Row, query_rows
from warehouse.rollup import Rollup

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
SIZES = [1_000_000, 10_000_000]
MOST = 12
"""Queries that are named."""
MARKS = re.compile(r"(<!-- scale -->\n).*?(<!-- /scale -->)", re.DOTALL)
NAMES = {sql(path.stem): path.stem for path in FOLDER.glob("*.sql")}


@dataclass
class Spent:
    """Wall and CPU seconds, rows that came out, how often; `peak`: resident bytes of the warehouse meanwhile."""

    wall: float = 0.0
    warehouse: float = 0.0
    here: float = 0.0
    rows: int = 0
    times: int = 0
    peak: int = 0

    def add(self, other: Spent) -> None:
        for name in ("wall", "warehouse", "here", "rows", "times"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.peak = max(self.peak, other.peak)

    def line(self, name: str) -> str:
        return (
            f"| {name} | {self.times} | {self.wall:.1f} | {self.warehouse:.1f} | {self.here:.1f} | {self.rows:,} |"
            f" {self.peak / 2**30:.2f} |"
        )


HEADING = "| | reads | s | warehouse CPU s | reader CPU s | rows out | peak GiB |\n|---|---|---|---|---|---|---|"


@dataclass
class Meter:
    """What each flow and each query spent."""

    server: psutil.Process
    flows: dict[str, Spent] = field(default_factory=dict)
    queries: dict[str, Spent] = field(default_factory=dict)
    client: Any = None
    flow: str = ""
    first: Spent = field(default_factory=Spent)
    highest: int = 0

    def read(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        """A `flows.queries.Read`, metered."""
        before = self._now()
        rows = query_rows(self.client, text, parameters)
        spent = self._since(before, len(rows))
        self.queries.setdefault(NAMES.get(text, "?"), Spent()).add(spent)
        self.flows[self.flow].rows += len(rows)
        self.flows[self.flow].times += 1
        self.flows[self.flow].peak = max(self.flows[self.flow].peak, spent.peak)
        return rows

    def step(self, name: str) -> Spent:
        """What follows is this flow's."""
        self.flow = name
        return self.flows.setdefault(name, Spent())

    def _now(self) -> tuple[float, float, float]:
        (Path("/proc") / str(self.server.pid) / "clear_refs").write_text("5")
        times = self.server.cpu_times()
        return time.monotonic(), times.user + times.system, time.process_time()

    def _since(self, before: tuple[float, float, float], rows: int) -> Spent:
        times, peak = self.server.cpu_times(), self._peak()
        self.highest = max(self.highest, peak)
        wall, cpu, here = time.monotonic(), times.user + times.system, time.process_time()
        return Spent(wall - before[0], cpu - before[1], here - before[2], rows, 1, peak)

    def _peak(self) -> int:
        status = (Path("/proc") / str(self.server.pid) / "status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0

    @property
    def total(self) -> Spent:
        whole = Spent()
        for spent in self.flows.values():
            whole.add(spent)
        return whole


def copied(meter: Meter) -> None:
    """The first copy of all feedback, until merges rest: once in a warehouse's life, and after a rescore of it all."""
    spent, began = meter.step("first copy"), meter._now()
    windows = refresh(meter.read, Rollup(meter.client))
    rest(meter.client)
    spent.add(meter._since(began, 0))
    print(spent.line("first copy"), f"{windows} windows counted", flush=True)


def judged(meter: Meter) -> None:
    """Every flow once, as `flows.steps` does it: refresh, what is late or missed, find, write, follow."""
    rules = read_rules(AS_OF)
    for job in JOBS.values():
        spent, began = meter.step(job.name), meter._now()
        run = Run(f"scale-{job.name}", datetime.now(UTC))
        windows = refresh(meter.read, Rollup(meter.client))
        behind(meter.read, judged_by(job.name), job.grains, AS_OF)
        found = find(meter.read, chosen_windows(AS_OF, None, job.grains), rules, run, judged_by(job.name))
        write_findings(meter.client, found.rows, found.evidence, scopes=found.scopes)
        loud_from = rules.config.episodes.loud_from
        write_episodes(meter.client, update_episodes(meter.read, run, own=rules.brands.own, loud_from=loud_from))
        whole = meter._since(began, 0)
        whole.times = 0
        spent.add(whole)
        print(spent.line(job.name), f"{len(found.rows)} findings, {windows} windows counted", flush=True)


def measured(folder: Path, events: int) -> Meter:
    """One size: filled where it is not there yet, then judged by a server that was started anew."""
    if not folder.exists():
        with server(folder) as (_, settings):
            fill(settings, events, AS_OF)
    meters: list[Meter] = []
    for part in (copied, judged):
        with server(folder) as (process, settings):
            client = connect(settings)
            rest(client)
            if part is judged:
                land_news(client, events, AS_OF)
            meters.append(Meter(psutil.Process(process.pid), client=client))
            part(meters[-1])
    first, meter = meters
    meter.first = first.flows["first copy"]
    return meter


def table(events: int, meter: Meter) -> Iterator[str]:
    """The tables of one size."""
    reader = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    yield f"\n{events:,} events; the reading process took {reader / 2**30:.2f} GiB at most.\n\n{HEADING}"
    yield meter.first.line("first copy of all feedback")
    for name, spent in meter.flows.items():
        yield spent.line(f"`{name}`")
    yield meter.total.line("all flows")
    yield f"\nThe queries that cost most:\n\n{HEADING}"
    for name, spent in sorted(meter.queries.items(), key=lambda item: -item[1].wall)[:MOST]:
        yield spent.line(f"`{name}.sql`")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keep", type=Path, help="a folder for the filled warehouses, taken again where it has them")
    parser.add_argument("--write", type=Path, help="the page whose tables are to be replaced")
    arguments = parser.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        for events in arguments.events:
            meter = measured((arguments.keep or Path(temporary)) / f"events-{events}", events)
            lines += table(events, meter)
            print("\n".join(lines), flush=True)
    if arguments.write:
        page = arguments.write.read_text(encoding="utf-8")
        told = "\n".join(lines)
        arguments.write.write_text(MARKS.sub(lambda found: f"{found[1]}{told}\n{found[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
