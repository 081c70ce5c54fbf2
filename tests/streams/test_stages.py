"""Patterns and rules on live events: told once for each actor, with the lines, over a restart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from storewarden.core.alerts import Actor, ActorKind, Alert, EvidenceLine
from storewarden.core.verdicts import Severity
from storewarden.kernels.events import batch
from storewarden.kernels.matching import Confidence, Hits, Pattern
from storewarden.kernels.matching.hits import none
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Ruleset
from storewarden.streams.evidence import Evidence, masked, text_of
from storewarden.streams.stages.apart import Apart
from storewarden.streams.stages.probes import Probes
from storewarden.streams.stages.rules import Rules

NOON = 1_781_524_800_000_000
SQLI = Pattern("sqli-union", "sqli", "union", title="SQL injection", what_to_do="Look.")
QUIET = Pattern("scan-odd", "scanner", "odd", confidence=Confidence.LOW)


def events(*rows: dict[str, Any]) -> pa.RecordBatch:
    usual = {"source": "log", "kind": "http", "time": NOON, "method": "GET", "status": 404}
    whole = [{**usual, "line": number, **row} for number, row in enumerate(rows, 1)]
    names = sorted({name for row in whole for name in row} - {"source"})
    columns: dict[str, object] = {name: [row.get(name) for row in whole] for name in names}
    return batch({**columns, "source": "log"}, len(whole))


def hits(*pairs: tuple[int, int]) -> Hits:
    rows, patterns = zip(*pairs, strict=True)
    return Hits(np.array(rows, np.int32), np.array(patterns, np.int32))


def brief(alerts: Sequence[Alert]) -> list[tuple[str, str, str, int]]:
    return [(one.rule, one.actor.value, one.severity.word, one.count) for one in alerts]


def test_one_alert_for_each_class_and_address() -> None:
    stage = Probes([SQLI, QUIET])
    seen = events({"address": "a"}, {"address": "a"}, {"address": "b"}, {"address": "c"})
    told = stage.advance(seen, hits((0, 0), (1, 0), (2, 0), (3, 1)))
    assert brief(told) == [("pattern_sqli", "a", "medium", 2), ("pattern_sqli", "b", "medium", 1)]
    assert [line.number for line in told[0].lines] == [1, 2]
    assert stage.advance(seen, hits((0, 0))) == ()


def test_ten_times_as_many_and_an_answer_are_news() -> None:
    stage = Probes([SQLI])
    one = events({"address": "a"})
    assert brief(stage.advance(one, hits((0, 0)))) == [("pattern_sqli", "a", "medium", 1)]
    counts = [told for _ in range(20) for told in brief(stage.advance(one, hits((0, 0))))]
    assert counts == [("pattern_sqli", "a", "medium", 10)]
    told = stage.advance(events({"address": "a", "status": 200}), hits((0, 0)))
    assert brief(told) == [("pattern_sqli", "a", "high", 22)]
    assert told[0].why == "22 requests that show the pattern sqli-union, answered with success"


def test_whom_it_told_about_is_remembered() -> None:
    first, second = Probes([SQLI]), Probes([SQLI])
    first.advance(events({"address": "a"}), hits((0, 0)))
    second.restore(first.snapshot())
    assert second.advance(events({"address": "a"}), hits((0, 0))) == ()
    with pytest.raises(ValueError, match="cannot be read"):
        second.restore(b"\x00")


RULES = """
title: Login page
name: login_page
level: high
description: Somebody asks for the login.
what_to_do: Look.
logsource: {category: webserver}
detection: {selection: {cs-uri-stem: /login}, condition: selection}
---
title: Step
name: step
logsource: {category: webserver}
detection: {selection: {cs-uri-stem: /voucher}, condition: selection}
---
title: Vouchers
name: vouchers
level: medium
description: Guessing.
correlation:
  type: event_count
  rules: [step]
  group-by: [address]
  timespan: 1m
  condition: {gte: 3}
"""


def rules() -> Ruleset:
    found = read({"rules.yml": RULES})
    assert found.refused == ()
    return found


def test_rules_and_correlations_raise_alerts() -> None:
    stage = Rules(rules(), lambda: None, lambda: NOON + 1)
    seen = events(
        {"address": "a", "path": "/login"},
        {"address": "a", "path": "/login"},
        *({"address": "b", "path": "/voucher"} for _ in range(3)),
    )
    told = stage.advance(seen, none())
    assert brief(told) == [("vouchers", "b", "medium", 3), ("login_page", "a", "high", 2)]
    assert [line.number for line in told[0].lines] == [3, 4, 5]
    assert told[0].addresses == ("b",)
    again = Rules(rules(), lambda: None, lambda: NOON + 1)
    again.restore(stage.snapshot())
    assert again.advance(seen, none()) == []


def test_changed_rules_come_in_while_it_runs() -> None:
    changed: list[Ruleset | None] = [rules()]
    stage = Rules(Ruleset(), changed.pop, lambda: NOON)
    seen = events({"address": "a", "path": "/login"})
    assert [len(stage.advance(seen, none())) for _ in range(500)] == [0] * 499 + [1]


class Tally:
    """Windows that only count."""

    def __init__(self, seen: int) -> None:
        self.seen = seen

    def advance(self, seen: pa.RecordBatch, _hits: Hits) -> Sequence[Alert]:
        self.seen += seen.num_rows
        return ()

    def snapshot(self) -> bytes:
        return bytes([self.seen])


def test_every_log_has_windows_of_its_own() -> None:
    made: dict[str, Tally] = {}

    def make(source: str, remembered: bytes | None) -> Tally:
        made[source] = Tally(remembered[0] if remembered else 0)
        return made[source]

    stage = Apart(make)
    for source in ("log", "other", "log"):
        stage.advance(batch({"source": source}, 2), none())
    assert {name: tally.seen for name, tally in made.items()} == {"log": 4, "other": 2}
    Apart(make).restore(stage.snapshot())
    assert {name: tally.seen for name, tally in made.items()} == {"log": 4, "other": 2}


def test_lines_get_their_words_and_no_secret() -> None:
    evidence = Evidence()
    evidence.remember(
        events(
            {"address": "a", "path": "/x", "query": "q=1&password=hunter22"},
            {"kind": "raw", "method": None, "status": None, "message": "pan=4111111111111111 \x00"},
        )
    )
    alert = Alert(
        "r", "t", Severity.LOW, (), Actor(ActorKind.ADDRESS, "a"), None, None, 1, "log",
        tuple(EvidenceLine(number, "") for number in (1, 2, 9)), "w", "d",
    )  # fmt: skip
    (shown,) = evidence.shown([alert])
    assert [line.text for line in shown.lines] == [
        "a GET /x?q=1&password=*** 404",
        "pan=411111...1111 \x00",
        "(no longer at hand)",
    ]


def test_only_the_last_events_are_held() -> None:
    evidence = Evidence()
    for _ in range(30):
        evidence.remember(batch({"source": "log"}, 10_000))
    assert evidence._rows <= 60_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"password": "hunter22", "user": "ada"}', '{"password": "***", "user": "ada"}'),
        ("Authorization: Bearer", "Authorization: ***"),
        ("order 1234567 of 5555555555554444", "order 1234567 of 555555...4444"),
        ("pinned", "pinned"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
    usual = dict.fromkeys(("address", "method", "path", "query", "status"))
    assert text_of({**usual, "message": text}) == shown
