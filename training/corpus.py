"""Our labelled corpus: sentences written for this project. `python -m training.corpus` checks `corpus/*.jsonl`."""

from __future__ import annotations

import sys
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from schemas.scored import Cause, Intent
from streams.scoring.packs import LANGUAGES
from streams.scoring.taxonomy import load_taxonomy

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "corpus"
TEST_SHARE: Final = 0.3

Polarity = Literal["positive", "neutral", "negative"]
Split = Literal["train", "test"]


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the sentence says about one topic: `quote` is the part that says it; `cause` is told of what is negative."""

    topic: str
    sentiment: Polarity
    quote: Annotated[str, Meta(min_length=1)]
    cause: Cause | None = None


class Sentence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the corpus. `family` gathers variants of one idea: all in train or all in test."""

    id: Annotated[str, Meta(pattern=r"^[a-z]{2}-[0-9]{3,4}$")]
    family: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    sector: Literal["shop", "bank", "clinic", "carrier", "app", "hotel", "public", "telecom", "restaurant", "travel"]
    style: Literal[
        "plain",
        "polite",
        "irony",
        "mixed",
        "suggestion",
        "question",
        "emphatic",
        "comparison",
        "short",
        "informal",
        "long",
    ]
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    sentiment: Literal["positive", "neutral", "negative", "mixed"]
    mentions: list[Said] = []
    intents: list[Intent] = []
    urgent: bool = False
    expectation: bool = False

    @property
    def language(self) -> str:
        """The ISO 639-1 code that the id begins with."""
        return self.id[:2]

    @property
    def split(self) -> Split:
        """By family, so that no variant of a tested sentence was trained on."""
        at = blake2b(f"{self.language}/{self.family}".encode(), digest_size=4).digest()
        return "test" if int.from_bytes(at) / 2**32 < TEST_SHARE else "train"


def read_corpus(language: str, folder: Path = FOLDER) -> list[Sentence]:
    """The sentences of a language. Raises ValueError that names the line and what is wrong with it."""
    topics = {topic.id for topic in load_taxonomy(ROOT / "config/taxonomy.yaml").topics()}
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for number, line in enumerate((folder / f"{language}.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{language}.jsonl line {number}"
        try:
            sentence = msgspec.json.decode(line, type=Sentence)
        except msgspec.MsgspecError as error:
            raise ValueError(f"{where}: {error}") from None
        for problem in _problems(sentence, language, topics, seen):
            raise ValueError(f"{where}: {problem}")
        seen |= {sentence.id, sentence.text}
        sentences.append(sentence)
    return sentences


def _problems(sentence: Sentence, language: str, topics: set[str], seen: set[str]) -> list[str]:
    found = [f"no such topic: {said.topic}" for said in sentence.mentions if said.topic not in topics]
    found += [f"not in the text: {said.quote!r}" for said in sentence.mentions if said.quote not in sentence.text]
    found += [
        f"{said.topic} twice"
        for said in sentence.mentions
        if [m.topic for m in sentence.mentions].count(said.topic) > 1
    ]
    found += [
        f"{said.topic}: a negative mention needs a cause, no other has one"
        for said in sentence.mentions
        if (said.cause is not None) != (said.sentiment == "negative")
    ]
    if sentence.language != language:
        found.append("id of another language")
    if {sentence.id, sentence.text} & seen:
        found.append("id or text stands twice")
    return found


def summary(sentences: list[Sentence]) -> str:
    """Counts by what must be balanced."""
    counts: dict[str, Counter[Any]] = {
        "split": Counter(s.split for s in sentences),
        "sentiment": Counter(s.sentiment for s in sentences),
        "style": Counter(s.style for s in sentences),
        "sector": Counter(s.sector for s in sentences),
        "topic": Counter(m.topic for s in sentences for m in s.mentions),
        "cause": Counter(m.cause for s in sentences for m in s.mentions if m.cause),
        "intent": Counter(i for s in sentences for i in s.intents),
    }
    flags = f"urgent {sum(s.urgent for s in sentences)}, expectation {sum(s.expectation for s in sentences)}"
    lines = [
        f"{name:9} " + ", ".join(f"{key} {n}" for key, n in counter.most_common()) for name, counter in counts.items()
    ]
    return "\n".join([f"{len(sentences)} sentences, {len({s.family for s in sentences})} families, {flags}", *lines])


def main(languages: list[str]) -> int:
    """Says what each language has. The exit code."""
    for language in languages or LANGUAGES:
        print(f"== {language}\n{summary(read_corpus(language))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
