"""A YAML file that people edit → a typed struct, or one error that names file, line and field."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from schemas.config_errors import WrongValueError, converted
from schemas.errors import EarshotError

Model = TypeVar("Model")


class _Words(yaml.CSafeLoader):
    """YAML in which no, yes, on and off are words, as whoever lists words means them; true and false stay boolean.

    A key that stands twice is refused: of two values one would be lost, and nobody would see which.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - declared so by the parent
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[tuple[str, str], int] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if first := lines.get((key.tag, key.value)):
                raise _Twice(key.value, first, key.start_mark)
            lines[key.tag, key.value] = key.start_mark.line + 1
        return super().construct_mapping(node, deep)


class _Twice(yaml.MarkedYAMLError):
    """A key that stands twice in one mapping."""

    def __init__(self, key: str, first: int, mark: yaml.Mark) -> None:
        super().__init__(problem=f"{key!r} stands in line {first} already", problem_mark=mark)
        self.key = key


class BadConfig(EarshotError):  # noqa: N818 - a past participle's sibling: it names what the file is
    """A configuration file that cannot be used as it stands; line 0: no line of it is to blame."""

    def __init__(self, file: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {field or 'the file'}: {problem}" if line else f"{file}: {problem}")
        self.file, self.line, self.field, self.problem = file, line, field, problem


@lru_cache(maxsize=8)
def load(text: str) -> Any:
    """The YAML as every file that people edit is read. Raises yaml.YAMLError.

    The same text gives the same object, which nobody changes: one run asks for the taxonomy's half megabyte many times.
    """
    return yaml.load(text, Loader=_Words)  # noqa: S506 - a safe loader


def read_yaml(file: Path) -> tuple[str, Any]:
    """`file` as it stands now, and what it says, which is shared and not to be changed. Raises BadConfig."""
    try:
        text = file.read_text(encoding="utf-8")
        return text, load(text)
    except FileNotFoundError:
        raise BadConfig(file, 0, "", "there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file, 0, "", f"cannot be read: {type(error).__name__}") from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(file, text, error) from None
    except yaml.YAMLError as error:
        raise BadConfig(file, 0, "", f"is not YAML: {type(error).__name__}") from None


def _not_yaml(file: Path, text: str, error: yaml.MarkedYAMLError) -> BadConfig:
    mark = error.problem_mark
    line = min(mark.line, text.count("\n")) + 1 if mark else 0  # what is missing at the end is on the last line
    if isinstance(error, _Twice):
        return BadConfig(file, line, error.key, str(error.problem))
    return BadConfig(file, line, "", f"is not YAML: {error.problem}")


def read_config(file: Path, model: type[Model]) -> Model:
    """`file` as a `model`. Raises BadConfig."""
    text, parsed = read_yaml(file)
    try:
        return converted(parsed, model)
    except WrongValueError as error:
        raise BadConfig(file, line_of(text, error.place), field_of(error.place), error.problem) from None


def bad_field(file: Path, field: str, problem: str) -> BadConfig:
    """What is wrong with a field that has the right type ('areas[0].topics[2].id'), with its line."""
    return BadConfig(file, line_of(file.read_text(encoding="utf-8"), steps(field)), field, problem)


def steps(field: str) -> list[str]:
    """'areas[0].topics[2].cause' → areas, 0, topics, 2, cause."""
    return re.findall(r"[^.\[\]]+", field)


def field_of(place: Sequence[str]) -> str:
    """areas, 0, topics, 2, cause → 'areas[0].topics[2].cause'."""
    return "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in place).removeprefix(".")


def line_of(text: str, place: Iterable[str | int]) -> int:
    """The line, from 1, on which the key or item at `place` of YAML `text` begins; if missing, its parent's content."""
    node = yaml.compose(text, Loader=_Words)
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        found = _child(node, str(step))
        if found is None:
            return node.start_mark.line + 1 if node else line
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        child = node.value[int(step)]
        return child.start_mark.line + 1, child
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line + 1, child) for key, child in node.value if key.value == step), None)
    return None
