"""The distinct texts of one column of a batch, folded once, and the rows that hold each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.folding import folded_bytes

Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]
Strings = Any
"""A pyarrow StringArray; pyarrow has no types."""

_TEXT: Final = pa.string()

Batch = Any
"""A pyarrow RecordBatch; pyarrow has no types."""


NOTHING: Final = pa.array([], _TEXT)
"""No text."""


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
    indices, values = array.indices, array.dictionary
    if not len(values):
        return Texts(NOTHING, np.full(len(array), -1, np.int32))
    if indices.null_count:
        indices = pc.fill_null(indices, -1)
    numbers = np.asarray(indices).astype(np.int32, copy=False)
    return _without_nulls(values if values.type == _TEXT else values.cast(_TEXT), numbers)


def _without_nulls(values: Strings, numbers: Rows) -> Texts:
    """A null among the distinct values is a null in every row that names it."""
    if not values.null_count:
        return Texts(values, numbers)
    gone = np.append(np.asarray(values.is_null()), True)
    return Texts(pc.fill_null(values, ""), np.where(gone[numbers], -1, numbers).astype(np.int32))


def extensions(paths: Texts) -> Texts:
    """Compute `fields.EXTENSION` of paths."""
    return _without_nulls(extension_of(paths.values), paths.numbers)


def extension_of(paths: Strings) -> Strings:
    """Return what follows the last dot of the last part of each path; null where there is none."""
    found = pc.extract_regex(paths, r"[.](?P<extension>[^./]+)$")
    return pc.struct_field(found, "extension")


def urls(paths: Texts, queries: Texts, rows: Rows | slice) -> Texts:
    """Compute `fields.URL` of some rows, each distinct pair of path and query once."""
    width = len(queries.values) + 1
    path, query = paths.numbers[rows].astype(np.int64), queries.numbers[rows]
    pairs, numbers = np.unique((path + 1) * width + query + 1, return_inverse=True)
    joined = url_of(paths.values, queries.values, pairs // width - 1, pairs % width - 1)
    return _without_nulls(joined, numbers.astype(np.int32))


def url_of(paths: Strings, queries: Strings, path: Numbers, query: Numbers) -> Strings:
    """Join paths and queries, given by their numbers; null where there is neither."""
    joined = pc.binary_join_element_wise(
        pc.fill_null(_taken(paths, path), ""),
        pc.binary_join_element_wise("?", _taken(queries, query), ""),
        "",
        null_handling="replace",
        null_replacement="",
    )
    nothing = (path < 0) & (query < 0)
    if not nothing.any():
        return joined
    return joined.take(wrapped(np.arange(len(nothing), dtype=np.int32), nothing))


def wrapped(numbers: NDArray[Any], gone: Flags | None = None) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Hand numbers to pyarrow as they lie in memory; ``pa.array`` looks for pandas each time.

    Args:
        numbers: whole numbers.
        gone: which of them stand for null.
    """
    valid = None if gone is None else pa.py_buffer(np.packbits(~gone, bitorder="little"))
    held = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.Array.from_buffers(pa.from_numpy_dtype(numbers.dtype), len(numbers), [valid, held])


def _taken(values: Strings, numbers: Numbers) -> Strings:
    gone = numbers < 0
    return values.take(wrapped(numbers, gone if gone.any() else None))
