"""Collects what stands out in a log, block by block, and tells it as facts in the end."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import polars as pl

from storewarden.facts.logs import (
    InjectionProbe,
    InjectionProbes,
    LoginBurst,
    LoginTries,
    SecretInLog,
    SecretsInLog,
)
from storewarden.kernels.weblog.credentials import credentials
from storewarden.kernels.weblog.injections import probes
from storewarden.kernels.weblog.logins import LoginForm, bursts, no_tries, tries
from storewarden.kernels.weblog.requests import Requests

_MOST: Final = 100
_LEAST: Final = 5
_LEAST_OF_OURS: Final = 60
_OURS: Final = "Storewarden/"
_MINUTES: Final = 10
_WINDOW: Final = _MINUTES * 60 * 1_000_000
_LONGEST_PATH: Final = 100
_LONGEST_AGENT: Final = 120
Place = tuple[str, str, str]


@dataclass(slots=True)
class Collected:
    """What one log has shown so far; requests before ``since`` (microseconds) do not count."""

    form: LoginForm | None
    since: int
    lines: int = 0
    unparsable: int = 0
    _times: Counter[Place] = field(default_factory=Counter)
    _masked: dict[Place, str] = field(default_factory=dict)
    _probes: list[pl.DataFrame] = field(default_factory=list)
    _tries: list[pl.DataFrame] = field(default_factory=list)

    def add(self, block: Requests) -> None:
        """Look at one more block."""
        self.lines += len(block.frame)
        self.unparsable += block.unparsable
        lately = block.frame.filter(pl.col("time") >= self.since)
        self._probes.append(probes(lately))
        if self.form is not None:
            self._tries.append(tries(lately, self.form))
        for path, kind, parameter, masked, times in credentials(lately).iter_rows():
            place = (_shown(path), kind, parameter)
            self._times[place] += times
            self._masked.setdefault(place, masked)

    def secrets_in_log(self) -> SecretsInLog:
        """Tell the secrets, the most frequent places only when there are very many."""
        places = [place for place, _ in self._times.most_common(_MOST)]
        found = tuple(
            SecretInLog(kind, path, parameter, self._masked[path, kind, parameter], times)
            for path, kind, parameter in sorted(places)
            for times in (self._times[path, kind, parameter],)
        )
        return SecretsInLog(self.lines, found)

    def login_tries(self) -> LoginTries:
        """Tell the log-in tries and the addresses that stand out."""
        tried = pl.concat([no_tries(), *self._tries])
        standing_out = _bursts(tried).head(_MOST)
        found = tuple(
            LoginBurst(
                address=address,
                most=most,
                failures=failures,
                passed=passed,
                first=_moment(first),
                last=_moment(last),
                agent=_printable(agent)[:_LONGEST_AGENT],
            )
            for address, most, failures, first, last, passed, agent in standing_out.iter_rows()
        )
        return LoginTries(len(tried), _MINUTES, found)

    def injection_probes(self) -> InjectionProbes:
        """Tell the injection probes, by address."""
        if not self._probes:
            return InjectionProbes(self.lines)
        by_address = (
            pl.concat(self._probes)
            .sort("address", "class")
            .group_by("address", maintain_order=True)
            .agg(
                pl.col("class").unique(maintain_order=True),
                pl.col("times").sum(),
                pl.col("errors").sum(),
                pl.col("last").max(),
                pl.col("example").unique(maintain_order=True).head(5),
            )
            .sort("times", "address", descending=[True, False])
            .head(_MOST)
        )
        found = tuple(
            InjectionProbe(address, tuple(kinds), times, errors, _moment(last), tuple(examples))
            for address, kinds, times, errors, last, examples in by_address.iter_rows()
        )
        return InjectionProbes(self.lines, found)


def _bursts(tried: pl.DataFrame) -> pl.DataFrame:
    """Find bursts; our own checks, run a few times, are none.

    Anybody can call himself Storewarden, so that name buys six tries a minute and no more.
    """
    ours = pl.col("agent").str.starts_with(_OURS)
    return pl.concat(
        [
            bursts(tried.filter(~ours), _WINDOW, _LEAST),
            bursts(tried.filter(ours), _WINDOW, _LEAST_OF_OURS),
        ]
    )


def _shown(path: str) -> str:
    """Shorten a path and take its numbers out, so that one place has one name."""
    short = "".join("#" if letter.isdecimal() else letter for letter in path[:_LONGEST_PATH])
    while "##" in short:
        short = short.replace("##", "#")
    return _printable(short)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
