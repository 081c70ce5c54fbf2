"""Reads JSON lines: one object a line."""

from typing import Final

import msgspec
import pyarrow as pa

from storewarden.kernels.records.fields import Mapping
from storewarden.kernels.records.making import Record, events, flat

_DECODER: Final = msgspec.json.Decoder(dict[str, object])


def parse(
    chunk: bytes, *, source: str, first_line: int, mapping: Mapping | None = None
) -> pa.RecordBatch:
    """Parse a chunk that ends where a line ends; returns a live batch, a row for each line.

    Empty lines are counted and have no row; a line that is no JSON object is kind ``raw``.
    """
    rows = [
        (number, _record(line))
        for number, line in enumerate(chunk.split(b"\n"), first_line)
        if line.strip()
    ]
    return events(rows, source, mapping or Mapping())


def _record(line: bytes) -> Record | str:
    try:
        return flat(_DECODER.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return line.decode("utf-8", "replace").removesuffix("\r")
