"""What can differ between the records of one key: paths, clients, accounts, codes, as digests."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pyarrow as pa

from storewarden.kernels.windows.behaviour import By, Distinct
from storewarden.kernels.windows.columns import text
from storewarden.kernels.windows.digests import Words, digests
from storewarden.kernels.windows.memory import Array

_TWIST: Final = np.int64(-7046029254386353131)
_COLUMNS: Final = {
    Distinct.PATH: "path",
    Distinct.URI: "query",
    Distinct.AGENT: "agent",
    Distinct.ACCOUNT: "account",
    Distinct.OBJECT: "object",
}


def items(
    batch: pa.RecordBatch, keys: Array, pick: Array, wanted: Collection[Distinct], key: Words
) -> Array:
    """For each picked row a digest for each `Distinct`; 0 where there is nothing.

    Args:
        batch: events.
        keys: the keys of the picked rows.
        pick: which rows are picked.
        wanted: the kinds that anybody counts; the others stay 0.
        key: keys the digests.
    """
    found = np.zeros((len(keys), len(Distinct)), np.int64)
    found[:, Distinct.ADDRESS] = keys[:, By.ADDRESS]
    for distinct, name in _COLUMNS.items():
        column = text(batch, name)
        if distinct in wanted and not column.empty:
            found[:, distinct] = column.spread(digests(column.values, key))[pick]
    if Distinct.URI in wanted:
        path = text(batch, "path")
        whole = path.spread(digests(path.values, key))[pick]
        found[:, Distinct.URI] = whole ^ (found[:, Distinct.URI] * _TWIST)
    return found
