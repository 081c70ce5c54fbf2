"""Looks through a whole log: which lines show an attack, and which callers behave badly."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from storewarden.core.alerts import Alert
from storewarden.core.flagged import Caller, FlaggedLine, LookedThrough
from storewarden.kernels.events import Kind
from storewarden.kernels.matching import Hits, Matcher
from storewarden.kernels.windows import recovered

_SHOWN: Final = 160
Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


class Watches(Protocol):
    """Windows over events; see `storewarden.kernels.windows.Windows`."""

    def advance(self, batch: pa.RecordBatch, hits: Hits) -> Sequence[Alert]:
        """Take the next batch; return what is certain by now."""
        ...

    def flush(self) -> Sequence[Alert]:
        """Return what is certain at the end."""
        ...


class Flagging:
    """Takes a log batch by batch, and tells at the end what stands out in it.

    Of every line 12 bytes are kept, so that a caller who is named late has all lines named.

    Args:
        matcher: finds the patterns; those of low confidence flag nothing.
        windows: name the callers.
    """

    def __init__(self, matcher: Matcher, windows: Watches) -> None:
        self._matcher = matcher
        self._windows = windows
        self._flags = np.array([pattern.flags for pattern in matcher.patterns], bool)
        self._alerts: list[Alert] = []
        self._callers: dict[str, int] = {}
        self._examples: dict[int, str] = {}
        self._lines: list[tuple[Numbers, Codes]] = []
        self._hits: list[tuple[Numbers, Codes, Codes]] = []
        self._unparsed = 0

    def take(self, batch: pa.RecordBatch) -> None:
        """Look at the next lines."""
        batch = recovered(batch)
        hits = self._matcher.match(batch)
        self._alerts += self._windows.advance(batch, hits)
        lines = batch.column("line").to_numpy()
        callers = self._numbered(batch.column("address"))
        self._lines.append((lines, callers))
        sure = self._flags[hits.patterns] if len(hits) else np.empty(0, bool)
        rows = hits.rows[sure]
        self._hits.append((lines[rows], callers[rows], hits.patterns[sure]))
        self._remember(batch, rows, callers)
        raw = pc.equal(batch.column("kind").cast(pa.string()), Kind.RAW.value)
        self._unparsed += pc.sum(raw).as_py() or 0

    def finish(self, cut: int = 0) -> LookedThrough:
        """Tell what stands out; ``cut`` lines were too long."""
        self._alerts += self._windows.flush()
        seen: dict[int, _Seen] = defaultdict(_Seen)
        self._add_patterns(seen)
        self._add_behaviours(seen)
        flagged = [
            FlaggedLine(line, tuple(sorted(seen[line].classes)), tuple(sorted(seen[line].rules)))
            for line in sorted(seen)
        ]
        read = sum(len(lines) for lines, _ in self._lines)
        callers = self._told(seen)
        return LookedThrough(read, self._unparsed, cut, flagged, callers, tuple(self._alerts))

    def _numbered(self, addresses: pa.Array) -> Codes:
        """A number for the address of each row; the same for the whole log."""
        coded = addresses.fill_null("")
        names = coded.dictionary.to_pylist()
        known = self._callers
        numbers = np.array([known.setdefault(name, len(known)) for name in names], np.int32)
        codes: Codes = numbers[coded.indices.to_numpy(zero_copy_only=False)]
        return codes

    def _remember(self, batch: pa.RecordBatch, rows: Codes, callers: Codes) -> None:
        """Keep what the first flagged line of each caller asked for."""
        for row in np.unique(rows).tolist():
            if int(callers[row]) not in self._examples:
                self._examples[int(callers[row])] = _asked(batch, row)

    def _add_patterns(self, seen: "dict[int, _Seen]") -> None:
        for lines, callers, numbers in self._hits:
            each = zip(lines.tolist(), callers.tolist(), numbers.tolist(), strict=True)
            for line, caller, number in each:
                pattern = self._matcher.patterns[number]
                seen[line].caller = caller
                seen[line].classes.add(pattern.attack)
                seen[line].rules.add(pattern.id)

    def _add_behaviours(self, seen: "dict[int, _Seen]") -> None:
        blamed: dict[int, list[Alert]] = defaultdict(list)
        for alert in self._alerts:
            for address in alert.addresses:
                if address in self._callers:
                    blamed[self._callers[address]].append(alert)
        guilty = np.zeros(len(self._callers), bool)
        guilty[list(blamed)] = True
        for lines, callers in self._lines:
            theirs = guilty[callers]
            for line, caller in zip(lines[theirs].tolist(), callers[theirs].tolist(), strict=True):
                seen[line].caller = caller
                seen[line].classes.update(*(alert.classes for alert in blamed[caller]))
                seen[line].behaviours.update(alert.rule for alert in blamed[caller])
                seen[line].rules |= seen[line].behaviours

    def _told(self, seen: "dict[int, _Seen]") -> list[Caller]:
        names = list(self._callers)
        lines: dict[int, list[int]] = defaultdict(list)
        for line in sorted(seen):
            lines[seen[line].caller].append(line)
        told = [
            self._caller(names[caller], self._examples.get(caller, ""), theirs, seen)
            for caller, theirs in lines.items()
        ]
        return sorted(told, key=lambda caller: (-caller.lines, caller.first))

    @staticmethod
    def _caller(name: str, example: str, lines: Sequence[int], seen: "dict[int, _Seen]") -> Caller:
        classes = Counter(chain.from_iterable(sorted(seen[line].classes) for line in lines))
        behaviours = {rule for line in lines for rule in seen[line].behaviours}
        return Caller(
            address=name,
            classes=tuple(name for name, _ in classes.most_common()),
            behaviours=tuple(sorted(behaviours)),
            lines=len(lines),
            first=lines[0],
            example=example,
        )


class _Seen:
    """What is known of one flagged line while the log is looked through."""

    __slots__ = ("behaviours", "caller", "classes", "rules")

    def __init__(self) -> None:
        self.caller = 0
        self.classes: set[str] = set()
        self.rules: set[str] = set()
        self.behaviours: set[str] = set()


def _asked(batch: pa.RecordBatch, row: int) -> str:
    """What a line asked for, or all of a line that did not parse."""
    path, query, message = (
        batch.column(name)[row].as_py() or "" for name in ("path", "query", "message")
    )
    return f"{path}?{query}"[:_SHOWN] if query else (path or message)[:_SHOWN]
