"""Names that a map reads and a CSV file has not are said once, before a row is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.map_columns import check_columns, unread_columns
from streams.map_files import load_map
from streams.mapping import Map
from streams.pusher import Refusal
from streams.readers import FileError
from streams.record_types import FEEDBACK

CASES = yaml.safe_load((Path(__file__).parents[2] / "data/maps/columns.yaml").read_text(encoding="utf-8"))
EXAMPLES = Path(__file__).parents[3] / "examples"


def map_of(folder: Path, **said: Any) -> Map:
    file = folder / "own.yaml"
    constants = {"source": "s", "kind": "survey", "channel": "c", "brand": "B"}
    file.write_text(yaml.safe_dump({"constants": constants, "native_id": "no", **said}), encoding="utf-8")
    return load_map(file)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_name_that_is_no_column_is_warned_of_or_refused_where_no_row_could_be_used(
    tmp_path: Path, case: dict[str, Any]
) -> None:
    said = {name: case[name] for name in ("fields", "native_id", "attributes") if name in case}
    map_, file = map_of(tmp_path, **said), tmp_path / "rows.csv"
    file.write_text(case["header"] + "\n", encoding="utf-8")
    if "refused" in case:
        with pytest.raises(FileError) as caught:
            unread_columns(map_, str(file))
        assert str(caught.value) == case["refused"].format(file=file)
    else:
        assert unread_columns(map_, str(file)) == [f"{file}: {warned}" for warned in case.get("warned", [])]


@pytest.mark.parametrize(
    ("head", "lacking"),
    [
        ("id,date,score", "source"),
        ("source,kind,channel,brand,occurred_at", "text or rating"),
        ("source,kind,channel,brand,occurred_at,nps", None),
    ],
)
def test_without_a_map_a_file_whose_rows_would_all_be_refused_is_not_sent(
    tmp_path: Path, head: str, lacking: str | None
) -> None:
    file = tmp_path / "feed.csv"
    file.write_text(f"{head}\n" + ",".join("x" for _ in head.split(",")))
    if lacking is None:
        check_columns(FEEDBACK, str(file))
    else:
        with pytest.raises(FileError, match=f"there is no column {lacking}.*--map"):
            check_columns(FEEDBACK, str(file))


def test_records_that_say_themselves_what_they_have_are_not_asked(tmp_path: Path) -> None:
    map_, file = map_of(tmp_path, fields={"occurred_at": "day", "text": "said"}), tmp_path / "rows.jsonl"
    file.write_text('{"no": 1}\n', encoding="utf-8")
    assert unread_columns(map_, str(file)) == unread_columns(map_, "-") == []


@pytest.mark.parametrize("name", sorted(file.stem for file in EXAMPLES.glob("*.yaml")))
def test_the_columns_of_every_example_are_all_there(name: str) -> None:
    assert unread_columns(load_map(EXAMPLES / f"{name}.yaml"), str(EXAMPLES / f"{name}.csv")) == []


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("how_satisfied", "how_satisfied"),
        ("answers.satisfied", "answers.satisfied"),
        ('"how satisfied"', "how satisfied"),
        ("csat", ""),
        ("a || b", ""),
    ],
)
def test_a_refused_row_names_the_column_beside_the_field(tmp_path: Path, path: str, column: str) -> None:
    map_ = map_of(tmp_path, fields={"occurred_at": "day", "csat": path})
    assert map_.column_of("csat") == column
    assert map_.column_of("") == map_.column_of("channel") == ""


def test_the_column_is_told_where_a_refusal_is_read() -> None:
    refusal = Refusal("rows.csv", 7, "csat", "out_of_range", "is above 5", "id", "how_satisfied")
    assert str(refusal) == "rows.csv:7: csat (how_satisfied) is above 5 (out_of_range)"
