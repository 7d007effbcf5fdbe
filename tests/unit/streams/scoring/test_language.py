"""The language of short, mixed and doubtful texts: the model, words, the source's hint, the brand's usual."""

from __future__ import annotations

import pytest

from streams.scoring.language import Languages
from streams.scoring.packs import LANGUAGES, load_pack
from streams.scoring.text import clean, words


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(map(load_pack, LANGUAGES))


def told(languages: Languages, text: str, hint: str = "", usual: tuple[str, ...] = ()) -> str:
    text = clean(text)
    return languages.detect(text, words(text), hint, usual)[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Great!", "en"),
        ("Muy bien", "es"),
        ("Excelente atención", "es"),
        ("Molt bé", "ca"),
        ("Отлично", "ru"),
        ("خیلی بد", "fa"),
        ("Sehr gut", "de"),
        ("Très bien", "fr"),
        ("बहुत अच्छा", "hi"),
        ("Πολύ καλό", "el"),
        ("Nzuri sana", "sw"),
    ],
)
def test_two_words_are_enough_where_a_pack_knows_them(languages: Languages, text: str, language: str) -> None:
    assert told(languages, text) == language


def test_the_main_language_of_a_mixed_text_counts(languages: Languages) -> None:
    assert told(languages, "El servicio fue muy lento y nadie nos dijo nada, so disappointing") == "es"


def test_a_brand_whose_customers_write_it_decides_between_equals(languages: Languages) -> None:
    assert told(languages, "super", usual=("de",)) == "de"
    assert told(languages, "super", usual=("fr",)) == "fr"


def test_the_hint_of_a_menu_does_not_turn_a_clear_text(languages: Languages) -> None:
    assert told(languages, "The driver was rude and the parcel came late.", "es") == "en"


@pytest.mark.parametrize("text", ["", "😀👍", "?!", "12345"])
def test_nothing_is_claimed_of_a_text_without_letters(languages: Languages, text: str) -> None:
    assert languages.detect(text, [], "en", ("en",)) == ("und", 0.0)
