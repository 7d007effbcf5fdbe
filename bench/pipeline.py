"""How fast the path is, beside its peers, in one run: `make bench`.

Two questions. The same small job (TextBlob's polarity of each text, JSON in, JSON out, one process) in Earshot, in
a naive Faust agent and in Quix Streams; and Earshot's own steps and whole path at two sizes, to see how cost grows.
Rates are events per wall second between the first tenth and the last event; CPU is the process's own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence

from bench.feed import messages
from bench.rig import HEADING, REPO, Rate, Rig, measure, rig, stop
from schemas.topics import DEAD_LETTERS, RAW, SCORED
from streams.admin import ensure_topics
from streams.lag import lags
from streams.settings import KafkaSettings
from warehouse.client import connect
from warehouse.migrate import migrate
from warehouse.settings import ClickHouseSettings

PEERS = REPO / "bench" / "peers"
QUIX = REPO / ".cache" / "quix" / "bin" / "python"
WORKERS = {"score": [sys.executable, "-m", "streams.score"], "land": [sys.executable, "-m", "streams.land"]}
QUIX_NAME = "polarity: Quix Streams"


def peers(rig: Rig, events: int) -> Iterator[Rate]:
    """The same messages and the same job for each; every one starts at the beginning of the same topic."""
    settings = topics(rig, "peers.", events)
    raw = settings.named(RAW)
    jobs: dict[str, Sequence[str]] = {
        QUIX_NAME: [str(QUIX), str(PEERS / "quix_job.py")],
        "polarity: naive Faust agent": [sys.executable, str(PEERS / "faust_naive.py"), "worker", "-l", "warn"],
    }
    for number, (name, command) in enumerate(jobs.items()):
        rig.create(out := f"peers.out-{number}")
        yield rig.meter(name, command, out, events, BENCH_BOOTSTRAP=rig.bootstrap, BENCH_IN=raw, BENCH_OUT=out)
    command = [sys.executable, "-m", "bench.peers.earshot_polarity"]
    yield rig.meter("polarity: Earshot", command, settings.named(SCORED), events, EARSHOT_KAFKA_PREFIX="peers.")


def steps(rig: Rig, events: int) -> Iterator[Rate]:
    """Score, then land what was scored, each alone; then both at once while the messages are pushed."""
    prefix = f"steps{events}."
    settings = topics(rig, prefix, events)
    yield rig.meter("score", WORKERS["score"], settings.named(SCORED), events, EARSHOT_KAFKA_PREFIX=prefix)
    process = rig.start(WORKERS["land"], EARSHOT_KAFKA_PREFIX=prefix)
    yield measure("land", process, lambda: landed(settings), events)
    stop(process)
    yield whole_path(rig, events)


def whole_path(rig: Rig, events: int) -> Rate:
    """From the first push to the last row: two workers, a broker and a warehouse on one machine's cores."""
    prefix = f"whole{events}."
    settings = topics(rig, prefix, 0)
    workers = [rig.start(command, EARSHOT_KAFKA_PREFIX=prefix) for command in WORKERS.values()]
    rig.produce(settings.named(RAW), messages(events))
    rate = measure("score and land at once (CPU: score)", workers[0], lambda: landed(settings), events)
    for worker in workers:
        stop(worker)
    return rate


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
    parser.add_argument("--peer-events", type=int, default=100_000)
    arguments = parser.parse_args()
    with rig() as engines:
        settings = ClickHouseSettings(_env_file=None, **engines.clickhouse)
        migrate(connect(settings, database="default"), settings)
        print(HEADING)
        beside = 0.0
        runs: list[Callable[[], Iterator[Rate]]] = [lambda: peers(engines, arguments.peer_events)]
        runs += [lambda size=size: steps(engines, size) for size in arguments.events]  # type: ignore[misc]
        for run in runs:
            for rate in run():
                beside = rate.per_second if rate.name == QUIX_NAME else beside
                print(rate.row(beside if rate.name.startswith("polarity") else 0), flush=True)


if __name__ == "__main__":
    main()
