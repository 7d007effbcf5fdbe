"""Any string → the two forms that scoring reads: clean (case kept) and folded (for matching words). No I/O."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Zero-width and direction marks; not the zero-width non-joiner (U+200C), which separates parts of a Persian word.
_INVISIBLE = re.compile("[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00b7\u0387]+")
_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ؤ": "و", "\u200c": " ", "’": "'", "ʼ": "'"})
_TOKEN = re.compile(r"[^\W_]+")
_VOWEL_SIGNS = "\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"  # Devanagari's are no letters to `re`
_TOKEN_WITH_SIGNS = re.compile(rf"(?:[^\W_]+[{_VOWEL_SIGNS}]*)+")


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
    return fold_marks(text).lower()


def tokens(folded: str) -> list[str]:
    """The runs of letters and digits of a folded text, with the vowel signs that belong to them."""
    return (_TOKEN if folded.isascii() else _TOKEN_WITH_SIGNS).findall(folded)
