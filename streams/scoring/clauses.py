"""A text as clauses: the parts that may each have an opinion of their own, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, Literal, NamedTuple

from streams.scoring.cues import Cues, Found
from streams.scoring.text import begins

_MOST: Final = 200  # breaks; what comes after the last of them is one clause
_PICTURE = "[\u2600-\u27bf\U0001f1e6-\U0001faff]"
_BREAK = re.compile(
    rf"""(?=[^\w\s]|\s-)(?: # most places are neither, and are left at once
    (?P<sentence> (?<!\w)[:;=]-?['’]?[()\[\]DP/\\|*3]+(?!\w)  # emoticons and emoji end what they are about
      | {_PICTURE}+(?:\s*{_PICTURE}+)*[.!?]*
      | [!?…؟۔।॥;؛][.!?…؟۔।॥]*["'»”’)\]]*
      | \.+["'»”’)\]]*(?=\s|$) )
    | (?P<part> [,،:](?!\d) | [–—()\[\]] | \s-+\s ))""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"\b(?:approx|dra?|mrs?|ms|prof|sra?|srta|st|tel|uds?|z\.b|bzw|inkl|ca|p|ej|ул|тел|руб|т)$", re.IGNORECASE
)
_EDGES = re.compile(r"^[\s,،:)\]–—-]+(?=[^\W_])|[\s,،–—-]+$|\s[(\[]$")

_Kind = Literal["part", "contrast", "sentence"]


class Clause(NamedTuple):
    """Words `first` up to `last` of a text, what they say (`Cues`' bits), and the part of the text that holds them."""

    first: int
    last: int
    bits: int
    sentence: int
    begin: int
    end: int


class _Break(NamedTuple):
    word: int  # the break is before it
    kind: _Kind
    at: int  # in the text


def clauses(text: str, found: Found, cues: Cues) -> list[Clause]:
    """The clauses of a clean text, in order and without a gap; one at least.

    A sentence's end always parts. A word of contrast parts what has a topic or an opinion on both sides, a comma or a
    conjunction what has an opinion on both sides: "clean and quiet rooms" is one clause or two, "salt and pepper" one.
    """
    breaks = list(_breaks(text, found, cues))
    if not breaks:
        return [Clause(0, len(found.words), found.bits, 0, 0, len(text))]
    return _joined(_pieces(breaks, found, len(text)), cues)


def part(text: str, begin: int, end: int) -> str:
    """`text` from `begin` to `end` without the punctuation that parts it from the rest."""
    return text if end - begin == len(text) else _EDGES.sub("", text[begin:end].strip())


def _breaks(text: str, found: Found, cues: Cues) -> Iterator[_Break]:
    """At most one before each word, in order; none before the first."""
    marks = [
        mark
        for mark in islice(_BREAK.finditer(text), _MOST)
        if mark[0] != "." or not _is_abbreviation(text, mark.start())
    ]
    words = [hit for hit in found.hits if hit.bits & cues.splits] if found.bits & cues.splits else []
    if not words and (not marks or (len(marks) == 1 and marks[0].end() == len(text))):
        return
    starts = begins(text)
    at: dict[int, _Break] = {}
    for mark in marks:
        word = bisect_left(starts, mark.end())
        kind: _Kind = "sentence" if mark.lastgroup == "sentence" else "part"
        if word not in at or kind == "sentence":
            at[word] = _Break(word, kind, mark.end())
    for hit in islice(words, _MOST):
        known = at.get(hit.start)
        if hit.bits & cues.contrasts and (known is None or known.kind == "part"):
            at[hit.start] = _Break(hit.start, "contrast", starts[hit.start])
        elif known is None:
            at[hit.start] = _Break(hit.start, "part", starts[hit.start])
    yield from (at[word] for word in sorted(at) if 0 < word < len(starts))


def _is_abbreviation(text: str, end: int) -> bool:
    return _ABBREVIATION.search(text, max(0, end - 8), end) is not None


def _pieces(breaks: Sequence[_Break], found: Found, end: int) -> Iterator[tuple[Clause, _Kind]]:
    """The clause after each break, and the first one, each with the kind of the break before it."""
    edges = [_Break(0, "sentence", 0), *breaks, _Break(len(found.words), "sentence", end)]
    hits, at, sentence = found.hits, 0, -1
    for this, following in pairwise(edges):
        bits = 0
        while at < len(hits) and hits[at].start < following.word:
            bits |= hits[at].bits
            at += 1
        sentence += this.kind == "sentence"
        yield Clause(this.word, following.word, bits, sentence, this.at, following.at), this.kind


def _joined(pieces: Iterator[tuple[Clause, _Kind]], cues: Cues) -> list[Clause]:
    """Pieces that do not stand alone are part of the clause before them; after a contrast, of the one that follows."""
    joined: list[tuple[Clause, _Kind]] = []
    stands = cues.topics | cues.opinions
    for piece, kind in pieces:
        if joined and kind != "sentence":
            before, its_kind = joined[-1]
            if its_kind == "contrast" and not before.bits & stands:
                joined[-1] = both(before, piece), "contrast"
                continue
            conceded = its_kind == "sentence" and before.bits & cues.contrasts  # "although the room was small, …"
            needed = stands if kind == "contrast" or conceded else cues.opinions
            says_nothing = not before.bits & cues.opinions and not piece.bits & cues.topics  # "the app, however, …"
            if not before.bits & needed or says_nothing or (not piece.bits & needed and kind == "part"):
                joined[-1] = both(before, piece), its_kind
                continue
        joined.append((piece, kind))
    return [clause for clause, _ in joined]


def both(before: Clause, after: Clause) -> Clause:
    """Two clauses, one right after the other, as one."""
    return Clause(before.first, after.last, before.bits | after.bits, before.sentence, before.begin, after.end)
