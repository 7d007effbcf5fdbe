"""Any string as scoring reads it: clean, and as folded words of every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.scoring.phrases import phrase_words
from streams.scoring.text import begins, clean, cut, words

WORDS = {
    "English, apostrophe": ("Don't!", ["don", "t"]),
    "typographer's apostrophe": ("Don’t!", ["don", "t"]),
    "Spanish, capitals and accents": ("MUCHÍSIMO", ["muchisimo"]),
    "accents as characters of their own": ("tre\u0300s bien", ["tres", "bien"]),
    "Catalan, middle dot": ("les instal·lacions", ["les", "installacions"]),
    "Russian, ё and й": ("Ещё чай", ["еще", "чаи"]),
    "Persian, zero-width non-joiner": ("بسته‌ام", ["بسته", "ام"]),
    "Arabic, hamza and vowels": ("أَفْضَل", ["افضل"]),
    "Hindi, vowel signs": ("कर्मचारी अच्छे।", ["कर्मचारी", "अच्छे"]),
    "Hindi, nukta left out": ("इंतज़ार", ["इंतजार"]),
    "Greek, final sigma": ("Υπάλληλος ΥΠΆΛΛΗΛΟΣ", ["υπαλληλοσ", "υπαλληλοσ"]),
    "Greek, ano teleia ends a word": ("καλό· όχι", ["καλο", "οχι"]),
}


@pytest.mark.parametrize(("text", "folded"), [pytest.param(*case, id=name) for name, case in WORDS.items()])
def test_words_are_whole_and_folded_in_every_script(text: str, folded: list[str]) -> None:
    assert words(clean(text)) == folded


@pytest.mark.parametrize(("text", "folded"), [pytest.param(*case, id=name) for name, case in WORDS.items()])
def test_configured_words_are_read_as_texts_are(text: str, folded: list[str]) -> None:
    assert list(phrase_words(text)) == folded


@given(text=st.text(max_size=200))
def test_every_word_has_its_place(text: str) -> None:
    text = clean(text)
    places = begins(text)
    assert len(words(text)) == len(places)
    assert places == sorted(set(places))
    assert all(words(text[begin:])[0] == word for begin, word in zip(places, words(text), strict=True))


@given(parts=st.lists(st.text(alphabet=st.characters(exclude_characters=" "), max_size=8), max_size=8))
def test_words_are_read_between_spaces(parts: list[str]) -> None:
    assert words(" ".join(parts)) == [word for part in parts for word in words(part)]


@given(text=st.text(alphabet=st.characters(), max_size=200))
def test_what_is_clean_stays_so(text: str) -> None:
    once = clean(text)
    assert once == " ".join(once.split())
    assert "\u200b" not in once


@given(text=st.text(max_size=100), most=st.integers(min_value=2, max_value=40))
def test_a_cut_text_is_a_beginning_of_at_most_so_many_characters(text: str, most: int) -> None:
    kept = cut(text, most)
    assert len(kept) <= most
    assert kept == text or text.startswith(kept.removesuffix("…"))


def test_a_text_is_cut_between_words() -> None:
    assert cut("one two three", 10) == "one two…"
