"""How single values make tables and lists: the grammar that the schema is written in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


class Misfit(ValueError):
    """A value is not of the form asked for; the message, if any, says more than the form does."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a single value is judged against.

    Attributes:
        root: the folder that relative paths start from.
        ids: for each word of reference (``owner``, ``site``, ``asset`` ...) the ids there are.
    """

    root: Path
    ids: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Plain:
    """A single value.

    Attributes:
        word: what it is called in ``docs/estate.md``.
        expected: what an error says was expected.
        read: turns TOML's value into ours, or raises `Misfit`.
        shown: False when an error must not repeat the value.
    """

    word: str
    expected: str
    read: Callable[[object, Around], object]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, each entry of the same form; it becomes a tuple."""

    entry: "Form"

    @property
    def word(self) -> str:
        """What it is called in ``docs/estate.md``."""
        return f"list of {self.entry.word}"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A table whose keys are free and whose values are all of one form."""

    entry: Plain
    word: str = "table of names"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    Attributes:
        name: as written in the file.
        form: what its value must be.
        needed: True when it may not be left out.
        field: the argument of the table's ``builds`` that it fills; its own name by default.
    """

    name: str
    form: "Form"
    needed: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with known keys.

    Attributes:
        word: what it is called in ``docs/estate.md``.
        builds: makes our value of the keys that were given.
        keys: all keys there are.
        exactly_one: of these keys one must be there, and only one.
        at_most_one: of these keys no two may be there.
    """

    word: str
    builds: Callable[..., object]
    keys: tuple[Key, ...]
    exactly_one: tuple[str, ...] = ()
    at_most_one: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Keyed:
    """Tables under ids of the owner's choice: ``[sites.shop]``; it becomes a tuple.

    ``builds`` of the table gets the id as ``id``. ``reserved`` ids are taken by us.
    """

    table: Table
    reserved: frozenset[str] = frozenset()

    @property
    def word(self) -> str:
        """What it is called in ``docs/estate.md``."""
        return f"{self.table.word} by id"


Form: TypeAlias = Plain | ListOf | MapOf | Table | Keyed
