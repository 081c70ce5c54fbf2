"""One test on some texts, asked for itself alone."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
import re2

from storewarden.kernels.sigma.form import Empty, How, Like, Regex, Test, Text, Wild
from storewarden.kernels.sigma.live.literals import Ints
from storewarden.kernels.sigma.live.texts import Flags, Texts, wrapped

_SINGLE: Final = 64
"""So many texts are looked at one by one."""
_HOW: Final[Mapping[How, Callable[[Any, str], Any]]] = {
    How.CONTAINS: pc.match_substring,
    How.STARTS: pc.starts_with,
    How.ENDS: pc.ends_with,
    How.EQUALS: pc.equal,
}


def standing(values: Any, how: How, value: str) -> Flags:  # noqa: ANN401 - pyarrow has no types
    """Say in which texts a literal stands as asked."""
    stands: Flags = np.asarray(_HOW[how](values, value))
    return stands


def fitting(texts: Texts, numbers: Ints, test: Like | Regex) -> Flags:
    """Say of some texts whether a pattern fits."""
    folded = isinstance(test, Like) and not test.cased
    values = (texts.folded if folded else texts.values).take(wrapped(numbers))
    pattern = test.pattern if isinstance(test, Regex) else _written_out(test)
    if len(values) > _SINGLE:
        fits: Flags = np.asarray(pc.match_substring_regex(values, pattern))
        return fits
    found = _regex(pattern).search  # Arrow would compile it anew each time
    told: Flags = np.array([found(text) is not None for text in values.to_pylist()], np.bool_)
    return told


def holds(texts: Texts, part: slice, test: Test) -> Flags:
    """Say of a part of texts whether a test is true, whatever it is."""
    match test:
        case Text(_, how, value, cased):
            return standing(texts.values[part] if cased else texts.folded[part], how, value)
        case Empty():
            empty: Flags = np.diff(texts.bounds)[part] == 0
            return empty
        case Like() | Regex():
            numbers = np.arange(part.start, part.stop)
            return fitting(texts, numbers, test)
        case _:
            return np.zeros(part.stop - part.start, np.bool_)


@lru_cache(maxsize=1024)
def _regex(pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
    return re2.compile(pattern)


def _written_out(test: Like) -> str:
    signs = {Wild.ANY: ".*", Wild.ONE: "."}
    inner = "".join(
        signs[part] if isinstance(part, Wild) else re2.escape(part) for part in test.parts
    )
    return rf"(?s)\A(?:{inner})\z"
