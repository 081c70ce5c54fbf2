"""What is asked of a machine: fixed, read-only commands, and what they answered."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """One fixed command that changes nothing; nothing from outside ever becomes part of it.

    A connector declares its own in ``readings.py`` of its folder, so that ``storewarden collect``
    makes them all.

    Attributes:
        id: its name in a collected file: ``apt_upgrades``.
        words: program and arguments.
        seconds: after which it is given up.
    """

    id: str
    words: tuple[str, ...]
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Output:
    """What a command answered; hostile text.

    Attributes:
        code: its exit code; None when the machine has no such program.
        text: what it printed on both streams, at most `MOST` characters; ``cut`` when there was
            more.
    """

    code: int | None
    text: str = ""
    cut: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines without the empty ones."""
        return tuple(line for line in self.text.splitlines() if line.strip())


MOST = 4_000_000
"""Characters of one answer that are kept."""


class Machine(Protocol):
    """A machine that answers readings: this one, one reached by SSH, or a collected file."""

    def read(self, reading: Reading) -> Output:
        """Make one reading.

        Raises `Unreachable` when the machine did not answer, the command took too long, or a
        collected file is too old or does not hold it.
        """
        ...
