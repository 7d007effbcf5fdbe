"""config/taxonomy.yaml as far as reports take it: what topics are called, and their stage of the journey."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.errors import ConfigError
from flows.names import Names
from schemas.config_file import BadConfig, read_config
from schemas.journey import JourneyStage

FILE = "taxonomy.yaml"


class Topic(msgspec.Struct, frozen=True):
    """What marks its texts is none of ours."""

    id: str
    name: str = ""
    journey_stage: JourneyStage | None = None


class Area(msgspec.Struct, frozen=True):
    topics: tuple[Topic, ...] = ()


class Taxonomy(msgspec.Struct, frozen=True):
    """The topics by area, in the file's order."""

    areas: tuple[Area, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Topic -> its name, of those that have one."""
        return {topic.id: topic.name for area in self.areas for topic in area.topics if topic.name}

    @property
    def stages(self) -> dict[str, str]:
        """Topic -> stage of the customer's journey."""
        return {topic.id: topic.journey_stage or "" for area in self.areas for topic in area.topics}


def read_names(folder: Path) -> Names:
    """What reports call the topics of `folder`/taxonomy.yaml. Raises ConfigError."""
    return Names(read_taxonomy(folder).names)


def read_taxonomy(folder: Path) -> Taxonomy:
    """The topics of `folder`/taxonomy.yaml, none without the file. Raises ConfigError."""
    file = folder / FILE
    if not file.exists():
        return Taxonomy()
    try:
        return read_config(file, Taxonomy)
    except BadConfig as error:
        raise ConfigError(str(error)) from error
