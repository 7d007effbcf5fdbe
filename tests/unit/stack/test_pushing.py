"""A map and the files that it is for are compared before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack.cli import pushing
from stack.cli.pushing import push_with_progress
from stack.home import Home
from streams.pusher import PushResult
from streams.readers import FileError

MAP = """constants: {source: s, kind: survey, channel: c, brand: B}
fields: {occurred_at: day, csat: how_satisfeid, text: said}
"""


def pushed(folder: Path, header: str) -> None:
    (folder / "own.yaml").write_text(MAP, encoding="utf-8")
    (folder / "good.csv").write_text("day,how_satisfeid,said\n", encoding="utf-8")
    (folder / "rows.csv").write_text(header + "\n", encoding="utf-8")
    files = [str(folder / "good.csv"), str(folder / "rows.csv")]
    push_with_progress(Home.at(folder), files, str(folder / "own.yaml"), wait=0, history=False)


def test_a_file_of_which_no_row_could_be_used_is_refused_before_any_is_sent(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"rows\.csv: no row can be used without occurred_at: there is no column 'day'"):
        pushed(tmp_path, "given_on,how_satisfied,said")


def test_other_names_that_are_no_column_are_said_once_and_the_rows_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pushing, "must_run", lambda *_: None)
    monkeypatch.setattr(pushing, "_push", lambda *_, **__: PushResult())
    pushed(tmp_path, "day,how_satisfied,said")
    said = capsys.readouterr().err
    assert said.splitlines() == [
        f"earshot: {tmp_path / 'rows.csv'}: there is no column 'how_satisfeid', which the map reads csat from; "
        "is it 'how_satisfied'?"
    ]
