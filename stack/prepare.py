"""What the engines must hold before a worker comes, wherever they run: topics, the warehouse's schema, its analyst.

`earshot up` does it as soon as each engine answers, `earshot init` for engines that somebody else has started. May be
repeated, also by several at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.admin import TopicsReport


def create_topics() -> TopicsReport:
    """The topics as declared; waits for a broker that is starting. Raises Unavailable."""
    from streams.admin import ensure_topics
    from streams.settings import KafkaSettings

    return ensure_topics(KafkaSettings())


def migrate_warehouse() -> list[str]:
    """Database, tables, views, retention and the analyst's access; the names of the migrations that were missing.

    Raises Unavailable, NotAdmitted, MigrationRefused, or QueryRefused.
    """
    from warehouse.client import connect
    from warehouse.console import refusals
    from warehouse.migrate import migrate
    from warehouse.settings import ClickHouseSettings

    settings = ClickHouseSettings()
    with refusals():
        return migrate(connect(settings, database="default"), settings)


PREPARATIONS: dict[str, Callable[[], object]] = {"broker": create_topics, "warehouse": migrate_warehouse}
"""By the process that is prepared."""
