"""Many literals looked for in many texts in one pass (Vectorscan's literal mode).

The texts lie end to end in one buffer, so what spans two of them is sorted out afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import hyperscan
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from storewarden.kernels.sigma.form import How

Ints = NDArray[np.int64]
_SHORTEST: Final = 3
_NOWHERE: Final = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """Where one literal stands: the numbers of the texts, and whether it begins or ends them."""

    texts: Ints
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]

    def places(self, how: How) -> Ints:
        """Return the texts in which it stands as asked; a text may come twice."""
        match how:
            case How.CONTAINS:
                return self.texts
            case How.STARTS:
                return self.texts[self.begins]
            case How.ENDS:
                return self.texts[self.ends]
            case How.EQUALS:
                return self.texts[self.begins & self.ends]


NOT_FOUND: Final = Found(_NOWHERE, np.empty(0, np.bool_), np.empty(0, np.bool_))


def is_short(literal: str) -> bool:
    """Whether a literal stands in so many texts that each is better looked at by itself."""
    return len(literal) < _SHORTEST


class Literals:
    """A compiled set of literals; it may be shared by threads.

    Args:
        literals: what to look for anywhere in texts; short ones are left out.
        whole: what to look for as whole texts.
    """

    def __init__(self, literals: Iterable[str], whole: Iterable[str]) -> None:
        sought = (text for text in dict.fromkeys(literals) if not is_short(text))
        self._ids = {text: number for number, text in enumerate(sought)}
        self._whole = list(dict.fromkeys(whole))
        self._wholes = pa.array(self._whole, pa.string())
        written = [text.encode() for text in self._ids]
        self.lengths = np.array([len(one) for one in written], np.int64)
        self._database: Any = None  # Any: hyperscan has no types
        if written:
            self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            expressions = [_spelled(one) for one in written]
            self._database.compile(expressions=expressions, ids=list(range(len(written))))

    def equal(self, values: Any) -> dict[str, Ints]:  # noqa: ANN401 - pyarrow has no types
        """Return, for each whole text that there is, the numbers of the values that equal it."""
        found = np.asarray(pc.fill_null(pc.index_in(values, self._wholes), -1))
        places = np.flatnonzero(found >= 0)
        if not places.size:
            return {}
        return {
            self._whole[number]: places[found[places] == number]
            for number in np.unique(found[places])
        }

    def find(self, joined: NDArray[np.uint8], bounds: Ints) -> dict[str, Found]:
        """Find them all.

        Args:
            joined: the texts end to end, UTF-8.
            bounds: where each text begins, and where the last one ends.

        Returns:
            Literal -> where it stands; literals that stand nowhere are left out.
        """
        ids, ends = self.hits(joined)
        return self._sorted(ids, ends, bounds) if ids.size else {}

    def hits(self, joined: NDArray[np.uint8]) -> tuple[Ints, Ints]:
        """Return every hit: the number of the literal, in their order, and where it ends."""
        if self._database is None or not joined.size:
            return _NOWHERE, _NOWHERE
        ids: list[int] = []
        ends: list[int] = []

        def hit(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            ids.append(number)
            ends.append(end)

        scratch = hyperscan.Scratch(self._database)
        self._database.scan(joined.data, match_event_handler=hit, scratch=scratch)
        return np.array(ids, np.int64), np.array(ends, np.int64)

    def _sorted(self, ids: Ints, ends: Ints, bounds: Ints) -> dict[str, Found]:
        texts = np.searchsorted(bounds, ends, side="left") - 1
        starts = ends - self.lengths[ids]
        inside = np.flatnonzero(starts >= bounds[texts])
        order = inside[np.argsort(ids[inside], kind="stable")]
        ids, ends, texts, starts = ids[order], ends[order], texts[order], starts[order]
        begins, closes = starts == bounds[texts], ends == bounds[texts + 1]
        cuts = np.searchsorted(ids, np.arange(len(self._ids) + 1))
        return {
            text: Found(texts[low:high], begins[low:high], closes[low:high])
            for (text, number) in self._ids.items()
            if (low := cuts[number]) < (high := cuts[number + 1])
        }


def _spelled(literal: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in literal)
