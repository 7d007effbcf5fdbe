"""Reads config/indicators.yaml; what is wrong with it is said by file, line and field."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from flows.errors import ConfigError
from flows.indicators.config import IndicatorsConfig

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
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not YAML: {_where(error)}") from error
    return _checked(path, values, root)


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "unreadable"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _checked(path: Path, values: Any, root: yaml.Node | None) -> IndicatorsConfig:
    if values is None:
        return IndicatorsConfig()
    try:
        return IndicatorsConfig.model_validate(values)
    except ValidationError as error:
        lines = [_sentence(path, root, found["loc"], found["msg"]) for found in error.errors(include_url=False)]
        raise ConfigError("; ".join(lines)) from error


def _sentence(path: Path, root: yaml.Node | None, place: tuple[str | int, ...], message: str) -> str:
    return f"{path}, line {line_of(root, place)}, {'.'.join(map(str, place)) or 'the file'}: {message}"


def line_of(node: yaml.Node | None, place: tuple[str | int, ...]) -> int:
    """The line (from 1) of the deepest part of `place` that the file holds."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
