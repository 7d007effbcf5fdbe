"""What a run judges by: the listed brands, what counts as a change, goals, labels, and the moment it speaks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flows.brands import Brands, read_brands
from flows.config import config_path, load_config
from flows.goals import Goals, read_goals
from flows.indicators.config import IndicatorsConfig
from flows.labels import Labels, read_labels


@dataclass(frozen=True, slots=True)
class Rules:
    """One run's; everything of it comes from the folder of config files but the moment."""

    brands: Brands
    config: IndicatorsConfig
    as_of: datetime
    goals: Goals = field(default_factory=Goals)
    labels: Labels = field(default_factory=dict)


def read_rules(as_of: datetime) -> Rules:
    """As config/ says now. Raises ConfigError with file, line and field."""
    folder = config_path().parent
    return Rules(read_brands(folder), load_config(), as_of, read_goals(folder), read_labels(folder))
