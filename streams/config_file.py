"""A YAML file that people edit → a typed struct, or one error that names file, line and field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from schemas.errors import EarshotError

Model = TypeVar("Model")


class _Words(yaml.SafeLoader):
    """YAML in which no, yes, on and off are words, as whoever lists words means them; true and false stay boolean."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - declared so by the parent
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


class BadConfig(EarshotError):  # noqa: N818 - a past participle's sibling: it names what the file is
    """A configuration file that cannot be used as it stands."""

    def __init__(self, file: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {field or 'the file'}: {problem}")
        self.file, self.line, self.field, self.problem = file, line, field, problem


def read_config(file: Path, model: type[Model]) -> Model:
    """`file` as a `model`. Raises BadConfig."""
    try:
        text = file.read_text(encoding="utf-8")
        parsed = yaml.load(text, Loader=_Words)  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise BadConfig(file, 0, "", "there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file, 0, "", f"cannot be read: {type(error).__name__}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadConfig(file, mark.line + 1 if mark else 0, "", f"is not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise BadConfig(file, 0, "", f"is not YAML: {type(error).__name__}") from None
    try:
        return msgspec.convert(parsed, model)
    except msgspec.ValidationError as error:
        field = found["path"] if (found := _PATH.search(str(error))) else ""
        raise BadConfig(file, line_of(text, field), field, _PATH.sub("", str(error))) from None


def line_of(text: str, field: str) -> int:
    """The line, from 1, of `field` ('areas[0].topics[2].cause') in YAML `text`; of its nearest parent where missing."""
    node = yaml.compose(text, Loader=_Words)
    for step in re.findall(r"[^.\[\]]+", field):
        child = _child(node, step)
        if child is None:
            break
        node = child
    return node.start_mark.line + 1 if node else 1


def _child(node: yaml.Node | None, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return node.value[int(step)]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
