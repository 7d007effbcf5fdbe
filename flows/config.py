"""Reads config/indicators.yaml; what is wrong with it is said by file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from flows.errors import ConfigError
from flows.indicators.config import IndicatorsConfig
from flows.settings import FlowSettings
from schemas.config_file import BadConfig, line_of, read_yaml

FILE = "indicators.yaml"


def config_path() -> Path:
    """Where the file is: in the folder of the settings."""
    return FlowSettings().config_dir / FILE


def load_config(path: Path | None = None) -> IndicatorsConfig:
    """The configuration, checked; raises ConfigError."""
    path = path or config_path()
    try:
        text, values = read_yaml(path)
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    return _checked(path, values, text)


def _checked(path: Path, values: Any, text: str) -> IndicatorsConfig:
    if values is None:
        return IndicatorsConfig()
    try:
        return IndicatorsConfig.model_validate(values)
    except ValidationError as error:
        lines = [_sentence(path, text, found["loc"], found["msg"]) for found in error.errors(include_url=False)]
        raise ConfigError("; ".join(lines)) from error


def _sentence(path: Path, text: str, place: tuple[str | int, ...], message: str) -> str:
    return f"{path}, line {line_of(text, place)}, {'.'.join(map(str, place)) or 'the file'}: {message}"
