"""Where the flows' Prefect and configuration live; `configure_prefect` turns these settings into Prefect's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SHIPPED = Path(__file__).resolve().parent.parent / "config"


class FlowSettings(BaseSettings):
    """Each field is the variable EARSHOT_PREFECT_<FIELD>, unless another is named."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_PREFECT_", populate_by_name=True)

    api_url: str = "http://127.0.0.1:14200/api"
    api_key: str = ""
    wait_seconds: float = Field(default=120, description="how long a worker waits for the Prefect API at its start")
    busy_seconds: float = Field(default=180, description="how long a run waits for another one to end")
    home: Path = Field(default=Path(".earshot"), validation_alias="EARSHOT_HOME")
    config_dir: Path = Field(
        default=SHIPPED, validation_alias="EARSHOT_CONFIG_DIR", description="files that users edit"
    )


def prefect_environment(settings: FlowSettings) -> dict[str, str]:
    """Prefect's own variables, for its server, its workers and its clients alike.

    Leases are kept in files: in memory they are lost when the server dies, and the slot they hold is never given back.
    """
    environment = {
        "PREFECT_API_URL": settings.api_url,
        "PREFECT_HOME": str((settings.home / "prefect").resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        # A run that waits for another asks again after at most so long.
        "PREFECT_SERVER_CONCURRENCY_MAXIMUM_CONCURRENCY_SLOT_WAIT_SECONDS": "3",
        # Without a server a flow would start one of its own, with an empty history, instead of saying so.
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
    if settings.api_key:
        environment["PREFECT_API_KEY"] = settings.api_key
    return environment


def configure_prefect(settings: FlowSettings | None = None, console: str = "WARNING") -> FlowSettings:
    """Make this process and its children use Earshot's Prefect, whether or not Prefect is imported already.

    console: from which level on a run's log is shown on the terminal; its page in Prefect has all of it.
    """
    settings = settings or FlowSettings()
    environment = {**prefect_environment(settings), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console}
    # Prefect makes its folder but not the one around it, and then keeps nothing.
    Path(environment["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    os.environ.update(environment)
    if "prefect" in sys.modules:
        from prefect.context import refresh_global_settings_context  # noqa: PLC0415 - it would be the import itself

        refresh_global_settings_context()
    return settings
