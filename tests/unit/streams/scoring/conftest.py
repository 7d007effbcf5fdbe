"""The scorer of the shipped configuration, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.scoring import Scorer

CONFIG = Path(__file__).parents[4] / "config"


@pytest.fixture(scope="session")
def config() -> Path:
    return CONFIG


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer.load(CONFIG)
