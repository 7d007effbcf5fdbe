"""Published labelled texts and word lists, as they are used here: which belong together, and what is left out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from streams.scoring.packs import LANGUAGES
from streams.scoring.reading import is_mark, read
from streams.scoring.text import clean
from training.corpus import FOLDER as CORPUS
from training.corpus import Sentence, read_corpus

# Data sets of one origin share authors, labelling or texts: to leave one out is to leave them all out.
ORIGINS: Final = {
    "nhs": ("nhs_fft_v6", "nhs_fft_phase1"),
    "vader": ("vader_amazonReviewSnippets", "vader_tweets", "vader_nytEditorialSnippets"),
    "umsab": tuple(f"umsab_{language}" for language in ("ar", "de", "en", "es", "fr", "hi", "it", "pt")),
    "sentimp": ("sentimp_es", "sentimp_en", "sentimp_el"),
    "afrisenti": ("afrisenti_por", "afrisenti_swa"),
    "skytrax": ("skytrax_seat",),
    "fa_bank_apps": ("fa_bank_apps",),
}
OWN: Final = "corpus"
UNSEEN: Final = CORPUS / "unseen"
_ISO_639_1 = {"por": "pt", "swa": "sw"}
# Answers whose meaning the question decides ("What could we do better?" "Nothing."): a text alone cannot tell.
_ANSWERS: Final = {"nothing", "no", "none", "nil", "n", "a", "not", "at", "all", "anything", "really", "everything"}


class Example(NamedTuple):
    """A cleaned text and what people said of it. `family` groups what must not be split between fit and test."""

    text: str
    language: str
    label: str
    source: str
    origin: str
    family: str
    usable: bool = True  # to learn from; all labelled texts are evaluated
    is_clause: bool = False


def read_published(folder: Path) -> list[Example]:
    """Every labelled text of ORIGINS in `folder`/labelled. Raises FileNotFoundError."""
    return [
        example
        for origin, sources in ORIGINS.items()
        for source in sources
        for example in _published(folder / "labelled" / f"{source}.jsonl.gz", source, origin)
    ]


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped JSON Lines file."""
    with gzip.open(file) as lines:
        yield from map(msgspec.json.decode, lines)


def _published(file: Path, source: str, origin: str) -> Iterator[Example]:
    for at, row in enumerate(rows(file)):
        if not row.get("label"):
            continue
        text = clean(row["text"])
        language = _ISO_639_1.get(row["lang"], row["lang"])
        yield Example(text, language, row["label"], source, origin, f"{source}/{at}", _usable(text, row, origin))


def _usable(text: str, row: dict[str, Any], origin: str) -> bool:
    """Not where the label is not of the text: "fantastic" that nobody rated, in one trust; "nothing" alone."""
    if origin != "nhs":
        return bool(text)
    unlabelled = row["source_dataset"] == "nhs_fft_phase1" and row["label"] == "neutral"
    return not unlabelled and not {token for token in read(text) if not is_mark(token)} <= _ANSWERS


def own_texts(sentences: list[Sentence]) -> list[Example]:
    """Whole sentences; mixed ones have no label and are left out."""
    return [
        Example(clean(s.text), s.language, s.sentiment, f"corpus_{s.language}", OWN, f"{s.language}/{s.family}")
        for s in sentences
        if s.sentiment != "mixed"
    ]


def own_clauses(sentences: list[Sentence]) -> list[Example]:
    """What sentences say about their topics: quotes that are not the whole sentence, with the mention's sentiment."""
    return [
        Example(
            clean(m.quote),
            s.language,
            m.sentiment,
            f"clauses_{s.language}",
            OWN,
            f"{s.language}/{s.family}",
            True,
            True,
        )
        for s in sentences
        for m in s.mentions
        if m.quote != s.text
    ]


def read_own(split: str) -> list[Sentence]:
    """The corpus' sentences in `split` (train or test), all languages."""
    return [s for language in LANGUAGES for s in read_corpus(language) if s.split == split]


def read_unseen() -> list[Sentence]:
    """Sentences that were written after corpus and packs: only ever measured on."""
    return [s for language in LANGUAGES for s in read_corpus(language, UNSEEN)]
