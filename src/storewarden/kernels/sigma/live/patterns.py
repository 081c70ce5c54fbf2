"""Many regular expressions looked for in many texts in one pass, to rule out most texts.

Vectorscan, on the texts joined by line feeds, finds at least every ASCII text that RE2 would; what
it finds, and every text that is not plain ASCII on one line, RE2 then looks at by itself.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import hyperscan
import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.sigma.live.texts import Texts

Ints = NDArray[np.int64]
_WHOLE: Final = re.compile(r"\\[AzZQGCpPx0-9]|\(\?[a-zA-Z]*U")
"""What Vectorscan or the joining would understand otherwise than RE2 on one text."""

_FLAGS: Final = hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_PREFILTER
_FEED: Final = 10
_ASCII_END: Final = 0x80


class Patterns:
    """A compiled set of regular expressions; it may be shared by threads."""

    def __init__(self, patterns: Iterable[str]) -> None:
        fit = [one for one in dict.fromkeys(patterns) if _compiles(one)]
        self._ids = {pattern: number for number, pattern in enumerate(fit)}
        self._database = _database(fit) if fit else None

    def maybe(self, texts: Texts) -> dict[str, Ints]:
        """Return, for each pattern that this set holds, the texts that may fit, in order."""
        if self._database is None:
            return {}
        joined = np.insert(texts.joined, texts.bounds[1:], _FEED)
        bounds = texts.bounds + np.arange(texts.bounds.size)
        ids, ends = _scanned(self._database, joined)
        places = np.clip(np.searchsorted(bounds, ends, side="left") - 1, 0, len(texts.values) - 1)
        odd = np.flatnonzero((texts.joined >= _ASCII_END) | (texts.joined == _FEED))
        strange = np.unique(np.searchsorted(texts.bounds, odd, side="right") - 1)
        return {
            pattern: np.union1d(places[ids == number], strange)
            for pattern, number in self._ids.items()
        }


def _scanned(database: Any, joined: NDArray[np.uint8]) -> tuple[Ints, Ints]:  # noqa: ANN401 - hyperscan has no types
    ids: list[int] = []
    ends: list[int] = []

    def hit(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        ids.append(number)
        ends.append(end)

    scratch = hyperscan.Scratch(database)
    database.scan(np.ascontiguousarray(joined).data, match_event_handler=hit, scratch=scratch)
    return np.array(ids, np.int64), np.array(ends, np.int64)


def _database(patterns: list[str]) -> Any:  # noqa: ANN401 - hyperscan has no types
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    expressions = [one.encode() for one in patterns]
    flags = [_FLAGS] * len(patterns)
    database.compile(expressions=expressions, ids=list(range(len(patterns))), flags=flags)
    return database


def _compiles(pattern: str) -> bool:
    if _WHOLE.search(pattern) or not pattern.isascii():
        return False
    try:
        _database([pattern])
    except hyperscan.HyperscanError:
        return False
    return True
