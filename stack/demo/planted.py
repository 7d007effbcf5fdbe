"""What the demo's feed of feedback hides, as planted.yaml declares it; cases.yaml and facts.yaml hold more of it."""

from __future__ import annotations

from functools import cache

from msgspec import field

from schemas.config_file import read_config
from stack.demo.company import HERE, By, Data, Feeling

Backs = dict[int, float]
"""What is planned for so many months, quarters or weeks back."""


class Finding(Data, frozen=True):
    """A finding that must be there (or must not): "" and None match anything but where a topic "" is asked for."""

    verdicts: list[str]
    brand: str
    indicator: str = ""
    topic: str | None = None
    metric: str = ""
    window: str = ""


class Plant(Data, frozen=True, kw_only=True):
    """One planted thing. `meant_for`: indicator -> the verdict that it is to bring (tests/data/demo_verdicts.yaml).

    `expected` and `never` are exact: a run that has the indicator shows (or does not show) such a row.
    """

    id: str
    says: str
    why: str
    meant_for: dict[str, str] = field(default_factory=dict)
    expected: list[Finding] = field(default_factory=list)
    never: list[Finding] = field(default_factory=list)


class Shift(Plant, frozen=True, kw_only=True):
    """One topic of one brand becomes better or worse: a change of the share of satisfied answers."""

    brand: str
    topic: str
    months: Backs = field(default_factory=dict)
    quarters: Backs = field(default_factory=dict)


class Talk(Plant, frozen=True, kw_only=True):
    """One topic is talked about so many times as much."""

    brand: str
    topic: str
    months: Backs


class Mix(Plant, frozen=True, kw_only=True):
    """Sources bring so many times as many answers."""

    brand: str
    sources: list[str]
    months: Backs


class Newcomer(Plant, frozen=True, kw_only=True):
    """An unlisted brand is named: so many customers a week go over to it, `mentions` × as many only name it."""

    name: str
    brands: By
    weeks: dict[int, int]
    mentions: float


class Adding(Plant, frozen=True, kw_only=True):
    """So many customers a month add a saying of sayings.yaml to what they say anyway, where they feel so.

    With a location they are of there, with a product they speak of that one; `alone` they say nothing else.
    """

    brand: str
    saying: str
    location: str = ""
    product: str = ""
    feelings: list[Feeling]
    topics: list[str] = field(default_factory=list)
    a_month: float
    months: Backs = field(default_factory=dict)
    quarters: Backs = field(default_factory=dict)
    alone: bool = False


class Flood(Plant, frozen=True, kw_only=True):
    """So many unhappy customers of the last week all write in its last hour."""

    brand: str
    customers: int


class Turn(Plant, frozen=True, kw_only=True):
    """At one location a share of those who were not satisfied are, from so many months back on."""

    brand: str
    location: str
    share: float
    since_month: int


class Silence(Plant, frozen=True, kw_only=True):
    """A source stops so many days before the end."""

    source: str
    days: int


class Replies(Plant, frozen=True, kw_only=True):
    """The share of reviews that the brand answers, by weeks back."""

    brand: str
    share: float
    weeks: Backs


class Teams(Plant, frozen=True, kw_only=True):
    """Teams of `people` each, whose staff are asked; their customers feel how content they are a quarter later.

    The level of each team and, in some quarters, a change of all of them are added to `satisfied`.
    """

    brand: str
    source: str
    people: int
    satisfied: float
    answers_a_month: int
    levels: By
    quarters: Backs


class Planted(Data, frozen=True):
    """planted.yaml."""

    shifts: list[Shift]
    talks: list[Talk]
    mixes: list[Mix]
    newcomers: list[Newcomer]
    added: list[Adding]
    floods: list[Flood]
    turns: list[Turn]
    silences: list[Silence]
    replies: list[Replies]
    teams: list[Teams]

    def plants(self) -> list[Plant]:
        """Every planted thing of this file."""
        kinds: list[list[Plant]] = [
            [*self.shifts], [*self.talks], [*self.mixes], [*self.newcomers], [*self.added],
            [*self.floods], [*self.turns], [*self.silences], [*self.replies], [*self.teams],
        ]  # fmt: skip
        return [plant for kind in kinds for plant in kind]


@cache
def planted() -> Planted:
    """planted.yaml."""
    return read_config(HERE / "planted.yaml", Planted)
