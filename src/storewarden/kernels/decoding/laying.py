"""Writes readings one behind the other, the loud ones last, each ended by a newline."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from storewarden.kernels.decoding.kinds import LOUD, ODD, PLUS
from storewarden.kernels.machine.compiling import compiled, part
from storewarden.kernels.machine.strings import Strings, start_of
from storewarden.kernels.machine.words import byte, whole, write_byte

Ints = npt.NDArray[np.int64]

_NEWLINE: Final = 0x0A
_RETURN: Final = 0x0D
_PLUS: Final = 0x2B
_SPACE: Final = 0x20


class Page(NamedTuple):
    """Where readings are written.

    Attributes:
        text: room for all their bytes.
        ends: room for the offset of the newline of each.
        owners: room for the number of the value that each is one of.
    """

    text: npt.NDArray[np.uint8]
    ends: Ints
    owners: Ints


@part
def _copy(source: int, length: int, target: int, plus: int) -> None:
    """Copy a text; a line break becomes a carriage return and, if asked, ``+`` a space."""
    for place in range(length):
        here = whole(byte(source + place))
        if here == _NEWLINE:
            here = _RETURN
        if here == plus:
            here = _SPACE
        write_byte(target + place, here)


@compiled
def lay_out(
    texts: Strings,
    wanted: npt.NDArray[np.int32],
    kinds: npt.NDArray[np.uint8],
    owners: Ints,
    loud: int,
    done: tuple[int, int],
    page: Page,
) -> tuple[int, int]:
    """Write the raw reading of some values and, where nothing else is to be done, ``+`` as space.

    Args:
        texts: the values.
        wanted: the numbers of those to write.
        kinds: the kinds of each of them.
        owners: what to call each of them.
        loud: `LOUD` to write the loud ones, 0 to write the others.
        done: how many readings and bytes are written.
        page: where they are written.

    Returns how many readings and bytes are written now.
    """
    count, at = done
    text = page.text.ctypes.data
    for place in range(wanted.size):
        kind = whole(kinds[place])
        if kind & LOUD != loud:
            continue
        start = start_of(texts, wanted[place])
        length = start_of(texts, wanted[place] + 1) - start
        ways = 2 if kind & (PLUS | ODD) == PLUS else 1
        for way in range(ways):
            _copy(texts.base + start, length, text + at, _PLUS if way else -1)
            at += length
            write_byte(text + at, _NEWLINE)
            page.ends[count], page.owners[count] = at, owners[place]
            at, count = at + 1, count + 1
    return count, at
