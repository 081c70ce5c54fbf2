"""The flat arrays that the machine works on."""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from storewarden.core.alerts import MOST_LINES
from storewarden.kernels.windows.behaviour import MOST_CROWD

Array = npt.NDArray[Any]

ROOM: Final = 2048
"""Alerts that one call of `run` can tell before it must be called again."""


class Rules(NamedTuple):
    """The tallies, one entry each, and from where to where ``tallies`` count a signal.

    The most frequent signals are counted behind a gate: as long as an address has fewer records
    with them than the lowest bar, within the longest span, none of their tallies can be at its
    bar. Until then its records stand in one list and not in six.

    Attributes:
        gated: like ``start``, for the tallies behind the gate.
        behind: like ``tallies``, for those.
        gate: the mask of their signals, the lowest bar and the longest span.
    """

    start: Array
    tallies: Array
    gated: Array
    behind: Array
    gate: Array
    by: Array
    distinct: Array
    span: Array
    bar: Array
    raises: Array
    unless: Array
    vouched: Array


class Rows(NamedTuple):
    """Rows in the order in which they happened.

    Attributes:
        time: microseconds.
        keys: a column for each `By`; 0 is no key.
        items: a column for each `Distinct`; 0 is no item.
    """

    time: Array
    line: Array
    source: Array
    mask: Array
    keys: Array
    items: Array


class Memory(NamedTuple):
    """Everything that is remembered of the past.

    Attributes:
        ring: for each row and tally the newest entry (0 is none), and how many there are.
        hot: for each row and tally whether it was told and has not calmed down since.
        row: of this key, once it has entries; row 0 is always empty.
        load: how many entries this key has.
        pins: how many entries and addresses refer to this key.
        block: the block of this address.
        entries: of each its time, item, line, and the next newer one; after the newest comes the
            oldest.
        open: whether the gate of this address is open.
        waiting: newest record before the gate and how many there are.
        seen: when a gated record of this address came last.
        records: of each its time, line, mask, path, request and client, and the next newer one.
        meta: a free entry, entries ever used, entries refused; a free record, records ever used;
            a free row, rows ever used.
    """

    ring: Array
    hot: Array
    row: Array
    load: Array
    pins: Array
    block: Array
    open: Array
    waiting: Array
    seen: Array
    entries: Array
    records: Array
    meta: Array


class Told(NamedTuple):
    """What `run` tells, an entry an alert; of lines and members the first so many are meant."""

    row: Array
    tally: Array
    key: Array
    counted: Array
    first: Array
    lines: Array
    lined: Array
    members: Array
    membered: Array


def memory(keys: int, entries: int, tallies: int) -> Memory:
    """Room for so many keys and entries; pages that are never used cost nothing."""
    return Memory(
        np.zeros((keys + 1, tallies, 2), np.int32),
        np.zeros((keys + 1, tallies), np.uint8),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.uint8),
        np.zeros((keys + 1, 2), np.int32),
        np.zeros(keys + 1, np.int64),
        np.zeros((entries + 1, 4), np.int64),
        np.zeros((entries * 2 // 3 + 1, 7), np.int64),
        np.array([0, 1, 0, 0, 1, 0, 1], np.int64),
    )


def telling() -> Told:
    """Room for what one call of `run` tells."""
    return Told(
        np.zeros(ROOM, np.int64),
        np.zeros(ROOM, np.int32),
        np.zeros(ROOM, np.int32),
        np.zeros(ROOM, np.int32),
        np.zeros(ROOM, np.int64),
        np.zeros((ROOM, MOST_LINES), np.int64),
        np.zeros(ROOM, np.int32),
        np.zeros((ROOM, MOST_CROWD), np.int32),
        np.zeros(ROOM, np.int32),
    )
