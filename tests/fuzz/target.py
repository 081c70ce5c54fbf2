"""What is fuzzed: a parser, what must be true of whatever it is given, and where to begin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storewarden.cli.terminal import clean

FOUND = Path(__file__).parent / "found"


@dataclass(frozen=True, slots=True)
class Target:
    """A parser under test.

    Attributes:
        name: also the folder of what was found.
        holds: raises `AssertionError`, or anything that the parser should not raise.
        truths: what it asserts, in words for `docs/fuzzing.md`.
        seeds: inputs to begin with.
        is_compiled: its lines cannot be counted, so inputs are changed by dice alone.
    """

    name: str
    holds: Callable[[bytes], None]
    truths: str
    seeds: Sequence[bytes]
    is_compiled: bool = False

    def known(self) -> list[bytes]:
        """The seeds, and every input that was found once."""
        found = sorted((FOUND / self.name).glob("*.bin"))
        return [*self.seeds, *(file.read_bytes() for file in found)]


def must(truth: object, words: str) -> None:
    """Like assert, but it also holds under ``-O``."""
    if not truth:
        raise AssertionError(words)


def shows_safely(text: str) -> None:
    """What a terminal gets of it moves no cursor, hides nothing and is valid UTF-8."""
    shown = clean(text)
    must(shown.isprintable(), "the terminal would get a control character")
    shown.encode()
