"""Any string → the two forms that scoring reads: clean (case kept) and folded (for matching words). No I/O."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from streams.scoring.remembered import Remembered

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Zero-width and direction marks; not the zero-width non-joiner (U+200C), which separates parts of a Persian word.
_INVISIBLE = re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Accents, Arabic vowels and lengtheners, the Catalan middle dot, the Devanagari nukta, which many leave out.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00b7\u0387\u093c]+")
_SAME_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ؤ": "و", "\u200c": " ", "’": "'", "ʼ": "'", "ς": "σ", "ँ": "ं"}
)
# A vowel sign or accent that follows a letter belongs to its word, in every script that writes them.
_SIGNS = "".join(sign for sign in map(chr, range(0x300, 0x3100)) if unicodedata.category(sign)[0] == "M")
_WORD = re.compile(rf"[^\W_]+(?:(?:[{_SIGNS}]|·(?=[^\W_]))+[^\W_]*)*")


def clean(text: str) -> str:
    """The text as a person reads it: no markup, addresses, invisible marks, line breaks; lone surrogates become '?'."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text).encode("utf-8", "replace").decode("utf-8")
    if "://" in text or "ww." in text.lower():
        text = _URL.sub(" ", text)
    return " ".join(_CONTROL.sub(" ", text).split())


def fold_marks(text: str) -> str:
    """`text` without diacritics and with one form per Arabic-script letter; case kept (й → и, é → e, ي → ی)."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_SAME_LETTER)


def fold(text: str) -> str:
    """`fold_marks` in lower case: what words of texts and of configuration are compared in."""
    return fold_marks(text).lower().replace("ς", "σ")


def tokens(folded: str) -> list[str]:
    """The words of a folded text: runs of letters and digits, each with its vowel signs."""
    return _WORD.findall(folded)


def words(text: str) -> list[str]:
    """The folded words of a clean text, one for each of its `begins`."""
    return [*chain.from_iterable(map(_words_between_spaces.__getitem__, text.split(" ")))]


def begins(text: str) -> list[int]:
    """Where each of a clean text's words begins."""
    found: list[int] = []
    before = 0
    for part in text.split(" "):
        found += [before + at for at in _begins_between_spaces[part]]
        before += len(part) + 1
    return found


def starred(parts: Iterable[str], parted: Callable[[str], list[str]]) -> tuple[str, ...]:
    """The words that `parted` finds in each part of a phrase; the last of a part that ends in * has it, too."""
    found: list[str] = []
    for part in parts:
        pieces = parted(part)
        found += pieces[:-1] + [piece + ("*" if part.endswith("*") else "") for piece in pieces[-1:]]
    return tuple(found)


def follows(found: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    """Whether the words `rest` (one with * matches what begins so) stand in `found` from `at` on."""
    if at + len(rest) > len(found):
        return False
    for wanted in rest:
        if found[at] != wanted and not (wanted[-1] == "*" and found[at].startswith(wanted[:-1])):
            return False
        at += 1
    return True


def cut(text: str, most: int) -> str:
    """`text`, or as many of its first words as `most` characters hold, with an ellipsis."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return (kept[: kept.rfind(" ")] if " " in kept else kept) + "…"


# No word has a space in it: a text's are those of its parts between spaces.
_words_between_spaces = Remembered(lambda part: tuple(map(fold, _WORD.findall(part))))
_begins_between_spaces = Remembered(lambda part: tuple(match.start() for match in _WORD.finditer(part)))
