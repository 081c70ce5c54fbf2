"""Reads the cases of a rule: access-log lines or events, bad ones and good ones."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from storewarden import bootstrap
from storewarden.kernels import accesslog, events
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Correlation, Rule, Ruleset

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


def stories_of(folder: Path) -> Iterator[Story]:
    for path in sorted((folder / "cases").iterdir()):
        if path.suffix == ".toml":
            yield from _events(path)
        elif path.suffix == ".log":
            word = path.name.partition(".")[0].partition("_")[0]
            assert word in {"good", "bad"}, f"{path} is called neither good nor bad"
            yield Story(path.name, word == "bad", _lines(path))


def _lines(path: Path) -> pa.RecordBatch:
    lines = path.read_bytes().splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith(b"# ")]
    batch = accesslog.parse(b"\n".join([*kept, b""]), source="case", first_line=1)
    assert batch.num_rows == len(kept)
    return batch


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
