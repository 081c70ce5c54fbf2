"""Reads the cases of a rule, bad ones and good ones, through the readers that the watch uses.

``bad.log`` holds lines of an access log, ``bad.magento.log`` those of another format, and
``bad.axes_logins.rows`` rows of a table of that form, one JSON object each; ``_table`` says of
which table, for the form's own and those beside it. ``story.toml`` holds events as they are.
"""

import json
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from storewarden import bootstrap
from storewarden.bootstrap import installed
from storewarden.connectors.databases.sqlite.driver import open_file
from storewarden.connectors.logs.table import Table, TableSource
from storewarden.core.estate import LogSource
from storewarden.core.river import Piece
from storewarden.kernels import events
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Correlation, Rule, Ruleset
from storewarden.streams.parsing import Surroundings, parser

RULES = Path(bootstrap.__file__).parent.parent / "steps" / "s7_logs" / "rules"
FOLDERS = sorted(folder for folder in RULES.iterdir() if (folder / "rule.yml").exists())


@dataclass(frozen=True)
class Story:
    """Events of one file that belong together; ``bad`` when the rule must speak."""

    name: str
    bad: bool
    batch: pa.RecordBatch


def ruleset_of(folder: Path) -> Ruleset:
    return read({f"{folder.name}/rule.yml": (folder / "rule.yml").read_text("utf-8")})


def main_rule(folder: Path) -> Rule | Correlation:
    found = ruleset_of(folder)
    assert found.refused == (), "\n".join(map(str, found.refused))
    every: tuple[Rule | Correlation, ...] = (*found.correlations, *found.rules)
    raising = [one for one in every if one.told.key == folder.name]
    assert len(raising) == 1, f"no rule of {folder.name}/rule.yml has the folder's name"
    return raising[0]


@cache
def stories_of(folder: Path) -> tuple[Story, ...]:
    return tuple(_stories(folder))


def _stories(folder: Path) -> Iterator[Story]:
    for path in sorted((folder / "cases").iterdir()):
        if path.suffix == ".toml":
            yield from _events(path)
            continue
        word = path.name.partition(".")[0].partition("_")[0]
        assert word in {"good", "bad"}, f"{path} is called neither good nor bad"
        yield Story(path.name, word == "bad", _read(path))


def _read(path: Path) -> pa.RecordBatch:
    kind = path.name.split(".")[1:]
    if kind[-1] == "rows":
        return _parsed(_of_table(path, kind[0]), "json")
    lines = path.read_bytes().splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith(b"# ")]
    batch = _parsed(b"\n".join([*kept, b""]), kind[0] if len(kind) > 1 else "combined")
    assert batch.num_rows == len(kept)
    return batch


def _parsed(lines: bytes, form: str) -> pa.RecordBatch:
    log = LogSource("case", Path("case.log"), form)
    parse = parser([log], {}, Surroundings(lambda: 0))
    return parse(Piece("case", lines, 1, lines.count(b"\n")))


def _of_table(path: Path, name: str) -> bytes:
    """What the reader of tables makes of rows that lie in a real database."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "shop.db"
        with closing(sqlite3.connect(base)) as shop, shop:
            shop.execute("pragma synchronous=off")
            for row in rows:
                table = row.pop("_table")
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" * len(row))
                shop.execute(f'create table if not exists "{table}" ({columns})')
                shop.execute(f'insert into "{table}" values ({marks})', list(row.values()))  # noqa: S608 - our names
        form = installed.installed_table_forms()[name]
        table = Table("case", form, lambda: open_file(f"sqlite:///{base}"), once=True)
        source = TableSource(table, None, lambda: 0)
        pieces = [piece for more in iter(source.more, ()) for piece in more]
        source.close()
        return b"".join(piece.data for piece in pieces)


def _events(path: Path) -> Iterator[Story]:
    told = tomllib.loads(path.read_text("utf-8"))
    assert not told.keys() - {"good", "bad"}, f"{path} holds more than good and bad events"
    for word in ("bad", "good"):
        rows = told.get(word, [])
        if rows:
            yield Story(f"{path.name} {word}", word == "bad", _batch(rows, path))


def _batch(rows: list[Mapping[str, Any]], path: Path) -> pa.RecordBatch:
    unknown = {name for row in rows for name in row} - set(events.LIVE.names)
    assert not unknown, f"{path}: an event has no {unknown}"
    columns = {name: [_plain(row.get(name)) for row in rows] for name in events.LIVE.names}
    columns["line"] = list(range(1, len(rows) + 1))
    return events.batch(columns, len(rows))


def _plain(value: object) -> object:
    return int(value.timestamp() * 1_000_000) if isinstance(value, datetime) else value
