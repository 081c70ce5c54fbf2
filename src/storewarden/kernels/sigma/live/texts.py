"""The distinct texts of one column of a batch, folded once, and the rows that hold each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.folding import folded_bytes

Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
Strings = Any
"""A pyarrow StringArray; pyarrow has no types."""

Batch = Any
"""A pyarrow RecordBatch; pyarrow has no types."""


@dataclass(frozen=True)
class Texts:
    """A column as distinct texts.

    Attributes:
        values: the texts, none of them null; one may stand there twice.
        numbers: for each row the number of its text; -1 where it is null.
    """

    values: Strings
    numbers: Rows

    @cached_property
    def bounds(self) -> NDArray[np.int64]:
        """Where each text begins in `joined`, and where the last ends."""
        offsets = np.frombuffer(self.values.buffers()[1] or b"\0\0\0\0", np.int32)
        bounds = offsets[self.values.offset : self.values.offset + len(self.values) + 1]
        return bounds.astype(np.int64) - int(bounds[0])

    @cached_property
    def joined(self) -> NDArray[np.uint8]:
        """All the texts end to end, as logged."""
        offsets = np.frombuffer(self.values.buffers()[1] or b"\0\0\0\0", np.int32)
        held = self.values.buffers()[2]
        everything = np.frombuffer(held, np.uint8) if held else np.empty(0, np.uint8)
        begin = int(offsets[self.values.offset])
        return everything[begin : begin + int(self.bounds[-1])]

    @cached_property
    def folded_joined(self) -> NDArray[np.uint8]:
        """All the texts end to end, folded."""
        return folded_bytes(self.joined)

    @cached_property
    def folded(self) -> Strings:
        """The texts, folded."""
        bounds = pa.py_buffer(self.bounds.astype(np.int32).tobytes())
        joined = pa.py_buffer(self.folded_joined.tobytes())
        return pa.StringArray.from_buffers(len(self.values), bounds, joined)

    def rows(self, flags: Flags) -> Rows:
        """Return the rows whose text is flagged, in order; the last flag stands for null."""
        return np.flatnonzero(flags[self.numbers]).astype(np.int32)

    def none(self) -> Flags:
        """Return flags with nothing flagged."""
        return np.zeros(len(self.values) + 1, np.bool_)


def texts_of(batch: Batch, column: str) -> Texts:
    """Take the distinct texts of a column of a batch, number columns in decimal writing."""
    array = batch.column(column)
    if not pa.types.is_dictionary(array.type):
        array = array.cast(pa.string()).dictionary_encode()
    numbers = np.asarray(pc.fill_null(array.indices.cast(pa.int32()), -1))
    return _without_nulls(array.dictionary.cast(pa.string()), numbers)


def _without_nulls(values: Strings, numbers: Rows) -> Texts:
    """A null among the distinct values is a null in every row that names it."""
    if not values.null_count:
        return Texts(values, numbers)
    gone = np.append(np.asarray(values.is_null()), True)
    return Texts(pc.fill_null(values, ""), np.where(gone[numbers], -1, numbers).astype(np.int32))


def extensions(paths: Texts) -> Texts:
    """Compute `fields.EXTENSION` of paths."""
    found = pc.extract_regex(paths.values, r"[.](?P<extension>[^./]+)$")
    return _without_nulls(pc.struct_field(found, "extension"), paths.numbers)


def urls(paths: Texts, queries: Texts, rows: Rows | slice) -> Texts:
    """Compute `fields.URL` of some rows, each distinct pair of path and query once."""
    width = len(queries.values) + 1
    path, query = paths.numbers[rows].astype(np.int64), queries.numbers[rows]
    pairs, numbers = np.unique((path + 1) * width + query + 1, return_inverse=True)
    path, query = pairs // width - 1, pairs % width - 1
    joined = pc.binary_join_element_wise(
        pc.fill_null(_taken(paths.values, path), ""),
        pc.binary_join_element_wise("?", _taken(queries.values, query), ""),
        "",
        null_handling="replace",
        null_replacement="",
    )
    nothing = pa.array((path < 0) & (query < 0))
    return _without_nulls(pc.if_else(nothing, None, joined), numbers.astype(np.int32))


def _taken(values: Strings, numbers: NDArray[np.int64]) -> Strings:
    return values.take(pa.array(numbers, mask=numbers < 0))
