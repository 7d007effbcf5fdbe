"""stack.jars: every jar is pinned, and one that is not the locked one is never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack import jars
from stack.jars import Jar, JarError

HELLO = Jar("org.example", "hello", "1.0", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")


@pytest.fixture
def one_jar(monkeypatch: pytest.MonkeyPatch) -> Jar:
    monkeypatch.setattr(jars, "locked_jars", lambda: [HELLO])
    return HELLO


def serve(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[Jar]:
    """Downloads yield `content`; returns the list of what was asked for."""
    asked: list[Jar] = []

    def download(jar: Jar, folder: Path) -> None:
        asked.append(jar)
        (folder / jar.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / jar.path).write_bytes(content)

    monkeypatch.setattr(jars, "_download", download)
    return asked


def test_the_lock_pins_kafka_and_every_jar_by_hash() -> None:
    locked = jars.locked_jars()
    assert ("org.apache.kafka", "kafka_2.13", "4.1.0") in {(jar.group, jar.artifact, jar.version) for jar in locked}
    assert all(len(jar.sha256) == 64 for jar in locked)


def test_the_lock_names_no_address() -> None:
    assert "://" not in jars.LOCK_FILE.read_text()


def test_an_absent_jar_is_fetched_once(one_jar: Jar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = serve(monkeypatch, b"hello")
    assert jars.classpath(tmp_path) == str(tmp_path / "jars/org/example/hello/1.0/hello-1.0.jar")
    jars.classpath(tmp_path)
    assert asked == [one_jar]


def test_a_jar_that_was_cut_short_is_fetched_again(
    one_jar: Jar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "jars" / one_jar.path
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"hel")
    serve(monkeypatch, b"hello")
    jars.fetch(tmp_path)
    assert damaged.read_bytes() == b"hello"


def test_a_jar_with_another_hash_is_refused_and_not_kept(
    one_jar: Jar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, b"something else")
    with pytest.raises(JarError, match=r"hello-1\.0\.jar"):
        jars.fetch(tmp_path)
    assert not (tmp_path / "jars" / one_jar.path).exists()
