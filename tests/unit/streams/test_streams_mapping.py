"""A map makes an event's fields of a source's record, or names file, line and field of what it cannot."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidEvent
from schemas.identity import event_id_from, event_id_of
from streams.events import to_event
from streams.map_files import SHIPPED, MapError, MapFile, find_map, load_map
from streams.mapping import FieldMap, Map
from streams.readers import read_rows
from streams.record_types import CASE, FACT, FEEDBACK

MAPS = Path(__file__).parents[2] / "data/maps"
EXAMPLES = Path(__file__).parents[3] / "examples"
BROKEN = yaml.safe_load((MAPS / "broken.yaml").read_text(encoding="utf-8"))
NASTY = yaml.safe_load((MAPS / "nasty.yaml").read_text(encoding="utf-8"))
WHOLE = "constants: {source: s, kind: survey, channel: email, brand: B}\n"
FULL = """
constants: {source: shop, kind: survey, channel: email, brand: Alder Post}
native_id: meta.id
empty: ["", n/a]
fields:
  text: answers[0].text
  occurred_at: {path: date, date: "%d.%m.%Y", zone: Europe/Madrid}
  rating: {path: stars, scale: [1, 5], direction: higher_is_better}
  nps: nps
  csat: {path: csat, direction: lower_is_better, lookup: {best: 1, worst: 5, unknown: null}}
  journey_stage: {path: stage, lookup: {a: arrival}, others: keep}
attributes: {wave: meta.wave, kind: {path: sort, lookup: {a: odd}}}
"""


@pytest.fixture
def full(tmp_path: Path) -> Map:
    return map_of(tmp_path, FULL)


def map_of(folder: Path, text: str) -> Map:
    file = folder / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return load_map(file)


def record(**changes: Any) -> dict[str, Any]:
    return {"meta": {"id": 7}, "date": "01.06.2026", "answers": [{"text": "Late."}]} | changes


def test_constants_expressions_and_dates_make_an_event(full: Map) -> None:
    assert full.event_fields(record()) == {
        "source": "shop",
        "kind": "survey",
        "channel": "email",
        "brand": "Alder Post",
        "text": "Late.",
        "occurred_at": datetime(2026, 5, 31, 22, tzinfo=UTC),
        "event_id": event_id_of("shop", "7"),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"stars": "4.0"},
            {"rating": 4.0, "rating_min": 1.0, "rating_max": 5.0, "rating_direction": "higher_is_better"},
        ),
        ({"stars": ""}, {}),
        ({"nps": "9.0"}, {"nps": 9}),
        ({"nps": "n/a"}, {}),
        ({"csat": "worst"}, {"csat": 5, "csat_direction": "lower_is_better"}),
        ({"csat": "unknown"}, {}),
        ({"stage": "a"}, {"journey_stage": "arrival"}),
        ({"stage": "b"}, {"journey_stage": "b"}),
        ({"meta": {"id": 7, "wave": 3}}, {"attributes": {"wave": "3"}}),
    ],
)
def test_a_value_comes_with_what_belongs_to_it_or_not_at_all(
    full: Map, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert full.event_fields(record(**changes)) == full.event_fields(record()) | expected


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"stars": "many"}, "rating", "wrong_type"),
        ({"stars": "inf"}, "rating", "wrong_type"),
        ({"nps": 8.5}, "nps", "wrong_type"),
        ({"nps": True}, "nps", "wrong_type"),
        ({"csat": "fair"}, "csat", "unmapped"),
        ({"csat": ["best"]}, "csat", "unmapped"),
        ({"date": "2026-06-01"}, "occurred_at", "bad_date"),
        ({"date": 20260601}, "occurred_at", "bad_date"),
        ({"answers": [{"text": {"html": "Late."}}]}, "text", "wrong_type"),
        ({"meta": {}}, "native_id", "missing_field"),
        ({"meta": {"id": [7]}}, "native_id", "wrong_type"),
    ],
)
def test_a_value_that_does_not_fit_names_its_field(full: Map, changes: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidEvent) as refused:
        full.event_fields(record(**changes))
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_without_a_native_id_the_record_itself_is_the_identity(tmp_path: Path) -> None:
    own = map_of(tmp_path, WHOLE + "fields: {text: t, occurred_at: at}\n")
    record = {"t": "a", "at": "2026-06-01T12:00:00Z"}
    assert own.event_fields(record)["event_id"] == event_id_from("s", record)


def test_a_time_without_offset_is_refused_where_the_map_gives_no_zone(tmp_path: Path) -> None:
    own = map_of(tmp_path, WHOLE + "fields: {text: t, occurred_at: {path: at, date: iso}}\n")
    assert own.event_fields({"at": "2026-06-01 12:00:00+00:00"})["occurred_at"] == datetime(2026, 6, 1, 12, tzinfo=UTC)
    with pytest.raises(InvalidEvent) as refused:
        own.event_fields({"at": "2026-06-01T12:00:00.000000000"})
    assert refused.value.reason == "naive_time"


CASE_MAP = """
record: case
constants: {source: desk, brand: Alder Post, first_contact: false}
native_id: join('/', [no, step])
fields:
  case_id: no
  stage: {path: step, lookup: {opened: received, solved: resolved}}
  occurred_at: {path: at, date: "%d.%m.%Y", zone: UTC}
  first_contact: {path: once, lookup: {ja: true, nein: false, "?": null}}
"""
FACT_MAP = """
record: fact
constants: {source: shop}
fields:
  kind: kind
  value: {path: n}
  answer: said
  sample_size: people
  occurred_at: {path: at, zone: UTC}
  due_at: {path: due, date: unix, zone: UTC}
"""


def test_a_map_says_what_its_records_become_feedback_if_it_says_nothing(full: Map, tmp_path: Path) -> None:
    assert full.type_ is FEEDBACK
    assert map_of(tmp_path, CASE_MAP).type_ is CASE
    assert map_of(tmp_path, FACT_MAP).type_ is FACT


def test_a_map_of_cases_reads_stages_and_flags(tmp_path: Path) -> None:
    own = map_of(tmp_path, CASE_MAP)
    row = {"no": "7", "step": "solved", "at": "01.06.2026", "once": "ja"}
    assert own.event_fields(row) == {
        "source": "desk",
        "brand": "Alder Post",
        "case_id": "7",
        "stage": "resolved",
        "occurred_at": datetime(2026, 6, 1, tzinfo=UTC),
        "first_contact": True,
        "event_id": event_id_of("desk", "7/solved"),
    }
    assert own.event_fields(row | {"once": "?"})["first_contact"] is False  # as the constant says
    with pytest.raises(InvalidEvent) as refused:
        own.event_fields(row | {"step": "lost"})
    assert (refused.value.field, refused.value.reason) == ("stage", "unmapped")


def test_a_map_of_facts_reads_numbers_words_and_dates(tmp_path: Path) -> None:
    own = map_of(tmp_path, FACT_MAP)
    said = own.event_fields({"kind": "audit_answer", "n": "4.5", "said": "yes", "people": "12.0", "due": 0})
    assert {name: said[name] for name in ("value", "answer", "sample_size", "due_at")} == {
        "value": 4.5,
        "answer": "yes",
        "sample_size": 12,
        "due_at": datetime(1970, 1, 1, tzinfo=UTC),
    }
    assert own.event_fields({"said": "0.5"})["answer"] == 0.5
    with pytest.raises(InvalidEvent) as refused:
        own.event_fields({"n": "many"})
    assert (refused.value.field, refused.value.reason) == ("value", "wrong_type")


@pytest.mark.parametrize("name", sorted(file.name for file in EXAMPLES.glob("*.yaml")))
def test_every_row_of_an_example_becomes_what_its_map_says(name: str) -> None:
    own = load_map(EXAMPLES / name)
    rows = [row for _, row in read_rows(str(EXAMPLES / name.replace(".yaml", ".csv"))) if isinstance(row, dict)]
    events = []
    for row in rows:
        with suppress(InvalidEvent):
            events.append(to_event(row, own, history=True, type_=own.type_)[0])
    assert len(set(events)) == len(events) >= len(rows) - 1  # the branch survey shows a row that is refused


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["says"])
def test_a_map_that_cannot_work_says_where(tmp_path: Path, case: dict[str, str]) -> None:
    with pytest.raises(MapError) as refused:
        map_of(tmp_path, case["map"])
    assert str(refused.value).startswith(f"{tmp_path / 'own.yaml'}{case['error']}")


def test_a_shipped_map_is_found_by_name_and_ones_own_by_path(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(WHOLE + "fields: {text: t, occurred_at: d}\n", encoding="utf-8")
    assert find_map(str(tmp_path / "mine.yml")).source == "s"
    assert find_map("survey_nhs_fft").source == "nhs_fft"


def test_a_name_that_is_no_map_lists_those_that_are() -> None:
    with pytest.raises(MapError, match=r"nope: neither a file nor a shipped map .*survey_nhs_fft"):
        find_map("nope")


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_shipped_map_loads(file: Path) -> None:
    assert load_map(file).source


def test_an_expression_that_fails_on_a_record_refuses_that_record_alone(tmp_path: Path) -> None:
    own = map_of(
        tmp_path,
        WHOLE + "native_id: join('-', [branch, no])\nfields: {text: \"join(' ', [title, body])\", occurred_at: at}\n"
        "attributes: {first: 'sort(tags)[0]'}\n",
    )
    whole = {"branch": "b", "no": "1", "title": "Late.", "body": "Again.", "tags": ["x"]}
    assert own.event_fields(whole)["text"] == "Late. Again."
    for change, field in (
        ({"title": None}, "text"),
        ({"no": 7}, "native_id"),
        ({"tags": [1, "a"]}, "attributes.first"),
    ):
        with pytest.raises(InvalidEvent) as refused:
            own.event_fields(whole | change)
        assert (refused.value.field, refused.value.reason) == (field, "unmapped")
        assert "Again" not in str(refused.value)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.floats() | st.just(10**400) | st.just(1e308),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from("abcd") | st.text(), part, max_size=3),
    max_leaves=6,
)
USABLE = {
    **{file.stem: file.read_text(encoding="utf-8") for file in SHIPPED.glob("*.yaml")},
    "cases": CASE_MAP,
    "facts": FACT_MAP,
    **{f"nasty {number}": yaml.safe_dump(map_) for number, map_ in enumerate(NASTY)},
}


@pytest.mark.parametrize("text", USABLE.values(), ids=USABLE)
def test_any_record_gives_an_event_or_is_refused(tmp_path: Path, text: str) -> None:
    own = map_of(tmp_path, text)

    @given(st.dictionaries(st.sampled_from(sorted(set(re.findall(r"\w+", text)))) | st.text(), ANY_JSON, min_size=1))
    def check(record: dict[str, Any]) -> None:
        with suppress(InvalidEvent):
            to_event(record, own, history=True, type_=own.type_)

    check()


WHOLE_MAP = {
    "constants": {"source": "s", "kind": "survey", "channel": "c", "brand": "B"},
    "fields": {"occurred_at": "d", "text": "t"},
}
KEYS = [*FieldMap.__struct_fields__, "source", "kind", "occurred_at", "nps", "rating", "text", "value", "stage"]
WORDS = st.sampled_from(
    [
        "feedback",
        "fact",
        "order",
        "survey",
        "iso",
        "unix",
        "%d.%m.%Y",
        "%Q",
        "UTC",
        "Mars",
        "keep",
        "a",
        "join(a",
        "[",
        "",
    ]
)
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS | st.text("ab. ", max_size=3),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | WORDS, part, max_size=4),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(MapFile.__struct_fields__, PARTS) | {"extra": PARTS}))
def test_whatever_a_map_says_it_loads_or_is_refused_with_its_place(said: dict[str, Any]) -> None:
    text = yaml.safe_dump(WHOLE_MAP | said, sort_keys=False)
    with TemporaryDirectory() as folder, suppress(MapError):
        map_of(Path(folder), text)
