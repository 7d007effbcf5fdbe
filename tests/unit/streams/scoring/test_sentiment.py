"""Judgements in every language, of any string, the same alone and in a batch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.scoring.packs import LANGUAGES
from streams.scoring.sentiment import UNSCORED, Piece, Sentiments

ODD = [
    "\ud800 lone",
    "\u202e\u200f\u200e",
    "a\nb\rc\x00d\x0be",
    "x" * 32_768,
    "no " * 10_000,
    "😡" * 8_000,
    "<b>&amp;",
    "…",
    "ı̇ß\u0345",
]


@pytest.fixture(scope="module")
def sentiments() -> Sentiments:
    return Sentiments()


def label(sentiments: Sentiments, text: str, language: str) -> str:
    return sentiments.judge([Piece(text, language)])[0].label


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("The staff were friendly and quick.", "en", "positive"),
        ("I can't say it's good", "en", "negative"),
        ("Not bad at all", "en", "positive"),
        ("What time do you open on Sunday?", "en", "neutral"),
        ("😡", "en", "negative"),
        ("El personal es muy amable", "es", "positive"),
        ("El servei és pèssim", "ca", "negative"),
        ("Ужасное обслуживание", "ru", "negative"),
        ("خدمات عالی بود", "fa", "positive"),
        ("Die Lieferung war schrecklich", "de", "negative"),
        ("Un accueil excellent", "fr", "positive"),
        ("Servizio pessimo", "it", "negative"),
        ("Atendimento excelente", "pt", "positive"),
        ("خدمة ممتازة", "ar", "positive"),
        ("बहुत अच्छी सेवा", "hi", "positive"),
        ("Απαράδεκτη εξυπηρέτηση", "el", "negative"),
        ("Huduma nzuri sana", "sw", "positive"),
    ],
)
def test_plain_opinions_are_told_in_every_language(
    sentiments: Sentiments, text: str, language: str, wanted: str
) -> None:
    assert label(sentiments, text, language) == wanted


@pytest.mark.parametrize(("text", "language"), [("good", "xx"), ("good", "und"), ("", "en"), (" … ", "en")])
def test_what_cannot_be_judged_is_unscored_and_never_neutral(sentiments: Sentiments, text: str, language: str) -> None:
    assert sentiments.judge([Piece(text, language)]) == [UNSCORED]


@pytest.mark.parametrize("language", [*LANGUAGES, "und"])
def test_odd_texts_are_judged_without_raising(sentiments: Sentiments, language: str) -> None:
    assert len(sentiments.judge([Piece(text, language) for text in ODD])) == len(ODD)


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(st.text(st.characters()), max_size=5), language=st.sampled_from(LANGUAGES))
def test_any_text_is_judged_alone_as_in_a_batch(texts: list[str], language: str) -> None:
    judge = _shared().judge
    together = judge([Piece(text, language) for text in texts])
    assert together == [judge([Piece(text, language)])[0] for text in texts]
    for found in together:
        if found.label != "unscored":
            assert found.polarity is not None
            assert found.confidence is not None
            assert found.subjectivity is not None
            assert -1 <= found.polarity <= 1
            assert 1 / 3 <= found.confidence + 0.001 <= 1.001
            assert 0 <= found.subjectivity <= 1


def test_a_clause_without_clear_words_is_less_often_neutral(sentiments: Sentiments) -> None:
    text = "we waited two hours"
    whole, clause = sentiments.judge([Piece(text, "en"), Piece(text, "en", is_clause=True)])
    assert (clause.subjectivity or 0) > (whole.subjectivity or 0)


def test_textblobs_blobber_gives_what_the_words_say(sentiments: Sentiments) -> None:
    words = sentiments.blobber("en")("Excellent food").sentiment
    assert words.pack.positive > 0
    assert words.textblob.positive > 0


def _shared() -> Sentiments:
    if not _KEPT:
        _KEPT.append(Sentiments())
    return _KEPT[0]


_KEPT: list[Sentiments] = []
