"""Finds the requests of a log that carry a password, a key, a token or a card number."""

from typing import Final

import polars as pl

from storewarden.kernels.weblog.revealing import revealed

_LIKELY: Final = r"(?i)pass|pwd|token|key|secret|auth|sess|sid|jwt|bearer|card|cc_?n|pan="


def credentials(frame: pl.DataFrame) -> pl.DataFrame:
    """Find the requests of a frame that carry a secret.

    Returns one row for each (path, kind, parameter, masked) with the number of ``times``; what
    answered 404 is left out, for anybody can ask for a page that is not there.
    """
    asked = (
        frame.filter(pl.col("query").str.contains(_LIKELY) & (pl.col("status") != 404))  # noqa: PLR2004 - HTTP's not found
        .group_by("path", "query")
        .agg(times=pl.len())
    )
    rows = [
        (path, found.kind.value, found.parameter, found.masked, times)
        for path, query, times in asked.iter_rows()
        for found in revealed(query)
    ]
    names = {"path": pl.String, "kind": pl.String, "parameter": pl.String, "masked": pl.String}
    table = pl.DataFrame(rows, {**names, "times": pl.Int64}, orient="row")
    return table.group_by(*names).agg(pl.col("times").sum()).sort(*names)
