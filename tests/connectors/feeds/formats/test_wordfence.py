"""Wordfence's records of WordPress, its plugins and its themes."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from storewarden.connectors.feeds.wordfence.format import FORMAT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from tests.support.published import corpus, told

ID = "00000000-0000-4000-8000-000000000001"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"


def span(low: str, high: str, *, low_in: bool = True, high_in: bool = True) -> dict[str, object]:
    return {
        "from_version": low,
        "from_inclusive": low_in,
        "to_version": high,
        "to_inclusive": high_in,
    }


def software(
    *spans: dict[str, object], kind: str = "plugin", slug: str = "fern-till", **more: object
) -> dict[str, object]:
    return {
        "type": kind,
        "name": "Fern Till",
        "slug": slug,
        "affected_versions": {f"{n}": one for n, one in enumerate(spans)},
        "patched": True,
        "patched_versions": ["1.0.4"],
        "remediation": "Update to version 1.0.4, or a newer patched version",
        **more,
    }


def entry(*parts: dict[str, object], **more: object) -> dict[str, object]:
    return {ID: {"id": ID, "title": "Fern Till <= 1.0.3", "software": list(parts), **more}}


def test_a_record_of_the_production_feed_is_told_whole() -> None:
    given = entry(
        software(span("*", "1.0.3")),
        informational=False,
        cve="CVE-2026-10001",
        cvss={"vector": VECTOR, "score": 6.1, "rating": "Medium"},
        published="2026-06-13 00:00:00",
        updated="2026-06-14 10:30:00",
        copyrights={"message": "notice"},
    )
    assert told(FORMAT, given) == [
        Record(
            id=ID,
            aliases=("CVE-2026-10001",),
            summary="Fern Till <= 1.0.3",
            severity=Severity.MEDIUM,
            vector=VECTOR,
            published=datetime(2026, 6, 13, tzinfo=UTC),
            modified=datetime(2026, 6, 14, 10, 30, tzinfo=UTC),
            url=f"https://www.wordfence.com/threat-intel/vulnerabilities/id/{ID}",
            affected=(
                Affected(
                    "pkg:wordpress/plugin/fern-till",
                    stretches=(Stretch(high="1.0.3", high_included=True, fixed_in="1.0.4"),),
                ),
            ),
        )
    ]


def test_each_line_gets_its_own_nearest_fix() -> None:
    fixes = ["5.0.15", "4.10.1", "4.9.19"]
    part = software(
        span("4.9", "4.9.18"),
        span("4.10", "4.10.1", high_in=False),
        span("5.0", "*"),
        span("6.0", "6.1", low_in=False),
        kind="core",
        slug="wordpress",
        patched_versions=fixes,
    )
    (one,) = told(FORMAT, entry(part))
    assert isinstance(one, Record)
    assert one.affected == (
        Affected(
            "pkg:wordpress/core/wordpress",
            stretches=(
                Stretch("4.9", high="4.9.18", high_included=True, fixed_in="4.9.19"),
                Stretch("4.10", high="4.10.1", fixed_in="4.10.1"),
                Stretch("5.0", high_included=True),
                Stretch("6.0", low_included=False, high="6.1", high_included=True),
            ),
        ),
    )


def test_what_no_version_mends_says_what_to_do() -> None:
    part = software(
        span("*", "*"), kind="theme", patched_versions=[], remediation="Remove\nthe theme."
    )
    (one,) = told(FORMAT, entry(part, informational=True))
    assert isinstance(one, Record)
    assert (one.remedy, one.severity) == ("Remove the theme.", Severity.INFO)
    assert one.affected[0].purl == "pkg:wordpress/theme/fern-till"


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (json.dumps(entry(software()))[:-1], "is cut off after 1 records"),
        (json.dumps(entry(software()))[:-30], "is broken"),
        ("<html>Just a moment...", "is a web page"),
        ('{"x": {"id": "a b", "title": "", "software": []}}', "a record whose id is none"),
        ('{"x": {"title": "no id"}}', "not a list of that format"),
    ],
)
def test_what_is_broken_is_not_taken_over(content: str, because: str) -> None:
    with pytest.raises(Unreachable, match=because):
        told(FORMAT, content)


@pytest.mark.corpus
@pytest.mark.slow
def test_every_real_slug_and_range_survives_the_way_through_the_feeds_own_form() -> None:
    lines = gzip.decompress(corpus("wordfence_2026-08-22.ndjson.gz").read_bytes()).splitlines()
    compact = [json.loads(line) for line in lines[1:]]
    read = told(FORMAT, json.dumps(_in_full(compact)))
    parts = [part for one in read if isinstance(one, Record) for part in one.affected]
    assert len(compact) == len(parts) == 42_363
    assert sum(len(part.stretches) for part in parts) == sum(
        one["r"].count("|") + 1 for one in compact
    )


def _in_full(compact: list[dict[str, str]]) -> dict[str, dict[str, object]]:
    """The feed's own form: one record an id, with all its software."""
    parts: dict[str, list[dict[str, object]]] = {}
    for one in compact:
        spans = map(_span, one["r"].split("|"))
        parts.setdefault(one["id"], []).append(software(*spans, kind=one["t"], slug=one["s"]))
    return {
        one["id"]: {"id": one["id"], "title": one["n"], "software": parts[one["id"]]}
        for one in compact
    }


def _span(text: str) -> dict[str, object]:
    low, high, low_in, high_in = "*", "*", True, True
    for term in text.split(","):
        version = term.lstrip("<>=")
        if term.startswith(">"):
            low, low_in = version, term.startswith(">=")
        elif term.startswith("<"):
            high, high_in = version, term.startswith("<=")
        elif version != "*":
            low = high = version
    return span(low, high, low_in=low_in, high_in=high_in)


SHORT: list[dict[str, object]] = [
    {"_meta": {"copyright": "a notice"}},
    {
        "id": ID,
        "t": "plugin",
        "s": "Fern-Till ",
        "r": ">=1.0,<1.0.4|<0.9",
        "c": "CVE-2026-10001",
        "v": "high",
        "d": "2026-06-13",
        "n": "Fern Till",
    },
    {"id": "second", "t": "core", "s": "wordpress", "r": "<=3.3", "v": "medium"},
    {"id": "other", "t": "mu-plugin", "s": "x", "r": "*"},
]


def test_the_short_form_of_mirrors_is_read_line_by_line() -> None:
    text = "\n".join(map(json.dumps, SHORT)).encode()
    first, second, other = [one for one in told(FORMAT, text) if isinstance(one, Record)]
    assert first == Record(
        id=ID,
        aliases=("CVE-2026-10001",),
        summary="Fern Till",
        severity=Severity.HIGH,
        published=datetime(2026, 6, 13, tzinfo=UTC),
        url=f"https://www.wordfence.com/threat-intel/vulnerabilities/id/{ID}",
        affected=first.affected,
    )
    [till] = first.affected
    assert till.purl == "pkg:wordpress/plugin/fern-till"
    assert [(run.low, run.high, run.high_included) for run in till.stretches] == [
        ("1.0", "1.0.4", False),
        (None, "0.9", False),
    ]
    [core] = second.affected
    assert (core.purl, core.stretches[0].high, core.stretches[0].high_included) == (
        "pkg:wordpress/core/wordpress",
        "3.3",
        True,
    )
    assert other.affected == ()


def test_a_short_form_with_a_record_without_an_id_is_not_taken_over() -> None:
    with pytest.raises(Unreachable, match="a record whose id is none"):
        told(FORMAT, b'{"_meta": {}}\n{"t": "core"}\n')


def test_an_odd_record_stops_no_other_and_clears_nobody() -> None:
    odd = software({**span("*", "1.0.3"), "to_version": 1.2}, slug="fern-wick")
    given = entry(
        odd, software(span("*", "1.0.3")), {"type": "plugin", "slug": None}, title=7, cvss="?"
    )
    (only,) = told(FORMAT, given)
    assert isinstance(only, Record)
    assert (only.id, only.summary) == (ID, "")
    assert [(one.purl, one.stretches) for one in only.affected] == [
        (
            "pkg:wordpress/plugin/fern-wick",
            (Stretch(high="unreadable: its publisher wrote no version there", high_included=True),),
        ),
        (
            "pkg:wordpress/plugin/fern-till",
            (Stretch(high="1.0.3", high_included=True, fixed_in="1.0.4"),),
        ),
    ]
