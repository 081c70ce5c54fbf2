"""Arrow's strings as compiled functions see them: the addresses of their bytes and offsets."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.machine.compiling import part
from storewarden.kernels.machine.words import position, whole


class Strings(NamedTuple):
    """Plain strings without nulls; whoever made it keeps the array alive.

    Attributes:
        base: the address of the bytes.
        offsets: the address of the first string's offset; 4 bytes each.
        size: how many there are.
    """

    base: int
    offsets: int
    size: int


def strings(values: pa.StringArray) -> Strings:
    """Tell compiled functions where an array's strings are."""
    _, offsets, content = values.buffers()
    if not len(values):
        return Strings(0, 0, 0)
    base = content.address if content is not None else 0
    return Strings(base, offsets.address + 4 * values.offset, len(values))


def address(table: npt.NDArray[np.generic]) -> int:
    """Tell compiled functions where a table is; whoever asks keeps it alive."""
    return int(table.__array_interface__["data"][0])


@part
def start_of(texts: Strings, number: int) -> int:
    """Return where in the bytes a string starts."""
    return whole(position(texts.offsets + 4 * number))
