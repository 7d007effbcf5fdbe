"""What every test may use: the fixtures of tests/fixtures, one module per engine."""

from __future__ import annotations

pytest_plugins = [
    "tests.fixtures.broker",
    "tests.fixtures.fake_stack",
    "tests.fixtures.fake_warehouse",
]
