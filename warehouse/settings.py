"""Where the warehouse is and who asks: every EARSHOT_CLICKHOUSE_* variable, said once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A name that stands in SQL without quotes: settings are never a way to write SQL."""


class ClickHouseSettings(BaseSettings):
    """The owner lands, migrates and computes; the analyst reads views. No password has a default that works."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_CLICKHOUSE_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=18123, ge=1, le=65535)
    secure: bool = False
    database: Identifier = "earshot"
    user: Identifier = "earshot"
    password: str = Field(default="", repr=False)
    analyst_user: Identifier = "analyst"
    analyst_password: str = Field(default="", repr=False)
    cluster: Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")] = ""
    """Set: tables are replicated and distributed over the cluster of this name. Empty: one server."""
    retention_days: int = Field(default=0, ge=0, le=36500)
    """Days after their last receipt when feedback, dead letters, cases and customers' facts are deleted; 0: never."""
    analyst_max_seconds: int = Field(default=60, ge=1)
    analyst_max_memory_bytes: int = Field(default=2_000_000_000, ge=1)
    analyst_max_result_rows: int = Field(default=1_000_000, ge=1)
