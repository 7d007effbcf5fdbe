"""`make demo`: the whole path once, from a made-up feed to the SWOT.

1. the stack comes up (or is used as it is, if it runs)   2. two years of feedback, cases and facts are pushed, and land
3. every flow judges what has closed                      4. the SWOT is printed, and where everything is

A second run changes no count: a home keeps the day of its first demo, and with it the feed and its ids.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from rich.console import Console

from schemas.errors import EarshotError
from stack.cli.console import talk
from stack.cli.feedback import WAIT_SECONDS
from stack.cli.foreground import run_up
from stack.cli.home import use_home
from stack.demo.bad import bad_records
from stack.demo.cases import cases
from stack.demo.day import demo_day
from stack.demo.facts import facts
from stack.demo.generate import SEED, tell
from stack.down import stop
from stack.guard import alone
from stack.home import Home
from stack.supervisor import Supervisor

if TYPE_CHECKING:
    from flows.swot.content.swot import Swot

COMMAND = ".venv/bin/earshot"
"""As it is called from the project's folder, where `make demo` runs."""
SHOWN_REFUSALS = 3


@dataclass
class Steps:
    """Says what is being done, and how long it took."""

    console: Console
    count: int
    done: int = 0

    def __call__(self, what: str, step: Callable[[], None]) -> None:
        self.done += 1
        self.console.print(f"\n{self.done}/{self.count} {what}", style="bold")
        began = time.monotonic()
        step()
        self.console.print(f"{time.monotonic() - began:.1f} s", style="dim")


def main() -> None:
    """Exit code 0 if all was done; else one line and 1. Leaves a stack that ran before as it was."""
    keep = _arguments().keep
    home, console = Home.current(), talk()
    found_running = Supervisor(home).is_running()
    try:
        demonstrate(home, console)
        _say_where(home, console, stays=keep or found_running)
    except EarshotError as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if not (keep or found_running):
            with alone(home), console.status("ending all processes"):
                stop(home)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m stack.demo.run", description="Earshot's demonstration.")
    parser.add_argument("--keep", action="store_true", help="leave the stack running")
    return parser.parse_args()


def demonstrate(home: Home, console: Console) -> None:
    """All steps, each shown. Raises EarshotError."""
    step = Steps(console, 3)
    step("Starting Kafka, the warehouse, Prefect and the workers", lambda: run_up(detach=True))
    use_home()
    as_of = _day(home, console)
    step(
        "Pushing two years of feedback, cases and facts about Alder Post and its rivals", lambda: _push(as_of, console)
    )
    step("Judging what has closed, with every flow", lambda: _judge(as_of, home, console))


def _day(home: Home, console: Console) -> date:
    today = datetime.now(UTC).date()
    as_of = demo_day(home, today)
    if as_of != today:
        console.print(f"\nAs of {as_of}, the day of this home's first demo: the feed of another day has other events")
    return as_of


def _push(as_of: date, console: Console) -> None:
    """Feedback first: it is scored while the rest is pushed."""
    from stack.cli.pushing import push_records_with_progress, wait_with_progress
    from stack.status import warehouse_counts
    from streams.record_types import CASE, FACT

    told = tell(SEED, as_of)
    records = [*(one.record for one in told), *bad_records(as_of)]
    pushed = push_records_with_progress(records, "the demo's feed", wait=0, shown_refusals=SHOWN_REFUSALS)
    push_records_with_progress([*cases(SEED, as_of, told)], "the demo's cases", wait=0, type_=CASE)
    push_records_with_progress([*facts(SEED, as_of, told)], "the demo's facts", wait=0, type_=FACT)
    wait_with_progress(pushed, WAIT_SECONDS)
    counts = warehouse_counts()
    console.print(f"{pushed.refused} rows refused on purpose: see dead_letters")
    console.print(
        f"In the warehouse: {counts.feedback:,} events, {counts.case_events:,} steps of cases, {counts.facts:,} facts, "
        f"{counts.dead_letters:,} dead letters"
    )


def _judge(as_of: date, home: Home, console: Console) -> None:
    from flows.run import ALL, run
    from flows.swot.page import as_html
    from stack.cli.report import print_report

    with console.status("every flow, one after the other"):
        found = run(ALL, as_of=as_of)
    print_report(found.report)
    home.swot_page.write_text(as_html(cast("Swot", found.report)), encoding="utf-8")  # every flow's report is one


def _say_where(home: Home, console: Console, *, stays: bool) -> None:
    from flows.settings import FlowSettings
    from warehouse.settings import ClickHouseSettings

    warehouse, prefect = ClickHouseSettings(), FlowSettings().api_url.removesuffix("/api")
    console.print(f"\nReport   {home.swot_page} (one file with charts, opens offline)")
    console.print(f"Data     {home.root} (users and passwords: stack.env)")
    console.print(f"SQL      http://{warehouse.host}:{warehouse.port}, or: {COMMAND} sql 'SHOW TABLES'")
    console.print(f"Prefect  {prefect}")
    console.print(f"It stays up until `{COMMAND} down`." if stays else "It ends now; `make demo KEEP=1` leaves it up.")


if __name__ == "__main__":
    main()
