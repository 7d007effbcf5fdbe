"""How often the indicators cry wolf, and how often they hear: `python -m bench.honesty [--series N] [--write FILE]`.

Prints a row per indicator and world as it is measured; docs/honesty.md is written by `--write docs/honesty.md`. One
process per core; every row has a seed of its own, so that its figures do not depend on what else is measured.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.honesty_classified import CLASSIFIED, COVERED, covered
from bench.honesty_counted import Group, Rate, rate
from bench.honesty_gaps import GAPS
from bench.honesty_goals import GOALS, achieved
from bench.honesty_others import MIXED, NEWS, TRUST
from bench.honesty_page import Kind, Row, page, world_row
from bench.honesty_perception import BURSTS, CHARTS, RIVALS
from bench.honesty_plans import PLANS
from bench.honesty_rates import INDICATORS, Honesty, applies, honesty
from bench.honesty_service import SERVICE
from bench.honesty_small import SMALL
from bench.honesty_swot import SWOT
from bench.worlds import WORLDS

GROUPS: tuple[Group, ...] = (MIXED, CHARTS, BURSTS, RIVALS, NEWS, SERVICE, SWOT, SMALL, GAPS, PLANS, TRUST, CLASSIFIED)
Found = TypeVar("Found")
KINDS: tuple[Kind, ...] = ("calm", "planted")


def counted(place: int, kind: Kind, what: str, series: int) -> Row:
    """One row of a group."""
    group = GROUPS[place]
    judge = (group.calm if kind == "calm" else group.planted)[what]
    return Row(group.title, kind, rate(what, judge, series), series, what in group.right_watch)


def interval(what: str, series: int) -> Row:
    """One row of what the intervals hold: with labels, and as predicted."""
    return Row(CLASSIFIED.title, "covered", Rate(what, *covered(what, series)), series)


def goal(what: str, series: int) -> Row:
    """One row of goals: achieved, and those of them that the interval is sure of."""
    return Row("Goals", "goal", Rate(what, *achieved(what, series)), series)


def in_world(indicator: str, place: int, series: int) -> Honesty:
    """One row of series of answers."""
    return honesty(indicator, WORLDS[place], series)


def measured(series: int, only: str) -> tuple[list[Honesty], list[Row]]:
    """All rows whose name fits, printed as they come: those of the table of worlds, and the groups'."""
    fits = re.compile(only).search
    worlds = [
        partial(in_world, indicator, place, series)
        for indicator in INDICATORS
        for place, world in enumerate(WORLDS)
        if applies(indicator, world) and fits(f"{indicator}, {world.name}")
    ]
    rows = [
        partial(counted, place, kind, what, min(series, group.at_most))
        for place, group in enumerate(GROUPS)
        for kind in KINDS
        for what in (group.calm if kind == "calm" else group.planted)
        if fits(what)
    ]
    rows += [partial(interval, what, min(series, CLASSIFIED.at_most)) for what in COVERED if fits(what)]
    rows += [partial(goal, what, series) for what in GOALS if fits(f"goal_progress, {what}")]
    with ProcessPoolExecutor() as pool:
        found, more = pool.map(_done, worlds), pool.map(_done, rows)
        return [_said(each, world_row) for each in found], [_said(each, _text) for each in more]


def _done(task: Callable[[], Found]) -> Found:
    return task()


def _said(found: Found, text: Callable[[Found], str]) -> Found:
    print(text(found), flush=True)
    return found


def _text(row: Row) -> str:
    return row.text


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=1000, help="series per row (where one takes long, fewer)")
    parser.add_argument("--only", default="", help="measure only rows whose name this regular expression finds")
    parser.add_argument("--write", type=Path, help="the document to write")
    arguments = parser.parse_args()
    if arguments.write and arguments.only:
        parser.error("the document holds all rows: --write goes without --only")
    text = page(*measured(arguments.series, arguments.only), arguments.series)
    if arguments.write:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
