"""Scoring as a whole: sentences of ours in five languages, and any text at all."""

from __future__ import annotations

import logging
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.scored import Scores
from streams.scoring import Ask, Scorer

DATA = Path(__file__).parents[3] / "data" / "scoring"
LANGUAGES = ["en", "es", "ca", "ru", "fa"]
ODD = {
    "nothing": "",
    "white space": " \n\t\r\n ",
    "only emoji": "😀👍🎉",
    "only punctuation": "?!...",
    "only digits": "12345 67",
    "right-to-left marks": "\u202e\u200f\u202a" * 50,
    "zero width": "\u200b\u200d\ufeff" * 50,
    "lone surrogates": "good \ud800 bad \udfff",
    "null characters": "a\x00b\x00" * 100,
    "32 KiB of one letter": "a" * 32_768,
    "32 KiB of sentences": ("I can't say the staff were good, so we switched to Zippo. " * 600)[:32_768],
    "32 KiB of introductions": ("switched to " * 3_000)[:32_768],
    "32 KiB of capitals": "A " * 16_384,
    "32 KiB of markup": "<b>" * 10_922,
    "32 KiB of Persian": "به زیپو رفتم " * 1_200,
    "32 KiB of clauses": ("the staff were rude but kind, " * 1_200)[:32_768],
    "32 KiB of sentences of one word": "food. " * 5_461,
    "32 KiB of emoji": "😡" * 8_192,
    "32 KiB of vowel signs": "कि" * 5_461,
    "32 KiB of joined accents": "e" + "\u0301" * 16_383,
    "32 KiB of brackets": "([" * 16_384,
    "32 KiB of commas": ", " * 16_384,
    "32 KiB of emoticons": ":) " * 10_922,
    "unfinished markup": "<a href=" * 4_000,
    "entities": "&amp;lt;&#x110000;&#0;&#xD800;" * 1_000,
    "capitals that are longer in lower case": "İ" * 1_000,
    "a language that is not scored": "De bezorger was vriendelijk, maar het pakket was stuk. " * 50,
}
SAID = [
    "The staff were rude but the food was great.",
    "Muy bien",
    "خیلی بد بود",
    "Great!",
    "",
    "La comida, fría. El trato, genial.",
]


def sentences() -> list[Any]:
    found = [(name, case) for name in LANGUAGES for case in yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))]
    return [pytest.param(case, id=f"{name}: {case['text'][:40]}") for name, case in found]


@pytest.mark.parametrize("case", sentences())
def test_finds_in_our_sentences_what_a_reader_finds(scorer: Scorer, case: dict[str, Any]) -> None:
    scores = scorer.score(case["text"], case.get("hint", ""))
    expected = {name: case[name] for name in ("language", "sentiment", "topics") if name in case}
    assert {name: getattr(scores, name) for name in expected} == expected


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ODD.items()])
def test_scores_odd_text_without_a_word_and_soon(
    scorer: Scorer, text: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    began = time.process_time()
    with caplog.at_level(logging.DEBUG):
        scores = scorer.score(text)
    assert time.process_time() - began < 1  # bounded; how fast it is, the benchmark says
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
    assert msgspec.json.decode(msgspec.json.encode(scores), type=Scores) == scores


@pytest.mark.parametrize("text", ["", " \n ", "😀👍🎉", "?!...", "12345 67"])
def test_claims_nothing_about_a_text_without_words(scorer: Scorer, text: str) -> None:
    scores = scorer.score(text, "en")
    assert (scores.language, scores.language_confidence) == ("und", 0.0)
    assert (scores.sentiment, scores.polarity, scores.subjectivity) == ("unscored", None, None)
    assert (scores.topics, scores.brand_mentions) == ([], [])


@given(text=st.text(alphabet=st.characters(), max_size=300), hint=st.text(max_size=12), brand=st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_scores_any_text_within_the_schema(scorer: Scorer, text: str, hint: str, brand: str) -> None:
    scores = scorer.score(text, hint, brand)
    assert msgspec.json.decode(msgspec.json.encode(scores), type=Scores) == scores
    assert (scores.polarity is None) == (scores.sentiment == "unscored")


def test_a_language_without_a_pack_is_unscored_and_never_neutral(scorer: Scorer) -> None:
    scores = scorer.score("De bezorger was erg vriendelijk en het pakket kwam op tijd aan.")
    assert (scores.language, scores.sentiment, scores.polarity) == ("nl", "unscored", None)
    assert scores.confidence is None


@given(
    asks=st.lists(
        st.builds(
            Ask, st.sampled_from(SAID) | st.text(max_size=60), st.sampled_from(["", "en"]), st.just(""), st.none()
        )
    )
)
@settings(max_examples=50, deadline=None)
def test_many_at_once_are_scored_as_each_alone(scorer: Scorer, asks: list[Ask]) -> None:
    now = datetime.now(UTC)
    together = scorer.score_many(asks, now)
    assert together == [scorer.score_many([ask], now)[0] for ask in asks]
    assert together == [scorer.score(ask.text, ask.language_hint, scored_at=now) for ask in asks]


def test_a_rescore_says_which_it_is(scorer: Scorer) -> None:
    assert scorer.score("Late again.", generation=7).generation == 7


def test_line_breaks_change_nothing(scorer: Scorer) -> None:
    now = datetime.now(UTC)
    one, other = "The driver was rude. Never again.", "The driver\r\nwas\nrude.\n\nNever again.\n"
    assert scorer.score(one, scored_at=now) == scorer.score(other, scored_at=now)


def test_needs_no_network(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("scoring opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Scorer.load(config).score("The parcel was delivered late.").language == "en"
