"""Statements of others clear what does not apply; ours come back as they were written."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as some

from storewarden.core.findings import Finding, State
from storewarden.core.matched import Named
from storewarden.core.verdicts import Outcome, Verdict, bad, good, not_applicable
from storewarden.core.vex import Product, Statement, Status
from storewarden.engine.judge import Judgement
from storewarden.engine.vex import cyclonedx, openvex
from storewarden.engine.vex.applying import applied, clearing
from storewarden.engine.vex.loading import load
from storewarden.engine.vex.saying import said_by
from storewarden.engine.vex.writing import FORMATS, Paper
from tests.engine.estates import DOORS
from tests.engine.reading.test_letters import FINDING

CART = "pkg:composer/acme/cart"
WEAK = Named("GHSA-1", aliases=("CVE-2026-1",), fixed_in="2.4.7", component=f"{CART}@2.4.6")
OTHER = Named("CVE-2026-2", component=f"{CART}@2.4.6")
LAST = date(2027, 1, 1)
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
CLEAR = Statement(
    names=("CVE-2026-1",),
    products=(Product(CART, "2.4.6"),),
    status=Status.NOT_AFFECTED,
    justification="vulnerable_code_not_in_execute_path",
    words="we never call it",
    author="Acme",
    at=NOON,
    source="acme.json",
)


@pytest.mark.parametrize(
    ("statement", "clears"),
    [
        (CLEAR, True),
        (replace(CLEAR, products=(Product(CART),)), True),
        (replace(CLEAR, products=(Product(CART, "2.4.5"),)), False),
        (replace(CLEAR, products=(Product("pkg:composer/acme/till", "2.4.6"),)), False),
        (replace(CLEAR, products=()), False),
        (replace(CLEAR, names=("CVE-2026-2",)), False),
        (replace(CLEAR, justification=""), True),
        (replace(CLEAR, justification="", words=""), False),
        (replace(CLEAR, status=Status.AFFECTED), False),
        (replace(CLEAR, status=Status.UNDER_INVESTIGATION), False),
        (replace(CLEAR, status=Status.FIXED), True),
        (replace(CLEAR, status=Status.FIXED, products=(Product(CART),)), False),
    ],
)
def test_what_clears_a_weakness(statement: Statement, clears: bool) -> None:  # noqa: FBT001 - a case
    assert (clearing(WEAK, [statement]) is not None) is clears


def test_of_two_statements_the_later_counts() -> None:
    later = replace(CLEAR, status=Status.AFFECTED, at=datetime(2026, 11, 28, tzinfo=UTC))
    undated = replace(CLEAR, status=Status.AFFECTED, at=None)
    assert clearing(WEAK, [CLEAR, later]) is None
    assert clearing(WEAK, [undated, CLEAR]) == CLEAR


def test_a_weakness_of_nobody_knows_what_is_never_cleared() -> None:
    assert clearing(replace(WEAK, component=""), [CLEAR]) is None
    assert clearing(replace(WEAK, component="acme/cart 2.4.6"), [CLEAR]) is None


def judged(*verdicts: Verdict) -> Judgement:
    return Judgement(DOORS, "shop", verdicts, to_the_end=True)


def test_a_verdict_that_is_all_cleared_does_not_apply_and_shows_the_statement() -> None:
    line = (
        "GHSA-1: not affected: vulnerable_code_not_in_execute_path, we never call it"
        " (VEX by Acme on 2026-11-27, acme.json)"
    )
    (after,) = applied([judged(bad("cart", "weak", "seen", named=(WEAK,)))], [CLEAR])
    assert after.verdicts == (
        replace(
            not_applicable("cart", f"what names {CART}@2.4.6 does not apply: {line}"),
            evidence=(line,),
        ),
    )


def test_a_verdict_that_is_partly_cleared_keeps_the_rest() -> None:
    (after,) = applied([judged(bad("cart", "weak", "seen", named=(WEAK, OTHER)))], [CLEAR])
    (verdict,) = after.verdicts
    assert (verdict.outcome, verdict.named, len(verdict.evidence)) == (Outcome.BAD, (OTHER,), 2)


def test_other_verdicts_pass_as_they_are() -> None:
    plain = judged(bad("door", "open"), good("cart", "clean"))
    assert applied([plain], [CLEAR]) == (plain,)
    assert applied([plain], []) == (plain,)


OPENVEX = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://acme.example/vex/1",
    "author": "Acme <b>\u202e",
    "timestamp": "2026-11-27T12:00:00Z",
    "version": 1,
    "statements": [
        {
            "vulnerability": {"@id": "https://x.example/CVE-2026-1", "name": "CVE-2026-1"},
            "products": [{"@id": f"{CART}@2.4.6?arch=any"}],
            "status": "not_affected",
            "justification": "component_not_present",
        },
        {
            "vulnerability": "CVE-2026-2",
            "products": [{"@id": "our-shop", "subcomponents": [{"@id": CART}]}, "no purl"],
            "status": "under_investigation",
            "timestamp": "2026-11-28T12:00:00+01:00",
        },
    ],
}
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "metadata": {"timestamp": "2026-11-27T12:00:00Z", "authors": [{"name": "Acme"}]},
    "components": [
        {"type": "library", "name": "x", "components": [
            {"type": "library", "name": "cart", "bom-ref": "c1", "purl": f"{CART}@2.4.6"}]},
    ],
    "vulnerabilities": [
        {"id": "CVE-2026-1", "references": [{"id": "GHSA-1"}],
         "analysis": {"state": "not_affected", "justification": "code_not_reachable",
                      "detail": "we never call it"},
         "affects": [{"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#c1"}]},
        {"id": "CVE-2026-2", "analysis": {"state": "exploitable"}, "affects": [{"ref": "c1"}]},
        {"id": "CVE-2026-3", "analysis": {"state": "resolved"},
         "affects": [{"ref": CART, "versions": [{"version": "2.4.6"}]}]},
        {"id": "CVE-2026-4", "affects": [{"ref": "c1"}]},
    ],
}  # fmt: skip


def test_openvex_is_read() -> None:
    first, second = openvex.statements(json.dumps(OPENVEX).encode(), "a.json")
    assert first == Statement(
        names=("CVE-2026-1",),
        products=(Product(CART, "2.4.6"),),
        status=Status.NOT_AFFECTED,
        justification="component_not_present",
        author="Acme <b>\u202e",
        at=NOON,
        source="a.json",
    )
    assert (second.names, second.products) == (("CVE-2026-2",), (Product(CART),))


def test_cyclonedx_is_read() -> None:
    told = list(cyclonedx.statements(json.dumps(CYCLONEDX).encode(), "b.json"))
    assert [(one.names, one.status, one.products) for one in told] == [
        (("CVE-2026-1", "GHSA-1"), Status.NOT_AFFECTED, (Product(CART, "2.4.6"),)),
        (("CVE-2026-2",), Status.AFFECTED, (Product(CART, "2.4.6"),)),
        (("CVE-2026-3",), Status.FIXED, (Product(CART, "2.4.6"),)),
    ]
    assert (told[0].justification, told[0].words, told[0].author, told[0].at) == (
        "code_not_reachable", "we never call it", "Acme", NOON,
    )  # fmt: skip


def test_a_folder_is_read_and_what_is_broken_clears_nothing_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(OPENVEX))
    (tmp_path / "b.json").write_text(json.dumps(CYCLONEDX))
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "html.json").write_text("<html>")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "list.json").write_text('{"bomFormat": "SPDX"}')
    said: list[str] = []
    told = load([tmp_path, tmp_path / "gone.json"], said.append)
    assert [one.source for one in told] == ["a.json"] * 2 + ["b.json"] * 3
    assert [one.split()[3] for one in said] == [
        "bytes.json", "deep.json", "html.json", "list.json", "gone.json",
    ]  # fmt: skip
    assert said[-1] == (
        "the VEX document gone.json cannot be read, so it clears nothing: No such file or directory"
    )


def finding(number: int, state: State, *named: Named, **more: object) -> Finding:
    one = replace(FINDING, id=f"f{number}", state=state, named=named, last_seen=NOON)
    return replace(one, **more)  # type: ignore[arg-type]  # fields by name


FINDINGS = (
    finding(1, State.NEW, WEAK),
    finding(2, State.ACKNOWLEDGED, OTHER),
    finding(3, State.FALSE_ALARM, replace(WEAK, id="CVE-2026-3"), reason="not our build"),
    finding(4, State.FIXED, replace(WEAK, id="CVE-2026-4")),
    finding(
        5,
        State.ACCEPTED,
        replace(WEAK, id="CVE-2026-5"),
        reason="soon gone",
        until=LAST,
    ),
    finding(6, State.FIXED, WEAK),
    finding(7, State.NEW, replace(WEAK, component="")),
)


def test_findings_become_statements() -> None:
    told = {one.names[0]: (one.status, one.words) for one in said_by(FINDINGS, ())}
    assert told == {
        "GHSA-1": (
            Status.UNDER_INVESTIGATION,
            "GHSA-1: install 2.4.7 or a later version of the same line.",
        ),
        "CVE-2026-2": (
            Status.AFFECTED,
            "CVE-2026-2: no fixed version is published yet; switch it off or shield it.",
        ),
        "CVE-2026-3": (Status.NOT_AFFECTED, "not our build"),
        "CVE-2026-4": (Status.FIXED, ""),
        "CVE-2026-5": (Status.AFFECTED, "accepted until 2027-01-01: soon gone"),
    }


def test_statements_of_others_are_passed_on() -> None:
    told = next(one for one in said_by(FINDINGS[:1], [CLEAR]))
    assert (told.status, told.justification, told.words) == (
        Status.NOT_AFFECTED, "vulnerable_code_not_in_execute_path", "we never call it",
    )  # fmt: skip


@pytest.mark.parametrize("heard", [(), (CLEAR,)])
def test_what_is_written_is_valid_and_reads_back(heard: tuple[Statement, ...]) -> None:
    said = tuple(said_by(FINDINGS, heard))
    paper = Paper("Our shop", NOON)
    bill = FORMATS["cyclonedx"](said, paper)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    back = list(cyclonedx.statements(bill.encode(), "x"))
    assert {(one.names[0], one.status, one.products) for one in back} == {
        (one.names[0], one.status, one.products) for one in said
    }
    document = FORMATS["openvex"](said, paper)
    again = list(openvex.statements(document.encode(), "x"))
    assert [(one.names, one.status, one.products) for one in again] == [
        (one.names, one.status, one.products) for one in said
    ]
    assert all(one.justification or one.words for one in again if one.status is Status.NOT_AFFECTED)


def test_an_openvex_document_has_what_its_specification_demands() -> None:
    told = json.loads(FORMATS["openvex"](tuple(said_by(FINDINGS, ())), Paper("Our shop", NOON)))
    assert {"@context", "@id", "author", "timestamp", "version", "statements"} <= told.keys()
    for one in told["statements"]:
        assert {"vulnerability", "products", "status"} <= one.keys()
        if one["status"] == "affected":
            assert one["action_statement"]
        if one["status"] == "not_affected":
            assert one.get("justification") or one.get("impact_statement")


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=4)
    | some.dictionaries(
        some.sampled_from(
            ["@context", "statements", "products", "@id", "status", "vulnerability", "bomFormat",
             "vulnerabilities", "analysis", "affects", "ref", "state", "components", "metadata"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, some.sampled_from([openvex.statements, cyclonedx.statements]))
def test_whatever_a_document_says_is_read_or_refused(
    document: object, read: Callable[[bytes, str], Iterator[Statement]]
) -> None:
    try:
        told = list(read(json.dumps(document).encode(), "x"))
    except (ValueError, msgspec.MsgspecError):
        return
    assert all(isinstance(one, Statement) for one in told)
