"""What each row of a batch is a sign of, worked out on distinct values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.kernels.expressions import Together
from storewarden.kernels.windows.columns import Column, numbers, text
from storewarden.kernels.windows.compiled import compiled, inlined
from storewarden.kernels.windows.digests import Words, digests
from storewarden.kernels.windows.signals import Signal
from storewarden.kernels.windows.traits import (
    CRAWLERS,
    GOODS_PATH,
    GOODS_QUERY,
    LONG,
    NOT_A_LOGIN,
    POST,
    READ,
    SCANNERS,
    SHORT,
    STATIC,
    Trait,
    signal_of,
)
from storewarden.kernels.windows.values import Masks, Values, Work, matches

_STATUSES: Final = 600
_METHODS: Final[Mapping[str, int]] = {"GET": 1, "HEAD": 1, "POST": 2, "PUT": 2, "CONNECT": 3}
_OF_METHOD: Final[Mapping[str, tuple[int, ...]]] = {READ: (1,), POST: (2,), "any": (0, 1, 2, 3)}
_FIRST: Final = 2
_SHOWN, _NO_LOGIN, _SCANS, _CRAWLS = "shown", "no log-in", "scans", "crawls"
DIGEST: Final = "digest"
"""The work that makes a keyed digest of a value."""
_LOGINS: Final = Signal.LOGIN_FAILED.bit | Signal.LOGIN_OK.bit | Signal.LOGIN_TRY.bit
_CRAWLING: Final = (
    Signal.PAGE.bit | Signal.GOODS.bit | Signal.STATIC.bit | Signal.MISSING.bit | Signal.EXPORT.bit
)
_CLASSES: Final = {
    "scanner": Signal.SCANNER,
    "secret_file": Signal.SECRET_FILE,
    "admin_probe": Signal.ADMIN_PROBE,
}
_IS_PAGE, _IS_GOODS, _IS_STATIC = Signal.PAGE.bit, Signal.GOODS.bit, Signal.STATIC.bit
_IS_MISSING, _IS_REFUSED = Signal.MISSING.bit, Signal.LOGIN_FAILED.bit
_IS_DENIED, _IS_CALL = Signal.AUTH_DENIED.bit, Signal.API_CALL.bit
_HTTP: Final = r"^(?:HTTP/(?:0\.9|1\.[01]|2|2\.0|3|3\.0))$"


class Known(Protocol):
    """What is asked of a pattern that was hit: its class, and whether a hit alone flags."""

    @property
    def attack(self) -> str:
        """The class."""

    @property
    def flags(self) -> bool:
        """False when it only counts."""


class Found(Protocol):
    """Which rows hit which patterns, as `kernels.matching` tells it."""

    @property
    def rows(self) -> npt.NDArray[np.int32]:
        """Index into the batch."""

    @property
    def patterns(self) -> npt.NDArray[np.int32]:
        """Index into the patterns."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of the values of a batch.

    Attributes:
        columns: path, query and agent.
        of: for each of them, by name of the work, what is known of each of its values.
    """

    columns: Mapping[str, Column]
    of: Mapping[str, Mapping[str, Masks]]

    def any(self, column: str, work: str) -> bool:
        """Whether anything is known but 0."""
        return bool(self.of[column][work].any())

    def spread(self, column: str, work: str) -> Masks:
        """Give each row what is known of its value."""
        spread: Masks = self.columns[column].spread(self.of[column][work])
        return spread


class Reader:
    """Turns rows into masks of signals for the platforms of a log.

    Args:
        traits: the action table.
        patterns: the patterns that hits point into.
        key: keys the digests of values; without it there are none.
    """

    def __init__(
        self, traits: Sequence[Trait], patterns: Sequence[Known] = (), key: Words | None = None
    ) -> None:
        self._traits = tuple(traits)
        self._table = _table(self._traits)
        self._hits = np.array([_of_hit(pattern) for pattern in patterns], np.int64)
        paths = [(each.path, each.not_path) for each in traits]
        queries = [(each.query, "") for each in traits]
        digest = {} if key is None else {DIGEST: lambda values: digests(values, key)}
        self._values = {
            "path": Values({_SHOWN: _shown(((STATIC, ""), (GOODS_PATH, ""), *paths)), **digest}),
            "query": Values(
                {
                    _SHOWN: _shown((("", ""), (GOODS_QUERY, ""), *queries)),
                    _NO_LOGIN: _found(NOT_A_LOGIN),
                    **digest,
                }
            ),
            "agent": Values({_SCANS: _found(SCANNERS), _CRAWLS: _found(CRAWLERS), **digest}),
        }

    def read(self, batch: pa.RecordBatch) -> Read:
        """Say what is known of the values of a batch."""
        columns = {name: text(batch, name) for name in self._values}
        return Read(columns, {n: self._values[n].of(column) for n, column in columns.items()})

    def masks(self, batch: pa.RecordBatch, hits: Found | None, read: Read | None = None) -> Masks:
        """The mask of each row, from what is known of the values, if that is at hand."""
        read = read or self.read(batch)
        method, status = text(batch, "method"), numbers(batch, "status", 0)
        shown = read.spread("path", _SHOWN) | read.spread("query", _SHOWN)
        size = numbers(batch, "size", 0)
        masks = _masks(shown, method.spread(_kinds(method)), status, size, self._table)
        if read.any("query", _NO_LOGIN):
            masks[read.spread("query", _NO_LOGIN) > 0] &= ~_LOGINS
        _add_proxies(masks, method)
        _add_protocols(masks, text(batch, "protocol"))
        if read.any("agent", _SCANS):
            masks[read.spread("agent", _SCANS) > 0] |= Signal.SCANNER.bit
        _add_actions(masks, text(batch, "action"), status)
        if hits is not None and len(hits.rows) and len(self._hits):
            np.bitwise_or.at(masks, hits.rows, self._hits[hits.patterns])
        return masks


class Shown:
    """The bits of what a path or a query shows; the work of `Values`.

    Args:
        expressions: for each bit what must be found and what must not; nothing for no bit.
    """

    def __init__(self, expressions: Sequence[tuple[str, str]]) -> None:
        self._wanted = [(bit, *one) for bit, one in enumerate(expressions) if one[0]]
        self._together = Together([one for _, one, _ in self._wanted])

    def __call__(self, values: pa.Array) -> Masks:
        """Return the bits of each value; bits 0 and 1 stand for files and goods."""
        bits = np.zeros(len(values), np.int64)
        fitting = self._together.fitting(values)
        for (bit, _, refused), found in zip(self._wanted, fitting, strict=True):
            kept = found
            if refused and found.size:
                some = pa.array([values[at].as_py() for at in found.tolist()], pa.string())
                kept = found[~matches(some, refused)]
            bits[kept] |= 1 << bit
        return bits


@cache
def _shown(expressions: tuple[tuple[str, str], ...]) -> Shown:
    """Compile once for all logs of a platform."""
    return Shown(expressions)


def crawling(read: Read) -> npt.NDArray[np.bool_] | None:
    """Which rows name a search engine's crawler as their client; None when none does."""
    if not read.any("agent", _CRAWLS):
        return None
    named: npt.NDArray[np.bool_] = read.spread("agent", _CRAWLS) > 0
    return named


def spare(masks: Masks, rows: npt.NDArray[np.bool_]) -> None:
    """Take from rows of real crawlers what crawlers may do."""
    masks[rows] &= ~_CRAWLING


def _kinds(method: Column) -> npt.NDArray[np.int64]:
    names = method.values.to_pylist()
    return np.array([_METHODS.get((name or "").upper(), 0) for name in names], np.int64)


def _add_proxies(masks: Masks, method: Column) -> None:
    connects = _kinds(method) == _METHODS["CONNECT"]
    if connects.any():
        masks[method.spread(connects)] |= Signal.PROXY_TRY.bit


def _add_protocols(masks: Masks, protocol: Column) -> None:
    odd = ~matches(protocol.values, _HTTP)
    if odd.any():
        masks[protocol.spread(odd)] |= Signal.ODD_PROTOCOL.bit


def _found(regex: str) -> Work:
    return lambda values: matches(values, regex).astype(np.int64)


def _add_actions(masks: Masks, action: Column, status: npt.NDArray[np.int64]) -> None:
    if action.empty:
        return
    names = {signal.name.lower(): signal.bit for signal in Signal}
    bits = [names.get(name or "", 0) for name in action.values.to_pylist()]
    masks |= action.spread(np.array(bits, np.int64))
    refused = (masks & Signal.CARD_TRY.bit > 0) & (status >= 400) & (status < 500)  # noqa: PLR2004 - HTTP's refusals
    masks[refused] |= Signal.CARD_FAILED.bit


def _of_hit(pattern: Known) -> int:
    if not pattern.flags:
        return 0
    return _CLASSES.get(pattern.attack, Signal.PROBE).bit


def _table(traits: Sequence[Trait]) -> Masks:
    """For each trait, method, status and class of size: the signals."""
    table = np.zeros((len(traits) + _FIRST, 4, _STATUSES, 3), np.int64)
    for number, each in enumerate(traits, _FIRST):
        for method in _OF_METHOD[each.method]:
            for first, last, word in each.outcomes:
                table[number, method, first : last + 1] |= signal_of(word).bit
            if each.sized:
                table[number, method, 200] |= np.array(
                    [Signal.LOGIN_FAILED.bit, Signal.LOGIN_OK.bit, Signal.LOGIN_FAILED.bit]
                )
    return table


@inlined
def _plain(shown: int, status: int, method: int) -> int:
    """What the status says of a request, whatever the platform."""
    fetched = 200 <= status < 300 or status == 304  # noqa: PLR2004 - HTTP's successes
    if shown & 1:
        return _IS_STATIC if fetched else 0
    if fetched and method == 1:
        return _IS_PAGE | _IS_GOODS if shown & 2 else _IS_PAGE
    if status in (400, 403, 404, 405, 410):
        return _IS_MISSING
    if status != 401:  # noqa: PLR2004 - HTTP's refusal
        return 0
    return _IS_REFUSED if method == 2 else _IS_DENIED  # noqa: PLR2004 - POST


@compiled
def _masks(traits: Masks, methods: Masks, statuses: Masks, sizes: Masks, table: Masks) -> Masks:
    masks = np.zeros(traits.size, np.int64)
    for row in range(traits.size):
        status, method, shown = statuses[row], methods[row], traits[row]
        if status < 100 or status >= _STATUSES:  # noqa: PLR2004 - HTTP's range
            continue
        mask = np.int64(_plain(shown, status, method))
        size = 0 if sizes[row] < SHORT else (1 if sizes[row] < LONG else 2)
        shown >>= _FIRST
        number = _FIRST
        while shown:
            if shown & 1:
                mask |= table[number, method, status, size]
            shown >>= 1
            number += 1
        masks[row] = mask & ~_IS_DENIED if mask & _IS_CALL else mask
    return masks
