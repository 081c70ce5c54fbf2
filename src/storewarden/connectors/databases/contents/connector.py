"""Looks at a sample of every column and tells what lies in it: counts and masked examples only."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Final

import polars as pl

from storewarden.core.connectors import Access, Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Database
from storewarden.core.ports import Column, Tables
from storewarden.facts.customer_data import ColumnContents
from storewarden.kernels.personal.cards import cards_in
from storewarden.kernels.personal.codes import codes_in, promises_codes
from storewarden.kernels.personal.names import joined, says, whole_words
from storewarden.kernels.personal.needless import filled_in, is_special, needless_kind
from storewarden.kernels.personal.passwords import forms_in, promises_passwords

ROWS: Final = 2_000
COLUMNS_AT_ONCE: Final = 8
SECONDS: Final = 60.0
TEXT_OR_NUMBER: Final = re.compile(
    r"char|text|clob|json|xml|string|uuid|hstore|int|serial|numeric|decimal|number|^$",
    re.IGNORECASE,
)
SALT: Final = whole_words("salt")


def gather(database: Database, access: Access) -> Iterator[ColumnContents | Unseen]:
    """Tell one fact a column; tables that could not be read, or not in time, are told as unseen."""
    unread: dict[str, str] = {}
    deadline = time.monotonic() + SECONDS
    with closing(access.tables(database)) as tables:
        columns = tables.columns()
        for table, own in groupby(columns, key=lambda column: column.table):
            if time.monotonic() > deadline:
                unread[table] = f"there was no time left after {SECONDS:.0f} s"
                continue
            try:
                yield from look(tables, list(own))
            except Unreachable as gone:
                unread[table] = str(gone)
    if unread:
        yield Unseen(ColumnContents, retold(unread))


def look(tables: Tables, columns: Sequence[Column]) -> Iterator[ColumnContents]:
    """Look at all columns of one table that can hold what we look for."""
    salt_beside = any(SALT.search(joined(column.name)) for column in columns)
    wanted = [column for column in columns if is_wanted(column)]
    for start in range(0, len(wanted), COLUMNS_AT_ONCE):
        some = wanted[start : start + COLUMNS_AT_ONCE]
        rows = tables.sample(some[0].table, [column.name for column in some], ROWS)
        for place, column in enumerate(some):
            cells = pl.Series([row[place] for row in rows], dtype=pl.String)
            yield seen_in(column, cells, salt_beside=salt_beside)


def is_wanted(column: Column) -> bool:
    """Say whether the column holds text or whole numbers, or is named for personal data."""
    return bool(TEXT_OR_NUMBER.search(column.type)) or needless_kind(column.name) is not None


def seen_in(column: Column, cells: pl.Series, *, salt_beside: bool) -> ColumnContents:
    """Tell what a column holds."""
    cards = cards_in(cells, says(column.table, column.name))
    needless = needless_kind(column.name)
    keeps_passwords = promises_passwords(column.name, column.type)
    return ColumnContents(
        table=column.table,
        column=column.name,
        looked_at=len(cells),
        card_numbers=cards.count,
        card_networks=cards.networks,
        card_examples=cards.examples,
        card_codes=codes_in(cells, promised=promises_codes(column.table, column.name)),
        password_forms=forms_in(cells, column.name, salt_beside=salt_beside)
        if keeps_passwords
        else {},
        needless=needless,
        needless_special=needless is not None and is_special(needless),
        needless_filled=filled_in(cells) if needless else 0,
    )


def retold(unread: dict[str, str]) -> str:
    """Say which tables were not read, and why the first of them was not."""
    table, because = next(iter(unread.items()))
    others = f", nor were {len(unread) - 1} other tables" if len(unread) > 1 else ""
    return f"table {table} was not looked at{others}: {because}"


CONNECTOR = Connector(
    reads=Database, gives=(ColumnContents,), gather=gather, time_limit=SECONDS + 30
)
