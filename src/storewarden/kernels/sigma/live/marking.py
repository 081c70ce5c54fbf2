"""From hits in many texts that were joined to the texts and tests that they mean, compiled."""

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.sigma.live.questions import Wants
from storewarden.kernels.windows.compiled import counted, inlined

Bits = NDArray[np.uint32]
"""For each text the tests that are true of it, 32 in a word."""

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


def separated(joined: Bytes, bounds: Ints) -> tuple[Bytes, NDArray[np.bool_]]:
    """Put a line feed behind each text; also tell which are more than ASCII on one line.

    Texts of ``joined`` that stand behind the last bound are left out.
    """
    apart = np.empty(int(bounds[-1]) + bounds.size - 1, np.uint8)
    strange = np.zeros(bounds.size - 1, np.bool_)
    _separate(joined, bounds, apart, strange)
    return apart, strange


@counted
def _separate(joined: Bytes, bounds: Ints, apart: Bytes, strange: NDArray[np.bool_]) -> None:
    at = 0
    for text in range(bounds.size - 1):
        for place in range(bounds[text], bounds[text + 1]):
            sign = joined[place]
            apart[at] = sign
            at += 1
            if sign >= 0x80 or sign == 10:  # noqa: PLR2004 - beyond ASCII, or a line feed
                strange[text] = True
        apart[at] = 10
        at += 1


@inlined
def _text_at(bounds: Ints, end: int) -> int:
    """The text in which something ends that is not empty; the n-th begins n feeds later."""
    low, high = 0, bounds.size - 2
    while low < high:
        middle = (low + high + 1) // 2
        if bounds[middle] + middle < end:
            low = middle
        else:
            high = middle - 1
    return low


@counted
def mark_literals(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    ids: Ints,
    ends: Ints,
    lengths: Ints,
    bounds: Ints,
    columns: NDArray[np.int32],
    wants: Wants,
    found: Bits,
    maybe: Bits,
) -> None:
    """Mark the tests that a literal makes true where it stands, or possible.

    Args:
        ids: of literals that were hit.
        ends: where, in the joined texts.
        lengths: of each literal.
        bounds: where each text begins, feeds not counted.
        columns: the column of each text.
        wants: what each literal is wanted for.
        found: receives what is true.
        maybe: receives what has still to be tried.
    """
    for hit in range(ids.size):
        end = ends[hit]
        text = _text_at(bounds, end)
        begin, close = bounds[text] + text, bounds[text + 1] + text
        start = end - lengths[ids[hit]]
        if start < begin or end > close:
            continue
        stands = 1 * (start == begin) + 2 * (end == close)
        for want in range(wants.begins[ids[hit]], wants.begins[ids[hit] + 1]):
            how, place = wants.hows[want], wants.places[want]
            if wants.columns[want] != columns[text]:
                continue
            if how == 4:  # noqa: PLR2004 - a hint
                maybe[text, place >> 5] |= np.uint32(1) << np.uint32(place & 31)
            elif how & stands == how:
                found[text, place >> 5] |= np.uint32(1) << np.uint32(place & 31)


@counted
def mark_patterns(  # noqa: PLR0913, PLR0917 - machine code takes plain arguments
    ids: Ints,
    ends: Ints,
    bounds: Ints,
    columns: NDArray[np.int32],
    wants: Wants,
    strange: NDArray[np.bool_],
    found: Bits,
    maybe: Bits,
) -> None:
    """Mark the tests that a pattern makes true where it was hit, or possible; see `mark_literals`.

    Of ``strange`` texts a hit says nothing for certain.
    """
    for hit in range(ids.size):
        text = _text_at(bounds, ends[hit])
        for want in range(wants.begins[ids[hit]], wants.begins[ids[hit] + 1]):
            place = wants.places[want]
            if wants.columns[want] != columns[text]:
                continue
            if wants.hows[want] == 0 and not strange[text]:
                found[text, place >> 5] |= np.uint32(1) << np.uint32(place & 31)
            else:
                maybe[text, place >> 5] |= np.uint32(1) << np.uint32(place & 31)


def tell(bits: Bits) -> tuple[Ints, Ints]:
    """List what is set in rows of bits: which bit, and in which row."""
    rows, words = map(np.ascontiguousarray, np.nonzero(bits))  # one kind of array: compiled once
    held = bits[rows, words]
    count = int(np.bitwise_count(held).sum())
    which, where = np.empty((2, count), np.int64)
    _tell(rows, words, held, which, where)
    return which, where


@counted
def _tell(rows: Ints, words: Ints, held: NDArray[np.uint32], which: Ints, where: Ints) -> None:
    at = 0
    for number in range(rows.size):
        for bit in range(32):
            if (held[number] >> np.uint32(bit)) & np.uint32(1):
                which[at], where[at] = words[number] * 32 + bit, rows[number]
                at += 1
