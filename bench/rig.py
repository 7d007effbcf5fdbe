"""What the benchmarks stand on: a real broker and warehouse of their own, counted topics, metered processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from stack.ports import free_ports, is_free

REPO = Path(__file__).parents[1]


@dataclass(frozen=True)
class Rate:
    """How fast one process worked, in events per wall second, and what it cost in CPU."""

    name: str
    events: int
    per_second: float
    cpu_seconds_per_100k: float

    def row(self, beside: float) -> str:
        ratio = f"{self.per_second / beside:6.2f}" if beside else "     –"
        return (
            f"{self.name:34} {self.events:>8,} {self.per_second:>10,.0f} {self.cpu_seconds_per_100k:>11.1f} {ratio:>9}"
        )


LIMIT_SECONDS = 600
HEADING = f"{'job':34} {'events':>8} {'events/s':>10} {'CPU s/100k':>11} {'× Quix':>9}"


@dataclass
class Rig:
    """Addresses of the engines, and what runs on them."""

    home: Path
    bootstrap: str
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def clickhouse(self) -> dict[str, str]:
        """The warehouse's settings, by field."""
        return {name: self.environment[f"EARSHOT_CLICKHOUSE_{name.upper()}"] for name in ("host", "port", "password")}

    @property
    def warehouse(self) -> subprocess.Popen[bytes]:
        """Started after the broker, before whatever is measured."""
        return self.processes[1]

    def start(self, command: Sequence[str], **extra: str) -> subprocess.Popen[bytes]:
        with (self.home / "bench.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=REPO, env={**self.environment, **extra}, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
        return process

    def create(self, topic: str, partitions: int = 4) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        admin.create_topics([NewTopic(topic, partitions, 1)])
        admin.close()

    def produce(self, topic: str, messages: Iterator[tuple[bytes, bytes]]) -> None:
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, linger_ms=20, compression_type="lz4")
        for key, value in messages:
            producer.send(topic, value, key)
        producer.flush()
        producer.close()

    def count(self, consumer: KafkaConsumer, topic: str) -> int:
        partitions = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic) or ()]
        return sum(consumer.end_offsets(partitions).values())

    def meter(self, name: str, command: Sequence[str], topic: str, events: int, **extra: str) -> Rate:
        """Runs `command` until `events` messages stand in `topic`."""
        consumer = KafkaConsumer(bootstrap_servers=self.bootstrap)
        process = self.start(command, **extra)
        try:
            return measure(name, process, lambda: self.count(consumer, topic), events)
        finally:
            consumer.close()
            stop(process)


def measure(
    name: str, process: subprocess.Popen[bytes], count: Callable[[], int], events: int, began: Began | None = None
) -> Rate:
    """Polls `count` until it reaches `events`; the clock starts at `began`, or else when a tenth is done.

    Raises RuntimeError when the process dies or time is up.
    """
    deadline = time.monotonic() + LIMIT_SECONDS
    done = began.events if began else 0
    while done < events:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{name}: stopped at {done:,} of {events:,} events; see bench.log")
        time.sleep(0.05)
        done = count()
        if began is None and done >= events / 10:
            began = Began.now(process, done)
    assert began is not None
    spent, worked = Began.now(process, events), events - began.events
    cpu = (spent.cpu - began.cpu) / worked * 100_000
    return Rate(name, events, worked / (spent.wall - began.wall), cpu)


@dataclass(frozen=True)
class Began:
    """Where a process stands: events done, wall clock, its CPU seconds."""

    events: int
    wall: float
    cpu: float

    @classmethod
    def now(cls, process: subprocess.Popen[bytes], events: int = 0) -> Began:
        return cls(events, time.monotonic(), cpu_of(psutil.Process(process.pid)))


def cpu_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def rig() -> Iterator[Rig]:
    """A broker and a warehouse on free loopback ports, gone afterwards with all that ran on them."""
    kafka, controller, clickhouse = free_ports(3)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **addresses(folder, kafka, controller, clickhouse)}
        made = Rig(Path(folder), f"127.0.0.1:{kafka}", environment)
        try:
            made.start([sys.executable, "-m", "stack.broker"])
            made.start([sys.executable, "-m", "warehouse.embedded"])
            wait_until_open(made, kafka, clickhouse)
            yield made
        finally:
            for process in reversed(made.processes):
                stop(process)


def wait_until_open(rig: Rig, *ports: int) -> None:
    """Raises RuntimeError with the log when an engine dies instead of listening."""
    while any(map(is_free, ports)):
        if any(process.poll() is not None for process in rig.processes):
            raise RuntimeError((rig.home / "bench.log").read_text())
        time.sleep(0.1)


def addresses(folder: str, kafka: int, controller: int, clickhouse: int) -> Mapping[str, str]:
    return {
        "BENCH_STATE": f"{folder}/state",
        "EARSHOT_HOME": folder,
        "EARSHOT_KAFKA_PORT": str(kafka),
        "EARSHOT_KAFKA_CONTROLLER_PORT": str(controller),
        "EARSHOT_KAFKA_BOOTSTRAP": f"127.0.0.1:{kafka}",
        "EARSHOT_CLICKHOUSE_HOST": "127.0.0.1",
        "EARSHOT_CLICKHOUSE_PORT": str(clickhouse),
        "EARSHOT_CLICKHOUSE_DATA": f"{folder}/warehouse",
        "EARSHOT_CLICKHOUSE_PASSWORD": "bench-owner",
        "EARSHOT_CLICKHOUSE_ANALYST_PASSWORD": "bench-analyst",
    }
