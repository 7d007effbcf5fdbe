"""config/alerts.yaml: channels, and which episodes each is told of."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from flows.episodes import QUADRANTS
from flows.errors import ConfigError
from flows.indicators.register import REGISTER
from flows.indicators.vocabulary import SEVERITY
from schemas.config_file import BadConfig, bad_field, read_config
from schemas.names import near

FILE = "alerts.yaml"
VARIABLE = "EARSHOT_ALERT_"
Name = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9-]{0,40}$(?!\n)", description="a name of small letters, digits and -")
]
Told = Literal["new", "worse", "recovered"]
Least = Literal["watch", "warning", "critical"]
LEAST: dict[Least, int] = {name: SEVERITY[name] for name in get_args(Least)}


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Episodes that fit all that is said. `subjects` are patterns of the subject as it reads: `Alder Post*`."""

    name: Name
    channels: Annotated[tuple[Name, ...], Meta(min_length=1)]
    indicators: tuple[str, ...] = ()
    quadrants: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    severity: Least = "warning"
    states: tuple[Told, ...] = ("new", "worse", "recovered")

    def fits(self, episode: Mapping[str, Any]) -> bool:
        """Whether an episode is this rule's, whatever its state; what it was at its worst counts when it is over."""
        return (
            (not self.indicators or episode["indicator"] in self.indicators)
            and (not self.quadrants or episode["quadrant"] in self.quadrants)
            and (not self.subjects or any(fnmatchcase(episode["subject"], pattern) for pattern in self.subjects))
            and episode["peak_severity"] >= LEAST[self.severity]
        )


class AlertRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as a whole."""

    channels: tuple[Name, ...] = ()
    rules: tuple[Rule, ...] = ()
    link: str = ""
    digest_from: Annotated[int, Meta(ge=2)] = 5


def read_alert_rules(folder: Path) -> AlertRules:
    """`folder`/alerts.yaml, or no rules where there is none. Raises ConfigError with file, line and field."""
    file = folder / FILE
    if not file.exists():
        return AlertRules()
    try:
        rules = read_config(file, AlertRules)
        _check(file, rules)
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    return rules


def _check(file: Path, rules: AlertRules) -> None:
    for at, rule in enumerate(rules.rules):
        _check_names(file, f"rules[{at}]", "channel", rule.channels, rules.channels)
        _check_names(file, f"rules[{at}]", "indicator", rule.indicators, REGISTER)
        _check_names(file, f"rules[{at}]", "quadrant", rule.quadrants, QUADRANTS)
    try:
        rules.link.format(episode_id="", indicator="")
    except (KeyError, IndexError, ValueError):
        raise bad_field(file, "link", "names something else than {episode_id} and {indicator}") from None


def _check_names(file: Path, rule: str, what: str, names: Sequence[str], known: Collection[str]) -> None:
    for place, name in enumerate(names):
        if name not in known:
            raise bad_field(file, f"{rule}.{what}s[{place}]", f"there is no {what} {name!r}; {near(name, known)}")


def address_of(channel: str) -> str:
    """A channel's address: a secret, so it is in the environment alone; empty where it is not set."""
    return os.environ.get(VARIABLE + channel.upper().replace("-", "_"), "")
