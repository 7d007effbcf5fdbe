"""Staff and customers: whether teams whose staff are content have content customers a quarter later.

An association of teams' ranks (formulas/ranks.py), never proof of a cause: it is a sign at most (`emerging`), and from
ten teams on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.ranks import FEWEST, Association, spearman
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Subject, Window
from flows.indicators.wording import number, span

NAME = "employee_link"
FORMULA_VERSION = "1"
SHOWN = 3
CAP = "that teams go together does not say that one makes the other"


@dataclass(frozen=True, slots=True)
class Team:
    """One team: its staff's score in the quarter before, its customers' in the judged one (0-100), how many of each."""

    name: str
    staff: float
    customers: float
    staff_asked: int
    customers_asked: int


@dataclass(frozen=True, slots=True)
class TeamLink:
    """The teams of a brand with enough people on both sides. `staff` and `customers`: what their scores are of."""

    subject: Subject
    window: Window
    teams: tuple[Team, ...] = ()
    staff: str = ""
    customers: str = ""


def measure(link: TeamLink, config: IndicatorsConfig) -> Estimate:
    """Spearman's rho of teams as merit, graded `emerging` at most."""
    frame = _frame(link, config)
    if len(link.teams) < FEWEST:
        few = f"{len(link.teams)} teams have enough answers of staff and customers, and {FEWEST} are the least"
        return replace(frame, blocked=few)
    staff, customers = (np.array([getattr(each, side) for each in link.teams]) for side in ("staff", "customers"))
    found = spearman(staff, customers, config.proof.confidence)
    if found is None:
        return replace(frame, blocked="all teams have the same score")
    return replace(
        frame,
        value=found.rho,
        change=found.rho,
        harm=found.rho,
        ci=(found.low, found.high),
        p_harm=found.p_positive,
        cap_at_watch=CAP,
        fact=_fact(link, found),
        evidence=_evidence(link),
    )


def _frame(link: TeamLink, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=link.subject,
        metric="team_link",
        frequency="quarter",
        window=link.window,
        n=len(link.teams),
        test="Spearman's rank correlation, permutation p, one-sided",
        delta=config.employee_link.delta,
        unit="of rank correlation",
        each="teams",
        more_is_worse=True,
        grading="merit",
        short=f"teams of {link.subject.brand}, staff before and customers in {span(link.window, 'quarter')}",
        formula_version=FORMULA_VERSION,
    )


def _fact(link: TeamLink, found: Association) -> str:
    return (
        f"over {found.n} teams of {link.subject.brand} the staff's score ({link.staff}) goes with the customers' "
        f"({link.customers}) a quarter later, in {span(link.window, 'quarter')}: rank correlation "
        f"{number(found.rho, 2)}, 95 % interval {number(found.low, 2)} to {number(found.high, 2)}"
        if found.rho > 0
        else f"over {found.n} teams of {link.subject.brand} the staff's score ({link.staff}) does not go with the "
        f"customers' ({link.customers}) a quarter later, in {span(link.window, 'quarter')}: rank correlation "
        f"{number(found.rho, 2)}, 95 % interval {number(found.low, 2)} to {number(found.high, 2)}"
    )


def _evidence(link: TeamLink) -> tuple[Evidence, ...]:
    """The teams with the least and the most content staff."""
    ordered = sorted(link.teams, key=lambda team: (team.staff, team.name))
    return tuple(
        Evidence(rank, "team", team.name, team.customers, team.staff, None, team.customers_asked, team.staff_asked)
        for rank, team in enumerate([*ordered[:SHOWN], *ordered[-SHOWN:]], 1)
    )
