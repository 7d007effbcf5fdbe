"""What the streams can be told by the environment: where Kafka is, how to speak to it, and the workers' few knobs."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CONFIG = Path(__file__).parents[1] / "config"

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class KafkaSettings(BaseSettings):
    """Each field is the variable EARSHOT_KAFKA_<FIELD>; kafka-python and Faust are told the same."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_KAFKA_", extra="ignore")

    bootstrap: str = Field(default="127.0.0.1:19092", description="host:port, several with commas")
    security_protocol: SecurityProtocol = "PLAINTEXT"
    sasl_mechanism: SaslMechanism = "SCRAM-SHA-512"
    sasl_username: str = ""
    sasl_password: SecretStr = SecretStr("")
    ssl_cafile: str = Field(default="", description="of the broker's certificate; empty: the system's")
    ssl_certfile: str = Field(default="", description="of our own certificate, where the broker asks for one")
    ssl_keyfile: str = ""
    replication_factor: int = Field(default=-1, description="of created topics; -1: as the broker has it")
    prefix: str = Field(default="", description="before every topic and group, where a cluster is shared")
    wait_seconds: float = Field(default=60, gt=0, description="how long to wait for a broker that does not answer")

    @property
    def servers(self) -> list[str]:
        return [server.strip() for server in self.bootstrap.split(",") if server.strip()]

    @property
    def uses_sasl(self) -> bool:
        return self.security_protocol.startswith("SASL")

    def named(self, name: str) -> str:
        """A topic's or group's name in this cluster."""
        return self.prefix + name

    def ssl_context(self) -> ssl.SSLContext | None:
        """None where the connection is not encrypted."""
        if not self.security_protocol.endswith("SSL"):
            return None
        context = ssl.create_default_context(cafile=self.ssl_cafile or None)
        if self.ssl_certfile:
            context.load_cert_chain(self.ssl_certfile, self.ssl_keyfile or None)
        return context

    def client(self) -> dict[str, Any]:
        """What every client of kafka-python is given."""
        sasl = {
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.sasl_username,
            "sasl_plain_password": self.sasl_password.get_secret_value(),
        }
        return {
            "bootstrap_servers": self.servers,
            "security_protocol": self.security_protocol,
            "ssl_context": self.ssl_context(),
            "reconnect_backoff_max_ms": 1000,  # a broker that restarts is back within seconds
            **(sasl if self.uses_sasl else {}),
        }


class ScoreSettings(BaseSettings):
    """EARSHOT_SCORE_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_SCORE_", extra="ignore", populate_by_name=True)

    config_dir: Path = Field(default=CONFIG, validation_alias="EARSHOT_CONFIG_DIR", description="taxonomy and brands")
    group: str = "earshot-score"
    chunk_records: int = Field(default=500, ge=1, description="scored in one step, delivered and acknowledged together")
    commit_seconds: float = Field(default=0.5, gt=0)
    deliver_seconds: float = Field(default=60, gt=0, description="after which an undelivered chunk ends the process")
    stall_seconds: float = Field(default=120, gt=0, description="without progress on a partition that has messages")


class LandSettings(BaseSettings):
    """EARSHOT_LAND_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_LAND_", extra="ignore")

    group: str = "earshot-land"
    batch_records: int = Field(default=30_000, ge=1, description="an insert holds about as many at most")
    batch_bytes: int = Field(default=64 * 1024 * 1024, ge=1024, description="or as much")
    batch_seconds: float = Field(default=1.0, gt=0, description="or what came within this time")
    retry_seconds: float = Field(default=120, gt=0, description="how long an insert is repeated, then the process ends")
    backoff_max_seconds: float = Field(default=10, gt=0)
    stall_seconds: float = Field(default=120, gt=0, description="without progress on messages that wait, then it ends")
