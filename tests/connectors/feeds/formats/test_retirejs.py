"""retire.js: what is weak in front-end libraries, and how they are recognised."""

import gzip

import pytest

from storewarden.connectors.feeds.retirejs.format import FORMAT, fingerprints
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from storewarden.kernels.frontend import Seen, recognised
from tests.support.published import corpus, document, told


def weak(**more: object) -> dict[str, object]:
    return {
        "below": "1.9.0",
        "severity": "medium",
        "identifiers": {"summary": "XSS", "CVE": ["CVE-2026-10001"], "githubID": "GHSA-a-b-c"},
        "info": ["https://fern.example/1"],
        **more,
    }


def fern(*weaknesses: dict[str, object], **more: object) -> dict[str, object]:
    return {"vulnerabilities": list(weaknesses), "extractors": {}, **more}


def test_one_weakness_of_two_ranges_and_two_libraries_is_told_once() -> None:
    given = {
        "retire-example": fern(weak()),
        "fern": fern(
            weak(), weak(atOrAbove="2.0", below="2.1", severity="high"), npmname="fern.js"
        ),
        "fern ui": fern(weak(atOrAbove="1.0", excludes=["1.2"])),
    }
    assert told(FORMAT, given) == [
        Record(
            id="GHSA-a-b-c",
            aliases=("CVE-2026-10001",),
            summary="XSS",
            severity=Severity.HIGH,
            url="https://fern.example/1",
            affected=(
                Affected("pkg:npm/fern.js", stretches=(Stretch(high="1.9.0", fixed_in="1.9.0"),)),
                Affected(
                    "pkg:npm/fern.js", stretches=(Stretch("2.0", high="2.1", fixed_in="2.1"),)
                ),
                Affected(
                    "pkg:npm/fern-ui",
                    stretches=(
                        Stretch("1.0", high="1.2", fixed_in="1.9.0"),
                        Stretch("1.2", low_included=False, high="1.9.0", fixed_in="1.9.0"),
                    ),
                ),
            ),
        )
    ]


def test_a_weakness_without_a_name_gets_one_of_its_own() -> None:
    given = {"Fern UI": fern(weak(identifiers={"summary": "x"}, atOrAbove="1.0"))}
    assert [one.id for one in told(FORMAT, given) if isinstance(one, Record)] == [
        "retire.js/fern-ui/1.0-1.9.0"
    ]


@pytest.mark.parametrize("content", ["<html>", "", "[]", '{"fern": 1}'])
def test_what_is_no_collection_is_not_taken_over(content: str) -> None:
    with pytest.raises(Unreachable):
        told(FORMAT, content)


@pytest.mark.corpus
def test_the_real_collection_names_and_recognises() -> None:
    raw = gzip.decompress(corpus("retirejs_2026-08-22.json.gz").read_bytes())
    read = told(FORMAT, raw)
    runs = [
        run for one in read if isinstance(one, Record) for a in one.affected for run in a.stretches
    ]
    assert (len(read), len(runs)) == (481, 724)
    known = fingerprints(document(raw))
    page = "https://shop.example/static/app.js"
    assert recognised(page, b"/*! jQuery v1.12.4 | (c) */", known) == (
        Seen("pkg:npm/jquery", "1.12.4", "banner"),
    )
