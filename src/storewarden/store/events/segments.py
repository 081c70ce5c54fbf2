"""Turns batches of events into the bytes of a segment, and back."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from storewarden.kernels.events import LIVE, TEXTS, from_stored

_ROWS_A_GROUP: Final = 1 << 19
_DICTIONARY: Final = 4 << 20
"""Bytes that the distinct texts of a column may take before plain pages are written: hunts judge
each distinct text once."""
_PAGE: Final = 16 << 10
"""Bytes of a page: those in which nothing was found are passed over unread."""

_NUMBERS: Final = {"time": "DELTA_BINARY_PACKED", "line": "DELTA_BINARY_PACKED"}
"""Numbers that rise: what they rise by is small on the disk and quick to read."""


def table_of(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """One table in the live schema, each distinct text once; batches may be live or stored."""
    live = [each if each.schema.equals(LIVE) else from_stored(each) for each in batches]
    return pa.Table.from_batches(live, LIVE).unify_dictionaries().combine_chunks()


def packed(table: pa.Table) -> memoryview:
    """The bytes of a Parquet file (zstd) with plain text columns."""
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        table.schema,
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in table.schema.names if name not in _NUMBERS],
        column_encoding=_NUMBERS,
        dictionary_pagesize_limit=_DICTIONARY,
        data_page_size=_PAGE,
        store_schema=False,
        write_page_index=True,
    ) as writer:
        writer.write_table(table, row_group_size=_ROWS_A_GROUP)
    return memoryview(sink.getvalue())


def digest_of(content: bytes | memoryview) -> str:
    """The digest that the chain holds."""
    return sha256(content).hexdigest()


def unpacked(content: bytes) -> Iterator[pa.RecordBatch]:
    """The events of a segment, as live batches, in their order."""
    file = pq.ParquetFile(pa.BufferReader(content), read_dictionary=list(TEXTS))
    for each in file.iter_batches(batch_size=_ROWS_A_GROUP):
        yield from_stored(each)


def span(table: pa.Table) -> tuple[int | None, int | None, int]:
    """(earliest time, latest time, number of events without a time)."""
    times: Any = table.column("time")  # Any: pyarrow has no types
    ends = pc.min_max(times).as_py()
    return ends["min"], ends["max"], times.null_count
