"""Bodies of the embedded warehouse: every row sent is stored, however it is compressed or written."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from datetime import UTC, datetime
from typing import Any

import lz4.frame
import pyarrow as pa
import pytest
import zstandard

from tests.fixtures.warehouse import Warehouse, running

ROWS = 150_000  # the driver compresses each 65,536 rows as a frame of its own
TABLE = "CREATE OR REPLACE TABLE sent (n UInt64, text String, at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY n"
SUMS = "SELECT count(), sum(n), sum(cityHash64(n, text, at)) FROM sent"
COMPRESS = {
    "": lambda data: data,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
    "lz4": lz4.frame.compress,
}
DECOMPRESS = {
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    "lz4": lz4.frame.decompress,
}


def made(format_: str, rows: int = ROWS) -> str:
    """A statement that makes the rows every test sends."""
    columns = "number AS n, concat('text ', toString(n)) AS text, toDateTime64(n, 3, 'UTC') AS at"
    return f"SELECT {columns} FROM numbers({rows}) FORMAT {format_}"


@pytest.fixture
def expected(warehouse: Warehouse) -> bytes:
    """An empty table, and what SUMS says once all rows are in it."""
    assert warehouse.ask(TABLE).status == 200
    return warehouse.ask(SUMS.replace("sent", f"({made('Native').removesuffix('FORMAT Native')})")).data


@pytest.mark.parametrize("compress", ["zstd", "lz4", "gzip", False])
def test_the_driver_stores_every_row_it_sends(warehouse: Warehouse, expected: bytes, compress: str | bool) -> None:
    rows = [[n, f"text {n}", datetime.fromtimestamp(n, UTC)] for n in range(ROWS)]
    summary = warehouse.client(compress=compress).insert("sent", rows, column_names=["n", "text", "at"])
    assert summary.written_rows == ROWS
    assert warehouse.ask(SUMS).data == expected


def test_the_driver_stores_arrow(warehouse: Warehouse, expected: bytes) -> None:
    numbers = pa.array(range(ROWS), pa.uint64())
    at = pa.array([n * 1000 for n in range(ROWS)], pa.timestamp("ms", "UTC"))
    table = pa.table({"n": numbers, "text": [f"text {n}" for n in range(ROWS)], "at": at})
    client = warehouse.client()
    assert client.insert_arrow("sent", table).written_rows == ROWS
    assert warehouse.ask(SUMS).data == expected
    assert client.query_arrow("SELECT n FROM sent ORDER BY n").column("n").to_pylist() == list(range(ROWS))


@pytest.mark.parametrize("encoding", COMPRESS)
def test_frames_one_after_another_are_all_read(warehouse: Warehouse, expected: bytes, encoding: str) -> None:
    data = warehouse.ask(made("Native")).data
    frames = b"".join(COMPRESS[encoding](data[at : at + 100_000]) for at in range(0, len(data), 100_000))
    headers = {"Content-Encoding": encoding} if encoding else {}
    answer = warehouse.send(body=frames, url={"query": "INSERT INTO sent FORMAT Native"}, headers=headers)
    assert json.loads(answer.headers["X-ClickHouse-Summary"])["written_rows"] == str(ROWS)
    assert warehouse.ask(SUMS).data == expected


@pytest.mark.parametrize(
    "format_",
    ["Native", "ArrowStream", "Arrow", "Parquet", "JSONEachRow", "CSV", "TabSeparated", "RowBinary", "Values"],
)
@pytest.mark.parametrize("where", ["URL", "body", "body, several lines"])
def test_each_format_is_stored_wherever_the_statement_stands(
    warehouse: Warehouse, expected: bytes, format_: str, where: str
) -> None:
    data = warehouse.ask(made(format_)).data
    named = "VALUES" if format_ == "Values" else f"FORMAT {format_}"
    statement = f"INSERT INTO sent (n, text, at) {named}"
    if where == "URL":
        answer = warehouse.ask(data, query=statement)
    else:
        comment = "-- what FORMAT or VALUES\n/* says */ " if where == "body, several lines" else ""
        statement = statement.replace(" (", "\n(") if comment else statement
        answer = warehouse.ask(f"{comment}{statement}\n".encode() + data)
    assert answer.status == 200, answer.data
    assert warehouse.ask(SUMS).data == expected


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sent SETTINGS async_insert = 0 VALUES (1, 'a;b', '2026-01-01 00:00:00')",
        "INSERT INTO TABLE `default`.`sent` (`n`, `text`, `at`) VALUES (1, 'a;b', now64())",
        "INSERT INTO sent SELECT 1, 'a;b', now64()",
        'INSERT INTO sent FORMAT JSONEachRow {"n": 1, "text": "a;b"}',
        "INSERT INTO sent (n, text) VALUES ({n:UInt64}, {text:String})",
        "insert into sent (n, text) format Values (1, 'a;b');",
    ],
)
def test_an_insert_may_hold_its_data(warehouse: Warehouse, expected: bytes, statement: str) -> None:
    answer = warehouse.ask(statement, param_n="1", param_text="a;b")
    assert answer.status == 200, answer.data
    assert json.loads(answer.headers["X-ClickHouse-Summary"])["written_rows"] == "1"
    assert warehouse.ask("SELECT n, text FROM sent").data == b"1\ta;b\n"


@pytest.mark.parametrize("encoding", [name for name in COMPRESS if name])
def test_a_body_cut_short_stores_nothing(warehouse: Warehouse, expected: bytes, encoding: str) -> None:
    body = COMPRESS[encoding](warehouse.ask(made("TabSeparated", 1000)).data)
    for cut in (body[: len(body) // 2], body[:-1], b"not compressed at all"):
        url, headers = {"query": "INSERT INTO sent FORMAT TabSeparated"}, {"Content-Encoding": encoding}
        answer = warehouse.send(body=cut, url=url, headers=headers)
        assert (answer.status, answer.headers["X-ClickHouse-Exception-Code"]) == (400, "271"), answer.data
    assert warehouse.ask("SELECT count() FROM sent").data == b"0\n"


def test_one_bad_row_stores_nothing_of_its_body(warehouse: Warehouse, expected: bytes) -> None:
    answer = warehouse.ask("1\ta\t2026-01-01 00:00:00\nx\ty\tz\n", query="INSERT INTO sent FORMAT TabSeparated")
    assert answer.status == 400
    assert warehouse.ask("SELECT count() FROM sent").data == b"0\n"


@pytest.mark.parametrize("encoding", DECOMPRESS)
def test_an_answer_is_compressed_as_the_client_accepts(warehouse: Warehouse, encoding: str) -> None:
    statement, headers = "SELECT number FROM numbers(100000)", {"Accept-Encoding": f"br;q=1.0, {encoding}"}
    plain = warehouse.send(body=statement, headers=headers)
    assert "Content-Encoding" not in plain.headers
    packed = warehouse.send(body=statement, headers=headers, url={"enable_http_compression": "1"})
    assert packed.headers["Content-Encoding"] == encoding
    assert len(packed.data) < len(plain.data)
    assert DECOMPRESS[encoding](packed.data) == plain.data


def test_an_encoding_that_nobody_offers_is_refused(warehouse: Warehouse) -> None:
    answer = warehouse.send(body=b"x", headers={"Content-Encoding": "br"})
    assert (answer.status, answer.headers["X-ClickHouse-Exception-Code"]) == (415, "89")


def test_a_large_body_is_refused_as_sent_and_as_decompressed(tmp_path_factory: pytest.TempPathFactory) -> None:
    limits = {"EARSHOT_CLICKHOUSE_MAX_BODY_BYTES": "100000", "EARSHOT_CLICKHOUSE_MAX_STATEMENT_BYTES": "20000"}
    with running(tmp_path_factory.mktemp("small"), **limits) as small:
        small.ask(TABLE)
        rows = b"1\ta\t2026-01-01 00:00:00\n" * 10_000
        bodies: list[tuple[bytes, dict[str, Any]]] = [
            (rows, {}),
            (gzip.compress(rows), {"Content-Encoding": "gzip"}),
            (COMPRESS["zstd"](rows), {"Content-Encoding": "zstd"}),
            (COMPRESS["lz4"](rows), {"Content-Encoding": "lz4"}),
        ]
        for body, headers in bodies:
            answer = small.send(body=body, url={"query": "INSERT INTO sent FORMAT TabSeparated"}, headers=headers)
            assert (answer.status, answer.headers["X-ClickHouse-Exception-Code"]) == (413, "229")
        assert small.ask("SELECT '" + "a" * 30_000 + "'").status == 413
        form = f'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nSELECT {"1," * 100_000}1\r\n--x--'
        assert small.send(body=form, headers={"Content-Type": "multipart/form-data; boundary=x"}).status == 413
        assert small.ask("SELECT count() FROM sent").data == b"0\n"


def test_an_unfinished_request_stores_nothing(warehouse: Warehouse, expected: bytes) -> None:
    with socket.create_connection(("127.0.0.1", warehouse.port)) as wire:
        wire.sendall(
            b"POST /?query=INSERT+INTO+sent+FORMAT+TSV HTTP/1.1\r\nHost: x\r\nX-ClickHouse-User: earshot\r\n"
            b"X-ClickHouse-Key: the-owners-word\r\nContent-Length: 1000\r\n\r\n1\ta\t2026-01-01 00:00:00\n"
        )
    assert warehouse.ask("SELECT count() FROM sent").data == b"0\n"
