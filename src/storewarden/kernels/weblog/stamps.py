"""Finds when each line of a log was written, whatever else the line says."""

from typing import Final

import polars as pl

from storewarden.kernels.weblog.requests import lines_in

_COMBINED: Final = r"\[(\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]"
_ISO: Final = (
    r"(?P<when>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,]\d+)? ?"
    r"(?:Z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?"
)
_MINUTE: Final = 60_000_000


def times_in(block: bytes) -> pl.Series:
    """Return the times of a block's lines as microseconds, UTC; a line without one gives none.

    An ISO time without an offset counts as UTC.
    """
    lines = lines_in(block)
    combined = lines.str.extract(_COMBINED).str.to_datetime(
        "%d/%b/%Y:%H:%M:%S %z", time_unit="us", strict=False
    )
    times = pl.select(pl.coalesce(combined.dt.epoch("us"), _iso(lines))).to_series()
    return times.alias("time").drop_nulls()


def _iso(lines: pl.Series) -> pl.Series:
    found = lines.str.extract_groups(_ISO).struct.unnest()
    local = (
        pl.col("when")
        .str.replace(" ", "T", literal=True)
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
        .dt.epoch("us")
    )
    minutes = pl.col("hours").cast(pl.Int64) * 60 + pl.col("minutes").cast(pl.Int64)
    ahead = pl.when(pl.col("sign") == "-").then(-minutes).otherwise(minutes)
    return found.select(local - ahead.fill_null(0) * _MINUTE).to_series()
