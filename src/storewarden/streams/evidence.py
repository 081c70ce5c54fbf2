"""Puts the words of lines to alerts that name only their numbers; secrets are masked."""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyarrow as pa

from storewarden.core.alerts import Alert, EvidenceLine
from storewarden.kernels.weblog.credentials import revealed

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
        self._batches: deque[tuple[str, pa.RecordBatch]] = deque()
        self._rows = 0

    def remember(self, batch: pa.RecordBatch) -> None:
        """Keep the events of one source for a while."""
        if not batch.num_rows:
            return
        self._batches.append((batch.column("source")[0].as_py() or "", batch))
        self._rows += batch.num_rows
        while self._rows > _ROWS and len(self._batches) > 1:
            self._rows -= self._batches.popleft()[1].num_rows

    def shown(self, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
        """The same alerts with the words of the lines that are still known."""
        return tuple(self._with_words(alert) for alert in alerts)

    def _with_words(self, alert: Alert) -> Alert:
        wanted = {line.number for line in alert.lines if not line.text}
        if not wanted:
            return alert
        found: dict[int, str] = {}
        for source, batch in reversed(self._batches):
            if source == alert.source and wanted - found.keys():
                found.update(_texts(batch, wanted - found.keys()))
        return alert.showing(
            EvidenceLine(line.number, line.text or found.get(line.number, "(no longer at hand)"))
            for line in alert.lines
        )


def _texts(batch: pa.RecordBatch, wanted: Iterable[int]) -> Mapping[int, str]:
    numbers = batch.column("line").to_numpy(zero_copy_only=False)
    first, last = numbers[0], numbers[-1]
    rows = [
        int(numbers.searchsorted(number)) for number in sorted(wanted) if first <= number <= last
    ]
    rows = [row for row in rows if numbers[row] in wanted]
    events = batch.select(_NAMES).take(pa.array(rows, pa.int64())).to_pylist()
    return {event["line"]: text_of(event) for event in events}


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
