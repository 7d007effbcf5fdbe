"""`earshot rescore` on the real stack: an edited taxonomy reaches the feedback that was scored before the edit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stack.environment import read
from streams.settings import CONFIG
from tests.fixtures.stack import Stack, new_stack

NEW_TOPIC = """
      - id: raincoats
        name: Raincoats
        description: What is lent against the rain.
        journey_stage: use
        cause: products
        words:
          en: [raincoat*]
"""
EVENTS = [
    {
        "native_id": str(number),
        "source": "rescored",
        "kind": "review",
        "channel": "web",
        "brand": "Alder Post",
        "occurred_at": f"2026-10-{1 + number:02}T10:00:00Z",
        "text": "The raincoat that they lent me was lovely.",
    }
    for number in range(20)
]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path_factory.mktemp("edited") / "config"))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, config: Path) -> Iterator[Stack]:
    """A stack of its own, whose configuration may be edited, with twenty events landed."""
    stack = new_stack(tmp_path_factory.mktemp("rescore"))
    stack.chosen["EARSHOT_CONFIG_DIR"] = str(config)
    stack.up()
    try:
        pushed = stack.earshot("push", "-", "--wait", input_="".join(json.dumps(event) + "\n" for event in EVENTS))
        assert pushed.returncode == 0, pushed.stderr
        yield stack
    finally:
        stack.down()


def asked(stack: Stack, sql: str) -> list[dict[str, Any]]:
    answer = stack.earshot("sql", sql, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    return rows


SCORES = {"topics", "mentions", "taxonomy_version", "scored_at", "generation", "landed_at", "version"}
OF_TOPICS = {"topic_sentiments", "topic_polarities", "topic_causes", "topic_excerpts"}


def test_a_topic_that_is_added_is_found_in_what_was_said_before_and_nothing_else_changes(
    stack: Stack, config: Path
) -> None:
    assert read(stack.home.env_file)
    before = asked(stack, "SELECT * FROM feedback ORDER BY event_id")
    nothing = stack.earshot("rescore", "--wait")
    said = nothing.stderr.splitlines()[-1]  # on a busy machine progress is shown before
    assert (nothing.returncode, said) == (0, "nothing to rescore: all of it has today's versions")

    taxonomy = config / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text(text.rstrip() + "\n" + NEW_TOPIC, encoding="utf-8")
    some = stack.earshot("rescore", "--from", "2026-10-11", "--wait")
    assert some.returncode == 0, some.stderr
    assert "10 events sent again as generation 1, all queryable" in some.stderr
    rest = stack.earshot("rescore", "--wait")
    assert "10 events sent again as generation 1, all queryable" in rest.stderr, rest.stderr

    after = asked(stack, "SELECT * FROM feedback ORDER BY event_id")
    assert [row["topics"] for row in after] == [["raincoats"]] * len(EVENTS)
    assert {row["generation"] for row in after} == {1}
    kept = [{name: row[name] for name in row if name not in SCORES | OF_TOPICS} for row in before]
    assert [{name: row[name] for name in row if name not in SCORES | OF_TOPICS} for row in after] == kept


def test_a_mistake_in_the_taxonomy_is_said_before_anything_is_sent(stack: Stack, config: Path) -> None:
    taxonomy = config / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text(text.replace("        cause: people\n", "        cause: ghosts\n", 1), encoding="utf-8")
    refused = stack.earshot("rescore", "--wait")
    taxonomy.write_text(text, encoding="utf-8")
    assert refused.returncode == 1
    assert "taxonomy.yaml, line" in refused.stderr
    assert {row["generation"] for row in asked(stack, "SELECT DISTINCT generation FROM feedback")} == {1}
