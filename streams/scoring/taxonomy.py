"""config/taxonomy.yaml: the topics that customers talk about, and which of them a text is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from schemas.config_file import bad_field, read_config
from schemas.journey import JourneyStage
from schemas.scored import Cause
from streams.scoring.language import UNDETERMINED, check_language
from streams.scoring.phrases import phrase_words

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$", description="an id of small letters, digits and _")]
LanguageCode = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$", description="a code of a language, such as en")]
Said = Annotated[str, Meta(min_length=1)]


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The second level: what texts are marked with. `words` are matched whole, `word*` by its beginning."""

    id: Id
    name: Said
    description: Said
    journey_stage: JourneyStage
    cause: Cause
    words: Annotated[dict[LanguageCode, list[str]], Meta(min_length=1)]


class Area(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first level: topics that one part of the house answers for. Texts are never marked with an area."""

    id: Id
    name: Said
    topics: Annotated[list[Topic], Meta(min_length=1)]


class Taxonomy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All areas, in the order in which a text's topics are listed."""

    areas: Annotated[list[Area], Meta(min_length=1)]

    def topics(self) -> Iterator[Topic]:
        """Every topic of every area."""
        return (topic for area in self.areas for topic in area.topics)


def load_taxonomy(file: Path) -> Taxonomy:
    """The taxonomy in `file`. Raises BadConfig: a wrong field, a repeated id, a language or a word that is none."""
    taxonomy = read_config(file, Taxonomy)
    seen: set[str] = set()
    for field, topic in _with_fields(taxonomy):
        if topic.id in seen:
            raise bad_field(file, f"{field}.id", f"the id {topic.id!r} stands twice")
        seen.add(topic.id)
        for language, words in topic.words.items():
            check_language(file, f"{field}.words.{language}", language)
            for at, word in enumerate(words):
                if not "".join(phrase_words(word)).strip("*"):
                    raise bad_field(file, f"{field}.words.{language}[{at}]", "has no letter to look for")
    return taxonomy


def _with_fields(taxonomy: Taxonomy) -> Iterator[tuple[str, Topic]]:
    for i, area in enumerate(taxonomy.areas):
        for j, topic in enumerate(area.topics):
            yield f"areas[{i}].topics[{j}]", topic


def words_by_language(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str]]]:
    """Language → (word, topic id) in the taxonomy's order; under 'und' the words of every language."""
    said: dict[str, list[tuple[str, str]]] = {UNDETERMINED: []}
    for topic in taxonomy.topics():
        for language, words in topic.words.items():
            found = [(word, topic.id) for word in words]
            said.setdefault(language, []).extend(found)
            said[UNDETERMINED] += found
    return said
