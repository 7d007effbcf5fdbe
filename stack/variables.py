"""The variables that the rooms' settings are read from, all of them: what is wrong with them is said before a start."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_settings import BaseSettings

from flows.alerts.rules import VARIABLE as ALERT
from flows.settings import FlowSettings
from schemas.names import near
from stack.plan import HOME_MARKER
from stack.settings import StackSettings
from streams.settings import KafkaSettings, LandSettings, ScoreSettings
from warehouse.embedded.settings import EmbeddedSettings
from warehouse.settings import ClickHouseSettings

OURS = "EARSHOT_"
SETTINGS: list[type[BaseSettings]] = [
    KafkaSettings,
    ScoreSettings,
    LandSettings,
    ClickHouseSettings,
    EmbeddedSettings,
    FlowSettings,
    StackSettings,
]
BESIDE = {HOME_MARKER, "EARSHOT_CACHE", "EARSHOT_DEBUG"}
"""Read without settings."""
ELSEWHERE = {"EARSHOT_PREFECT_DB_PASSWORD", "EARSHOT_KAFKA_CLUSTER_ID", "EARSHOT_REAL_DATA", "EARSHOT_TRAINING_DATA"}
"""Read by docker-compose.yml alone, or by who tests and trains."""


def prefix_of(settings: type[BaseSettings]) -> str:
    return settings.model_config.get("env_prefix", "")


def variables() -> set[str]:
    """The names that settings are read from, an alias where a field has one."""
    return {
        str(field.validation_alias or f"{prefix_of(settings)}{name}".upper())
        for settings in SETTINGS
        for name, field in settings.model_fields.items()
    }


def check_variables() -> None:
    """Raises pydantic's ValidationError for the first room whose settings cannot be read."""
    for settings in SETTINGS:
        settings()


def unread(names: Iterable[str]) -> list[str]:
    """A sentence for each variable that looks like ours and that nobody reads."""
    known = variables() | BESIDE | ELSEWHERE
    strange = sorted(name for name in names if name.startswith(OURS) and not name.startswith(ALERT))
    return [f"nobody reads the variable {name}; {near(name, sorted(known))}" for name in strange if name not in known]
