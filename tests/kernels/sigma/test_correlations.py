"""Correlations: live, as SQL, and counted by hand, whatever order events come in."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from storewarden.kernels import events
from storewarden.kernels.sigma.live.correlating import Correlator, Fired
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Correlation, Rule, Ruleset
from storewarden.kernels.sigma.sql.hunts import correlation_query
from tests.kernels.sigma.judging import Row, batch_of, written

SECOND = 1_000_000
ACTIONS = ("login_failed", "login_ok", "export")
PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)


def listening(**correlation: Any) -> Ruleset:
    """Rules named after three actions, and a correlation `c` over them."""
    return read_with({"c": correlation})


def read_with(correlations: dict[str, dict[str, Any]]) -> Ruleset:
    files = {
        f"{action}.yml": written({"s": {"action": action}, "condition": "s"}, name=action)
        for action in ACTIONS
    }
    for name, said in correlations.items():
        asked = {"title": "Several", "name": name, "correlation": said}
        files[f"{name}.yml"] = yaml.safe_dump(asked)
    found = read(files)
    assert found.refused == (), found.refused
    return found


def live(found: Ruleset, *parts: Sequence[Row]) -> list[Fired]:
    correlator, matcher = Correlator(found.correlations), Matcher(found.rules)
    fired = []
    for part in parts:
        batch = batch_of(part)
        fired += correlator.advance(batch, matcher.match(batch))
    assert correlator.too_late == 0
    return fired + correlator.finish()


def moments(fired: Sequence[Fired]) -> list[tuple[Any, ...]]:
    told = [(*one.group, one.time) for one in fired]
    assert len(set(told)) == len(told)
    return sorted(told)


def hunted(found: Ruleset, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    known: dict[str, Rule | Correlation] = {rule.told.key: rule for rule in found.rules}
    known |= {one.told.key: one for one in found.correlations}
    with duckdb.connect() as base:
        base.register("events", events.stored(batch_of(rows)))
        query = correlation_query(found.correlations[-1], known)
        told = [tuple(row) for row in base.execute(query).fetchall()]
    assert len(set(told)) == len(told)
    return sorted(row[:-1] for row in told)


def by_hand(said: dict[str, Any], rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Look at the window of every event, one by one."""
    span = int(said["timespan"][:-1]) * SECOND
    names, wanted = said.get("group-by", []), said["rules"]
    value = said.get("condition", {}).get("field")
    needed = [*names, "time", *([value] if value else [])]
    heard = [
        row
        for row in rows
        if row["action"] in wanted and all(row.get(name) is not None for name in needed)
    ]
    told = set()
    for end in heard:
        window = [
            row
            for row in heard
            if end["time"] - span < row["time"] <= end["time"]
            and all(row[name] == end[name] for name in names)
        ]
        if _true(said, end, window, value):
            told.add((*(str(end[name]) for name in names), end["time"]))
    return sorted(told)


def _true(said: dict[str, Any], end: Row, window: list[Row], value: str | None) -> bool:
    wanted = said["rules"]
    if said["type"] == "temporal_ordered":
        return end["action"] == wanted[-1] and _chained(wanted, window, end)
    counts = {
        "event_count": len(window),
        "value_count": len({row.get(value or "") for row in window}),
        "temporal": len({row["action"] for row in window}),
    }
    (sign, bar), *_ = [
        (one, bar)
        for one, bar in said.get("condition", {"gte": len(wanted)}).items()
        if one != "field"
    ]
    count = counts[said["type"]]
    signs = {"gt": count > bar, "gte": count >= bar, "lt": count < bar, "lte": count <= bar}
    return bool({**signs, "eq": count == bar, "neq": count != bar}[sign])


def _chained(wanted: list[str], window: list[Row], end: Row) -> bool:
    if len(wanted) == 1:
        return True
    return any(
        row["action"] == wanted[-2]
        and row["time"] <= end["time"]
        and _chained(wanted[:-1], window, row)
        for row in window
    )


ROWS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {
            "time": st.one_of(st.none(), st.integers(0, 40).map(lambda at: at * SECOND // 2)),
            "action": st.sampled_from([*ACTIONS, "other"]),
            "address": st.sampled_from(["10.0.0.1", "10.0.0.2", None]),
            "account": st.sampled_from(["ada", "Ada", "ben", None]),
            "status": st.sampled_from([200, 302, None]),
        }
    ),
    max_size=25,
)


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["time"] or 0)


@st.composite
def correlations(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["event_count", "value_count", "temporal", "temporal_ordered"]))
    wanted = draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True))
    said: dict[str, Any] = {
        "type": kind,
        "rules": wanted,
        "timespan": f"{draw(st.integers(1, 12))}s",
    }
    groups = draw(st.sampled_from([[], ["address"], ["address", "account"], ["status"]]))
    if groups:
        said["group-by"] = groups
    if kind in {"event_count", "value_count"}:
        sign = draw(st.sampled_from(["gt", "gte", "gte", "lt", "lte", "eq", "neq"]))
        said["condition"] = {sign: draw(st.integers(0, 5))}
    if kind == "value_count":
        said["condition"]["field"] = draw(st.sampled_from(["account", "status"]))
    return said


@pytest.mark.slow
@settings(max_examples=150, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(correlations(), st.one_of(ROWS, ROWS.map(in_order)), st.integers(0, 25))
def test_live_hunt_and_hand_agree(
    said: dict[str, Any], rows: list[dict[str, Any]], cut: int
) -> None:
    found = listening(**said)
    told = moments(live(found, rows[:cut], rows[cut:]))
    assert told == by_hand(said, rows)
    assert hunted(found, rows) == told


def failed(*times: float, account: str = "ada", action: str = "login_failed") -> list[Row]:
    return [
        {"time": int(at * SECOND), "action": action, "account": account, "source": "log", "line": n}
        for n, at in enumerate(times, 1)
    ]


GUESSING = {
    "type": "event_count",
    "rules": ["login_failed"],
    "group-by": ["account"],
    "timespan": "10s",
    "condition": {"gte": 3},
}


@pytest.mark.slow
def test_a_window_reaches_back_less_than_its_span() -> None:
    found = listening(**GUESSING)
    assert moments(live(found, failed(0, 5, 10))) == []
    assert moments(live(found, failed(0.000001, 5, 10))) == [("ada", 10 * SECOND)]


def test_the_first_moment_is_fresh_and_shows_its_lines() -> None:
    found = listening(**GUESSING)
    assert live(found, failed(1, 2, 3, 4, 40, 41, 42)) == [
        Fired("c", ("ada",), 3 * SECOND, SECOND, 3, True, (("log", 1), ("log", 2), ("log", 3))),
        Fired("c", ("ada",), 4 * SECOND, SECOND, 4, False),
        Fired(
            "c", ("ada",), 42 * SECOND, 40 * SECOND, 3, True, (("log", 5), ("log", 6), ("log", 7))
        ),
    ]


def test_what_was_counted_survives_a_restart() -> None:
    found = listening(**GUESSING)
    matcher, before = Matcher(found.rules), Correlator(found.correlations)
    first, second = batch_of(failed(1, 2)), batch_of(failed(3))
    assert before.advance(first, matcher.match(first)) == []
    after = Correlator(found.correlations)
    after.restore(before.snapshot())
    assert moments(after.advance(second, matcher.match(second))) == [("ada", 3 * SECOND)]


@pytest.mark.slow
def test_memory_is_bounded_and_says_what_it_forgot() -> None:
    found = listening(**GUESSING)
    matcher, correlator = Matcher(found.rules), Correlator(found.correlations, most=100)
    rows = [row for n in range(400) for row in failed(n / 100, account=f"account-{n}")]
    batch = batch_of(rows)
    correlator.advance(batch, matcher.match(batch))
    assert correlator.forgotten >= 300


def test_an_event_out_of_the_future_does_not_hurry_the_clock() -> None:
    found = listening(**GUESSING)
    matcher, correlator = Matcher(found.rules), Correlator(found.correlations)
    for part in (failed(1, 9_000_000_000), failed(2), failed(3)):
        batch = batch_of(part)
        fired = correlator.advance(batch, matcher.match(batch), now=4 * SECOND)
    assert moments(fired) == [("ada", 3 * SECOND)]
    assert correlator.too_late == 0


def test_an_alias_joins_columns_of_different_names() -> None:
    found = listening(
        type="temporal_ordered",
        rules=["login_failed", "export"],
        timespan="10s",
        **{"group-by": ["who"]},
        aliases={"who": {"login_failed": "account", "export": "object"}},
    )
    rows = [
        {"time": SECOND, "action": "login_failed", "account": "ada"},
        {"time": 2 * SECOND, "action": "export", "object": "ada"},
        {"time": 2 * SECOND, "action": "export", "object": "ben"},
    ]
    assert moments(live(found, rows)) == hunted(found, rows) == [("ada", 2 * SECOND)]


def test_what_a_correlation_listens_to_raises_nothing_itself() -> None:
    assert [told.key for told in listening(**GUESSING).told] == ["c", "export", "login_ok"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"rules": ["gone"]}, "it listens to a rule that is not here or was refused: gone"),
        ({"group-by": ["cookie"]}, "no log that comes here has a field cookie"),
        (
            {"type": "value_avg", "condition": {"gte": 1, "field": "size"}},
            "correlations of type value_avg",
        ),
        ({"condition": {"gte": 1.5}}, "a count is a whole number, not 1.5"),
        (
            {"type": "temporal_ordered", "condition": {"gte": 2}},
            "temporal_ordered asks for all its rules; leave the condition out",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(more: dict[str, Any], reason: str) -> None:
    asked = {"title": "Several", "name": "c", "correlation": {**GUESSING, **more}}
    rule = written({"s": {"action": "x"}, "condition": "s"}, name="login_failed")
    found = read({"a.yml": rule, "c.yml": yaml.safe_dump(asked)})
    assert [no.because for no in found.refused] == [reason]
    assert found.correlations == ()


@st.composite
def chains(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A correlation, and one that listens to it."""
    inner, outer = draw(correlations()), draw(correlations())
    groups = draw(st.sampled_from([[], ["address"], ["address", "account"]]))
    inner["group-by"] = groups
    outer["group-by"] = draw(st.permutations(groups))[: draw(st.integers(0, len(groups)))]
    place = draw(st.integers(0, len(outer["rules"])))
    outer["rules"] = [*outer["rules"][:place], "inner", *outer["rules"][place:]]
    if outer["type"] == "value_count":
        outer["type"] = "event_count"
        del outer["condition"]["field"]
    return inner, outer


@pytest.mark.slow
@settings(max_examples=150, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(chains(), st.one_of(ROWS, ROWS.map(in_order)), st.integers(0, 25))
def test_live_hunt_and_hand_agree_on_chains(
    said: tuple[dict[str, Any], dict[str, Any]], rows: list[dict[str, Any]], cut: int
) -> None:
    inner, outer = said
    found = read_with({"c": outer, "inner": inner})
    first = by_hand(inner, rows)
    names = inner["group-by"]
    passed = [
        {"action": "inner", "time": time, **dict(zip(names, group, strict=True))}
        for *group, time in first
    ]
    expected = by_hand(outer, [*rows, *passed])
    fired = live(found, rows[:cut], rows[cut:])
    assert moments([one for one in fired if one.key == "inner"]) == first
    assert moments([one for one in fired if one.key == "c"]) == expected
    assert hunted(found, rows) == expected


ENTERED = {
    "type": "temporal_ordered",
    "rules": ["inner", "login_ok"],
    "group-by": ["account"],
    "timespan": "1m",
}


def test_guesses_and_then_a_login() -> None:
    """The chain that people write: many failures, then a success, of one account."""
    found = read_with({"c": ENTERED, "inner": GUESSING})
    rows = [*failed(1, 2, 3, 4), *failed(9, action="login_ok"), *failed(9, account="ben")]
    told = live(found, rows)
    assert [one for one in told if one.key == "c"] == [
        Fired("c", ("ada",), 9 * SECOND, 3 * SECOND, 2, True, (("log", 3), ("log", 1)))
    ]
    assert [one.told.key for one in found.correlations if one.told.raises] == ["c"]


def test_a_chain_goes_on_after_a_restart() -> None:
    exact = {**GUESSING, "condition": {"eq": 2}}  # told only when nothing can undo it any more
    found = read_with({"c": {**ENTERED, "timespan": "10m"}, "inner": exact})
    parts = [failed(1, 2), failed(400, account="ben"), failed(401, action="login_ok")]
    matcher, told, remembered = Matcher(found.rules), list[Fired](), b""
    for part in parts:
        correlator, batch = Correlator(found.correlations), batch_of(part)
        if remembered:
            correlator.restore(remembered)
        told += correlator.advance(batch, matcher.match(batch))
        remembered = correlator.snapshot()
    assert [(one.key, one.group, one.time) for one in told] == [
        ("inner", ("ada",), 2 * SECOND),
        ("c", ("ada",), 401 * SECOND),
    ]


def refusals(*asked: dict[str, Any]) -> list[str]:
    files = {"a.yml": written({"s": {"action": "x"}, "condition": "s"}, name="login_failed")}
    for one in asked:
        told = {"title": "Several", "name": one["name"], "correlation": one["says"]}
        files[f"{one['name']}.yml"] = yaml.safe_dump(told, sort_keys=False)
    return [str(no) for no in read(files).refused]


def test_what_a_chain_cannot_ask_is_refused() -> None:
    inner = {"name": "inner", "says": GUESSING}
    alone = {**GUESSING, "rules": ["inner"]}
    other = {**alone, "group-by": ["address"]}
    worth = {**alone, "type": "value_count", "condition": {"gte": 2, "field": "account"}}
    ring = "it listens to itself, directly or by way of others"
    assert refusals(inner, {"name": "c", "says": other}) == [
        "c.yml:8: inner does not group by address, so it cannot be grouped"
    ]
    assert refusals(inner, {"name": "c", "says": worth}) == [
        "c.yml:12: a value of inner, which is a correlation"
    ]
    assert refusals({"name": "inner", "says": alone}) == [f"inner.yml:5: {ring}"]
    assert refusals(
        {"name": "b", "says": {**alone, "rules": ["c"]}},
        {"name": "c", "says": {**alone, "rules": ["b"]}},
    ) == [f"b.yml:5: {ring}", f"c.yml:5: {ring}"]


def test_all_that_a_chain_hears_is_known() -> None:
    outer = {**GUESSING, "rules": ["inner", "export"], "group-by": []}
    found = read_with({"c": outer, "inner": GUESSING})
    assert [one.told.key for one in found.correlations] == ["inner", "c"]
    assert found.heard_by({"c"}) == {"inner", "export", "login_failed"}
    assert found.heard_by({"inner"}) == {"login_failed"}
    assert found.heard_by({"login_failed"}) == frozenset()
