"""Text → Scores: language, sentiment, topics and brands; the stream worker and `earshot score` both run this."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from schemas.scored import BrandMention, Scores, Sentiment
from streams.scoring.brands import BrandFinder, Brands, load_brands
from streams.scoring.language import detect
from streams.scoring.sentiment import EnglishSentiment
from streams.scoring.taxonomy import Taxonomy, load_taxonomy, topic_finders
from streams.scoring.text import clean, fold, tokens
from streams.scoring.versions import sentiment_version, taxonomy_version


class Scorer:
    """Scores texts by one taxonomy and one list of brands. Total: no string raises. Not for several threads at once."""

    def __init__(self, taxonomy: Taxonomy, brands: Brands) -> None:
        self._english = EnglishSentiment()
        self._topics = topic_finders(taxonomy)
        self._brands = BrandFinder(brands)
        self.sentiment_version = sentiment_version(self._english.english)
        self.taxonomy_version = taxonomy_version(taxonomy, brands)
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
        """Scores of `text`, written about `brand`. `scored_at` (aware) is now if not given."""
        text = clean(text)
        language, confidence = detect(text, language_hint)
        sentiment, polarity, subjectivity = self._sentiment(text, language)
        topics, mentions = self._subjects(text, language, brand)
        return Scores(
            language=language,
            language_confidence=confidence,
            sentiment=sentiment,
            polarity=polarity,
            subjectivity=subjectivity,
            topics=topics,
            brand_mentions=mentions,
            sentiment_version=self.sentiment_version,
            taxonomy_version=self.taxonomy_version,
            scored_at=scored_at or datetime.now(UTC),
            generation=generation,
        )

    def _sentiment(self, text: str, language: str) -> tuple[Sentiment, float | None, float | None]:
        """English only; any other language is unscored, never silently neutral."""
        if language != "en" or not text:
            return "unscored", None, None
        return self._english.score(text)

    def _subjects(self, text: str, language: str, brand: str) -> tuple[list[str], list[BrandMention]]:
        words = tokens(fold(text))
        topics = self._topics.get(language)
        return list(topics.find(words)) if topics else [], self._brands.find(text, words, brand)
