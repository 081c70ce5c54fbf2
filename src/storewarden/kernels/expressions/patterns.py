"""Many regular expressions looked for in many texts in one pass.

Vectorscan, on the texts joined by line feeds, finds at least every ASCII text that RE2 would, and
of plain expressions, which cannot reach over a line feed, only these. Whatever else it finds, and
every text that is not plain ASCII on one line, RE2 then looks at by itself.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import hyperscan
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_WHOLE: Final = re.compile(r"\\[AzZQGCpPx0-9]|\(\?[a-zA-Z]*U")
"""What Vectorscan or the joining would understand otherwise than RE2 on one text."""

_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|.", re.DOTALL)
_PLAIN: Final = re.compile(r"\\[^A-Za-z0-9\n]|\\[dwb]|[^\\]")
_GROUP: Final = re.compile(r"\(\?(?!i?\)|:|P?<)")
"""Groups that do more than ignoring case or grouping."""

_CODED: Final = re.compile(r"\\x([2-7][0-9a-fA-F])|\\.", re.DOTALL)
"""A sign by its number."""

_LINES: Final = hyperscan.HS_FLAG_MULTILINE
_ROUGHLY: Final = hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_PREFILTER


class Patterns:
    """A compiled set of regular expressions; it may be shared by threads.

    Attributes:
        fit: the patterns that it holds, by number.
        exact: of each whether a hit in plain ASCII on one line is all that RE2 would say.
        database: what they were compiled into; None when it holds none.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        wanted = [one for one in dict.fromkeys(patterns) if _is_readable(_decoded(one))]
        lines = [_within_a_line(_decoded(one)) for one in wanted]
        self.database = _database(wanted, lines)
        if self.database is None:  # one of them is refused: look at each by itself
            lines = [_if_taken(one) for one in wanted]
            fit = [at for at, one in enumerate(wanted) if _database([one], [lines[at]])]
            wanted, lines = [wanted[at] for at in fit], [lines[at] for at in fit]
            self.database = _database(wanted, lines)
        self.fit = wanted
        self.exact = tuple(line is not None for line in lines)
        self._ids = {pattern: number for number, pattern in enumerate(wanted)}

    def holds(self, pattern: str) -> bool:
        """Whether the set was compiled with a pattern."""
        return pattern in self._ids


def scanned(database: Any, joined: NDArray[np.uint8]) -> tuple[Ints, Ints]:  # noqa: ANN401 - hyperscan has no types
    """Return every hit of a database: the number of the pattern, and where it ends."""
    ids: list[int] = []
    ends: list[int] = []

    def hit(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        ids.append(number)
        ends.append(end)

    scratch = hyperscan.Scratch(database)
    database.scan(np.ascontiguousarray(joined).data, match_event_handler=hit, scratch=scratch)
    return np.array(ids, np.int64), np.array(ends, np.int64)


def _database(patterns: Sequence[str], lines: Sequence[str | None]) -> Any:  # noqa: ANN401 - hyperscan has no types
    """Compile patterns, the plain ones as written for lines; None without or when refused."""
    if not patterns:
        return None
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    both = zip(patterns, lines, strict=True)
    expressions = [(line or _decoded(one)).encode() for one, line in both]
    flags = [_ROUGHLY if line is None else _LINES for line in lines]
    try:
        database.compile(expressions=expressions, ids=list(range(len(patterns))), flags=flags)
    except hyperscan.HyperscanError:
        return None
    return database


def _decoded(pattern: str) -> str:
    """Write punctuation that is given by its number as itself."""
    return _CODED.sub(_as_itself, pattern)


def _as_itself(found: re.Match[str]) -> str:
    sign = chr(int(found[1] or "41", 16))
    return found[0] if sign.isalnum() or not sign.isprintable() else f"\\{sign}"


def _is_readable(pattern: str) -> bool:
    return pattern.isascii() and not _WHOLE.search(pattern)


def _if_taken(pattern: str) -> str | None:
    """A plain expression as written for lines, unless Vectorscan refuses it so."""
    line = _within_a_line(_decoded(pattern))
    return line if line is not None and _database([pattern], [line]) else None


def _within_a_line(pattern: str) -> str | None:
    """Write an expression so that it cannot match a line feed; None when that is not plain."""
    if _GROUP.search(pattern) or "\n" in pattern or "[:^" in pattern:
        return None
    tokens = [_not_a_feed(token) for token in _TOKEN.findall(pattern)]
    written = "".join(token or "" for token in tokens)
    return None if None in tokens else written


def _not_a_feed(token: str) -> str | None:
    if not token.startswith("[") or len(token) == 1:
        return token if _PLAIN.fullmatch(token) else None
    if any(not _PLAIN.fullmatch(part) for part in re.findall(r"\\.|[^\\]", token, re.DOTALL)):
        return None
    if not token.startswith("[^"):
        return token
    return None if token[2] in "]-" else f"[^\\n{token[2:]}"
