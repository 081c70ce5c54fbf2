"""Logs that are no files of ours: tables that a platform writes, and the system's journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

Cell = str | int | float | None
"""One value of a row; moments come as text, bytes as text or as hexadecimal digits."""

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class TableLog:
    """A table in which a platform writes what happened.

    Attributes:
        database: id of the database.
        format: the form of the table: the name of a folder in ``connectors/tables``.
        table: its name, where that cannot be told from the form.
    """

    kind: ClassVar[str] = "log"
    id: str
    database: str
    format: str = ""
    table: str | None = None
    site: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class JournalLog:
    """The journal of systemd.

    Attributes:
        units: only what these units say; none means everything.
        folder: a folder of journal files instead of this machine's own.
    """

    kind: ClassVar[str] = "log"
    id: str
    units: tuple[str, ...] = ()
    folder: str | None = None
    site: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says happened.

    Attributes:
        action: one of ``kernels.events.Action``; None when it is none of them.
        object: what it was done to.
        message: the row in words, for what no column of an event holds.
    """

    action: str | None = None
    account: str | None = None
    address: str | None = None
    object: str | None = None
    session: str | None = None
    agent: str | None = None
    status: int | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Another table in which a row's numbers have names.

    Attributes:
        name: what the form calls it.
        table: its ordinary name without the prefix.
        of: the column of the log that points there.
        key: the column there that it points to.
        columns: what is read there beside the key.
    """

    name: str
    table: str
    of: str
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of a log table, and what stands about it in the tables beside it."""

    row: Row
    beside: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """A value as text; empty for none."""
        value = self.row.get(column)
        return "" if value is None else str(value)

    def number(self, column: str) -> int:
        """A value as a whole number; 0 for what is none."""
        value = self.row.get(column)
        if isinstance(value, str):
            return int(value[:18]) if value[:18].removeprefix("-").isdecimal() else 0
        return int(value or 0)

    def name(self, beside: str, column: str) -> str:
        """A value of the first row of a table beside; empty for none."""
        rows = self.beside.get(beside) or ({},)
        value = rows[0].get(column)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a platform's table is read as a log.

    A form is one folder ``connectors/tables/<name>/`` whose ``form.py`` holds ``FORM``; its name is
    the ``format`` of a log in the estate file. Personal data that no rule needs, tokens and
    passwords are not among its columns: what is not read cannot leak.

    Attributes:
        platform: whose table it is.
        table: its ordinary name without a prefix of the shop's own.
        id: the column that tells its rows apart.
        columns: further columns that it needs.
        tell: what a row says; None for a row that says nothing of interest.
        order: a column that never falls: that of the newest row tells where to go on. Without one
            the whole table is read each time, so that it must be small.
        time: the column with the moment; without one the moment of reading counts.
        local: True when moments are of the server's own time zone rather than UTC.
        count: a column that counts up in the same row; each step is an event.
        since: the moment from which it counts.
        state: columns whose change makes a changed row an event; none means that any change does.
        only: a column and the value of the rows that belong to this log.
        optional: columns that not every version has.
        beside: tables in which numbers have names.
    """

    platform: str
    table: str
    id: str
    columns: tuple[str, ...]
    tell: Callable[[Seen], Told | None]
    order: str | None = None
    time: str | None = None
    local: bool = False
    count: str | None = None
    since: str | None = None
    state: tuple[str, ...] = ()
    only: tuple[str, str] | None = None
    optional: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column without which a table is not of this form, the id first."""
        own = (self.order, self.time, self.count, self.since, *self.state)
        only = self.only[:1] if self.only else ()
        named = (self.id, *self.columns, *(name for name in own if name), *only)
        return tuple(dict.fromkeys(named))
