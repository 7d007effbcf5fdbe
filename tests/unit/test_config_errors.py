"""A mistake in a file that people edit is said by file, line and field, with what may stand there."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from schemas.config_errors import WrongValueError, converted
from schemas.config_file import BadConfig, line_of, load, read_config

MISTAKES = yaml.safe_load((Path(__file__).parents[1] / "data/config_mistakes.yaml").read_text(encoding="utf-8"))
Code = Annotated[str, Meta(pattern="^[a-z]{2}$", description="a code of a language, such as en")]


class Shop(Struct, forbid_unknown_fields=True):
    open: date | None = None
    size: Annotated[int, Meta(ge=2)] | None = None
    kind: Literal["counter", "kiosk"] = "counter"
    words: dict[Code, list[str]] = {}
    span: tuple[float, float] | None = None


class Shops(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1)]
    shops: list[Shop]


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["error"])
def test_a_mistake_is_said_with_its_line_and_what_may_stand_there(tmp_path: Path, case: dict[str, str]) -> None:
    file = tmp_path / "shops.yaml"
    file.write_text(case["file"], encoding="utf-8")
    with pytest.raises(BadConfig) as caught:
        read_config(file, Shops)
    assert str(caught.value).startswith(f"{file}{case['error']}")


def test_a_file_that_is_not_there_has_no_line(tmp_path: Path) -> None:
    with pytest.raises(BadConfig) as caught:
        read_config(tmp_path / "shops.yaml", Shops)
    assert str(caught.value) == f"{tmp_path / 'shops.yaml'}: there is no such file"


def test_what_is_merged_into_a_section_may_be_said_again_there() -> None:
    assert load("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3\n")["b"] == {"x": 3, "y": 2}


NAMES = st.sampled_from([*Shops.__struct_fields__, *Shop.__struct_fields__, "en", "e.n", "a[0]", "..."])
ANY_YAML = st.recursive(
    st.none() | st.booleans() | st.text("ab: ", max_size=3) | st.integers() | st.just(date(2026, 1, 1)),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES | st.integers(), part, max_size=4),
    max_leaves=12,
)


@given(ANY_YAML)
def test_whatever_a_file_says_it_is_taken_or_one_value_of_it_is_named(said: Any) -> None:
    text = yaml.safe_dump(said, allow_unicode=True)
    with suppress(WrongValueError):
        converted(said, Shops)
        return
    before = deepcopy(said)
    with pytest.raises(WrongValueError) as caught:
        converted(said, Shops)
    assert caught.value.problem
    assert 1 <= line_of(text, caught.value.place) <= text.count("\n") + 1
    assert said == before
