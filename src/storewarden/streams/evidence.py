"""Puts the words of lines to alerts that name only their numbers; secrets are masked."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from storewarden.core.alerts import Alert, EvidenceLine
from storewarden.kernels.events.picking import picked
from storewarden.kernels.weblog.revealing import revealed

_ROWS: Final = 50_000
_LONGEST: Final = 300
_DIGITS: Final = re.compile(r"(?<!\d)(\d{6})\d{3,9}(\d{4})(?!\d)")
_SECRET: Final = re.compile(
    r"(?i)\b((?:api[_-]?key|pass(?:word|wd)?|pwd|secret|token|authorization|bearer|cvv|cvc|pin)"
    r"[\"']?\s*[=:]\s*[\"']?)([^\s&;,\"']+)"
)
_NAMES: Final = ("line", "kind", "address", "method", "path", "query", "status", "message")


class Evidence:
    """The last 50,000 events or so, to look lines up in."""

    def __init__(self) -> None:
        self._batches: deque[_Lines] = deque()
        self._rows = 0

    def remember(self, batch: pa.RecordBatch) -> None:
        """Keep the events of one source for a while."""
        if not batch.num_rows:
            return
        self._batches.append(_Lines(batch))
        self._rows += batch.num_rows
        while self._rows > _ROWS and len(self._batches) > 1:
            self._rows -= self._batches.popleft().batch.num_rows

    def shown(self, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
        """The same alerts with the words of the lines that are still known."""
        told = tuple(alerts)
        wanted: dict[str, set[int]] = {}
        for alert in told:
            blank = {line.number for line in alert.lines if not line.text}
            if blank:
                wanted.setdefault(alert.source, set()).update(blank)
        words = {source: self._words(source, numbers) for source, numbers in wanted.items()}
        return tuple(_with_words(alert, words.get(alert.source, {})) for alert in told)

    def _words(self, source: str, wanted: set[int]) -> Mapping[int, str]:
        """Look all lines of a source up at once, in the newest batch that has them."""
        found: dict[int, str] = {}
        for lines in reversed(self._batches):
            if wanted <= found.keys():
                break
            if lines.source == source:
                found.update(lines.texts(wanted - found.keys()))
        return found


def _with_words(alert: Alert, words: Mapping[int, str]) -> Alert:
    if all(line.text for line in alert.lines):
        return alert
    return alert.showing(
        EvidenceLine(line.number, line.text or words.get(line.number, "(no longer at hand)"))
        for line in alert.lines
    )


class _Lines:
    """The lines of one batch; each is put into words once, however many alerts show it."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch.select(_NAMES)
        self.source: str = batch.column("source")[0].as_py() or ""
        self._numbers = batch.column("line").to_numpy(zero_copy_only=False)
        self._known: dict[int, str] = {}

    def texts(self, wanted: Collection[int]) -> Mapping[int, str]:
        """Put those of some lines that are here into words."""
        numbers, known = self._numbers, self._known
        first, last = int(numbers[0]), int(numbers[-1])
        here = [number for number in wanted if first <= number <= last]
        if not here:
            return {}
        new = np.array(sorted(number for number in here if number not in known), np.int64)
        rows = np.minimum(numbers.searchsorted(new), len(numbers) - 1)
        self._put(rows[numbers[rows] == new])
        return {number: known[number] for number in here if number in known}

    def _put(self, rows: npt.NDArray[np.int64]) -> None:
        for values in picked(self.batch, _NAMES, rows) if rows.size else ():
            event = dict(zip(_NAMES, values, strict=True))
            self._known[event["line"]] = text_of(event)


def text_of(event: Mapping[str, object]) -> str:
    """One event in one line, at most 300 characters, secrets masked; still hostile text."""
    parts: Sequence[object] = (event["address"], event["method"], _target(event), event["status"])
    told = " ".join(str(part) for part in parts if part is not None)
    if event["path"] is None or event["message"] is not None:
        told = f"{told} {event['message'] or ''}".strip()
    return masked(told[: 4 * _LONGEST])[:_LONGEST]


def _target(event: Mapping[str, object]) -> str | None:
    path, query = event["path"], event["query"]
    if path is None:
        return None
    if query is None:
        return str(path)
    shown = str(query)[: 4 * _LONGEST]
    for pair in shown.split("&"):
        if any(True for _ in revealed(pair)):
            shown = shown.replace(pair, f"{pair.partition('=')[0]}=***")
    return f"{path}?{shown}"


def masked(text: str) -> str:
    """Mask what looks like a secret or a card number in any text."""
    return _DIGITS.sub(r"\1...\2", _SECRET.sub(r"\1***", text))
