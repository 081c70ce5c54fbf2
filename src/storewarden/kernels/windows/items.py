"""What can differ between the records of one key: paths, clients, accounts, codes, as digests."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pyarrow as pa

from storewarden.kernels.windows.behaviour import By, Distinct
from storewarden.kernels.windows.columns import text
from storewarden.kernels.windows.digests import Words, digests
from storewarden.kernels.windows.memory import Array
from storewarden.kernels.windows.requests import DIGEST, Read

Wanted = tuple[Collection[Distinct], Words]
_TWIST: Final = np.int64(-7046029254386353131)
_COLUMNS: Final = {
    Distinct.PATH: "path",
    Distinct.URI: "query",
    Distinct.AGENT: "agent",
    Distinct.ACCOUNT: "account",
    Distinct.OBJECT: "object",
}


def items(batch: pa.RecordBatch, read: Read, keys: Array, pick: Array, wanted: Wanted) -> Array:
    """For each picked row a digest for each `Distinct`; 0 where there is nothing.

    Args:
        batch: events.
        read: what is known of their values.
        keys: the keys of the picked rows.
        pick: which rows are picked.
        wanted: the kinds that anybody counts, and the key of their digests; the others stay 0.
    """
    kinds, key = wanted
    found = np.zeros((len(keys), len(Distinct)), np.int64)
    found[:, Distinct.ADDRESS] = keys[:, By.ADDRESS]
    for distinct, name in _COLUMNS.items():
        if distinct in kinds:
            found[:, distinct] = _digests(batch, read, name, key)[pick]
    if Distinct.URI in kinds:
        whole = _digests(batch, read, "path", key)[pick]
        found[:, Distinct.URI] = whole ^ (found[:, Distinct.URI] * _TWIST)
    return found


def _digests(batch: pa.RecordBatch, read: Read, name: str, key: Words) -> Array:
    if name in read.columns:
        return read.spread(name, DIGEST)
    column = text(batch, name)
    return column.spread(digests(column.values, key))
