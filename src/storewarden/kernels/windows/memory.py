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

    The most frequent signals are counted behind a gate: as long as an address cannot have so many
    records with them that one of their tallies is at its bar, its records stand in one list and
    not in six.

    Attributes:
        gated: like ``start``, for the tallies behind the gate.
        behind: like ``tallies``, for those.
        gate: the mask of their signals and the longest span.
        near: a row each, a span and the bar of so many records that opens the gate.
        sign: for each plain excuse behind the gate the mask of its signal, else 0; as long as the
            gate is shut, it is counted in the list when somebody asks.
        kept: for each tally the one whose ring it reads; most have a ring of their own.
    """

    start: Array
    tallies: Array
    gated: Array
    behind: Array
    gate: Array
    near: Array
    sign: Array
    kept: Array
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
        often: like `ring`, for the one tally that most keys have; by key.
        gate: of this address whether its gate is open, its newest record before the gate, how many
            there are; then for each span of `Rules.near` how many came in the present one and in
            the one before.
        since: when a gated record of this address came last; then for each of these spans when the
            present one began.
        records: of each its time, line, path, request and client; the next newer one, and above
            32 bits the mask.
        meta: a free entry, entries ever used, entries refused; a free record, records ever used;
            a free row, rows ever used; the tally of `often`, -1 for none.
    """

    ring: Array
    hot: Array
    row: Array
    load: Array
    pins: Array
    block: Array
    often: Array
    gate: Array
    since: Array
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


def memory(keys: int, entries: int, tallies: int, spans: int, often: int) -> Memory:
    """Room for so many keys and entries; pages that are never used cost nothing."""
    return Memory(
        np.zeros((keys + 1, tallies, 2), np.int32),
        np.zeros((keys + 1, tallies), np.uint8),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros(keys + 1, np.int32),
        np.zeros((keys + 1, 2), np.int32),
        np.zeros((keys + 1, 3 + 2 * spans), np.int32),
        np.zeros((keys + 1, 1 + spans), np.int64),
        np.zeros((entries + 1, 4), np.int64),
        np.zeros((entries * 2 // 3 + 1, 6), np.int64),
        np.array([0, 1, 0, 0, 1, 0, 1, often], np.int64),
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
