"""Every client is told the same about the broker, and nobody prints a password."""

from __future__ import annotations

import ssl

import pytest

from streams.score import credentials, make_app
from streams.settings import KafkaSettings, ScoreSettings


def test_the_environment_says_where_and_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_KAFKA_BOOTSTRAP", "one:9092, two:9093")
    monkeypatch.setenv("EARSHOT_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT")
    monkeypatch.setenv("EARSHOT_KAFKA_SASL_USERNAME", "earshot")
    monkeypatch.setenv("EARSHOT_KAFKA_SASL_PASSWORD", "a-secret")
    settings = KafkaSettings()
    assert settings.servers == ["one:9092", "two:9093"]
    assert settings.client()["sasl_plain_password"] == "a-secret"
    assert "a-secret" not in repr(settings)
    told = credentials(settings)
    assert told is not None
    assert "a-secret" not in repr(told)


def test_without_encryption_there_is_no_context_and_with_it_hosts_are_checked() -> None:
    assert KafkaSettings().ssl_context() is None
    assert credentials(KafkaSettings()) is None
    context = KafkaSettings(security_protocol="SSL").ssl_context()
    assert context is not None
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_names_carry_the_clusters_prefix() -> None:
    assert KafkaSettings(prefix="eu.").named("feedback.raw") == "eu.feedback.raw"


def test_the_worker_commits_soon_keeps_no_tables_and_makes_no_topics(tmp_path: object) -> None:
    app = make_app(KafkaSettings(), ScoreSettings(), str(tmp_path))
    assert app.conf.id == "earshot-score"
    assert app.conf.broker_commit_interval == 0.5
    assert (app.conf.topic_allow_declare, app.conf.topic_disable_leader, app.conf.web_enabled) == (False, True, False)
    assert app.conf.table_standby_replicas == 0
    assert not app.conf.stream_wait_empty
    assert app.conf.producer_acks == -1
