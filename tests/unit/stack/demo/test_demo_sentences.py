"""The demo's sentences: enough of them, each once, each in its language and about its topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from stack.demo.company import Sentences, company, sayings, sentences
from stack.demo.planted import planted
from stack.demo.said import fill
from streams.scoring import Scorer

CONFIG = Path(__file__).parents[4] / "config"
LANGUAGES = sorted(company().languages)
MAIN = ["delivery", "staff", "website_app", "price", "billing", "communication"]


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer.load(CONFIG)


def every(language: Sentences) -> Iterator[tuple[str, str, str]]:
    """(topic, feeling, filled sentence)."""
    for topic, feelings in {**language.topics, "": language.general}.items():
        for feeling, written in feelings.items():
            yield from ((topic, feeling, fill(Random(1), language, each)) for each in written)


def test_the_demo_speaks_exactly_the_languages_that_it_has_sentences_in() -> None:
    assert sorted(sentences()) == LANGUAGES


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_sentence_stands_twice(name: str) -> None:
    counted = Counter(sentence for *_, sentence in every(sentences()[name]))
    assert [sentence for sentence, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_main_topics_have_enough_sentences(name: str) -> None:
    topics, least = sentences()[name].topics, 12 if name == "en" else 6
    assert {topic: min(len(topics[topic]["positive"]), len(topics[topic]["negative"])) >= least for topic in MAIN} == (
        dict.fromkeys(MAIN, True)
    )


def test_english_speaks_of_every_topic_of_the_company() -> None:
    assert set(sentences()["en"].topics) == set(company().topics)


@pytest.mark.parametrize("name", LANGUAGES)
def test_sentences_are_in_their_language(scorer: Scorer, name: str) -> None:
    written = [sentence for *_, sentence in every(sentences()[name])]
    alone = [scorer.score(sentence).language == name for sentence in written]
    hinted = [scorer.score(sentence, name).language == name for sentence in written]
    assert sum(alone) / len(alone) >= 0.9
    assert sum(hinted) / len(hinted) >= 0.98


@pytest.mark.parametrize("name", LANGUAGES)
def test_sentences_are_found_under_their_topic(scorer: Scorer, name: str) -> None:
    found = ((topic, sentence, scorer.score(sentence, name).topics) for topic, _, sentence in every(sentences()[name]))
    lost = [sentence for topic, sentence, topics in found if (topic not in topics if topic else topics)]
    assert lost == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_sentences_are_felt_as_they_are_meant(scorer: Scorer, name: str) -> None:
    right = [scorer.score(sentence, name).sentiment == feeling for _, feeling, sentence in every(sentences()[name])]
    assert sum(right) / len(right) >= (0.95 if name == "en" else 0.8)


@pytest.mark.parametrize("name", LANGUAGES)
def test_whoever_goes_over_to_the_newcomer_is_understood(scorer: Scorer, name: str) -> None:
    language, newcomer = sentences()[name], planted().newcomers[0].name
    for written, switching in [(language.newcomer.switching, True), (language.newcomer.mention, False)]:
        for sentence in written:
            found = scorer.score(fill(Random(1), language, sentence, newcomer), name).brand_mentions
            assert [(each.brand, each.known, each.switching) for each in found] == [(newcomer, False, switching)], (
                sentence
            )


@pytest.mark.parametrize("name", sorted(sayings()))
def test_what_customers_add_is_understood_in_every_language(scorer: Scorer, name: str) -> None:
    saying = sayings()[name]
    for language in LANGUAGES:
        for written in saying.of(language):
            found = scorer.score(fill(Random(1), sentences()[language], written), language)
            wanted = {*found.intents, *(["expectation"] if found.expectations else [])}
            assert found.language == language, written
            assert saying.topic in {*found.topics, ""}, written
            assert saying.intent in {*wanted, ""}, written
            assert found.brand_mentions == [], written


@pytest.mark.parametrize("name", ["staff_content", "lockers_praised", "recommended", "chosen_for_staff"])
def test_what_is_meant_well_is_felt_so(scorer: Scorer, name: str) -> None:
    felt = [
        scorer.score(fill(Random(1), sentences()[language], written), language).sentiment
        for language in LANGUAGES
        for written in sayings()[name].of(language)
    ]
    assert felt.count("positive") / len(felt) >= 0.9


@pytest.mark.parametrize("name", ["staff_troubled", "stay_away"])
def test_what_is_meant_badly_is_felt_so(scorer: Scorer, name: str) -> None:
    felt = [
        scorer.score(fill(Random(1), sentences()[language], written), language).sentiment
        for language in LANGUAGES
        for written in sayings()[name].of(language)
    ]
    assert felt.count("negative") / len(felt) >= 0.9
