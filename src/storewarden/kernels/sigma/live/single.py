"""A test that is asked of every row anew, for it looks at two columns or at a time of day."""

from typing import Final

import numpy as np

from storewarden.kernels.sigma.form import Test
from storewarden.kernels.sigma.live.masks import rows_of
from storewarden.kernels.sigma.live.profiles import Profiles
from storewarden.kernels.sigma.live.sight import Sight
from storewarden.kernels.sigma.live.texts import Batch
from storewarden.kernels.vocabulary import Spread

_EITHER: Final = np.array([0, 1, 0], np.int32)


class Single:
    """One test; its profiles are 0 for false and 1 for true."""

    def __init__(self, test: Test) -> None:
        self._test = test
        self.profiles = Profiles([test])
        self.clear()

    def clear(self) -> None:
        """Give profiles their numbers anew."""
        self.profiles.clear()
        self.profiles.numbers(np.array([[0], [1]], np.uint32))

    def ask(self, batch: Batch) -> Spread:
        """Return the profile of each row, by its own code."""
        found = np.zeros(batch.num_rows, np.int32)
        found[rows_of(Sight(batch, {}, {}).see(self._test))] = 1
        return Spread(_EITHER, found)
