"""Reads config/indicators.yaml; what is wrong with it is said by file, line and field."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from flows.errors import ConfigError
from flows.indicators.config import IndicatorsConfig
from schemas.config_file import line_of, load

FILE = "indicators.yaml"
SHIPPED = Path(__file__).resolve().parent.parent / "config"


def config_path() -> Path:
    """Where the file is: `EARSHOT_CONFIG_DIR`, else the shipped folder."""
    return Path(os.environ.get("EARSHOT_CONFIG_DIR", SHIPPED)) / FILE


def load_config(path: Path | None = None) -> IndicatorsConfig:
    """The configuration, checked; raises ConfigError."""
    path = path or config_path()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        values = load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not YAML: {_where(error)}") from error
    return _checked(path, values, text)


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "unreadable"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


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
