"""What a run judges by: the listed brands, what counts as a change, and the moment it speaks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.brands import Brands, read_brands
from flows.config import config_path, load_config
from flows.indicators.config import IndicatorsConfig


@dataclass(frozen=True, slots=True)
class Rules:
    """One run's; everything of it comes from the folder of config files but the moment."""

    brands: Brands
    config: IndicatorsConfig
    as_of: datetime


def read_rules(as_of: datetime) -> Rules:
    """As config/ says now. Raises ConfigError with file, line and field."""
    return Rules(read_brands(config_path().parent), load_config(), as_of)
