"""What every test may use: the fixtures of tests/fixtures, one module per engine."""

from __future__ import annotations

import os
import time

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no failed property
settings.load_profile("untimed")
os.environ["TZ"] = "America/New_York"  # a zone with daylight saving, behind UTC: what must not depend on it does not
time.tzset()

pytest_plugins = [
    "tests.fixtures.broker",
    "tests.fixtures.fake_stack",
    "tests.fixtures.fake_warehouse",
    "tests.fixtures.order",
    "tests.fixtures.warehouse",
    "tests.fixtures.prefect_server",
    "tests.fixtures.schema",
    "tests.fixtures.stack",
    "tests.fixtures.streams",
]
