"""How fast the path is, beside its peers, in one run: `make bench`.

Two questions. The same small job (TextBlob's polarity of each text, JSON in, JSON out, one process) in Earshot, in
a naive Faust agent and in Quix Streams; and Earshot's own steps and whole path at two sizes, to see how cost grows.
Rates are events per wall second: of the peers and of scoring between the first tenth and the last event, of landing and
the whole path from a worker that is ready. CPU is the process's own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from bench.feed import messages
from bench.rig import HEADING, REPO, Began, Rate, Rig, measure, rig, stop
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.admin import ensure_topics
from streams.health import group_is_stable
from streams.lag import lags
from streams.settings import KafkaSettings, LandSettings, ScoreSettings
from warehouse.client import connect
from warehouse.migrate import migrate
from warehouse.settings import ClickHouseSettings

PEERS = REPO / "bench" / "peers"
QUIX = REPO / ".cache" / "quix" / "bin" / "python"
WORKERS = {"score": [sys.executable, "-m", "streams.score"], "land": [sys.executable, "-m", "streams.land"]}
EARSHOT = [sys.executable, "-m", "bench.peers.earshot_polarity"]
NAIVE = [sys.executable, str(PEERS / "faust_naive.py"), "worker", "-l", "warn"]
QUIX_JOB = [str(QUIX), str(PEERS / "quix_job.py")]
QUIX_NAME = "polarity: Quix Streams"


def peers(rig: Rig, events: int) -> Iterator[Rate]:
    """The same messages and the same job for each; every one starts at the beginning of the same topic."""
    raw = topics(rig, "peers.", events).named(RAW)
    jobs: list[tuple[str, Sequence[str], str]] = [
        (QUIX_NAME, QUIX_JOB, "object"),
        ("polarity: naive Faust agent", NAIVE, "object"),
        ("polarity: Earshot", EARSHOT, "object"),
        ("direct: Quix Streams", QUIX_JOB, "direct"),
        ("direct: Earshot", EARSHOT, "direct"),
    ]
    for number, (name, command, call) in enumerate(jobs):
        variables = {
            "BENCH_BOOTSTRAP": rig.bootstrap,
            "BENCH_IN": raw,
            "BENCH_CALL": call,
            "BENCH_STATE": str(rig.home),
        }
        if command is EARSHOT:
            settings = topics(rig, f"peer{number}.", events)
            variables["EARSHOT_KAFKA_PREFIX"], out = settings.prefix, settings.named(SCORED)
        else:
            rig.create(out := f"peers.out-{number}")
        yield rig.meter(name, command, out, events, BENCH_OUT=out, **variables)


def steps(rig: Rig, events: int) -> Iterator[Rate]:
    """Score, then land what was scored, each alone; then both at once while the messages are pushed."""
    settings = topics(rig, f"steps{events}.", events)
    prefix = {"EARSHOT_KAFKA_PREFIX": settings.prefix}
    yield rig.meter("score", WORKERS["score"], settings.named(SCORED), events, **prefix)
    lander = rig.start(WORKERS["land"], **prefix)
    wait_for_group(settings, LandSettings().group)
    began = [Began.now(lander), Began.now(rig.warehouse)]
    yield measure("land", lander, lambda: landed(settings), events, began[0])
    yield measure("land (the warehouse's CPU)", rig.warehouse, lambda: landed(settings), events, began[1])
    stop(lander)
    yield from whole_path(rig, events)


def whole_path(rig: Rig, events: int) -> Iterator[Rate]:
    """From the first push to the last row: pusher, workers, broker and warehouse share the machine's cores."""
    settings = topics(rig, f"whole{events}.", 0)
    workers = {name: rig.start(it, EARSHOT_KAFKA_PREFIX=settings.prefix) for name, it in WORKERS.items()}
    for group in (ScoreSettings().group, LandSettings().group):
        wait_for_group(settings, group)
    began = {name: Began.now(worker) for name, worker in workers.items()}
    rig.produce(settings.named(RAW), messages(events))
    for name, worker in workers.items():
        yield measure(f"whole path ({name}'s CPU)", worker, lambda: landed(settings), events, began[name])
        stop(worker)


def wait_for_group(settings: KafkaSettings, group: str) -> None:
    """Returns when the group's members have their partitions."""
    while not group_is_stable(settings, group):
        time.sleep(0.1)


def topics(rig: Rig, prefix: str, events: int) -> KafkaSettings:
    """Topics of their own for one measurement, filled."""
    settings = KafkaSettings(bootstrap=rig.bootstrap, prefix=prefix)
    ensure_topics(settings)
    if events:
        rig.produce(settings.named(RAW), messages(events))
    return settings


def landed(settings: KafkaSettings) -> int:
    """Messages that the lander has committed, which it does once they are in the warehouse."""
    return sum(lag.committed for lag in lags(settings) if lag.topic in (SCORED, DEAD_LETTERS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[20_000, 400_000], help="sizes of the path's runs")
    parser.add_argument("--peer-events", type=int, default=100_000, help="0 leaves them out")
    arguments = parser.parse_args()
    with rig() as engines:
        settings = ClickHouseSettings(_env_file=None, **engines.clickhouse)
        migrate(connect(settings, database="default"), settings)
        print(HEADING)
        beside = 0.0
        runs: list[Callable[[], Iterator[Rate]]] = []
        runs += [lambda: peers(engines, arguments.peer_events)] if arguments.peer_events else []
        runs += [lambda size=size: steps(engines, size) for size in arguments.events]  # type: ignore[misc]
        for run in runs:
            for rate in run():
                beside = rate.per_second if "Quix" in rate.name else beside
                print(rate.row(beside if ": " in rate.name else 0), flush=True)


if __name__ == "__main__":
    main()
