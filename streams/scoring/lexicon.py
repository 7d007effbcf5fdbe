"""A pack's opinion words in a text: with negation, intensifiers, idioms and clauses, but without any training."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from streams.scoring.packs import Pack
from streams.scoring.reading import is_mark, said
from streams.scoring.remembered import Remembered
from streams.scoring.text import follows

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_STRENGTHS: Final = {"strongly_positive": 1.0, "positive": 0.6, "negative": -0.6, "strongly_negative": -1.0}
_IDIOMS: Final = {"positive": 0.8, "neutral": 0.0, "negative": -0.8}
_TURNED = -0.7  # "not good" is bad, though less than "bad"; "not awful" is hardly good
_MORE, _LESS = 1.4, 0.6
_MODIFIES = 2  # tokens that an intensifier or diminisher reaches on

Kind = Literal["opinion", "idiom", "negator", "more", "less", "contrast"]
_KINDS: Final[dict[str, Kind]] = {
    "negators": "negator",
    "contrasts": "contrast",
    "intensifiers": "more",
    "diminishers": "less",
}
_ORDER: Final[tuple[Kind, ...]] = ("idiom", "opinion", "negator", "contrast", "more", "less")


class Meaning(NamedTuple):
    """What a word or phrase of a pack does; `value` is an opinion's or idiom's, −1…1."""

    kind: Kind
    value: float = 0.0


class Signal(NamedTuple):
    """What a pack finds: sums of its opinions' strengths, how the last clause with an opinion ends, and the rest."""

    positive: float = 0.0
    negative: float = 0.0
    last: float = 0.0
    opinions: int = 0
    turned: int = 0
    loose: int = 0  # negators that turn no opinion round: "it did not come"
    neutral_idioms: int = 0


_Phrase = tuple[tuple[str, ...], Meaning]  # the words after the first, and what the whole means


class _Entry(NamedTuple):
    """What a token means alone, and the phrases that it may begin, longest first."""

    alone: Meaning | None
    by_next: dict[str, list[_Phrase]]  # under the token that comes next: all that it fits
    starred: list[_Phrase]  # those that need only a beginning of it
    beginnings: tuple[str, ...]  # these


_NOTHING: Final = _Entry(None, {}, [], ())
_MARK: Final = _Entry(Meaning("contrast"), {}, [], ())
SILENCE: Final = Signal()


class Lexicon:
    """The sentiment part of a pack, ready to look tokens up; `opinions` (word → −1…1) replace the pack's own."""

    def __init__(self, pack: Pack, opinions: Mapping[str, float] | None = None) -> None:
        self._negates, self._reach = pack.negates, pack.reach
        self._words: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._beginnings: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in _meanings(pack, opinions):
            first, *rest = said(phrase)
            into = self._beginnings if first.endswith("*") else self._words
            into.setdefault(first.rstrip("*"), []).append((tuple(rest), meaning))
        self._lengths = sorted({len(beginning) for beginning in self._beginnings}, reverse=True)
        self._entries: Remembered[_Entry] = Remembered(self._look_up)

    def signal(self, tokens: Sequence[str]) -> Signal:
        """What `tokens` (of reading.read) say. Linear in their number."""
        meant = self._meant(tokens)
        if not meant:
            return SILENCE
        scan = _Scan(self._negates, self._reach)
        for at, meaning in meant:
            scan.take(at, meaning)
        return scan.signal()

    def _meant(self, tokens: Sequence[str]) -> list[tuple[int, Meaning]]:
        """Where each meaning stands; not the contrasts before all others: they part nothing."""
        meant: list[tuple[int, Meaning]] = []
        past = 0  # tokens that a phrase has taken
        for at, entry in enumerate(map(self._entries.__getitem__, tokens)):
            if entry is _NOTHING or at < past:
                continue
            meaning = entry.alone
            if (entry.by_next or entry.starred) and (phrase := _phrase(tokens, at + 1, entry)):
                meaning, past = phrase[1], at + 1 + len(phrase[0])
            if meaning is not None and (meant or meaning.kind != "contrast"):
                meant.append((at, meaning))
        return meant

    def _look_up(self, token: str) -> _Entry:
        if is_mark(token):
            return _MARK
        found = next(filter(None, map(self._find, _spellings(token))), [])
        if not found:
            return _NOTHING
        found.sort(key=lambda pair: (-len(pair[0]), _ORDER.index(pair[1].kind)))
        return _entry(found)

    def _find(self, token: str) -> list[tuple[tuple[str, ...], Meaning]]:
        """Whole words before beginnings, longer beginnings before shorter ones: each adds what it alone says."""
        found = list(self._words.get(token, ()))
        for length in self._lengths:
            if length <= len(token):
                found += self._beginnings.get(token[:length], ())
        return found


class _Scan:
    """One pass over the meanings of a text."""

    def __init__(self, negates: str, reach: int) -> None:
        self._onward, self._back, self._reach = negates != "previous", negates != "next", reach
        self._opinions: list[tuple[int, int, float]] = []  # place, clause, value
        self._clause = 0
        self._negated_at: int | None = None
        self._factor, self._factor_at = 1.0, -9
        self._turned = self._loose = self._neutral = 0

    def take(self, at: int, meaning: Meaning) -> None:
        """The next meaning, which stands at token `at`."""
        kind, value = meaning
        if kind == "opinion":
            self._add(at, self._read(at, value))
        elif kind == "contrast":
            self._end_clause()
        elif kind == "negator":
            self._negate(at)
        elif kind == "idiom":
            self._neutral += value == 0
            self._negated_at = None
            self._add(at, value)
        else:
            self._factor, self._factor_at = (_MORE if kind == "more" else _LESS), at

    def _read(self, at: int, value: float) -> float:
        """An opinion's value, as what stands before it has it."""
        if at - self._factor_at <= _MODIFIES:
            value *= self._factor
        if self._negated_at is not None:
            if at - self._negated_at <= self._reach:
                value *= _TURNED
                self._turned += 1
            else:
                self._loose += 1
            self._negated_at = None
        return value

    def _add(self, at: int, value: float) -> None:
        if value:
            self._opinions.append((at, self._clause, value))

    def _negate(self, at: int) -> None:
        if self._back and self._opinions:
            place, clause, value = self._opinions[-1]
            if clause == self._clause and at - place <= self._reach:
                self._opinions[-1] = (place, clause, value * _TURNED)
                self._turned += 1
                return
        if not self._onward:
            self._loose += 1
            return
        self._loose += self._negated_at is not None
        self._negated_at = at

    def _end_clause(self) -> None:
        self._loose += self._negated_at is not None
        self._negated_at = None
        self._clause += 1

    def signal(self) -> Signal:
        """What was found."""
        self._end_clause()
        positive = negative = last = 0.0
        for _, clause, value in self._opinions:
            if value > 0:
                positive += value
            else:
                negative -= value
            if clause == self._opinions[-1][1]:
                last += value
        return Signal(
            positive,
            negative,
            last=max(-1.0, min(1.0, last)),
            opinions=len(self._opinions),
            turned=self._turned,
            loose=self._loose,
            neutral_idioms=self._neutral,
        )


def _meanings(pack: Pack, opinions: Mapping[str, float] | None) -> Iterable[tuple[str, Meaning]]:
    for label, phrases in pack.idioms.items():
        yield from ((phrase, Meaning("idiom", _IDIOMS[label])) for phrase in phrases)
    for word, value in _opinions(pack).items() if opinions is None else opinions.items():
        yield word, Meaning("opinion", value)
    for field, kind in _KINDS.items():
        yield from ((word, Meaning(kind)) for word in getattr(pack, field))


def _opinions(pack: Pack) -> dict[str, float]:
    return {word: value for field, value in _STRENGTHS.items() for word in getattr(pack, field)}


def _spellings(token: str) -> Iterator[str]:
    """The token, then without what was drawn out: 'goooood', 'good', 'god'."""
    yield token
    if _DRAWN_OUT.search(token):
        yield _DRAWN_OUT.sub(r"\1\1", token)
        yield _DRAWN_OUT.sub(r"\1", token)


def _entry(found: Sequence[_Phrase]) -> _Entry:
    """The phrases among `found`, in order: under each second token all that it may begin."""
    alone = next((meaning for rest, meaning in found if not rest), None)
    longer = [(rest, meaning) for rest, meaning in found if rest]
    starred = [(rest, meaning) for rest, meaning in longer if rest[0][-1] == "*"]
    by_next = {
        second: [(rest, meaning) for rest, meaning in longer if rest[0] == second or rest[0][-1] == "*"]
        for second in {rest[0] for rest, _ in longer if rest[0][-1] != "*"}
    }
    return _Entry(alone, by_next, starred, tuple({rest[0][:-1] for rest, _ in starred}))


def _phrase(tokens: Sequence[str], at: int, entry: _Entry) -> _Phrase | None:
    """The first of an entry's phrases that goes on in `tokens` `at`."""
    if at >= len(tokens):
        return None
    likely = entry.by_next.get(tokens[at])
    if likely is None and entry.starred and tokens[at].startswith(entry.beginnings):
        likely = entry.starred
    return next((phrase for phrase in likely if follows(tokens, at, phrase[0])), None) if likely else None
