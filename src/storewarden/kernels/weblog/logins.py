"""Counts log-in tries by address, in a window that slides over the time of each failure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

_SCHEMA: Final = {"time": pl.Int64, "address": pl.String, "agent": pl.String, "failed": pl.Boolean}


@dataclass(frozen=True, slots=True)
class LoginForm:
    """How a platform's log-in shows in an access log.

    Attributes:
        path: where the form is posted to; also below a language prefix (``/en/accounts/login/``).
        failed: the statuses of a refused log-in.
        passed: the statuses of one that was let in.
    """

    path: str
    failed: Collection[int]
    passed: Collection[int]


def tries(frame: pl.DataFrame, form: LoginForm) -> pl.DataFrame:
    """Keep the log-in tries of a frame: columns time, address, agent, failed."""
    posted = (pl.col("method") == "POST") & pl.col("path").str.ends_with(form.path)
    answered = pl.col("status").is_in([*form.failed, *form.passed])
    return frame.filter(posted & answered).select(
        "time", "address", "agent", failed=pl.col("status").is_in(list(form.failed))
    )


def no_tries() -> pl.DataFrame:
    """An empty frame of tries."""
    return pl.DataFrame(schema=_SCHEMA)


def bursts(tried: pl.DataFrame, window: int, least: int) -> pl.DataFrame:
    """Find the addresses with at least ``least`` failures within ``window`` microseconds.

    Returns, the worst first: address, most (failures in the worst window), failures, first and
    last (times of failures), passed (log-ins let in after the first failure), agent (its last).
    """
    failures = tried.filter("failed").sort("address", "time")
    worst = (
        failures.rolling("time", period=f"{window}i", group_by="address", closed="both")
        .agg(most=pl.len())
        .group_by("address")
        .agg(pl.col("most").max())
        .filter(pl.col("most") >= least)
    )
    spans = failures.group_by("address").agg(
        failures=pl.len(),
        first=pl.col("time").min(),
        last=pl.col("time").max(),
        agent=pl.col("agent").last(),
    )
    found = worst.join(spans, on="address")
    return _with_passed(found, tried).sort("most", "address", descending=[True, False])


def _with_passed(found: pl.DataFrame, tried: pl.DataFrame) -> pl.DataFrame:
    let_in = (
        tried.filter(~pl.col("failed"))
        .join(found.select("address", "first"), on="address")
        .filter(pl.col("time") >= pl.col("first"))
        .group_by("address")
        .agg(passed=pl.len())
    )
    columns = ("address", "most", "failures", "first", "last", "passed", "agent")
    whole = found.join(let_in, on="address", how="left").with_columns(pl.col("passed").fill_null(0))
    return whole.select(columns)
