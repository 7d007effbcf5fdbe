"""Teams: what their staff answer in their own survey, and that customers feel it a quarter later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from stack.demo.calendar import at, months, quarters_back
from stack.demo.company import Feeling, company, sayings, sentences
from stack.demo.people import Customer, one_of
from stack.demo.planted import Teams, planted
from stack.demo.said import Said, fill

_SAYINGS: dict[Feeling, str] = {"positive": "staff_content", "neutral": "staff_even", "negative": "staff_troubled"}
_WANDER = 0.04
"""Standard deviation of a team's level from quarter to quarter."""


def staff_answers(seed: int, as_of: date) -> Iterator[tuple[Said, dict[str, Any]]]:
    """What staff say, in no order, and the fields that only their answers have."""
    for teams in planted().teams:
        source = next(each for each in company().sources if each.name == teams.source)
        for month in months(as_of):
            random = Random(f"{seed}/{teams.id}/{month.back}")
            for team in teams.levels:
                satisfied = _level(teams, team, month.quarter, seed) + at(teams.quarters, month.quarter, 0.0)
                for _ in range(round(teams.answers_a_month * len(month.days) / 30.4)):
                    drawn, day = random.random(), random.choice(month.days)
                    moment = datetime.combine(day, time(), UTC) + timedelta(hours=random.uniform(7, 18))
                    feeling = _feeling(drawn, satisfied)
                    person = _employee(random, teams, team, seed)
                    text = _text(random, person, feeling) if random.random() < source.says else ""
                    said = Said(moment, teams.brand, source, person, "", feeling, text)
                    yield said, {"respondent_role": "employee", "team": team}


def team_of(said: Said, native_id: str, seed: int, as_of: date) -> str:
    """The team that served a customer: who is satisfied met one whose staff were, a quarter before, rather."""
    random = Random(f"{seed}/{native_id}/team")
    teams = next(each for each in planted().teams)
    before = quarters_back(said.occurred_at.date(), as_of) + 1
    levels = {team: _level(teams, team, before, seed) for team in teams.levels}
    content = said.feeling == "positive"
    return one_of(random, {team: level if content else 1 - level for team, level in levels.items()})


def _level(teams: Teams, team: str, quarter: int, seed: int) -> float:
    return min(0.95, max(0.05, teams.satisfied + teams.levels[team] + _wander(team, quarter, seed)))


@cache
def _wander(team: str, quarter: int, seed: int) -> float:
    return Random(f"{seed}/{team}/{quarter}").gauss(0, _WANDER)


def _feeling(drawn: float, satisfied: float) -> Feeling:
    if drawn < satisfied:
        return "positive"
    return "negative" if drawn < satisfied + 0.6 * (1 - satisfied) else "neutral"


def _employee(random: Random, teams: Teams, team: str, seed: int) -> Customer:
    own = Random(f"{seed}/{teams.id}/{team}/{random.randrange(teams.people)}")
    ref = f"e{own.getrandbits(40):010x}"
    return Customer(ref, one_of(own, company().languages), "", own.choice(company().locations))


def _text(random: Random, person: Customer, feeling: Feeling) -> str:
    language = sentences()[person.language]
    return fill(random, language, random.choice(sayings()[_SAYINGS[feeling]].of(person.language)))
