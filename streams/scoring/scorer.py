"""Text → Scores: language, sentiment, topics, intents and brands; the stream worker and `earshot score` run this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from schemas.scored import Scores
from streams.scoring.brands import BrandFinder, Brands, load_brands
from streams.scoring.clauses import Clause, clauses, part
from streams.scoring.cues import Cues, Found
from streams.scoring.intents import intents
from streams.scoring.language import Languages
from streams.scoring.mentions import EXCERPT, OPINIONS, Judgements, Said, judged, mentions, topical
from streams.scoring.packs import LANGUAGES, load_pack
from streams.scoring.ratings import contradicts
from streams.scoring.sentiment import Piece, Sentiments
from streams.scoring.taxonomy import Taxonomy, load_taxonomy, words_by_language
from streams.scoring.text import clean, cut, words
from streams.scoring.versions import sentiment_version, taxonomy_version

_MOST_EXPECTATIONS = 5


class Ask(NamedTuple):
    """A text to be scored, written about `brand`; `rating_score` is the rating beside it, 0 worst to 1 best."""

    text: str
    language_hint: str = ""
    brand: str = ""
    rating_score: float | None = None


class _Read(NamedTuple):
    """A text as far as it can be read without a judgement."""

    text: str
    language: str
    confidence: float
    cues: Cues
    found: Found
    clauses: list[Clause]
    said: list[Said]


class Scorer:
    """Scores texts by one taxonomy and one list of brands. Total: no string raises. Not for several threads at once."""

    def __init__(self, taxonomy: Taxonomy, brands: Brands) -> None:
        packs = {language: load_pack(language) for language in LANGUAGES}
        topics = words_by_language(taxonomy)
        self._sentiments = Sentiments()
        self._languages = Languages(packs.values())
        self._cues = {code: Cues(said, packs.get(code), code) for code, said in topics.items()}
        self._cues |= {code: Cues((), pack, code) for code, pack in packs.items() if code not in topics}
        self._no_cues = Cues((), None)
        self._causes = {topic.id: topic.cause for topic in taxonomy.topics()}
        self._brands = BrandFinder(brands)
        self.sentiment_version = sentiment_version(self._sentiments.version)
        self.taxonomy_version = taxonomy_version(taxonomy, brands, packs.values())
        self.score("warm up")

    @classmethod
    def load(cls, config_dir: Path) -> Scorer:
        """The scorer of `config_dir`/taxonomy.yaml and brands.yaml, warmed up. Raises BadConfig."""
        return cls(load_taxonomy(config_dir / "taxonomy.yaml"), load_brands(config_dir / "brands.yaml"))

    def score(
        self,
        text: str,
        language_hint: str = "",
        brand: str = "",
        scored_at: datetime | None = None,
        generation: int = 0,
    ) -> Scores:
        """`score_many` of one."""
        return self.score_many([Ask(text, language_hint, brand)], scored_at, generation)[0]

    def score_many(self, asks: Sequence[Ask], scored_at: datetime | None = None, generation: int = 0) -> list[Scores]:
        """Scores of each, in order: the same as one by one, sooner. `scored_at` (aware) is now if not given."""
        now = scored_at or datetime.now(UTC)
        readings = self._read_all(asks)
        judgements = self._judge((piece for it in readings for piece in _first(it)), {})
        self._judge((Piece(text, it.language) for it in readings for text in _then(it, judgements)), judgements)
        return [
            self._scores(ask, reading, judgements, now, generation) for ask, reading in zip(asks, readings, strict=True)
        ]

    def _judge(self, pieces: Iterable[Piece], judgements: Judgements) -> Judgements:
        """`judgements` and those of the `pieces` that are not among them."""
        new = [piece for piece in dict.fromkeys(pieces) if piece not in judgements]
        judgements.update(zip(new, self._sentiments.judge(new), strict=True))
        return judgements

    def _read_all(self, asks: Sequence[Ask]) -> list[_Read]:
        """Each as far as it can be read; one kind of work after the other, so that each finds its tables at hand."""
        texts = [clean(ask.text) for ask in asks]
        folded = [words(text) for text in texts]
        detect, usual = self._languages.detect, self._brands.languages
        languages = [
            detect(text, said, ask.language_hint, usual(ask.brand))
            for ask, text, said in zip(asks, texts, folded, strict=True)
        ]
        return list(map(self._read, texts, folded, languages))

    def _read(self, text: str, folded: Sequence[str], told: tuple[str, float]) -> _Read:
        language, confidence = told
        cues = self._cues.get(language, self._no_cues)
        found = cues.look(folded)
        parted = clauses(text, found, cues)
        return _Read(text, language, confidence, cues, found, parted, topical(text, parted, cues))

    def _scores(self, ask: Ask, reading: _Read, judgements: Judgements, now: datetime, generation: int) -> Scores:
        text, language, cues, found = reading.text, reading.language, reading.cues, reading.found
        whole = judgements[Piece(text, language)]
        spoken = [judged(said, judgements, Piece(text, language)) for said in reading.said]
        about = mentions(spoken, found, cues, self._causes)
        return Scores(
            language=language,
            language_confidence=reading.confidence,
            sentiment=whole.label,
            polarity=whole.polarity,
            subjectivity=whole.subjectivity,
            confidence=whole.confidence,
            topics=[mention.topic for mention in about],
            mentions=about,
            intents=intents(text, language, found, cues, {whole.label, *(mention.sentiment for mention in about)}),
            urgent=bool(found.bits & cues.urgent),
            expectations=_expectations(reading) if found.bits & cues.expected else [],
            contradicts_rating=contradicts(whole, ask.rating_score),
            brand_mentions=self._brands.find(text, found.words, ask.brand),
            sentiment_version=self.sentiment_version,
            taxonomy_version=self.taxonomy_version,
            scored_at=now,
            generation=generation,
        )


def _first(reading: _Read) -> Iterator[Piece]:
    """What is judged of every text: itself, and each clause that speaks of a topic."""
    yield Piece(reading.text, reading.language)
    yield from (Piece(said.own, reading.language, True) for said in reading.said if said.own)


def _then(reading: _Read, judgements: Judgements) -> Iterator[str]:
    """What is judged where a clause has no opinion of its own."""
    for said in reading.said:
        if said.own and judgements[Piece(said.own, reading.language, True)].label not in OPINIONS:
            yield from (text for text in (said.opposed, said.sentence) if text)


def _expectations(reading: _Read) -> list[str]:
    """The clauses that say what was or should be expected."""
    found = [each for each in reading.clauses if each.bits & reading.cues.expected][:_MOST_EXPECTATIONS]
    return [cut(part(reading.text, each.begin, each.end), EXCERPT) for each in found]
