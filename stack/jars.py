"""Kafka's jars: pinned by a checked-in lock file, fetched once by jgo, verified by hash.

`kafka.lock.toml` is jgo's own lock format: every jar with its version and SHA-256, no address. `make lock` rewrites
it; `earshot fetch` (part of `make setup`) fills the cache folder; later starts are offline. A jar whose hash is not the
locked one is fetched once more (a download may have been cut short) and then refused.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.errors import StackError

LOCK_FILE = Path(__file__).with_name("kafka.lock.toml")
DOWNLOADS_AT_ONCE = 8
DOWNLOAD_TIMEOUT_SECONDS = 30

WANTED = (
    "org.apache.kafka:kafka_2.13:4.1.0",
    "org.slf4j:slf4j-simple:1.7.36",  # Kafka logs through slf4j-api 1.7 and brings no backend: it would be silent
)


class JarError(StackError):
    """A jar is absent and cannot be fetched, or is not the one that was locked."""


@dataclass(frozen=True, slots=True)
class Jar:
    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where Maven's repository layout keeps it, relative to the cache folder."""
        return Path(*self.group.split("."), self.artifact, self.version, f"{self.artifact}-{self.version}.jar")


def cache_folder() -> Path:
    """EARSHOT_CACHE, else `.cache` beside the packages: shared by every home on this machine."""
    named = os.environ.get("EARSHOT_CACHE")
    return Path(named).expanduser().resolve() if named else Path(__file__).resolve().parents[1] / ".cache"


def locked_jars(lock_file: Path = LOCK_FILE) -> list[Jar]:
    """Every jar of the lock file; one without a hash is an error, never a jar that is trusted."""
    lock = tomllib.loads(lock_file.read_text(encoding="utf-8"))
    return [Jar(d["groupId"], d["artifactId"], d["version"], d["sha256"]) for d in lock["dependencies"]]


def is_intact(jar: Jar, folder: Path) -> bool:
    path = folder / jar.path
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def classpath(cache: Path | None = None) -> str:
    """The locked jars as a Java class path, fetched if absent; 0.1 s when they are there. Raises JarError."""
    folder = fetch(cache)
    return ":".join(str(folder / jar.path) for jar in locked_jars())


def fetch(cache: Path | None = None) -> Path:
    """Fills the cache with what is missing or damaged; returns its jar folder. Raises JarError."""
    folder = (cache or cache_folder()) / "jars"
    if missing := [jar for jar in locked_jars() if not is_intact(jar, folder)]:
        folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder), ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
            list(pool.map(lambda jar: _fetch_one(jar, folder), missing))
    return folder


def _fetch_one(jar: Jar, folder: Path) -> None:
    if is_intact(jar, folder):
        return  # another process was faster
    (folder / jar.path).unlink(missing_ok=True)
    _download(jar, folder)
    if not is_intact(jar, folder):
        (folder / jar.path).unlink(missing_ok=True)
        raise JarError(f"{jar.path.name} is not the jar that {LOCK_FILE.name} names: its hash differs")


def _download(jar: Jar, folder: Path) -> None:
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=folder, timeout=DOWNLOAD_TIMEOUT_SECONDS)
    try:
        context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    except (OSError, RuntimeError) as error:  # requests' errors are OSErrors
        raise JarError(f"cannot fetch {jar.path.name}: {error}") from error


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def lock(lock_file: Path = LOCK_FILE, cache: Path | None = None) -> int:
    """Resolves WANTED anew and writes the lock file (`make lock`); returns how many jars it pins."""
    from jgo.env import LockFile
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=(cache or cache_folder()) / "jars", timeout=DOWNLOAD_TIMEOUT_SECONDS)
    inputs, transitive = context.resolver.resolve([context.create_dependency(wanted) for wanted in WANTED])
    needed = [d for d in transitive if d.scope in {"compile", "runtime"}]
    LockFile.from_resolved_dependencies([*inputs, *needed], environment_name="kafka").save(lock_file)
    return len(inputs) + len(needed)


if __name__ == "__main__":
    print(f"{LOCK_FILE.name}: {lock()} jars")
