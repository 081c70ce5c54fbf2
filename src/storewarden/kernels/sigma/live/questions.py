"""What is asked of texts, arranged by what must stand in a text so that a test can be true.

Most tests are of texts that hold a literal; one pass over all the texts finds all the literals.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from storewarden.kernels.expressions import Patterns
from storewarden.kernels.sigma.form import How, Like, Regex, Test, Text
from storewarden.kernels.sigma.hints import hint_of
from storewarden.kernels.sigma.live.literals import is_short

Small = NDArray[np.int32]
MAYBE: Final = 4
"""The literal is a hint: the pattern has still to be tried."""
HOWS: Final[Mapping[How, int]] = {
    How.CONTAINS: 0,
    How.STARTS: 1,
    How.ENDS: 2,
    How.EQUALS: 3,
}


class Wants(NamedTuple):
    """What each literal (or pattern) is wanted for; those of number n stand from begins[n] on."""

    begins: Small
    columns: Small
    hows: Small
    places: Small


@dataclass(frozen=True, slots=True)
class Questions:
    """Tests on several columns, by how they are looked for.

    Attributes:
        literals: folded literals.
        wanted: what for.
        patterns: regular expressions without a hint.
        needed: what for.
        tried: tests that a text must still be tried on, by column and place.
        others: column and place of tests that are asked one by one.
    """

    literals: tuple[str, ...]
    wanted: Wants
    patterns: Patterns
    needed: Wants
    tried: Mapping[tuple[int, int], Like | Regex]
    others: tuple[tuple[int, int, Test], ...]


def arranged(columns: Sequence[Sequence[Test]]) -> Questions:
    """Arrange the tests on each column."""
    literals: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    patterns: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    tried: dict[tuple[int, int], Like | Regex] = {}
    others: list[tuple[int, int, Test]] = []
    for column, tests in enumerate(columns):
        for place, test in enumerate(tests):
            match test:
                case Text(_, how, value, False) if not is_short(value):
                    literals[value].append((column, HOWS[how], place))
                case Like() | Regex() if hint_of(test):
                    literals[hint_of(test)].append((column, MAYBE, place))
                    tried[column, place] = test
                case Regex(_, pattern):
                    patterns[pattern].append((column, 0, place))
                    tried[column, place] = test
                case _:
                    others.append((column, place, test))
    found = Patterns(sorted(patterns))
    for pattern in [one for one in patterns if not found.holds(one)]:
        for column, _, place in patterns.pop(pattern):
            others.append((column, place, tried.pop((column, place))))
    return Questions(
        tuple(sorted(literals)),
        _wants([literals[one] for one in sorted(literals)]),
        found,
        _wants(
            [
                [(column, 0 if exact else MAYBE, place) for column, _, place in patterns[one]]
                for one, exact in zip(found.fit, found.exact, strict=True)
            ]
        ),
        tried,
        tuple(others),
    )


def _wants(wanted: Sequence[Sequence[tuple[int, int, int]]]) -> Wants:
    begins = np.cumsum([0, *map(len, wanted)]).astype(np.int32)
    flat = np.array([want for one in wanted for want in one], np.int32).reshape(-1, 3)
    return Wants(begins, *(np.ascontiguousarray(flat[:, at]) for at in range(3)))
