"""What a report calls what findings are about. Findings know ids: of topics, goals, actions, questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.indicators.wording import span
from flows.windows import Window

_ID = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_PARTS = ("channel", "source", "phrase", "language", "item")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id: of the taxonomy's topics, and of the items that have one. An id without is told in words."""

    topics: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)

    def topic(self, topic: str) -> str:
        """`Website and app`."""
        return self.topics.get(topic) or words(topic)

    def subject(self, row: Mapping[str, Any]) -> str:
        """`Alder Post / Website and app`: the parts of a row's subject for reading."""
        parts = {part: row.get(f"subject_{part}", "") for part in _PARTS}
        item = self.items.get(parts["item"]) or words(parts["item"])
        told = (row["subject_brand"], self.topic(row["subject_topic"]), *map(words, list(parts.values())[:-1]), item)
        return " / ".join(part for part in told if part) or "all"

    def sentence(self, text: str) -> str:
        """A sentence without ids: topics of several words by their names, whatever else has underscores in words."""
        for topic, name in self.topics.items():
            if "_" in topic:
                text = re.sub(rf"\b{topic.replace('_', '[_ ]')}\b", name[:1].lower() + name[1:], text)
        return _ID.sub(lambda found: words(found[0]), text)


UNNAMED = Names()
"""Where no configuration says what anything is called."""


def words(name: str) -> str:
    """`app store` for `app_store`."""
    return name.replace("_", " ")


def when(window: Window) -> str:
    """`October 2026`, `the week from 9 November 2026`."""
    return span(window.span, window.grain)
