"""A literal that stands in every text that a pattern fits: the quick way to rule texts out."""

import re
from functools import cache
from typing import Final

from storewarden.kernels.sigma.folding import fold
from storewarden.kernels.sigma.form import Like, Regex, Wild

SHORTEST: Final = 3
"""Characters of the shortest literal that is worth looking for."""

_TOKEN: Final = re.compile(
    r"""(?P<kind>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\\[dDwWsSbBAznrtfva])
    |\\(?P<quoted>[^A-Za-z0-9])
    |(?P<odd>\\.|\\)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<either>\|)
    |(?P<loose>[?*]|\{\d+(?:,\d*)?\})
    |(?P<sign>[+^$.])
    |(?P<plain>.)""",
    re.VERBOSE | re.DOTALL,
)
_IGNORES_CASE: Final = re.compile(r"\(\?[a-zA-Z]*i")
_MORE_THAN_ASCII: Final = frozenset("ksKS")
"""Letters to which RE2, ignoring case, also counts a sign outside ASCII (U+017F, U+212A)."""


@cache
def hint_of(test: Like | Regex) -> str:
    """Return a folded literal without ``?`` that every fitting text holds; empty when none."""
    runs = _of_like(test) if isinstance(test, Like) else _of_regex(test.pattern)
    pieces = [piece for run in runs for piece in fold(run).split("?")]
    longest = max(pieces, key=len, default="")
    return longest if len(longest) >= SHORTEST else ""


def _of_like(test: Like) -> list[str]:
    return [part for part in test.parts if not isinstance(part, Wild)]


def _of_regex(pattern: str) -> list[str]:
    """Take the literal runs outside of groups and classes; none where there are alternatives."""
    ignores_case = _IGNORES_CASE.search(pattern) is not None
    runs, depth = [""], 0
    for token in _TOKEN.finditer(pattern):
        kind = str(token.lastgroup)
        if kind == "odd" or (kind == "either" and not depth):
            return []
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if depth:
            continue
        if kind in {"plain", "quoted"} and _certain(token[kind], ignores_case=ignores_case):
            runs[-1] += token[kind]
        else:
            runs[-1] = runs[-1][:-1] if kind == "loose" else runs[-1]
            runs.append("")
    return runs


def _certain(sign: str, *, ignores_case: bool) -> bool:
    return not ignores_case or (sign.isascii() and sign not in _MORE_THAN_ASCII)
