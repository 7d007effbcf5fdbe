"""`earshot up` reads all files of config/ first, and starts nothing where one of them cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError
from rich.console import Console

from flows.settings import SHIPPED
from stack.cli import foreground
from stack.config_check import mistakes
from stack.errors import StackError
from stack.variables import unread, variables


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "config"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def ruin(config: Path) -> None:
    """A mistake or two in each file."""
    edit(config / "taxonomy.yaml", "journey_stage: support", "journey_stage: suport")
    edit(config / "brands.yaml", "name: Hazelgate", "name: Alder Post")
    (config / "indicators.yaml").write_text("delta: 5\nproof:\n  pwoer: 1\n", encoding="utf-8")
    edit(config / "goals.yaml", "deadline: 2026-11-30", "deadline: 30.11.2026")
    edit(config / "alerts.yaml", "severity: critical", "severity: loud")
    (config / "labels.csv").write_text("event_id,sentiment\nthe parcel,positive\n", encoding="utf-8")


def test_the_shipped_files_have_no_mistake(config: Path) -> None:
    assert mistakes(config) == []


def test_each_mistake_of_any_file_is_a_line_and_told_once(config: Path) -> None:
    ruin(config)
    said = [line.removeprefix(f"{config}/") for line in mistakes(config)]
    assert [line.partition(",")[0] for line in said] == [
        *("taxonomy.yaml", "brands.yaml", "indicators.yaml", "indicators.yaml", "goals.yaml", "alerts.yaml"),
        "labels.csv",
    ]
    assert "journey_stage: 'suport' is none of " in said[0]
    assert "brands[1].name: stands for Alder Post already" in said[1]
    assert "goals[0].deadline: '30.11.2026' is not a date such as 2026-11-22" in said[4]
    assert said[2:4] == [
        "indicators.yaml, line 1, delta: 5 stands where a section of names and values should",
        "indicators.yaml, line 3, proof.pwoer: there is no setting called 'pwoer' here; is it 'power'?",
    ]


def test_a_goal_is_checked_where_the_brands_are_right(config: Path) -> None:
    edit(config / "goals.yaml", "brand: Alder Post", "brand: Alder Pots")
    [said] = mistakes(config)
    assert "there is no brand 'Alder Pots' in brands.yaml; is it 'Alder Post'?" in said


def test_targets_and_topics_are_checked_against_the_files_beside_them(config: Path) -> None:
    edit(config / "indicators.yaml", "  topic: price ", "  topic: prices ")
    edit(config / "indicators.yaml", "brand_targets: {}", "brand_targets: {Aldr Post: {nps: 45}}")
    edit(config / "goals.yaml", "target: 96", "target: 0.96")
    brand, topic, goal = mistakes(config)
    assert "is it 'Alder Post'?" in brand
    assert "is it 'price'?" in topic
    assert "goals[1].target: 0.96 is a share: write 96 for 96 %" in goal


def test_up_starts_nothing_and_says_a_line_for_each_mistake(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ruin(config)
    monkeypatch.setenv("EARSHOT_CONFIG_DIR", str(config))
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(foreground, "bring_up", lambda *_: pytest.fail("something was started"))
    with pytest.raises(StackError, match=r"7 mistakes in the files of .*: nothing is started"):
        foreground.run_up(detach=True)
    assert capsys.readouterr().err.splitlines() == mistakes(config)


def test_a_variable_with_a_wrong_value_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_LAND_BATCH_RECORDS", "0")
    with pytest.raises(ValidationError, match="batch_records"):
        foreground._check_config(Console())


def test_a_variable_that_nobody_reads_is_told_with_the_one_that_was_meant() -> None:
    assert unread(["EARSHOT_KAFKA_PORTT", "HOME"]) == [
        "nobody reads the variable EARSHOT_KAFKA_PORTT; is it 'EARSHOT_KAFKA_PORT'?"
    ]
    assert unread([*variables(), "EARSHOT_ALERT_TEAM_CHAT", "EARSHOT_DEBUG"]) == []
