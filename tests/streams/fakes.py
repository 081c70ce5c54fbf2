"""Small real things to plug into a stream: a store in a SQLite file, a detector that counts."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock

import pyarrow as pa

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.errors import EventStoreError, LedgerError
from storewarden.core.river import Piece
from storewarden.core.verdicts import Severity
from storewarden.kernels.events import Kind, batch
from storewarden.kernels.events.ports import Delivery

BAD = "bad"


def parse(piece: Piece) -> pa.RecordBatch:
    """``seconds words``; what has no seconds is raw."""
    lines = piece.data.decode().splitlines()
    timed = [line.split(" ", 1)[0].isdecimal() for line in lines]
    return batch(
        {
            "time": [
                int(line.split(" ", 1)[0]) * 1_000_000 if fits else None
                for line, fits in zip(lines, timed, strict=True)
            ],
            "source": piece.source,
            "line": list(range(piece.first_line, piece.first_line + len(lines))),
            "kind": [Kind.APP.value if fits else Kind.RAW.value for fits in timed],
            "message": lines,
        },
        len(lines),
    )


def alert(source: str, line: int, text: str) -> Alert:
    return Alert(
        rule="bad_word",
        title="A bad word",
        severity=Severity.HIGH,
        classes=(),
        actor=Actor(ActorKind.EVENT, f"line {line}"),
        first=None,
        last=None,
        count=1,
        source=source,
        lines=(EvidenceLine(line, text),),
        why="it says bad",
        do="look at it",
    )


class Counting:
    """Alerts on every hundredth line and on bad ones; remembers how many it saw."""

    def __init__(self) -> None:
        self.seen = 0

    def advance(self, events: pa.RecordBatch) -> Sequence[Alert]:
        told = []
        for row in events.select(["source", "line", "message"]).to_pylist():
            self.seen += 1
            if BAD in row["message"]:
                told.append(alert(row["source"], row["line"], row["message"]))
            if self.seen % 100 == 0:
                told.append(alert(row["source"], row["line"], f"number {self.seen}"))
        return told

    def snapshot(self) -> bytes:
        return str(self.seen).encode()

    def restore(self, remembered: bytes) -> None:
        self.seen = int(remembered)


class Store:
    """Keeps events as the real one promises to: all or nothing, with the positions."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.full = False
        self._lock = Lock()
        with closing(sqlite3.connect(path)) as opened, opened:
            opened.execute("CREATE TABLE IF NOT EXISTS event (source, line, message)")
            opened.execute("CREATE TABLE IF NOT EXISTS delivery (id PRIMARY KEY)")
            opened.execute("CREATE TABLE IF NOT EXISTS position (name PRIMARY KEY, at)")

    def append(self, deliveries: Sequence[Delivery]) -> int:
        if self.full:
            raise EventStoreError("the disk is full")
        kept = 0
        with self._lock, closing(sqlite3.connect(self._path)) as opened, opened:
            for each in deliveries:
                new = opened.execute("INSERT OR IGNORE INTO delivery VALUES (?)", (each.id,))
                rows = each.batch.select(["source", "line", "message"]).to_pylist()
                for row in rows if new.rowcount else []:
                    opened.execute("INSERT INTO event VALUES (?, ?, ?)", tuple(row.values()))
                    kept += 1
                for name, at in each.positions.items():
                    opened.execute("INSERT OR REPLACE INTO position VALUES (?, ?)", (name, at))
        return kept

    def positions(self, beginning: str = "") -> Mapping[str, str]:
        with closing(sqlite3.connect(self._path)) as opened:
            found = opened.execute("SELECT name, at FROM position").fetchall()
        return {name: at for name, at in found if name.startswith(beginning)}

    def lines(self, source: str) -> list[tuple[int, str]]:
        with closing(sqlite3.connect(self._path)) as opened:
            return opened.execute(
                "SELECT line, message FROM event WHERE source = ? ORDER BY line, rowid", (source,)
            ).fetchall()


class Book:
    """Takes alerts as the ledger does: the same actor of the same rule is one entry."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.locked = False

    def report(self, alerts: Sequence[Alert]) -> None:
        if self.locked:
            raise LedgerError("somebody else writes to the ledger")
        known = self.entries()
        for each in alerts:
            known[f"{each.rule} {each.actor.value}"] = each.lines[0].text
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(known), "utf-8")
        temporary.replace(self._path)

    def entries(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        read: dict[str, str] = json.loads(self._path.read_text("utf-8"))
        return read
