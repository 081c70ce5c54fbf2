"""What discovery proposes: one table of the estate file, or something that it could not tell."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from storewarden.engine.estate_file.secrecy import is_secret
from storewarden.engine.estate_file.words import ID

_LONGEST_ID: Final = 40
_NO_ID: Final = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One asset as a table of the estate file.

    Attributes:
        table: ``sites``, ``code``, ``databases`` or ``logs``.
        name: the id that it should get, if nothing else has it.
        keys: the keys that are sure, in order.
        notes: comments above them: what was seen.
        puzzles: what could not be told of it; comments too.
        named_after_id: a key that names an environment variable after the id (``dsn_env``), and
            the advice above it, with ``{}`` for the variable.
    """

    table: str
    name: str
    keys: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    puzzles: tuple[str, ...] = ()
    named_after_id: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Something that was shown to us and that we could make nothing of."""

    said: str


Told = Proposal | Puzzle


def id_for(wish: str, otherwise: str, taken: Collection[str]) -> str:
    """An id near to the wish that nothing else has and the estate file takes."""
    slug = _NO_ID.sub("-", wish).strip("-_")[:_LONGEST_ID]
    if not ID.fullmatch(slug) or is_secret(slug):
        slug = otherwise
    numbered = (slug if number == 1 else f"{slug}_{number}" for number in range(1, 10_000))
    return next(name for name in numbered if name not in taken and name != "estate")
