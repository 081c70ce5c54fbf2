"""Chooses the parser for each source by its declared format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from storewarden.core.estate import LogSource
from storewarden.core.river import Piece
from storewarden.kernels import plainlines, records, shoplogs, syslog
from storewarden.kernels.accesslog import LAYOUTS
from storewarden.kernels.accesslog import parse as parse_web
from storewarden.kernels.records.proxies import networks
from storewarden.streams.ports import Parse

SYSLOG: Final = "syslog"
JSON: Final = "json"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lines do not say themselves.

    Attributes:
        clock: microseconds since 1970.
        zone: minutes ahead of UTC, for times without a zone.
        proxies: addresses and networks whose ``X-Forwarded-For`` counts.
    """

    clock: Callable[[], int]
    zone: int = 0
    proxies: Sequence[str] = ()


def parser(logs: Iterable[LogSource], received: Mapping[str, str], around: Surroundings) -> Parse:
    """A parser for all sources; what is of an unknown format is read as plain lines.

    Args:
        logs: files, with their formats.
        received: for sources that are sent to us, their formats.
        around: what lines do not say themselves.
    """
    trusted = networks(around.proxies)
    formats = {**received, **{log.id: log.format for log in logs}}
    mappings = {log.id: records.Mapping(log.fields, trusted) for log in logs}
    usual = records.Mapping(trusted=trusted)

    def parse(piece: Piece) -> pa.RecordBatch:
        form, source = formats.get(piece.source, JSON), piece.source
        layout = LAYOUTS.get(form)
        if layout is not None:
            return parse_web(piece.data, source=source, first_line=piece.first_line, layout=layout)
        if form == SYSLOG:
            at = syslog.Moment(around.clock(), around.zone)
            return syslog.parse(piece.data, source=source, first_line=piece.first_line, at=at)
        if form == JSON:
            mapping = mappings.get(source, usual)
            return records.parse(
                piece.data, source=source, first_line=piece.first_line, mapping=mapping
            )
        if form in shoplogs.FORMATS:
            shop = shoplogs.FORMATS[form]
            return shoplogs.parse(
                piece.data, source=source, first_line=piece.first_line, form=shop, zone=around.zone
            )
        return plainlines.parse(
            piece.data, source=source, first_line=piece.first_line, zone=around.zone
        )

    return parse
