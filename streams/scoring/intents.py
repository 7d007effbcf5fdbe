"""What the writer of a text wants or does: from the pack's phrases, its feeling, and its question marks."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import get_args

from schemas.scored import Intent, Sentiment
from streams.scoring.cues import Cues, Found

_CLOSING = re.compile(r"[^\w?؟;]+$")
_ORDER: tuple[Intent, ...] = get_args(Intent)


def intents(text: str, language: str, found: Found, cues: Cues, feelings: Collection[Sentiment]) -> list[Intent]:
    """What a clean text wants, in the schema's order; `feelings` are its sentiment and its mentions'.

    A text asks if it ends so, or has both a mark and a phrase of asking; one in the middle is mostly rhetorical.
    """
    if not found.words:
        return []
    meant = set(cues.named(found.bits & cues.intents)) if found.bits & cues.intents else set()
    if "negative" in feelings:
        meant.add("complaint")
    if "positive" in feelings:
        meant.add("praise")
    marks = "?؟;" if language == "el" else "?؟"
    if not any(mark in text for mark in marks):
        meant.discard("question")
    elif _CLOSING.sub("", text).endswith(tuple(marks)):
        meant.add("question")
    return [intent for intent in _ORDER if intent in meant] if meant else []
