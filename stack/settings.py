"""What the one-machine stack can be told by the environment: its folder and the ports of its three engines."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = "127.0.0.1"


class StackSettings(BaseSettings):
    """EARSHOT_HOME, EARSHOT_KAFKA_PORT and so on. Everything the stack writes lies under `home`."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_", extra="ignore")

    home: Path = Field(default=Path(".earshot"), description="folder of the stack's data, logs and process files")
    kafka_port: int = Field(default=19092, ge=1, le=65535)
    kafka_controller_port: int = Field(default=19093, ge=1, le=65535, description="the broker's talk with itself")
    clickhouse_port: int = Field(default=18123, ge=1, le=65535)
    prefect_port: int = Field(default=14200, ge=1, le=65535)
    start_seconds: float = Field(default=240, gt=0, description="after which a start that is not healthy is given up")
