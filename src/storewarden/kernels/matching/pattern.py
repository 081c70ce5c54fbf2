"""A pattern and the file that it is read from, one file a class of attack."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

import msgspec

from storewarden.core.errors import StorewardenError

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLASS: Final = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


class PatternError(StorewardenError):
    """A pattern cannot be used; the message names file and pattern, and says what is wrong."""


class Confidence(StrEnum):
    """How sure a hit is: ``high`` and ``medium`` flag a line, ``low`` counts for behaviours."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Field(StrEnum):
    """The parts of a request that patterns look at."""

    PATH = "path"
    QUERY = "query"
    AGENT = "agent"
    REFERRER = "referrer"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing that only attackers ask for.

    Attributes:
        id: unique in the whole house (``sqli-union-select``).
        attack: its class (``sqli``).
        regex: what is looked for, without regard to case, in decoded values.
        where: the parts of a request that it looks at.
        hit: values as logged that it must find.
        near: values that look alike and that it must leave alone.
        file: where it stands, for messages.
        title: what its class of attack is called.
        what_to_do: what the owner of a flagged site should do.
        why: what only an attacker can want with it.
    """

    id: str
    attack: str
    regex: str
    where: frozenset[Field] = frozenset(Field)
    confidence: Confidence = Confidence.HIGH
    hit: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    file: str = ""
    title: str = ""
    what_to_do: str = ""
    why: str = ""

    @property
    def flags(self) -> bool:
        """Whether a hit alone makes a line stand out."""
        return self.confidence is not Confidence.LOW


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    regex: str
    confidence: Confidence
    hit: tuple[str, ...]
    near: tuple[str, ...] = ()
    where: tuple[Field, ...] = tuple(Field)
    why: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"attack": "class"}):
    attack: str
    title: str
    what_to_do: str
    pattern: tuple[_Entry, ...] = ()


def patterns_in(text: str, file: str) -> tuple[Pattern, ...]:
    """Read the text of one pattern file; raises `PatternError`."""
    try:
        read = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as odd:
        raise PatternError(f"{file} cannot be read: {odd}") from None
    if not _CLASS.fullmatch(read.attack):
        raise PatternError(f"{file}: the class {read.attack!r} must be lower case words with _")
    return tuple(_pattern(read, entry, file) for entry in read.pattern)


def all_different(files: Iterable[tuple[Pattern, ...]]) -> tuple[Pattern, ...]:
    """Put the patterns of several files together; raises `PatternError` when an id comes twice."""
    known: dict[str, Pattern] = {}
    for pattern in chain.from_iterable(files):
        other = known.setdefault(pattern.id, pattern)
        if other is not pattern:
            raise PatternError(f"{pattern.file}: {pattern.id} stands in {other.file} already")
    return tuple(known.values())


def _pattern(read: _File, entry: _Entry, file: str) -> Pattern:
    if not _ID.fullmatch(entry.id):
        raise PatternError(f"{file}: the id {entry.id!r} must be lower case words with -")
    if not entry.where:
        raise PatternError(f"{file}: {entry.id} looks nowhere; `where` names no field")
    return Pattern(
        id=entry.id,
        attack=read.attack,
        regex=entry.regex,
        where=frozenset(entry.where),
        confidence=entry.confidence,
        hit=entry.hit,
        near=entry.near,
        file=file,
        title=read.title,
        what_to_do=read.what_to_do,
        why=entry.why,
    )
