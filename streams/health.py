"""Whether the broker and the workers that read from it are there: asked once, answered at once."""

from __future__ import annotations

from collections.abc import Callable

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from streams.settings import KafkaSettings

ANSWER_MS = 2000


def broker_answers(settings: KafkaSettings) -> bool:
    """True if it tells its topics."""
    return _ask(settings, lambda admin: admin.list_topics() is not None)


def group_is_stable(settings: KafkaSettings, group: str) -> bool:
    """True if a consumer group (as declared) is not between two assignments and its members read partitions.

    Members that read none are no health: on a busy machine a consumer may join before it knows the topics.
    """
    named = settings.named(group)

    def stable(admin: KafkaAdminClient) -> bool:
        described = admin.describe_groups([named])[named]
        assigned = (member["member_assignment"] for member in described["members"])
        return described["group_state"] == "Stable" and any(one and one["assigned_partitions"] for one in assigned)

    return _ask(settings, stable)


def _ask(settings: KafkaSettings, question: Callable[[KafkaAdminClient], bool]) -> bool:
    try:
        admin = KafkaAdminClient(**settings.client(), bootstrap_timeout_ms=ANSWER_MS)
    except KafkaError:
        return False
    try:
        return question(admin)
    except KafkaError:
        return False
    finally:
        admin.close()
