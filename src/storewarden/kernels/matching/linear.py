"""RE2: a line at a time, for what Hyperscan refuses and for platforms without it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import re2

from storewarden.kernels.decoding.readings import Readings

Ints = npt.NDArray[np.int64]
Re2 = Any  # re2 has no types


@dataclass(frozen=True, slots=True)
class Linear:
    """Expressions in one RE2 set; ``ids`` are their numbers among all patterns.

    RE2 runs in linear time and is thread-safe.
    """

    expressions: Re2
    ids: tuple[int, ...]

    def found(self, readings: Readings) -> tuple[Ints, Ints]:
        """Return which expression (by index) stands in which reading, as two arrays."""
        pairs = [
            (number, self.ids[one])
            for number, line in enumerate(readings.text.split(b"\n")[:-1])
            for one in self.expressions.Match(line) or ()
        ]
        lines, ids = zip(*pairs, strict=True) if pairs else ((), ())
        return np.array(lines, np.int64), np.array(ids, np.int64)

    def forget(self) -> None:
        """Nothing is remembered."""


def linear(expressions: list[tuple[int, bytes]]) -> Linear:
    """Compile expressions, each with its number, which `refusal` found to be fit."""
    together = re2.Set.SearchSet(_options())
    for _, expression in expressions:
        together.Add(expression)
    together.Compile()
    return Linear(together, tuple(number for number, _ in expressions))


def refusal(expression: bytes) -> str:
    """Say why RE2 cannot take an expression; empty when it can."""
    try:
        made = re2.compile(expression, _options())
    except re2.error as odd:
        reason = odd.args[0] if odd.args else "it is no regular expression"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return "it also matches where nothing is" if made.search(b"") else ""


def _options() -> Re2:
    options = re2.Options()
    options.case_sensitive = False
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = 64 * 1024 * 1024
    return options
