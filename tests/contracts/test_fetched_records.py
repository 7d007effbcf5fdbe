"""aiokafka's compiled parser and kafka-python's own read the same records, and refuse the same bytes."""

from __future__ import annotations

import importlib
import struct
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import kafka
import pytest
from aiokafka.record.util import calc_crc32c
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka import TopicPartition
from kafka.consumer.fetcher import Fetcher
from kafka.errors import CorruptRecordError
from kafka.record import MemoryRecords
from kafka.record.memory_records import MemoryRecordsBuilder

from streams import fetched_records
from streams.fetched_records import CompiledRecords, read_compiled

AT = TopicPartition("feedback.scored", 3)
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
CONTROL = 0x30
"""A transaction's, and a control batch."""

Message = tuple[bytes | None, bytes | None, list[tuple[str, bytes | None]]]
bodies = st.none() | st.binary(max_size=60)
any_messages = st.lists(
    st.tuples(bodies, bodies, st.lists(st.tuples(st.text(max_size=5), bodies), max_size=3)), min_size=1, max_size=30
)
SOME: list[Message] = [(b"k%d" % at, b"value " * at, [("h", b"x")] if at % 2 else []) for at in range(20)]


def batch(messages: Sequence[Message], codec: int, magic: int = 2, first: int = 0) -> bytes:
    """As a producer makes it and a broker gives it out: from the offset `first`, of leader epoch 7."""
    builder = MemoryRecordsBuilder(magic, codec, 1 << 20)
    for at, (key, value, headers) in enumerate(messages):
        builder.append(1_760_000_000_000 + at, key, value, headers if magic == 2 else [])
    builder.close()
    made = bytearray(builder.buffer())
    if magic == 2:
        struct.pack_into(">q", made, 0, first)
        struct.pack_into(">i", made, 12, 7)
    return bytes(made)


def with_attributes(made: bytes, attributes: int) -> bytes:
    """The batch with these bits set as well, and a checksum that says so."""
    changed = bytearray(made)
    struct.pack_into(">h", changed, 21, struct.unpack_from(">h", made, 21)[0] | attributes)
    struct.pack_into(">I", changed, 17, calc_crc32c(bytes(changed[21:])))
    return bytes(changed)


def commit_marker(first: int) -> bytes:
    return with_attributes(batch([(struct.pack(">hh", 0, 1), b"\0" * 6, [])], 0, first=first), CONTROL)


def read(parser: Any, fetched: bytes, start: int = 0, step: int = 7) -> Any:
    """Every record as it shows, `step` at a time, with the position after each step."""
    records = parser(start, AT, MemoryRecords(fetched))
    shown, positions = [], []
    while taken := records.take(step) if records else []:
        shown += [(each.offset, each.timestamp, each.key, each.value, each.headers) for each in taken]
        positions.append((records.next_fetch_offset, records.leader_epoch))
    return shown, positions, records.next_fetch_offset, bool(records)


def same(fetched: bytes, **options: int) -> Any:
    ours = read(CompiledRecords, fetched, **options)
    assert ours == read(Fetcher.PartitionRecords, fetched, **options)
    return ours


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@settings(deadline=None)  # a busy machine is no failure
@given(messages=any_messages)
def test_whatever_is_sent_in_any_codec_is_read_the_same(codec: int, messages: list[Message]) -> None:
    shown, *_ = same(batch(messages, codec) + batch(messages, codec, first=len(messages)))
    assert [(key, value, headers) for _, _, key, value, headers in shown] == messages * 2


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@pytest.mark.parametrize("start", [0, 1, 19, 20, 33, 40])
@pytest.mark.parametrize("step", [1, 20, 1000])
def test_reading_from_within_a_batch_and_in_steps_is_the_same(codec: int, start: int, step: int) -> None:
    shown, *_ = same(batch(SOME, codec) + batch(SOME, codec, first=20), start=start, step=step)
    assert [each[0] for each in shown] == list(range(start, 40))


def test_marks_of_transactions_are_no_messages_and_are_passed() -> None:
    marked = with_attributes(batch(SOME, 3), 0x10) + commit_marker(20)
    shown, _, position, *_ = same(marked + batch(SOME, 3, first=21))
    assert [each[0] for each in shown] == [*range(20), *range(21, 41)]
    assert position == 41
    assert same(marked)[2] == same(commit_marker(20))[2] == 21


def test_what_compaction_left_out_at_a_batchs_end_is_passed() -> None:
    compacted = bytearray(batch(SOME, 0))
    struct.pack_into(">i", compacted, 23, 99)  # the last offset it had
    assert same(with_attributes(bytes(compacted), 0))[2] == 100


def test_a_batch_that_compaction_emptied_is_passed() -> None:
    emptied = bytearray(batch(SOME, 0)[:61])
    struct.pack_into(">i", emptied, 8, 61 - 12)
    struct.pack_into(">i", emptied, 57, 0)
    whole = with_attributes(bytes(emptied), 0)
    shown, _, position, _ = same(whole + batch(SOME, 3, first=20))
    assert [each[0] for each in shown] == list(range(20, 40))
    assert (position, same(whole)[2]) == (40, 20)


def test_times_of_the_broker_are_read_the_same() -> None:
    assert same(with_attributes(batch(SOME, 4), 0x08))[0][0][1] == 1_760_000_000_019


@pytest.mark.parametrize("magic", [0, 1])
@pytest.mark.parametrize("codec", [0, 1, 2])
def test_messages_of_older_formats_are_read_the_same(magic: int, codec: int) -> None:
    shown, *_ = same(batch(SOME, codec, magic))
    assert len(shown) == 20


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
def test_a_batch_that_ends_early_waits_for_the_next_answer(codec: int) -> None:
    whole = batch(SOME, codec)
    assert len(same(whole + batch(SOME, codec, first=20)[:-1])[0]) == 20
    assert same(b"")[0] == []


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@settings(deadline=None)
@given(at=st.integers(17, 400), bit=st.integers(0, 7))
def test_no_changed_byte_is_read_as_a_message(codec: int, at: int, bit: int) -> None:
    damaged = bytearray(batch([(b"k", b"some value " * 40, [])], codec))
    damaged[at % (len(damaged) - 17) + 17] ^= 1 << bit
    with pytest.raises(CorruptRecordError):
        read(CompiledRecords, bytes(damaged))


@settings(deadline=None)
@given(body=st.binary(max_size=80), count=st.integers(-1, 3), codec=st.sampled_from(sorted(CODECS.values())))
def test_bytes_that_are_no_records_are_refused_with_the_checksum_of_their_own(
    body: bytes, count: int, codec: int
) -> None:
    made = bytearray(batch(SOME, 0)[:61] + body)
    struct.pack_into(">i", made, 8, len(made) - 12)
    struct.pack_into(">i", made, 57, count)
    wrong = with_attributes(bytes(made), codec)
    try:
        expected = read(Fetcher.PartitionRecords, wrong)
    except Exception:  # noqa: BLE001 - whatever kafka-python says
        with pytest.raises(CorruptRecordError):
            read(CompiledRecords, wrong)
    else:
        assert read(CompiledRecords, wrong) == expected


def test_after_what_cannot_be_read_the_position_is_behind_the_last_that_could_be() -> None:
    damaged = bytearray(batch(SOME, 3) + batch(SOME, 3, first=20))
    damaged[-1] ^= 1
    records = CompiledRecords(0, AT, MemoryRecords(bytes(damaged)))
    assert len(records.take(100)) == 20
    assert (records.next_fetch_offset, bool(records)) == (20, False)


def test_another_version_of_kafka_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "__version__", "3.1.0")
    with pytest.raises(ImportError, match=r"3\.0\.12, this is 3\.1\.0"):
        importlib.reload(fetched_records)


@pytest.mark.parametrize("asked", [{"isolation_level": "read_committed"}, {"value_deserializer": str}])
def test_a_consumer_that_asks_for_more_is_refused(asked: dict[str, Any]) -> None:
    usual = {"isolation_level": "read_uncommitted", "key_deserializer": None, "value_deserializer": None}
    with pytest.raises(ValueError, match="kafka-python's own"):
        read_compiled(SimpleNamespace(config=usual | asked))
