"""`earshot rescore` as a person sees it."""

from __future__ import annotations

from datetime import datetime

from schemas.words import counted
from stack.cli.console import talk
from stack.cli.push_view import shown_progress
from stack.home import Home
from stack.rescore import rescore


def rescore_with_progress(home: Home, from_: datetime, to: datetime, *, wait: float) -> None:
    """Reports on stderr. Raises what `stack.rescore.rescore` raises."""
    console = talk()
    with shown_progress(console) as progress:
        task = progress.add_task("rescoring", total=None, rate="")
        done = rescore(home, from_, to, wait, lambda sent, events: progress.update(task, completed=sent, total=events))
    if not done.events:
        console.print("nothing to rescore: all of it has today's versions")
        return
    if not done.restarted:
        console.print(
            "no stack of this home runs: scorers elsewhere need this configuration and a restart of their own"
        )
    landed = ", all queryable" if wait else ""
    console.print(f"{counted(done.events, 'event')} sent again as generation {done.generation}{landed}")
    console.print(f"sentiment {done.sentiment_version}, taxonomy {done.taxonomy_version}")
