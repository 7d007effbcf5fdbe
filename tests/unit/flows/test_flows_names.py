"""What a manager reads names topics, goals and windows in words, never by ids."""

from __future__ import annotations

import pytest

from flows.names import UNNAMED, Names, when
from flows.windows import parse_window

NAMES = Names(
    {"website_app": "Website and app", "staff": "Staff attitude and competence"},
    {"quality.told_to_staff": "Staff are told what the measurements show"},
)


def about(**parts: str) -> dict[str, str]:
    whole = {"subject_brand": "Alder Post", "subject_topic": ""}
    return whole | {f"subject_{part}": text for part, text in parts.items()}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, "Alder Post"),
        ({"brand": ""}, "all"),
        ({"topic": "website_app"}, "Alder Post / Website and app"),
        ({"topic": "pet_food"}, "Alder Post / pet food"),
        ({"channel": "review_site"}, "Alder Post / review site"),
        ({"item": "quality.told_to_staff"}, "Alder Post / Staff are told what the measurements show"),
        ({"topic": "facilities", "item": "systems / locker / Stonemere"},
         "Alder Post / facilities / systems / locker / Stonemere"),
        ({"phrase": "locker code", "language": "en"}, "Alder Post / locker code / en"),
    ],
)  # fmt: skip
def test_a_subject_is_told_in_names(parts: dict[str, str], told: str) -> None:
    assert NAMES.subject(about(**parts)) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("CSAT on website_app fell.", "CSAT on website and app fell."),
        ("They are content with website app.", "They are content with website and app."),
        ("More by review_site and app / app_survey / en.", "More by review site and app / app survey / en."),
        ("Bad words about staff rose.", "Bad words about staff rose."),
        ("Run `earshot run goals`: quality.measured.", "Run `earshot run goals`: quality.measured."),
    ],
)  # fmt: skip
def test_a_sentence_holds_no_ids(sentence: str, told: str) -> None:
    assert NAMES.sentence(sentence) == told


def test_without_a_taxonomy_ids_are_told_in_words() -> None:
    assert UNNAMED.topic("website_app") == "website app"
    assert UNNAMED.sentence("CSAT on website_app fell.") == "CSAT on website app fell."


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("2026-11-21T23", "the hour from 23:00 UTC on 21 November 2026"),
        ("2026-11-21", "21 November 2026"),
        ("2026-W46", "the week from 9 November 2026"),
        ("2026-10", "October 2026"),
        ("2026-Q3", "July to September 2026"),
        ("2026-H1", "the first half of 2026"),
    ],
)
def test_a_window_is_told_in_words(label: str, told: str) -> None:
    assert when(parse_window(label)) == told
