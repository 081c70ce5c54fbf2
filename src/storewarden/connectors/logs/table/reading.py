"""Reads the next rows of a table and tells them as records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final
from zlib import crc32

from storewarden.connectors.logs.table.cells import cell, moment
from storewarden.connectors.logs.table.finding import Found
from storewarden.connectors.logs.table.mark import Mark, Order, SeenRow
from storewarden.core.errors import Unreachable
from storewarden.core.logs import Row, Seen, TableForm
from storewarden.core.ports import Page, Tables

NEW: Final = 1_000
"""New rows that are read at once."""

_MOST_STEPS: Final = 100
_MOST_TIED: Final = 20_000
_MOST_BESIDE: Final = 20_000
_LONGEST: Final = {"message": 4_000}
_LONG: Final = 1_000

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: records, where to go on, and whether there may be more right now."""

    records: tuple[Record, ...]
    mark: Mark
    more: bool


def read(tables: Tables, form: TableForm, found: Found, mark: Mark, now: int) -> Reading:
    """Read the next rows.

    Args:
        tables: the database.
        form: how rows are told.
        found: where they lie.
        mark: where the reading stands.
        now: microseconds since 1970.

    Raises:
        Unreachable: the database cannot be read.
    """
    if len(mark.rows) > _MOST_TIED:
        raise Unreachable(f"more than {_MOST_TIED:,} rows of {found.table} share one moment")
    rows = _rows(tables, form, found, mark)
    fresh = [(row, order) for row, order in rows if _is_fresh(form, row, order, mark)]
    beside = _beside(tables, found, [row for row, _ in fresh])
    records = tuple(
        record
        for row, order in fresh
        for record in _told(form, Seen(row, _of(row, found, beside)), order, mark, now)
    )
    after = _after(form, mark, rows, fresh, now // 1_000_000)
    return Reading(records, after, len(fresh) >= NEW)


def _after(
    form: TableForm,
    mark: Mark,
    rows: Sequence[tuple[Row, Order]],
    fresh: Sequence[tuple[Row, Order]],
    seconds: int,
) -> Mark:
    seen = dict(mark.rows)
    for row, order in fresh:
        seen[_id(form, row)] = SeenRow(order, _print(form, row), seconds)
    if form.order is None:
        there = {_id(form, row) for row, _ in rows}
        return Mark(None, {name: row for name, row in seen.items() if name in there})
    return Mark(mark.low, seen).settled(seconds, remember=_may_change(form))


def _rows(tables: Tables, form: TableForm, found: Found, mark: Mark) -> Sequence[tuple[Row, Order]]:
    order = form.order or form.id
    low = mark.low if form.order else None
    page = Page(
        found.table,
        found.columns,
        order,
        low,
        only=form.only,
        limit=len(mark.rows) + NEW,
    )
    given = [dict(zip(found.columns, map(cell, row), strict=True)) for row in tables.page(page)]
    return [(row, at) for row in given if (at := row[order]) is not None]


def _id(form: TableForm, row: Row) -> str:
    return str(row[form.id])


def _may_change(form: TableForm) -> bool:
    return form.count is not None or bool(form.state) or form.order != form.id


def _print(form: TableForm, row: Row) -> int:
    if form.count is not None:
        return Seen(row).number(form.count)
    return crc32(repr([row[name] for name in form.state]).encode("utf-8", "replace"))


def _is_fresh(form: TableForm, row: Row, order: Order, mark: Mark) -> bool:
    """Whether a row says something that was not told yet."""
    before = mark.rows.get(_id(form, row))
    if before is None:
        return True
    if form.count is not None or form.state:
        return _print(form, row) != before.print
    return order != before.order


def _beside(
    tables: Tables, found: Found, rows: Sequence[Row]
) -> Mapping[str, Mapping[str, Sequence[Row]]]:
    """For each table beside, its rows by the value that points there."""
    told: dict[str, dict[str, list[Row]]] = {}
    for one, table in found.beside:
        values = {value for row in rows if (value := row[one.of]) is not None}
        keyed = told.setdefault(one.name, {})
        if not values:
            continue
        columns = (one.key, *one.columns)
        plain = [value for value in values if isinstance(value, (str, int))]
        page = Page(table, columns, one.key, among=(one.key, plain), limit=_MOST_BESIDE)
        for given in tables.page(page):
            row = dict(zip(columns, map(cell, given), strict=True))
            keyed.setdefault(str(row[one.key]), []).append(row)
    return told


def _of(
    row: Row, found: Found, beside: Mapping[str, Mapping[str, Sequence[Row]]]
) -> Mapping[str, Sequence[Row]]:
    return {one.name: beside[one.name].get(str(row[one.of]), ()) for one, _ in found.beside}


def _told(form: TableForm, seen: Seen, order: Order, mark: Mark, now: int) -> Iterator[Record]:
    told = form.tell(seen)
    if told is None:
        return
    said = {
        name: value[: _LONGEST.get(name, _LONG)] if isinstance(value, str) else value
        for name, value in asdict(told).items()
        if value not in {None, ""}
    }
    for at in _moments(form, seen.row, order, mark, now):
        yield {"time": at, **said}


def _moments(form: TableForm, row: Row, order: Order, mark: Mark, now: int) -> Sequence[int | None]:
    """When it happened: once, or as often as the row counted up since it was last seen."""
    last = moment(row[form.time], local=form.local) if form.time else now
    if form.count is None or last is None:
        return [last]
    before = mark.rows.get(_id(form, row))
    count = Seen(row).number(form.count)
    if before is not None:
        steps = count - before.print if count > before.print else count
        return _spread(moment(before.order, local=form.local), last, steps, ends=1)
    began = row[form.since] if form.since else None
    if _is_forgotten(began, order, mark):
        return [last]
    return _spread(moment(began, local=form.local), last, count, ends=2)


def _is_forgotten(began: object, order: Order, mark: Mark) -> bool:
    """Whether a row that nobody remembers had begun to count when others were read long ago."""
    if mark.low is None or not isinstance(began, type(mark.low)) or not isinstance(began, str):
        return False
    return began < str(mark.low) < str(order)


def _spread(first: int | None, last: int, steps: int, ends: int) -> Sequence[int]:
    """So many moments, evenly between two; nobody knows when each of them was.

    ``ends`` is 2 when the first moment is one of them, 1 when they come after it.
    """
    many = min(max(steps, 0), _MOST_STEPS)
    if first is None or first >= last or (many == 1 and ends > 1):
        return [last] * many
    parts = many if ends == 1 else many - 1
    offset = 1 if ends == 1 else 0
    return [first + (last - first) * (step + offset) // parts for step in range(many)]
