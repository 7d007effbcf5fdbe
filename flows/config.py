"""Reads config/indicators.yaml; what is wrong with it is said by file, line and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flows.brands import FILE as BRANDS
from flows.brands import read_brands
from flows.errors import ConfigError
from flows.indicators.config import IndicatorsConfig
from flows.settings import FlowSettings
from flows.taxonomy import FILE as TAXONOMY
from flows.taxonomy import read_taxonomy
from schemas.config_file import BadConfig, line_of, read_yaml
from schemas.names import near

FILE = "indicators.yaml"


def config_path() -> Path:
    """Where the file is: in the folder of the settings."""
    return FlowSettings().config_dir / FILE


def load_config(path: Path | None = None) -> IndicatorsConfig:
    """The configuration, whose brands and topics are those of the files beside it; raises ConfigError."""
    path = path or config_path()
    try:
        text, values = read_yaml(path)
    except BadConfig as error:
        raise ConfigError(str(error)) from error
    config = _checked(path, values, text)
    if unknown := [*_unknown(config, values or {}, path.parent)]:
        places = (f"{path}, line {line_of(text, place)}, {'.'.join(place)}: {what}" for place, what in unknown)
        raise ConfigError(*places)
    return config


def _unknown(config: IndicatorsConfig, said: Mapping[str, Any], folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Brands and topics that the files beside do not know, with their place: nothing would ever be judged by them."""
    if config.kpi_breach.brand_targets and (folder / BRANDS).exists():
        ours = read_brands(folder).own
        for name in config.kpi_breach.brand_targets:
            if name not in ours:
                what = f"there is no brand of ours {name!r} in {BRANDS}; {near(name, ours)}"
                yield ("kpi_breach", "brand_targets", name), what
    topic, topics = config.price_impact.topic, read_taxonomy(folder).stages
    if topics and topic not in topics and "topic" in (said.get("price_impact") or {}):
        yield ("price_impact", "topic"), f"there is no topic {topic!r} in {TAXONOMY}; {near(topic, topics)}"


def _checked(path: Path, values: Any, text: str) -> IndicatorsConfig:
    if values is None:
        return IndicatorsConfig()
    try:
        return IndicatorsConfig.model_validate(values)
    except ValidationError as error:
        raise ConfigError(*(_sentence(path, text, found) for found in error.errors(include_url=False))) from error


def _sentence(path: Path, text: str, found: ErrorDetails) -> str:
    place = found["loc"]
    where = f"{path}, line {line_of(text, place)}, {'.'.join(map(str, place)) or 'the file'}"
    return f"{where}: {_problem(found, IndicatorsConfig)}"


_SENTENCES = {
    "model_type": "{input} stands where a section of names and values should",
    "dict_type": "{input} stands where a section of names and values should",
    "tuple_type": "{input} is not a list: [{input}] is one",
    "literal_error": "{input} is not {expected}",
    "float_parsing": "{input} is not a number",
    "float_type": "{input} is not a number",
    "int_parsing": "{input} is not a whole number",
    "int_type": "{input} is not a whole number",
    "int_from_float": "{input} is not a whole number",
    "string_type": "{input} is not text: quotes make it text",
    "greater_than": "{input} is not above {gt:g}",
    "greater_than_equal": "{input} is below {ge:g}",
    "less_than": "{input} is not below {lt:g}",
    "less_than_equal": "{input} is above {le:g}",
}
"""pydantic's types of errors in words of the file."""


def _problem(found: ErrorDetails, model: type[BaseModel]) -> str:
    if found["type"] == "extra_forbidden":
        *place, name = found["loc"]
        return f"there is no setting called {str(name)!r} here; {near(str(name), _known(model, place))}"
    sentence = _SENTENCES.get(found["type"])
    if sentence is None:
        return found["msg"].removeprefix("Value error, ")
    given = found["input"]
    shown = "nothing" if given is None else repr(given) if isinstance(given, str) else given
    return sentence.format(**{**found.get("ctx", {}), "input": shown})


def _known(model: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The names that a section may have."""
    for step in place:
        field = model.model_fields.get(str(step))
        section = field.annotation if field else None
        if not (isinstance(section, type) and issubclass(section, BaseModel)):
            return []
        model = section
    return list(model.model_fields)
