"""config/labels.csv: what is wrong is said by file, line and field; labels apply where the judged texts come from."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flows.errors import ConfigError
from flows.indicators.formulas.classifier import attenuation
from flows.indicators.vocabulary import Subject
from flows.labels import AT_ONCE, Labelled, matched, read_labelled, read_labels
from flows.rules import read_rules
from flows.settings import SHIPPED

HEAD = "event_id,sentiment\n"
ALDER = Subject("Alder Post")
GOOD = np.array([[40, 5, 5], [5, 20, 5], [2, 3, 35]], dtype=np.float64)
ASSUMED = 0.4


def read(folder: Path, text: str) -> Mapping[str, str]:
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return read_labels(folder)


def test_none_are_shipped_and_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_labels(SHIPPED) == {}
    assert read_labels(tmp_path) == {}


def test_labels_are_read_by_event_and_rows_nobody_judged_yet_wait(tmp_path: Path) -> None:
    text = f"{HEAD}a1,positive\nb2,\n\nc3, Negative \nd4,neutral\n"
    assert read(tmp_path, text) == {"a1": "positive", "c3": "negative", "d4": "neutral"}


def test_what_spreadsheets_write_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffsentiment;event_id\r\npositive;a1\r\n") == {"a1": "positive"}


def test_a_run_judges_by_the_labels_of_its_config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("EARSHOT_CONFIG_DIR", str(tmp_path))
    assert read_rules(datetime.now(UTC)).labels == {}
    read(tmp_path, f"{HEAD}a1,positive\n")
    assert read_rules(datetime.now(UTC)).labels == {"a1": "positive"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1, the file: has the two columns"),
        ("event_id,sentiment,text\na1,positive,The parcel came late.\n", "line 1, the file: has the two columns"),
        ("a1,positive\n", "line 1, the file: has the two columns"),
        (f"{HEAD}a1,positive\n,negative\n", "line 3, event_id: is empty"),
        (f"{HEAD}a1,positive\nthe parcel,negative\n", "line 3, event_id: is no id of an event"),
        (f"{HEAD}a1,positive\n{'a' * 129},negative\n", "line 3, event_id: is no id of an event"),
        (f"{HEAD}a1,positive\nb2,glad\n", "line 3, sentiment: is none of positive, neutral, negative"),
        (f"{HEAD}a1,positive\nb2,neutral\na1,negative\n", "line 4, event_id: is labelled in line 2 already"),
        (f"{HEAD}a1,positive,late\n", "line 2, the file: has more values"),
        (f'{HEAD}a1,"positive\n', "line 2, the file: is not CSV"),
    ],
)
def test_what_is_wrong_is_said_by_file_line_and_field_and_never_repeats_a_text(
    tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'labels.csv'}, {where}")
    assert "parcel" not in str(caught.value)


def test_bytes_that_are_no_text_are_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read: UnicodeDecodeError"):
        read_labels(tmp_path)


def known(**counts: np.ndarray) -> Labelled:
    """Labelled texts of Alder Post by `channel_version`."""
    return Labelled({("Alder Post", *name.split("_")): labels for name, labels in counts.items()})


def test_a_brands_labels_of_the_version_that_read_its_texts_correct_it() -> None:
    found = known(email_s1=GOOD, app_s1=GOOD, app_s0=GOOD).classifier(ALDER, {"s1"}, ASSUMED)
    assert found.labels == tuple(tuple(int(2 * count) for count in row) for row in GOOD)
    assert found.shows == attenuation(GOOD)
    assert found.reason == ""


def test_a_channels_labels_are_its_own() -> None:
    app = Subject("Alder Post", channel="app")
    assert known(email_s1=GOOD, app_s1=GOOD).classifier(app, {"s1"}, ASSUMED).labels[0] == (40, 5, 5)
    assert known(email_s1=GOOD).classifier(app, {"s1"}, ASSUMED).reason == "no texts of it are labelled"


@pytest.mark.parametrize(
    ("subject", "labelled", "versions", "reason"),
    [
        (Subject("Birch"), known(app_s1=GOOD), {"s1"}, "no texts of it are labelled"),
        (Subject("Alder Post", topic="price"), known(app_s1=GOOD), {"s1"}, "labelled as a whole"),
        (ALDER, known(app_s0=GOOD), {"s1"}, "another version of the model"),
        (ALDER, known(app_s1=GOOD), {"s0", "s1"}, "another version of the model"),
        (ALDER, known(app_s1=GOOD), set(), "another version of the model"),
        (ALDER, known(app_s1=GOOD / 5), {"s1"}, "6 texts are labelled, and 20"),
        (ALDER, known(app_s1=GOOD[:, ::-1]), {"s1"}, "too poorly"),
    ],
)
def test_labels_of_another_domain_or_version_or_too_few_leave_what_is_assumed_and_say_why(
    subject: Subject, labelled: Labelled, versions: set[str], reason: str
) -> None:
    found = labelled.classifier(subject, versions, ASSUMED)
    assert (found.labels, found.shows) == ((), ASSUMED)
    assert reason in found.reason


def test_how_many_labels_count_is_said() -> None:
    labels = {f"e{at}": "positive" for at in range(200)}
    assert matched(labels, known(app_s1=GOOD)).startswith("120 of 200 labels of labels.csv are of customers' texts")
    assert matched(labels, Labelled()).startswith("0 of 200 labels ")


def test_many_ids_are_asked_for_in_parts_and_unlabelled_files_ask_nothing() -> None:
    asked: list[int] = []

    def answer(_: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked.append(len(parameters["event_ids"]))
        place = {"brand": "Alder Post", "channel": "app", "sentiment_version": "s1"}
        return [{**place, "sentiment": "negative", "texts": asked[-1]}]

    labels = {f"e{at}": "positive" for at in range(AT_ONCE + 5)} | {"n": "negative"}
    found = read_labelled(answer, labels)
    assert asked == [AT_ONCE, 5, 1]
    assert found.counts["Alder Post", "app", "s1"].tolist() == [[0, 0, AT_ONCE + 5], [0, 0, 0], [0, 0, 1]]
    assert read_labelled(answer, {}).counts == {}
    assert len(asked) == 3
