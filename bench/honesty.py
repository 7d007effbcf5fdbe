"""How often the indicators cry wolf, and how often they hear: `python -m bench.honesty [--series N] [--write FILE]`.

Prints a row per indicator and world as it is measured; docs/honesty.md is written by `--write docs/honesty.md`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.honesty_gaps import GAPS, gap_rate
from bench.honesty_others import OTHERS, Rate, other_rate
from bench.honesty_rates import INDICATORS, Honesty, applies, honesty
from bench.honesty_service import PLANTED, SERVICE, service_rate
from bench.honesty_swot import SWOT, swot_rate
from bench.worlds import WORLDS

FEWER = 400
"""Series at most where one takes longer."""
TEMPLATE = Path(__file__).with_name("honesty_template.md")


def percent(share: float) -> str:
    """One decimal: `4.9 %`."""
    return f"{100 * share:.1f} %"


def row(found: Honesty) -> str:
    """One row of the table of worlds."""
    naive = percent(found.naive) if found.indicator != "perception_trend" else "-"
    planted = "-" if found.planted is None else f"{found.planted:.1f}"
    heard = "-" if found.heard is None else percent(found.heard)
    cells = (percent(found.warning), percent(found.watch), percent(found.improved), naive, planted, heard)
    return f"| `{found.indicator}` | {found.world} | {' | '.join(cells)} |"


def other_row(found: Rate) -> str:
    """One row of the table of the rest."""
    return f"| {found.what} | {percent(found.warning)} | {percent(found.watch)} |"


def page(worlds: Sequence[str], others: Sequence[str], series: int) -> str:
    """The document, from its template."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.format(series=series, worlds="\n".join(worlds), others="\n".join(others))


def measured(series: int) -> tuple[list[str], list[str]]:
    """All rows, printed as they come."""
    worlds, others = [], []
    for indicator in INDICATORS:
        for world in WORLDS:
            if applies(indicator, world):
                worlds.append(row(honesty(indicator, world, series)))
                print(worlds[-1], flush=True)
    for what in OTHERS:
        others.append(other_row(other_rate(what, series)))
        print(others[-1], flush=True)
    for what in GAPS:
        others.append(other_row(gap_rate(what, series)))
        print(others[-1], flush=True)
    for what in SWOT:
        others.append(other_row(swot_rate(what, series)))
        print(others[-1], flush=True)
    for what in SERVICE | PLANTED:
        others.append(other_row(service_rate(what, min(series, FEWER))))
        print(others[-1], flush=True)
    return worlds, others


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=1000, help="series per indicator and world")
    parser.add_argument("--write", type=Path, help="the document to write")
    arguments = parser.parse_args()
    text = page(*measured(arguments.series), arguments.series)
    if arguments.write:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
