"""Opinion words count with what stands around them."""

from __future__ import annotations

import msgspec
import pytest

from streams.scoring.lexicon import Lexicon, Signal
from streams.scoring.packs import Pack
from streams.scoring.reading import read

PACK = Pack(
    language="en",
    negators=["not", "don't"],
    intensifiers=["very"],
    diminishers=["a bit"],
    contrasts=["but"],
    strongly_positive=["superb"],
    positive=["good", "friend*"],
    negative=["slow", "👎"],
    strongly_negative=["awful"],
    idioms={"positive": ["not bad"], "neutral": ["so so"], "negative": ["used to be good"]},
    intents={},
    urgent=[],
    expected=[],
    causes={},
)


def signal(text: str, **changes: object) -> Signal:
    return Lexicon(msgspec.structs.replace(PACK, **changes)).signal(read(text))


def balance(text: str, **changes: object) -> float:
    found = signal(text, **changes)
    return found.positive - found.negative


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("superb", "good"),
        ("very good", "good"),
        ("good", "a bit good"),
        ("good", "not good"),
        ("not slow", "slow"),
        ("slow", "awful"),
        ("not bad", "slow"),
        ("good", "used to be good"),
        ("friendly", "a table"),
    ],
)
def test_what_is_said_more_favourably_is_read_so(stronger: str, weaker: str) -> None:
    assert balance(stronger) > balance(weaker)


def test_a_negator_ends_with_its_clause() -> None:
    assert balance("I did not ask, good") > 0
    assert balance("not cheap but good") > 0
    assert signal("it did not come").loose == 1


def test_a_negator_may_stand_behind_what_it_turns() -> None:
    assert balance("good not", negates="previous") < 0 < balance("not good", negates="previous")
    assert balance("good not", negates="both") < 0 > balance("not good", negates="both")


def test_a_drawn_out_word_and_an_emoji_are_known() -> None:
    assert balance("goooood") == balance("good")
    assert balance("👎👎") < 0


def test_the_last_clause_with_an_opinion_is_told_apart() -> None:
    assert signal("good, but slow").last < 0 < signal("slow, but good").last


def test_neutral_idioms_are_no_opinion() -> None:
    assert signal("so so") == Signal(neutral_idioms=1)


def test_own_opinions_replace_those_of_the_pack() -> None:
    found = Lexicon(PACK, {"table": 0.4}).signal(read("a good table"))
    assert (found.positive, found.opinions) == (0.4, 1)
