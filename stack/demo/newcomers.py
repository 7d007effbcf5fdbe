"""Lets customers name a new entrant in what they say anyway: nothing else about the feed changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from stack.demo.calendar import at, weeks_back
from stack.demo.company import sentences
from stack.demo.planted import Newcomer, planted
from stack.demo.said import Said, fill


def name_newcomers(told: Sequence[Said], seed: int, as_of: date) -> None:
    """Adds to `told`, in place, what planted.yaml says about newcomers."""
    for newcomer in planted().newcomers:
        random = Random(f"{seed}/{newcomer.name}")
        for back in range(max(newcomer.weeks), -1, -1):
            week = [each for each in told if each.text and weeks_back(each.occurred_at.date(), as_of) == back]
            days = as_of.weekday() if back == 0 else 7
            _name(random, newcomer, week, at(newcomer.weeks, back, 0) * days / 7)


def _name(random: Random, newcomer: Newcomer, week: Sequence[Said], customers: float) -> None:
    for brand, share in newcomer.brands.items():
        chosen = _leavers(random, [each for each in week if each.brand == brand])
        for said, _ in zip(chosen, range(round(customers * share)), strict=False):
            _add(random, newcomer, said, switching=True)
        for said, _ in zip(chosen, range(round(customers * share * newcomer.mentions)), strict=False):
            _add(random, newcomer, said, switching=False)


def _leavers(random: Random, week: Sequence[Said]) -> Iterator[Said]:
    """Each customer once; who is content does not leave."""
    seen: set[str] = set()
    for said in random.sample(list(week), len(week)):
        if said.feeling != "positive" and said.customer.ref not in seen:
            seen.add(said.customer.ref)
            yield said


def _add(random: Random, newcomer: Newcomer, said: Said, *, switching: bool) -> None:
    language = sentences()[said.customer.language]
    sayings = language.newcomer.switching if switching else language.newcomer.mention
    said.text += " " + fill(random, language, random.choice(sayings), newcomer.name)
