"""Parquet to records."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from streams.rows import Record, Rows


def read_parquet(file: BinaryIO) -> Rows:
    """Row group by row group; the line is the row's number, from 1."""
    table = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
    line = 0
    for batch in table.iter_batches():
        for record in _in_microseconds(batch).to_pylist():
            line += 1
            yield line, cast(Record, record)


def _in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Nanoseconds are finer than Python's times."""
    fields = [
        pa.field(field.name, pa.timestamp("us", field.type.tz))
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
        else field
        for field in batch.schema
    ]
    return batch.cast(pa.schema(fields), safe=False)
