"""Which tests are true together: one number for each set of answers that was ever seen."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.sigma.form import Test
from storewarden.kernels.sigma.live.texts import Flags
from storewarden.kernels.vocabulary import Tuples

Numbers = NDArray[np.int32]
WORD: Final = 32
"""Bits of a word."""


class Profiles:
    """Numbers for sets of true tests, the same for as long as they are kept.

    Args:
        tests: all that is asked, in the order in which answers come.
    """

    def __init__(self, tests: Sequence[Test]) -> None:
        self.tests = tuple(tests)
        self._width = -(-len(self.tests) // WORD)
        self._sets = Tuples(self._width)

    def __len__(self) -> int:
        """How many profiles are known."""
        return len(self._sets)

    def clear(self) -> None:
        """Forget all profiles; numbers begin at 0 again."""
        self._sets.clear()

    def numbers(self, bits: NDArray[np.uint32]) -> Numbers:
        """Return the profile of each row of bits; see `packed`."""
        return self._sets.numbers(np.ascontiguousarray(bits[:, : self._width]).view(np.int32))

    def packed(self, answers: NDArray[np.bool_]) -> NDArray[np.uint32]:
        """Write answers (a column a test) as bits, 32 in a word."""
        bits = np.zeros((len(answers), self._width * 4), np.uint8)
        packed = np.packbits(answers, axis=1, bitorder="little")
        bits[:, : packed.shape[1]] = packed
        return bits.view(np.uint32)

    def answers(self, profiles: Numbers) -> dict[Test, Flags]:
        """Say for each test of which of some profiles it is true."""
        bits = self._sets.known[profiles].view(np.uint8)
        flags = np.ascontiguousarray(np.unpackbits(bits, axis=1, bitorder="little").T)
        return dict(zip(self.tests, flags.view(np.bool_), strict=False))
