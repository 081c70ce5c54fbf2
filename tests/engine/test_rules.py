"""Rules from disk, and an operator's overlays."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from storewarden.core.verdicts import Severity
from storewarden.engine.rules import Places, Rulebook, load, validate
from storewarden.kernels import events
from storewarden.kernels.sigma.live.matcher import Matcher
from storewarden.kernels.sigma.rules import Ruleset

WORDS = "because of a test"


def rule(name: str, **detection: Any) -> str:
    chosen = detection or {"path": f"/{name}"}
    said = {"title": name, "name": name, "level": "medium", "logsource": {"category": "webserver"}}
    return yaml.safe_dump({**said, "detection": {"s": chosen, "condition": "s"}})


@pytest.fixture
def places(tmp_path: Path) -> Places:
    shipped, own = tmp_path / "shipped", tmp_path / "rules"
    for name in ("one", "two"):
        (shipped / name).mkdir(parents=True)
        (shipped / name / "rule.yml").write_text(rule(name))
    (own / "overlay").mkdir(parents=True)
    return Places(shipped, own)


def overlay(places: Places, *changes: Any, name: str = "ours.yml") -> None:
    assert places.own is not None
    (places.own / "overlay" / name).write_text(yaml.safe_dump(list(changes)))


def refused(rules: Ruleset) -> list[str]:
    return [str(one) for one in rules.refused]


def matched(rules: Ruleset, **columns: Any) -> list[str]:
    return sorted(Matcher(rules.rules).match(events.batch({k: [v] for k, v in columns.items()})))


def test_shipped_and_own_rules_stand_together(places: Places) -> None:
    assert places.own is not None
    (places.own / "mine.yml").write_text(rule("three"))
    rules = load(places).rules
    assert [told.key for told in rules.told] == ["one", "three", "two"]
    assert [told.place.file for told in rules.told] == [
        "one/rule.yml",
        "rules/mine.yml",
        "two/rule.yml",
    ]


def test_no_own_folder_is_no_trouble(places: Places, tmp_path: Path) -> None:
    nowhere = Places(places.shipped, tmp_path / "nowhere")
    assert [told.key for told in load(nowhere).rules.told] == ["one", "two"]


def test_a_folder_that_the_estate_names_must_be_there(places: Places, tmp_path: Path) -> None:
    rules = load(Places(places.shipped, tmp_path / "nowhere", own_needed=True)).rules
    assert refused(rules) == [
        f"{tmp_path}/nowhere:1: the folder of rules that the estate file names is not there"
    ]


def test_one_bad_file_stops_no_other_and_is_named(places: Places) -> None:
    assert places.own is not None
    (places.own / "bad.yml").write_text(rule("bad", **{"cookie|contains": "x"}))
    (places.own / "torn.yml").write_text("title: [")
    (places.own / "bytes.yml").write_bytes(b"\xff\xfe")
    rules = load(places).rules
    assert [told.key for told in rules.told] == ["one", "two"]
    assert refused(rules) == [
        "rules/bytes.yml:1: the file is no UTF-8 text",
        "rules/bad.yml:4: no log that comes here has a field cookie",
        "rules/torn.yml:2: no YAML: did not find expected node content",
    ]


def test_an_overlay_turns_off_grades_anew_and_leaves_out(places: Places) -> None:
    overlay(
        places,
        {"rule": "one", "level": "critical", "filter": {"address": "10.0.0.1"}, "because": WORDS},
        {"rule": "two", "disable": True, "because": WORDS},
    )
    rules = load(places).rules
    assert [(t.key, t.severity, t.changed) for t in rules.told] == [
        ("one", Severity.CRITICAL, (WORDS,))
    ]
    assert refused(rules) == []
    assert matched(rules, path="/one", address="10.0.0.2") == ["one"]
    assert matched(rules, path="/one", address="10.0.0.1") == []
    assert matched(rules, path="/one", address=None) == ["one"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"rule": "gone", "disable": True, "because": WORDS},
            "the overlay names a rule that is not here: gone",
        ),
        ({"rule": "one", "disable": True}, "`because` is missing"),
        (
            {"rule": "one", "because": WORDS},
            "it changes nothing: say `disable`, `level` or `filter`",
        ),
        (
            {"rule": "one", "level": "huge", "because": WORDS},
            "`level` must be one of informational, low, medium, high, critical",
        ),
        ({"rule": "one", "disable": "yes", "because": WORDS}, "`disable` must be true or false"),
        (
            {"rule": "one", "sevrity": 1, "because": WORDS},
            "unknown key sevrity; known are because, disable, filter, level, rule",
        ),
        (
            {"rule": "one", "filter": {"cookie": 1}, "because": WORDS},
            "no log that comes here has a field cookie",
        ),
        (
            {"rule": "one", "filter": {"path|fuzzy": 1}, "because": WORDS},
            "Unknown modifier 'fuzzy'",
        ),
        ("words", "a change is a mapping with `rule` and `because`"),
    ],
)
def test_a_change_that_cannot_be_done_is_refused(places: Places, change: Any, reason: str) -> None:
    overlay(places, change)
    rules = load(places).rules
    assert refused(rules) == [f"rules/overlay/ours.yml:1: {reason}"]
    assert [told.key for told in rules.told] == ["one", "two"]


def test_a_changed_file_comes_in_and_a_broken_one_does_not(places: Places) -> None:
    book = Rulebook(places)
    assert not book.refresh()
    overlay(places, {"rule": "one", "disable": True, "because": WORDS})
    assert book.refresh()
    assert [told.key for told in book.rules.told] == ["two"]

    (places.shipped / "two" / "rule.yml").write_text("title: [")
    assert not book.refresh()
    assert [told.key for told in book.rules.told] == ["two"]
    assert [str(one) for one in book.kept_because] == [
        "two/rule.yml:2: no YAML: did not find expected node content"
    ]

    (places.shipped / "two" / "rule.yml").write_text(rule("two"))
    assert book.refresh()
    assert book.kept_because == ()


def test_validate_reads_a_file_or_a_folder(places: Places) -> None:
    assert [told.key for told in validate(places.shipped).told] == ["one", "two"]
    assert [told.key for told in validate(places.shipped / "one" / "rule.yml").told] == ["one"]
