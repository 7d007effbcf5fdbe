"""A text is read as words, emoji and marks, whatever its script."""

from __future__ import annotations

import pytest

from streams.scoring.reading import READ, read, said


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Good, but slow!", ["good", ",", "but", "slow", "!"]),
        ("won’t", ["won", "t"]),
        ("l'été", ["l", "ete"]),
        ("अच्छा नहीं", ["अच्छा", "नहीं"]),
        ("نمی‌شود؟", ["نمی", "شود", "؟"]),
        ("👍🏽 :) ♥", ["👍", ":)", "♥"]),
        ("it is 8.3", ["it", "is", "8", ".", "3"]),
        ("good - bad", ["good", "-", "bad"]),
        ("- well-made -", ["well", "made"]),
        ("- - -", ["-"]),
    ],
)
def test_words_are_folded_and_pictures_and_marks_kept(text: str, tokens: list[str]) -> None:
    assert read(text) == tokens


def test_no_more_is_read_than_tells_an_opinion() -> None:
    assert len("".join(read("a" * (READ + 500)))) == READ


@pytest.mark.parametrize(
    ("phrase", "words"), [("can't complain", ("can", "t", "complain")), ("recomm*", ("recomm*",)), ("👎", ("👎",))]
)
def test_a_phrase_of_a_pack_is_read_as_texts_are(phrase: str, words: tuple[str, ...]) -> None:
    assert said(phrase) == words
