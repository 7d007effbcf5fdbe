"""Texts and their clauses → label, polarity, confidence, subjectivity, in every language that has a pack and weights.

Three signals are fused: a trained model over all languages, the opinion words of the language's pack, and in English
TextBlob's lexicon. TextBlob is the frame: `Sentiments.blobber("es")("…").sentiment` is what the words say.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal, NamedTuple

from textblob import Blobber

from streams.scoring.analyzers import Words, analyzer
from streams.scoring.content import code, digest
from streams.scoring.fusion import Fusion, features, read_weights
from streams.scoring.model import LABELS, SentimentModel, model_line
from streams.scoring.packs import LANGUAGES, Pack, load_pack

MODELS: Final = Path(__file__).with_name("models")
Label = Literal["positive", "neutral", "negative", "unscored"]
_CODE = ("remembered", "text", "reading", "lexicon", "analyzers", "model", "fusion", "sentiment")
_OF_PACKS = (
    "negators",
    "negates",
    "reach",
    "intensifiers",
    "diminishers",
    "contrasts",
    "strongly_positive",
    "positive",
    "negative",
    "strongly_negative",
    "idioms",
)


class Piece(NamedTuple):
    """A whole clean text, or a clause of one that speaks of a topic, in the language (ISO 639-1) that was detected.

    What customers say about a topic is seldom neutral, whole texts often are: clauses are judged so.
    """

    text: str
    language: str
    is_clause: bool = False


class Judgement(NamedTuple):
    """`polarity` −1…1 is P(positive) − P(negative), `confidence` the label's probability, `subjectivity` that of
    any opinion: 1 − P(neutral). All None where unscored."""

    label: Label
    polarity: float | None
    confidence: float | None
    subjectivity: float | None


UNSCORED: Final = Judgement("unscored", None, None, None)
_LABELS: Final[tuple[Label, ...]] = LABELS


class Sentiments:
    """All models and packs, loaded once per process. Not for several threads at once."""

    def __init__(self, models: Path = MODELS) -> None:
        self._model = SentimentModel(models / "sentiment.bin")
        self._fusion = Fusion(read_weights(models / "fusion.json"))
        packs = {pack.language: pack for pack in map(load_pack, LANGUAGES) if self._fusion.knows(pack.language)}
        self._blobbers = {language: Blobber(analyzer=analyzer(pack)) for language, pack in packs.items()}
        self.version = _version(models, packs)

    def blobber(self, language: str) -> Blobber:
        """TextBlob's factory of blobs for a language. Raises KeyError for one that is not scored."""
        return self._blobbers[language]

    def judge(self, pieces: Sequence[Piece]) -> list[Judgement]:
        """One judgement per piece, in order, as if each were alone. Total: no string raises.

        Unscored: a language without pack or weights, and a text without a word or emoji.
        """
        judged = [UNSCORED] * len(pieces)
        read = [(at, piece, self._words(piece)) for at, piece in enumerate(pieces) if piece.language in self._blobbers]
        lines = [model_line(words.tokens) for _, _, words in read]
        asked = [(*each, line) for each, line in zip(read, lines, strict=True) if line]
        if asked:
            chances = [self._model.judge(line) for *_, line in asked]
            rows = [
                features(piece.text, words, chance, piece.is_clause)
                for (_, piece, words, _), chance in zip(asked, chances, strict=True)
            ]
            fused = self._fusion.judge([piece.language for _, piece, _, _ in asked], rows)
            for (at, *_), row in zip(asked, fused.tolist(), strict=True):
                judged[at] = _judgement(row)
        return judged

    def _words(self, piece: Piece) -> Words:
        """What a blob of the piece would say, without making one."""
        words: Words = self._blobbers[piece.language].analyzer.analyze(piece.text)
        return words


def _judgement(chances: Sequence[float]) -> Judgement:
    negative, neutral, positive = chances
    best = max(chances)
    label = _LABELS[chances.index(best)]
    return Judgement(label, round(positive - negative, 4), round(best, 4), round(1 - neutral, 4))


def _version(models: Path, packs: dict[str, Pack]) -> str:
    """Changes with TextBlob, the models, what packs say of sentiment, and the code that reads them."""
    textblob = f"textblob-{version('textblob')}"
    said = {language: [getattr(pack, part) for part in _OF_PACKS] for language, pack in packs.items()}
    files = [(models / name).read_bytes() for name in ("sentiment.bin", "fusion.json")]
    return f"{textblob}+{digest(textblob, version('floret'), said, files, *map(code, _CODE))}"
