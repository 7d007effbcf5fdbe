"""floret's traps do not reach a caller."""

from __future__ import annotations

import pytest

from streams.scoring.model import UNKNOWN, SentimentModel, model_line
from streams.scoring.reading import read
from streams.scoring.sentiment import MODELS


@pytest.fixture(scope="module")
def model() -> SentimentModel:
    return SentimentModel(MODELS / "sentiment.bin")


@pytest.mark.parametrize("text", ["good", "terrible and rude", "ужасно", "👍", "?", "q" * 40_000])
def test_chances_add_up_to_one(model: SentimentModel, text: str) -> None:
    assert sum(model.judge(model_line(read(text)))) == pytest.approx(1)


def test_each_label_has_a_chance_of_its_own(model: SentimentModel) -> None:
    assert len(set(model.judge("excellent service"))) == 3


def test_nothing_to_read_is_even(model: SentimentModel) -> None:
    assert model.judge("") == UNKNOWN


def test_a_line_is_one_line_without_names_and_addresses() -> None:
    line = model_line(read("RT @user: sooooo good!!!\nhttp 👍\ttop"))
    assert line == "soo good !! 👍 top".replace("!!", "! ! !")
