"""What looking through a whole log told: the lines that stand out, and who sent them."""

from collections.abc import Sequence
from dataclasses import dataclass

from storewarden.core.alerts import Alert


@dataclass(frozen=True, slots=True)
class FlaggedLine:
    """One line that stands out.

    Attributes:
        number: its number in the file, from 1.
        classes: the kinds of attack (``sqli``), sorted.
        rules: ids of the patterns, and of the behaviours whose caller sent it; sorted.
    """

    number: int
    classes: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """One address with flagged lines.

    Attributes:
        address: as logged: hostile text; empty for lines that did not parse.
        classes: the kinds of attack, the most frequent first.
        behaviours: ids of the behaviours that it showed.
        lines: how many of its lines are flagged.
        first: the number of the first of them.
        example: what one of them asked for: hostile text; empty when no pattern was hit.
    """

    address: str
    classes: tuple[str, ...]
    behaviours: tuple[str, ...]
    lines: int
    first: int
    example: str


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """One log, looked through.

    Attributes:
        read: how many lines it has, without empty ones.
        unparsed: how many of them are not of its layout.
        cut: how many were too long and looked at up to a bound.
        flagged: the lines that stand out, in their order.
        callers: who sent them, the most lines first.
        alerts: what the behaviours said.
    """

    read: int
    unparsed: int
    cut: int
    flagged: Sequence[FlaggedLine]
    callers: Sequence[Caller]
    alerts: Sequence[Alert]
