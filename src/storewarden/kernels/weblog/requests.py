"""Parses combined access log lines (Apache, nginx, gunicorn) into a typed frame of requests."""

from dataclasses import dataclass
from typing import Final

import polars as pl

_LINE: Final = (
    r"^(?P<address>\S+) \S+ [^\[]*\[(?P<time>[^\]]{20,30})\] "
    r'"(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) (?P<size>\d{1,18}|-)'
    r'(?: "(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_REQUEST: Final = r"^(?P<method>[A-Z]{1,20}) (?:https?://[^/? ]*)?(?P<target>.*?)(?: HTTP/[\d.]+)?$"
_WHEN: Final = "%d/%b/%Y:%H:%M:%S %z"
SCHEMA: Final = {
    "time": pl.Int64,
    "address": pl.String,
    "method": pl.String,
    "path": pl.String,
    "query": pl.String,
    "status": pl.Int16,
    "size": pl.Int64,
    "referrer": pl.String,
    "agent": pl.String,
}


@dataclass(frozen=True, slots=True)
class Requests:
    """One block, parsed.

    Attributes:
        frame: one row a request, columns as in `SCHEMA`; what a line does not say is empty text.
        unparsable: lines that are no combined log lines; empty ones do not count.
    """

    frame: pl.DataFrame
    unparsable: int


def lines_in(block: bytes) -> pl.Series:
    """Split a block at newlines only; invalid UTF-8 and NUL bytes become U+FFFD."""
    text = block.decode("utf-8", "replace").replace("\x00", "\ufffd")
    lines = pl.Series("line", text.split("\n"), dtype=pl.String).str.strip_chars_end("\r")
    return lines.filter(lines != "")


def parsed(block: bytes) -> Requests:
    """Parse a block of whole lines; an empty block gives an empty frame."""
    lines = lines_in(block)
    fields = lines.str.extract_groups(_LINE).struct.unnest()
    frame = _typed(fields.filter(pl.col("address").is_not_null()))
    return Requests(frame, len(lines) - len(frame))


def _typed(fields: pl.DataFrame) -> pl.DataFrame:
    request = fields["request"].str.extract_groups(_REQUEST).struct.unnest()
    target = request["target"].fill_null("").str.splitn("?", 2).struct.unnest()
    return fields.select(
        time=pl.col("time").str.to_datetime(_WHEN, time_unit="us", strict=False).dt.epoch("us"),
        address=pl.col("address"),
        method=request["method"].fill_null(""),
        path=target["field_0"],
        query=target["field_1"].fill_null(""),
        status=pl.col("status").cast(pl.Int16),
        size=pl.col("size").cast(pl.Int64, strict=False).fill_null(0),
        referrer=pl.col("referrer").fill_null(""),
        agent=pl.col("agent").fill_null(""),
    ).filter(pl.col("time").is_not_null())
