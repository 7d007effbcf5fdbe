"""What the indicators say of real series: `python -m bench.real_series --data FOLDER [--write docs/real_series.md]`.

FOLDER holds feed/ and labelled/ts_nab.jsonl.gz, which are not the project's to hand on. The sentences that explain are
the template's, the figures are measured.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench import real_feeds, real_nab
from bench.real_feeds import Verdicts
from bench.real_nab import Alarms

TEMPLATE = Path(__file__).with_name("real_series_template.md")
SHOWN = ("critical", "warning", "watch", "improved", "strong", "emerging", "ok", "none", "inconclusive", "achieved",
         "missed", "behind", "on_track", "incomplete", "insufficient_data", "no_data")  # fmt: skip


def page(alarms: Sequence[Alarms], feeds: Sequence[Verdicts]) -> str:
    """The note, from its template."""
    return TEMPLATE.read_text(encoding="utf-8").format(
        series="\n".join(each.text for each in alarms),
        feeds="\n".join(_feed(each) for each in feeds),
        verdicts="\n".join(f"| {indicator} | {' | '.join(cells)} |" for indicator, cells in _verdicts(feeds)),
        names=" | ".join(each.feed for each in feeds),
        rule="|".join("---" for _ in feeds),
        loud="\n".join(f"| {each.feed} {line}" for each in feeds for line in each.loud),
    )


def _feed(told: Verdicts) -> str:
    cells = (told.feed, f"{told.events:,}", str(told.brands), f"{told.first:%Y-%m}", f"{told.as_of:%Y-%m-%d}")
    return f"| {' | '.join(cells)} |"


def _verdicts(feeds: Sequence[Verdicts]) -> list[tuple[str, list[str]]]:
    """A row per indicator, a cell per feed: how many findings of which verdict, the loudest first."""
    names = sorted({indicator for told in feeds for indicator, _ in told.counts})
    return [(name, [_cell(told.counts, name) for told in feeds]) for name in names]


def _cell(counts: Counter[tuple[str, str]], indicator: str) -> str:
    return (
        ", ".join(f"{counts[indicator, verdict]} {verdict}" for verdict in SHOWN if counts[indicator, verdict]) or "-"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with feed/ and labelled/")
    parser.add_argument("--write", type=Path, help="the document to write")
    arguments = parser.parse_args()
    alarms = [
        each for one in real_nab.read(arguments.data / "labelled/ts_nab.jsonl.gz") for each in real_nab.judged(one)
    ]
    feeds = []
    for path in sorted((arguments.data / "feed").iterdir()):
        with tempfile.TemporaryDirectory() as folder:
            feeds.append(real_feeds.judged(path, Path(folder)))
        print(_feed(feeds[-1]), flush=True)
    text = page(alarms, feeds)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
