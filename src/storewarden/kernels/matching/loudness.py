"""Tells which parts of an expression only match text with a sign that everyday values do not hold.

They are not tried on all the other text, which is by far the most.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from storewarden.kernels.decoding.kinds import SIGNS

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants as words  # type: ignore[attr-defined]  # the language's own parser
    from re import _parser as parser  # type: ignore[attr-defined]

_SIGNS: Final = frozenset(map(ord, f"{SIGNS}\n"))  # no reading holds a newline at all
_PIECE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|.", re.DOTALL)
_MEMBER: Final = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\[0-7]{1,3}|\\.|.)(?:-(?:\\.|.))?", re.DOTALL)
_ESCAPED: Final = {sign: f"\\{sign}" for sign in "^-]["}
_FLAGS: Final = re.compile(r"\(\?(?!:)")
_GROUP: Final = re.compile(r"\(\?:")
_REPEATED: Final = re.compile(r"[?*+]|\{\d")
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
    return True


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


def split(expression: str) -> tuple[list[str], list[str]]:
    """Take an expression apart: into parts that are loud, and parts that may not be.

    A part matches wherever the whole does with one of its alternatives, so that together they
    match what the whole does. What begins with flags of its own stays whole.
    """
    loud: list[str] = []
    calm: list[str] = []
    for way in ways(expression):
        if is_loud(way):
            loud.append(way)
            continue
        noisy, quiet = _distributed(way)
        loud += noisy
        calm.append(quiet)
    return loud, calm


def ways(expression: str) -> list[str]:
    """Split an expression at the bars that stand outside of all brackets."""
    if _FLAGS.match(expression):
        return [expression]
    bars = [start for sign, start, _ in _outer(expression) if sign == "|"]
    cuts = [-1, *bars, len(expression)]
    return [expression[start + 1 : end] for start, end in pairwise(cuts)]


def _distributed(way: str) -> tuple[list[str], str]:
    """Give the loud alternatives of each group and class a part of their own: (a|;)b: ab, ;b."""
    loud: list[str] = []
    for piece, start, end in reversed(list(_outer(way))):
        if _REPEATED.match(way, end) or _FLAGS.match(way):
            continue
        noisy, quiet = _halves(piece)
        if noisy and quiet:
            loud.append(way[:start] + noisy + way[end:])
            way = way[:start] + quiet + way[end:]
    return loud, way


def _halves(piece: str) -> tuple[str, str]:
    """The loud and the everyday alternatives of a group or a class; nothing when it is neither."""
    if piece.startswith("[") and not piece.startswith("[^") and "[:" not in piece:
        members = [_ESCAPED.get(one, one) for one in _MEMBER.findall(piece[1:-1])]
        halves = [[one for one in members if is_loud(f"[{one}]") is loud] for loud in (True, False)]
        noisy, quiet = ("".join(half) for half in halves)
        return noisy and f"[{noisy}]", quiet and f"[{quiet}]"
    if not _GROUP.match(piece):
        return "", ""
    loud, calm = split(piece[3:-1])
    return "|".join(loud) and f"(?:{'|'.join(loud)})", "|".join(calm) and f"(?:{'|'.join(calm)})"


def _outer(expression: str) -> Iterator[tuple[str, int, int]]:
    """The pieces outside of all brackets, with their places; a group is one piece."""
    depth = begun = 0
    for piece in _PIECE.finditer(expression):
        sign = piece[0]
        if sign == "(":
            begun = begun if depth else piece.start()
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if not depth:
                yield expression[begun : piece.end()], begun, piece.end()
        elif not depth:
            yield sign, piece.start(), piece.end()
