"""What a writer wants or does: complaint and praise from what is felt, the rest from what is said."""

from __future__ import annotations

import pytest

from streams.scoring import Scorer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The app is terrible and crashes all the time.", {"complaint"}),
        ("Wonderful staff, thank you so much!", {"praise"}),
        ("The staff were lovely but the food was awful.", {"complaint", "praise"}),
        ("What time do you open on Sundays?", {"question"}),
        ("¿A qué hora abren los domingos?", {"question"}),
        ("ساعت کاری شعبه چند است؟", {"question"}),
        ("Τι ώρα ανοίγετε την Κυριακή;", {"question"}),
        ("Avoid this company!", {"warning"}),
        ("I am cancelling my contract.", {"leaving"}),
        ("The office is on the second floor.", set()),
    ],
)
def test_finds_what_the_writer_wants(scorer: Scorer, text: str, expected: set[str]) -> None:
    assert expected <= set(scorer.score(text).intents)
    assert expected or not scorer.score(text).intents


def test_whoever_needs_help_now_is_urgent(scorer: Scorer) -> None:
    assert scorer.score("We are stranded at the airport, please call us back immediately!").urgent
    assert not scorer.score("The office is on the second floor.").urgent


def test_what_was_expected_is_kept_in_its_words(scorer: Scorer) -> None:
    scores = scorer.score("The room was fine. I expected breakfast to be included.")
    assert scores.expectations == ["I expected breakfast to be included."]
