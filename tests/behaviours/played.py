"""Plays the cases of behaviours: visits become lines of a log, and the log goes through windows."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

import storewarden
from storewarden.kernels import events
from storewarden.kernels.windows import Behaviour, Settings, Windows, behaviour_in, named

FOLDER = Path(storewarden.__file__).parent / "steps" / "s7_logs" / "behaviours"
_BEGIN = 1_780_000_000.0


class Visit(msgspec.Struct, forbid_unknown_fields=True):
    address: str
    request: str
    status: int
    times: int = 1
    every: float = 1.0
    begins: float = 0.0
    size: int = 5_000
    agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0"
    attack: bool = False


class Case(msgspec.Struct, forbid_unknown_fields=True):
    says: str
    named: list[str]
    visit: list[Visit]
    platform: str = ""


@dataclass(frozen=True)
class Attack:
    attack: str = "sqli"
    flags: bool = True


@dataclass(frozen=True)
class Hits:
    rows: npt.NDArray[np.int32]
    patterns: npt.NDArray[np.int32]


def behaviours() -> list[Behaviour]:
    """Every behaviour of the house."""
    files = sorted(FOLDER.glob("*/behaviour.toml"))
    return [behaviour_in(file.read_text("utf-8"), file.parent.name) for file in files]


def cases() -> list[Path]:
    return sorted(FOLDER.glob("*/cases/*.toml"))


def case_in(file: Path) -> Case:
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Case)


def play(case: Case) -> dict[str, frozenset[str]]:
    """Who is named, and by which behaviours."""
    batch, hits = _batch(case)
    platforms = (case.platform,) if case.platform else ()
    windows = Windows(behaviours(), Settings(platforms, patterns=[Attack()], keys=2_000))
    told = [*windows.advance(batch, hits), *windows.flush()]
    return dict(named(told))


def _batch(case: Case) -> tuple[pa.RecordBatch, Hits]:
    rows = [
        (_BEGIN + visit.begins + n * visit.every, visit, n + 1)
        for visit in case.visit
        for n in range(visit.times)
    ]
    rows.sort(key=lambda row: row[0])
    asked = [visit.request.replace("{n}", str(n)).partition(" ") for _, visit, n in rows]
    targets = [target.partition("?") for _, _, target in asked]
    batch = events.batch(
        {
            "time": [int(time * 1_000_000) for time, _, _ in rows],
            "source": "shop",
            "line": list(range(1, len(rows) + 1)),
            "kind": "http",
            "address": [visit.address.replace("{n}", str(n)) for _, visit, n in rows],
            "method": [method for method, _, _ in asked],
            "path": [path for path, _, _ in targets],
            "query": [query or None for _, _, query in targets],
            "protocol": "HTTP/1.1",
            "status": [visit.status for _, visit, _ in rows],
            "size": [visit.size for _, visit, _ in rows],
            "agent": [visit.agent for _, visit, _ in rows],
        }
    )
    attacks = np.flatnonzero([visit.attack for _, visit, _ in rows]).astype(np.int32)
    return batch, Hits(attacks, np.zeros(len(attacks), np.int32))
