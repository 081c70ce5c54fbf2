"""Reads the cases of a form of a table: tables with rows, and the events that they must become."""

import json
import sqlite3
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storewarden import bootstrap
from storewarden.bootstrap import installed
from storewarden.connectors.databases.sqlite.driver import open_file
from storewarden.connectors.logs.table import Table, TableSource
from storewarden.core.logs import TableForm
from storewarden.core.ports import Tables

HOME = Path(bootstrap.__file__).parents[1] / "connectors" / "tables"
FORMS = installed.installed_table_forms()
NOON = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()) * 1_000_000
SQLITE = {
    "int": "integer",
    "text": "text",
    "time": "text",
    "zoned": "text",
    "real": "real",
    "blob": "blob",
    "bool": "boolean",
}


@dataclass(frozen=True)
class Casebook:
    """Tables (name -> types of its columns, rows) and the events that come of them."""

    tables: Mapping[str, tuple[Mapping[str, str], Sequence[Sequence[object]]]]
    events: Sequence[Mapping[str, Any]]  # Any: times, texts and numbers


def casebook(name: str) -> Casebook:
    told = tomllib.loads((HOME / name / "cases.toml").read_text("utf-8"))
    assert told.keys() == {"tables", "events"}
    tables = {
        table: (said["columns"], [_row(row, said["columns"]) for row in said["rows"]])
        for table, said in told["tables"].items()
    }
    return Casebook(tables, [_event(event) for event in told["events"]])


def _row(row: Sequence[object], columns: Mapping[str, str]) -> Sequence[object]:
    return [_cell(cell, kind) for cell, kind in zip(row, columns.values(), strict=True)]


def _cell(cell: object, kind: str) -> object:
    """TOML has no null, for which a casebook says ``{}``, and no bytes but as text."""
    if cell == {}:
        return None
    if kind != "blob" or not isinstance(cell, str):
        return cell
    try:
        return bytes.fromhex(cell)
    except ValueError:
        return cell.encode()


def _event(event: Mapping[str, Any]) -> Mapping[str, Any]:  # Any: times, texts and numbers
    at = event["time"]
    seconds = int(at.replace(microsecond=0).timestamp())
    return {**event, "time": seconds * 1_000_000 + at.microsecond}


def fill(path: Path, book: Casebook) -> None:
    with closing(sqlite3.connect(path)) as shop, shop:
        for table, (columns, rows) in book.tables.items():
            types = ", ".join(f'"{name}" {SQLITE[kind]}' for name, kind in columns.items())
            shop.execute(f'create table "{table}" ({types})')
            marks = ", ".join("?" * len(columns))
            shop.executemany(f'insert into "{table}" values ({marks})', rows)  # noqa: S608 - our names


def opener(path: Path) -> Callable[[], Tables]:
    return lambda: open_file(f"sqlite:///{path}")


def read_all(form: TableForm, open_tables: Callable[[], Tables]) -> list[dict[str, Any]]:
    """Every event that a table tells from its beginning. Any: times, texts and numbers."""
    source = TableSource(Table("shop", form, open_tables, once=True), None, lambda: NOON)
    told: list[dict[str, Any]] = []
    while pieces := source.more():
        told += [json.loads(line) for piece in pieces for line in piece.data.splitlines()]
    assert [remark.said for remark in source.remarks()] == []
    source.close()
    return told
