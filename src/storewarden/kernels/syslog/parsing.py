"""Parses whole syslog lines into one batch of events."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from storewarden.kernels.accesslog.parsing import parse as parse_web
from storewarden.kernels.events import LIVE, Kind, batch
from storewarden.kernels.syslog.headers import Line, taken_apart
from storewarden.kernels.syslog.people import Deed, deed_in, is_about_people

_WEB: Final = re.compile(r'\S+ \S+ [^\["]{1,300}\[\d\d/[A-Z][a-z]{2}/\d{4}:[\d:]{8} [+-]\d{4}\] "')
_NOBODY: Final = Deed(action=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When lines are read, for stamps that do not say everything.

    Attributes:
        now: microseconds since 1970.
        zone: minutes ahead of UTC of whoever wrote them.
    """

    now: int
    zone: int = 0


def parse(chunk: bytes, *, source: str, first_line: int, at: Moment) -> pa.RecordBatch:
    """Parse a chunk that ends where a line ends; returns a live batch, a row for each line.

    Empty lines are counted and have no row; a line that is no syslog is kind ``raw``. A message
    that is a line of an access log (nginx can send it so) is read as that.
    """
    texts = chunk.decode("utf-8", "replace").split("\n")
    rows = [
        (number, text.removesuffix("\r"))
        for number, text in enumerate(texts, first_line)
        if text.strip("\r")
    ]
    told = [(number, text, taken_apart(text, at.now, at.zone)) for number, text in rows]
    asked = [(number, line.message) for number, _, line in told if line and _is_web(line)]
    if not asked:
        return _own(told, source)
    web = _web(asked, source)
    numbers = set(web.column("line").to_pylist())
    return _merged(_own([row for row in told if row[0] not in numbers], source), web)


def _is_web(line: Line) -> bool:
    return _WEB.match(line.message) is not None


def _own(told: Sequence[tuple[int, str, Line | None]], source: str) -> pa.RecordBatch:
    deeds = [_deed(line) for _, _, line in told]
    return batch(
        {
            "time": [line.time if line else None for _, _, line in told],
            "source": source,
            "line": [number for number, _, _ in told],
            "kind": [_kind(line, deed) for (_, _, line), deed in zip(told, deeds, strict=True)],
            "vhost": [(line.host or None) if line else None for _, _, line in told],
            "agent": [(line.program or None) if line else None for _, _, line in told],
            "address": [deed.address for deed in deeds],
            "account": [deed.account for deed in deeds],
            "action": [deed.action for deed in deeds],
            "object": [deed.object for deed in deeds],
            "message": [line.message if line else text for _, text, line in told],
        },
        len(told),
    )


def _deed(line: Line | None) -> Deed:
    return _NOBODY if line is None else deed_in(line.program, line.message) or _NOBODY


def _kind(line: Line | None, deed: Deed) -> str:
    if line is None:
        return Kind.RAW.value
    if line.is_auth or deed.action is not None or is_about_people(line.program):
        return Kind.AUTH.value
    return Kind.APP.value


def _web(rows: Sequence[tuple[int, str]], source: str) -> pa.RecordBatch:
    """What is a line of an access log after all; the others are not in it."""
    chunk = "\n".join(message for _, message in rows).encode("utf-8", "replace")
    parsed = parse_web(chunk, source=source, first_line=1)
    lines = pa.array([number for number, _ in rows], pa.int64())
    numbered = parsed.set_column(LIVE.get_field_index("line"), "line", lines)
    return numbered.filter(pc.not_equal(numbered.column("kind").cast(pa.string()), Kind.RAW.value))


def _merged(own: pa.RecordBatch, web: pa.RecordBatch) -> pa.RecordBatch:
    table = pa.Table.from_batches([own, web]).unify_dictionaries().sort_by("line")
    return table.combine_chunks().to_batches()[0].cast(LIVE)
