"""streams.score as a process: its log says that it began, and with which versions."""

from __future__ import annotations

import logging

import pytest

from streams import score


def test_a_scorer_that_is_ready_says_so_with_its_versions(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "earshot.score")
    ran = []
    for name in ("configure_logs", "wait_for_topics", "settle_memory"):
        monkeypatch.setattr(score, name, lambda *_: None)
    monkeypatch.setattr(score, "run", lambda *given: ran.append(given))
    assert score.main() == 0
    [(_, _, scorer)] = ran
    assert caplog.messages == [
        f"scores feedback.raw: sentiment {scorer.sentiment_version}, taxonomy {scorer.taxonomy_version}"
    ]
