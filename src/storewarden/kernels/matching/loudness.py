"""Tells which expressions can only match text with a sign that everyday addresses do not hold.

They are not tried on all the other text, which is by far the most.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from storewarden.kernels.decoding.readings import SIGNS

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as words  # type: ignore[attr-defined]  # the language's own parser
    from re import _parser as parser  # type: ignore[attr-defined]

_SIGNS: Final = frozenset(map(ord, SIGNS))
_SPACES: Final = {words.CATEGORY_SPACE}
_PIECE: Final = re.compile(r"\\.|\[:\^?\w+:\]|\[\^?|.", re.DOTALL)
Item = tuple[Any, Any]  # the parser has no types


def is_loud(expression: str) -> bool:
    """Whether every match of an expression holds one of `SIGNS`; when in doubt it does not.

    An everyday letter is anything else; what this parser does not know may match it.
    """
    if "[:" in expression:
        return False
    try:
        with warnings.catch_warnings():  # of what future releases may read differently
            warnings.simplefilter("ignore", FutureWarning)
            parsed = parser.parse(expression, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        return False
    return not _all_calm(parsed)


def _all_calm(items: Iterable[Item]) -> bool:
    """Whether a sequence of parts can match without a sign: each of them can."""
    return all(_calm(kind, inside) for kind, inside in items)


def _calm(kind: Any, inside: Any) -> bool:  # noqa: ANN401 - the parser has no types
    ask = _ASKS.get(kind)
    return ask is None or ask(inside)


def _calm_class(members: Iterable[Item]) -> bool:
    """Whether a class like ``[a-z;]`` has an everyday member; one that starts with ^ has."""
    return any(_calm_member(kind, inside) for kind, inside in members)


def _calm_member(kind: Any, inside: Any) -> bool:  # noqa: ANN401 - the parser has no types
    if kind is words.RANGE:
        return any(code not in _SIGNS for code in range(inside[0], inside[1] + 1))
    if kind is words.LITERAL:
        return inside not in _SIGNS
    return kind is not words.CATEGORY or inside not in _SPACES


def _calm_repeat(inside: tuple[int, int, Iterable[Item]]) -> bool:
    least, _, repeated = inside
    return least == 0 or _all_calm(repeated)


_ASKS: Final[dict[Any, Callable[[Any], bool]]] = {  # the parser has no types
    words.LITERAL: lambda code: code not in _SIGNS,
    words.IN: _calm_class,
    words.BRANCH: lambda inside: any(_all_calm(way) for way in inside[1]),
    words.SUBPATTERN: lambda inside: _all_calm(inside[-1]),
    words.MAX_REPEAT: _calm_repeat,
    words.MIN_REPEAT: _calm_repeat,
}


def ways(expression: str) -> list[str]:
    """Split an expression at the bars that stand outside of all brackets.

    Together the parts match what the whole does; each can be loud by itself. What begins with
    flags of its own stays whole.
    """
    if expression.startswith("(?") and not expression.startswith("(?:"):
        return [expression]
    cuts = [-1, *_bars(expression), len(expression)]
    return [expression[start + 1 : end] for start, end in pairwise(cuts)]


def _bars(expression: str) -> Iterator[int]:
    depth, in_class, begun = 0, False, 0
    for piece in _PIECE.finditer(expression):
        sign = piece[0]
        if in_class:
            in_class = sign != "]" or piece.start() == begun
        elif sign[0] == "[":
            in_class, begun = True, piece.end()
        elif sign == "|" and not depth:
            yield piece.start()
        else:
            depth += (sign == "(") - (sign == ")")
