"""Matches many rules on a stream of batches, and asks nothing twice.

Every test looks at one column, or at path and query together. So each distinct text has a profile:
the tests that are true of it. A row has one profile for each column, and what the rules say of one
such case they say of every row like it. Texts, profiles and cases are numbered on from batch to
batch; only what is new is looked at.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from storewarden.kernels.sigma import fields
from storewarden.kernels.sigma.form import Absent, Number, Same, Test, Within, tests_in
from storewarden.kernels.sigma.live.answering import Asked, Column, Known, Pair, profiled
from storewarden.kernels.sigma.live.figures import Classed
from storewarden.kernels.sigma.live.profiles import Numbers
from storewarden.kernels.sigma.live.ruling import Rulings
from storewarden.kernels.sigma.live.scanning import Scan, is_searched
from storewarden.kernels.sigma.live.single import Single
from storewarden.kernels.sigma.live.texts import Batch, Flags, Rows
from storewarden.kernels.sigma.rules import Rule
from storewarden.kernels.vocabulary import Tuples, alike

MOST_CASES: Final = 65_536
"""Cases and profiles that are remembered; with more, everything is forgotten."""

Key = tuple[str, ...]


class Remembering:
    """The rules of a `Matcher`, with the same answers; one thread at a time.

    What is remembered is bounded, and depends on these rules alone: other rules, another one.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._keys = tuple(rule.told.key for rule in rules)
        self._rulings = Rulings([rule.form for rule in rules])
        wanted = _by_columns(rules)
        texts = [key for key in wanted if key[0]]
        texts.sort(key=lambda key: not is_searched(wanted[key]))
        bases = dict.fromkeys(base for key in texts for base in fields.bases_of(key[0]))
        self._columns = {name: Known(name) for name in bases}
        self._asked = [self._asking(key[0], wanted[key]) for key in texts]
        self._scans = [Scan([wanted[key]]) for key in texts]
        self._others = [_other(key, wanted[key]) for key in wanted if key not in texts]
        self._profiles = [one.profiles for one in (*self._asked, *self._others)]
        self._cases = Tuples(len(self._profiles))

    def _asking(self, column: str, tests: Sequence[Test]) -> Asked:
        bases = [self._columns[base] for base in fields.bases_of(column)]
        if column == fields.URL:
            return Pair(tests, *bases)
        return Column(tests, bases[0], extension=column == fields.EXTENSION)

    @property
    def columns(self) -> tuple[Known, ...]:
        """The columns of which texts are remembered."""
        return tuple(self._columns.values())

    def match(self, batch: Batch) -> dict[str, Rows]:
        """Match a batch; see `Matcher.match`."""
        if not batch.num_rows or not self._keys:
            return {}
        self._forget()
        return {self._keys[rule]: rows for rule, rows in self._rulings.rows(self._read(batch))}

    def _read(self, batch: Batch) -> Numbers:
        """Return the case of each row."""
        for column in self._columns.values():
            column.read(batch)
        self._ask()
        parts = [*(one.rows() for one in self._asked), *(one.ask(batch) for one in self._others)]
        numbers, firsts = alike(sorted(parts, key=lambda part: int(part.of.max())), batch.num_rows)
        alone = [part.of.take(part.codes[firsts], mode="wrap") for part in parts]
        before = len(self._cases)
        cases = self._cases.numbers(np.stack(alone, axis=1))
        if len(self._cases) > before:
            self._learn(self._cases.known[before:])
        return cases[numbers]

    def _ask(self) -> None:
        """Ask about all texts that are new."""
        for one, scan in zip(self._asked, self._scans, strict=True):
            texts = one.new()
            if len(texts):
                [bits] = scan.answers([texts.drop_null()])
                one.learn(profiled(one.profiles, texts, bits))

    def _learn(self, cases: Numbers) -> None:
        true: dict[Test, Flags] = {}
        for at, profiles in enumerate(self._profiles):
            true |= profiles.answers(cases[:, at])
        self._rulings.learn(len(cases), true.__getitem__)

    def _forget(self) -> None:
        """Keep memory bounded."""
        if any(column.is_full for column in self._columns.values()):
            self._forget_texts()
        most = max(len(self._cases), *map(len, self._profiles), 0)
        if most > MOST_CASES:
            self._forget_texts()
            self._cases.clear()
            self._rulings.clear()
            for one in (*self._asked, *self._others):
                one.profiles.clear()
                one.clear()

    def _forget_texts(self) -> None:
        for column in self._columns.values():
            column.clear()
        for one in self._asked:
            one.clear()


def _by_columns(rules: Sequence[Rule]) -> Mapping[Key, list[Test]]:
    """All tests, by what they look at."""
    wanted: dict[Key, dict[Test, None]] = defaultdict(dict)
    for rule in rules:
        for test in tests_in(rule.form):
            wanted[_looks_at(test)][test] = None
    return {key: list(tests) for key, tests in wanted.items()}


def _looks_at(test: Test) -> Key:
    match test:
        case Number(column):
            return ("", column)
        case Absent(column) if not fields.is_text(column):
            return ("", column)
        case Within() | Same():
            return ("", "", repr(test))
        case _:
            return (test.column,)


def _other(key: Key, tests: Sequence[Test]) -> Classed | Single:
    return Single(tests[0]) if len(key) > 2 else Classed(key[1], tests)  # noqa: PLR2004 - see above
