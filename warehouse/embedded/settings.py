"""What only the embedded server reads; addresses, users and analysts' limits are in `warehouse.settings`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class EmbeddedSettings(BaseSettings):
    """Where the rows lie and how much one request may take."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_CLICKHOUSE_", extra="ignore")

    data: Path = Path(".earshot/warehouse")
    max_body_bytes: int = Field(default=1 << 30, ge=1)
    """The largest request body, as sent and again as decompressed."""
    max_statement_bytes: int = Field(default=16 << 20, ge=1)
    """The largest statement that is not the data of an insert."""
    workers: int = Field(default=8, ge=1)
    """Statements of the owner that run at once; the next ones wait."""
    analyst_workers: int = Field(default=4, ge=1)
    """The same for analysts: theirs never take the owner's places, so landing goes on under any load of theirs."""
    analyst_max_result_bytes: int = Field(default=512 << 20, ge=1)
    analyst_grace_seconds: float = Field(default=2.0, gt=0)
    """How long after its limit (`analyst_max_seconds`) a statement may still run before it is cancelled."""
    analyst_heed_seconds: float = Field(default=8.0, gt=0)
    """How long a cancelled statement may still run before the process ends, hard: see `overtime`."""
    stop_seconds: float = Field(default=3.0, ge=0)
    """How long a statement may still run after SIGTERM before it is cancelled."""
