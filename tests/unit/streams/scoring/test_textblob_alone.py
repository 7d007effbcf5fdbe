"""A process that scores does not import what scoring does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest


def said_by(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", ["scipy", "sklearn", "pandas"])
def test_scoring_comes_without(name: str) -> None:
    assert said_by(f"import sys, streams.scoring; print({name!r} in sys.modules)") == "False"


def test_who_wants_it_may_import_it_before_and_after() -> None:
    assert said_by("import streams.scoring, scipy.stats, textblob; print(scipy.stats.norm.cdf(0))") == "0.5"
    assert said_by("import scipy, streams.scoring; print(scipy.stats.norm.cdf(0))") == "0.5"
