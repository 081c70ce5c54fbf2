"""Every pattern keeps the promises of the house, whoever adds it: no pattern is listed here."""

import pytest

from storewarden.bootstrap import installed
from storewarden.kernels.events import batch
from storewarden.kernels.matching import Matcher, Pattern, databases
from storewarden.kernels.matching.linear import refusal
from storewarden.kernels.matching.pattern import Field
from storewarden.store.shelf import users_shelf

PATTERNS = installed.installed_patterns()
CLASSES = {
    *("sqli", "xss", "traversal", "file_inclusion", "command_injection", "php_injection"),
    *("template_injection", "code_injection", "log4shell", "deserialisation", "ssrf", "webshell"),
    *("protocol", "session_fixation", "scanner", "cms_exploit", "shop_exploit", "secret_file"),
    "admin_probe",
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return installed.matcher()


def hits_of(matcher: Matcher, values: list[tuple[Pattern, str]]) -> list[bool]:
    """Whether each pattern finds its value, put into every field that it looks at."""
    columns = {
        field.value: [value if field in pattern.where else None for pattern, value in values]
        for field in Field
    }
    hits = matcher.match(batch({**columns, "kind": "http"}, len(values)))
    found = set(zip(hits.rows.tolist(), hits.patterns.tolist(), strict=True))
    number = {pattern.id: place for place, pattern in enumerate(matcher.patterns)}
    return [(row, number[pattern.id]) in found for row, (pattern, _) in enumerate(values)]


def test_every_pattern_finds_its_hits(matcher: Matcher) -> None:
    values = [(pattern, value) for pattern in PATTERNS for value in pattern.hit]
    found = hits_of(matcher, values)
    missed = [(p.id, v) for (p, v), hit in zip(values, found, strict=True) if not hit]
    assert missed == []


def test_every_pattern_leaves_its_look_alikes_alone(matcher: Matcher) -> None:
    values = [(pattern, value) for pattern in PATTERNS for value in pattern.near]
    found = hits_of(matcher, values)
    assert [(p.id, v) for (p, v), hit in zip(values, found, strict=True) if hit] == []


def test_every_pattern_shows_a_hit_and_a_look_alike() -> None:
    assert [pattern.id for pattern in PATTERNS if not pattern.hit or not pattern.near] == []


def test_every_pattern_is_of_a_known_class_and_says_what_to_do() -> None:
    assert {pattern.attack for pattern in PATTERNS} <= CLASSES
    assert {p.file for p in PATTERNS if not p.what_to_do.strip().endswith(".")} == set()


@pytest.mark.slow
def test_every_pattern_can_be_matched_by_both_engines() -> None:
    if databases.THERE:
        refused = databases.compiled(PATTERNS, users_shelf()).refused
        assert [PATTERNS[number].id for number in refused] == []
    unfit = {pattern.id: refusal(pattern.regex.encode()) for pattern in PATTERNS}
    assert {name: because for name, because in unfit.items() if because} == {}
