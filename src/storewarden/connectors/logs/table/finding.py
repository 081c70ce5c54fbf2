"""Finds the table of a form in a database, whatever prefix the shop gave its tables."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from storewarden.core.errors import Unreachable
from storewarden.core.logs import Beside, TableForm
from storewarden.core.ports import Column

Known = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a form's rows lie.

    Attributes:
        table: the table's whole name.
        columns: those of the form that it has.
        beside: each table beside it that there is, with its whole name.
        missing: the tables beside it that there are not.
    """

    table: str
    columns: tuple[str, ...]
    beside: tuple[tuple[Beside, str], ...]
    missing: tuple[str, ...]


def known(columns: Sequence[Column]) -> Known:
    """The columns of every table."""
    told: dict[str, list[str]] = {}
    for column in columns:
        told.setdefault(column.table, []).append(column.name)
    return told


def found(form: TableForm, tables: Known, named: str | None) -> Found:
    """Find the table; raises `Unreachable` when there is none, or more than one that may be it."""
    table = _named(form, tables, named) if named else _only(form, tables)
    prefix = table.removesuffix(form.table) if table.endswith(form.table) else ""
    optional = tuple(name for name in form.optional if name in tables[table])
    there = tuple(
        (one, prefix + one.table)
        for one in form.beside
        if {one.key, *one.columns} <= set(tables.get(prefix + one.table, ()))
    )
    seen = {one for one, _ in there}
    missing = tuple(prefix + one.table for one in form.beside if one not in seen)
    return Found(table, (*form.needed, *optional), there, missing)


def fits(form: TableForm, tables: Known) -> bool:
    """Whether the database has exactly one table of that form."""
    try:
        found(form, tables, None)
    except Unreachable:
        return False
    return True


def _named(form: TableForm, tables: Known, named: str) -> str:
    if named not in tables:
        raise Unreachable(f"there is no table {named} in the database")
    missing = [name for name in form.needed if name not in tables[named]]
    if missing:
        raise Unreachable(f"table {named} has no column {missing[0]}: it is of another form")
    return named


def _only(form: TableForm, tables: Known) -> str:
    fitting = [
        name
        for name, columns in tables.items()
        if name.endswith(form.table) and set(form.needed) <= set(columns)
    ]
    if form.table in fitting:
        return form.table
    if not fitting:
        raise Unreachable(
            f"there is no table {form.table} (with or without a prefix) that has the columns"
            f" {', '.join(form.needed)}"
        )
    if len(fitting) > 1:
        names = ", ".join(sorted(fitting)[:5])
        raise Unreachable(f"several tables may be it: {names}; say which with `table`")
    return fitting[0]
