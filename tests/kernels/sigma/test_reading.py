"""What cannot be done is refused with file, line and reason; nothing is passed over in silence."""

import os
from pathlib import Path
from typing import Any

import pytest

from storewarden.kernels.sigma.reading import read
from tests.kernels.sigma.judging import written

RULE = """\
title: A rule
name: a_rule
logsource:
  category: webserver
detection:
  s:
    {item}
  condition: {condition}
"""
CORPUS = Path(os.environ.get("STOREWARDEN_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))


def refused(text: str) -> str:
    (no,) = read({"f.yml": text}).refused
    return str(no)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("cs-cookie: x", "f.yml:7: no log that comes here has a field cs-cookie"),
        ("path|fuzzy: x", "f.yml:7: Unknown modifier 'fuzzy'"),
        (
            "path|re: (?=a)b",
            "f.yml:7: RE2 refuses the regular expression: invalid perl operator: (?=",
        ),
        (
            r"path|re: (a)\1",
            r"f.yml:7: RE2 refuses the regular expression: invalid escape sequence: \1",
        ),
        ("path|re|startswith: a", "f.yml:7: `re` with startswith or endswith: write ^ or $"),
        (
            "path|expand: '%x%'",
            "f.yml:1: placeholders (`expand`) have nothing here that fills them",
        ),
        ("path|gt: 3", "f.yml:7: path holds text, which is neither larger nor smaller"),
        ("status|cidr: 10.0.0.0/8", "f.yml:7: status holds no addresses"),
        ("time|week: 3", "f.yml:7: only `time|hour` and `time|minute` (UTC) can be told"),
        ("path|fieldref: cookie", "f.yml:7: no log that comes here has a field cookie"),
        ("status: 1.5", "f.yml:8: the condition is never true"),
    ],
)
def test_what_cannot_be_done_is_refused_where_it_stands(item: str, reason: str) -> None:
    assert refused(RULE.format(item=item, condition="s")) == reason


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("t", "f.yml:1: Detection 't' not defined in detections"),
        ("1 of nothing*", "f.yml:8: Selector '1 of nothing*' doesn't match any detection"),
    ],
)
def test_a_condition_that_names_nothing_is_refused(condition: str, reason: str) -> None:
    assert refused(RULE.format(item="path: x", condition=condition)) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "f.yml:1: the file holds no rule"),
        ("- a\n", "f.yml:1: a rule must be a mapping of keys to values"),
        ("title: A\ntitle: B\n", "f.yml:1: Duplicate key 'title'"),
        ("a: &a [*a]\n", None),
        ("a: [1\n", None),
        ("\0", None),
        ("!!python/object/apply:os.system [ls]", None),
        ("title: x\nlogsource: 3\ndetection: 4\n", None),
        ("[" * 5000, None),
        ("title: " + "x" * 1_000_001, "f.yml:1: the file is longer than 1,000,000 characters"),
    ],
)
def test_nonsense_is_refused_and_breaks_nothing(text: str, reason: str | None) -> None:
    good = RULE.format(item="path: x", condition="s")
    found = read({"f.yml": text, "good.yml": good})
    assert [rule.told.key for rule in found.rules] == ["a_rule"]
    assert len(found.refused) == 1
    if reason is not None:
        assert str(found.refused[0]) == reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            {"product": "windows", "category": "process_creation"},
            "events of windows never come here",
        ),
        ({"category": "dns"}, "no log source here is of the category dns"),
        ({"service": "mssql"}, "no log source here is of the service mssql"),
    ],
)
def test_a_rule_for_other_logs_is_refused(source: dict[str, str], reason: str) -> None:
    text = written({"s": {"path": "x"}, "condition": "s"}, logsource=source)
    assert refused(text).endswith(reason)


def test_two_rules_of_one_name_are_not_both_taken() -> None:
    text = RULE.format(item="path: x", condition="s")
    found = read({"a.yml": text, "b.yml": text})
    assert [str(no) for no in found.refused] == [
        "b.yml:1: another rule is called a_rule already, in a.yml"
    ]


def test_the_old_way_to_count_is_refused() -> None:
    old: Any = {"s": {"path": "x"}, "timeframe": "5m", "condition": "s"}
    assert refused(written(old)).endswith("`timeframe` is the old way; write a correlation")


@pytest.mark.corpus
def test_the_field_s_own_rules_load_or_say_why_not() -> None:
    folder = CORPUS / "logs" / "sigma"
    found = read({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yml"))})
    assert len(found.rules) == 142
    assert [no.because for no in found.refused] == [
        "no log that comes here has a field cs-cookie",
        "no log that comes here has a field dst_ip",
        "no log that comes here has a field cs-content-type",
    ]
