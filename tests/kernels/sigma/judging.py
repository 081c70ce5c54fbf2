"""The three judges of a rule: live, SQL in DuckDB, and the oracle."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from storewarden.kernels import events
from storewarden.kernels.sigma.live.masks import NONE
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.live.remembering import Remembering
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Rule, Ruleset
from storewarden.kernels.sigma.sql.conditions import condition_sql
from tests.kernels.sigma import oracle

Row = Mapping[str, Any]


def written(detection: Mapping[str, Any], **more: Any) -> str:
    head = {"title": "A rule", "name": "a_rule", "logsource": {"category": "webserver"}}
    return yaml.safe_dump({**head, **more, "detection": dict(detection)}, allow_unicode=True)


def ruleset(*detections: Mapping[str, Any]) -> Ruleset:
    files = {f"rule_{n}.yml": written(one, name=f"rule_{n}") for n, one in enumerate(detections)}
    return read(files)


def one_rule(detection: Mapping[str, Any]) -> Rule:
    found = ruleset(detection)
    assert found.refused == (), found.refused
    return found.rules[0]


def batch_of(rows: Sequence[Row]) -> pa.RecordBatch:
    columns = {name: [row.get(name) for row in rows] for name in events.LIVE.names}
    return events.batch(columns, len(rows))


def live(rule: Rule, rows: Sequence[Row]) -> list[int]:
    """What live says: all at once, and remembering, a part and then all."""
    found = Matcher([rule]).match(batch_of(rows))
    remembering = Remembering([rule])
    half = remembering.match(batch_of(rows[len(rows) // 2 :])).get(rule.told.key, NONE)
    assert [row + len(rows) // 2 for row in half] == [
        row for row in found.get(rule.told.key, NONE) if row >= len(rows) // 2
    ]
    again = remembering.match(batch_of(rows))
    assert {key: [*rows] for key, rows in again.items()} == {
        k: [*rows] for k, rows in found.items()
    }
    return [int(row) for row in found.get(rule.told.key, [])]


def hunted(rule: Rule, rows: Sequence[Row]) -> list[int]:
    stored = events.stored(batch_of(rows))
    table = pa.table([*stored.columns, pa.array(range(len(rows)))], [*stored.schema.names, "n"])
    with duckdb.connect() as base:
        base.register("events", table)
        query = f"SELECT n FROM events WHERE {condition_sql(rule.form)} ORDER BY n"  # noqa: S608 - ours
        return [row[0] for row in base.execute(query).fetchall()]


def meant(detection: Mapping[str, Any], rows: Sequence[Row]) -> list[int]:
    return [number for number, row in enumerate(rows) if oracle.matches(detection, row)]


def judged(detection: Mapping[str, Any], *rows: Row) -> list[int]:
    """All three must say the same."""
    rule = one_rule(detection)
    said = live(rule, rows)
    assert hunted(rule, rows) == said
    assert meant(detection, rows) == said
    return said
