"""The scorer: feedback.raw to feedback.scored, in Faust. `python -m streams.score`."""

from __future__ import annotations

import faulthandler
import logging
import sys
import tempfile
from typing import Any

import faust
from faust.types.auth import CredentialsT

from schemas.errors import EarshotError
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.admin import wait_for_topics
from streams.faust_chunks import use_chunks
from streams.outbox import BATCH_BYTES, MAX_REQUEST_BYTES
from streams.process import LIBRARIES, SCORER_YOUNG, configure_logs, settle_memory
from streams.score_watchdog import ScoreWatchdog
from streams.score_worker import ScoreWorker
from streams.scoring import Scorer
from streams.settings import KafkaSettings, ScoreSettings

log = logging.getLogger("earshot.score")

STOP_SECONDS = 20.0


def make_app(kafka: KafkaSettings, settings: ScoreSettings, datadir: str) -> faust.App:
    """Faust without what this worker does not need: no tables, no leader, no web server, no topics of its own."""
    app = faust.App(
        kafka.named(settings.group),
        broker=[f"kafka://{server}" for server in kafka.servers],
        broker_credentials=credentials(kafka),
        broker_commit_interval=settings.commit_seconds,
        broker_session_timeout=10.0,  # how long a killed worker's partitions wait for the next
        broker_heartbeat_interval=3.0,
        broker_max_poll_records=4 * settings.chunk_records,
        consumer_auto_offset_reset="earliest",
        producer_acks=-1,
        producer_compression_type="lz4",
        producer_linger=0.0,
        producer_max_batch_size=BATCH_BYTES,
        producer_max_request_size=MAX_REQUEST_BYTES,
        producer_request_timeout=settings.deliver_seconds,
        stream_wait_empty=False,  # waiting for what will never be acknowledged is how Faust hangs
        store="memory://",
        datadir=datadir,
        table_standby_replicas=0,  # the standard assignor
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    use_chunks(app, settings.chunk_records)
    return app


def credentials(kafka: KafkaSettings) -> CredentialsT | None:
    """KafkaSettings as Faust takes them."""
    context = kafka.ssl_context()
    if kafka.uses_sasl:
        return faust.SASLCredentials(
            username=kafka.sasl_username,
            password=kafka.sasl_password.get_secret_value(),
            mechanism=kafka.sasl_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None


def run(kafka: KafkaSettings, settings: ScoreSettings, scorer: Scorer) -> None:
    """Until a signal ends it. Raises SystemExit."""
    with tempfile.TemporaryDirectory(prefix="earshot-score-") as datadir:
        app = make_app(kafka, settings, datadir)
        worker = ScoreWorker(app, scorer, kafka, settings)
        watchdog = ScoreWatchdog(app, settings.stall_seconds)
        raw = app.topic(kafka.named(RAW), key_serializer="raw", value_serializer="raw")
        app.agent(raw, concurrency=1, name="score")(worker.run)
        app.task()(watchdog.watch)
        watchdog.start()

        @app.on_before_shutdown.connect
        async def give_grace(*_: Any, **__: Any) -> None:
            # a shutdown that hangs ends as well, uncommitted
            faulthandler.dump_traceback_later(STOP_SECONDS, exit=True)

        faust_worker = faust.Worker(app, quiet=True, logging_config=dict(LIBRARIES))
        faust_worker.spinner = None  # it draws on whatever standard output is
        faust_worker.execute_from_commandline()


def main() -> int:
    """Waits for the broker and the topics, then scores. The exit code."""
    configure_logs()
    kafka, settings = KafkaSettings(), ScoreSettings()
    try:
        scorer = Scorer.load(settings.config_dir)
        wait_for_topics(kafka, [RAW, SCORED, DEAD_LETTERS])
    except EarshotError as error:
        log.critical("%s", error)
        return 1
    settle_memory(SCORER_YOUNG)
    versions = f"sentiment {scorer.sentiment_version}, taxonomy {scorer.taxonomy_version}"
    log.info("scores %s: %s", kafka.named(RAW), versions)
    run(kafka, settings, scorer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
