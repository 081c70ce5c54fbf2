"""Advisories in the CSAF format."""

from datetime import UTC, datetime

import pytest

from storewarden.connectors.feeds.csaf.format import FORMAT
from storewarden.core.errors import Unreachable
from storewarden.core.published import Affected, Record, Stretch
from storewarden.core.verdicts import Severity
from tests.support.published import document, told

VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def product(name: str, purl: str) -> dict[str, object]:
    return {"product_id": name, "name": name, "product_identification_helper": {"purl": purl}}


def branch(category: str, name: str, *inside: object, **more: object) -> dict[str, object]:
    return {"category": category, "name": name, "branches": list(inside), **more}


def advisory(*weaknesses: dict[str, object], **more: object) -> dict[str, object]:
    tree = {
        "branches": [
            branch(
                "vendor",
                "Fern",
                branch("product_version", "1.4", product=product("P1", "pkg:npm/%40fern/till@1.4")),
                branch(
                    "product_version_range",
                    "vers:npm/>=2.0|<2.3",
                    product=product("P2", "pkg:npm/%40fern/till"),
                ),
                branch(
                    "product_version_range", "<=0.9", product=product("P3", "pkg:composer/fern/x")
                ),
            )
        ],
        "full_product_names": [
            product("P4", "pkg:deb/debian/till@1.2-3"),
            {"product_id": "P5", "name": "no purl"},
        ],
        "relationships": [
            {"product_reference": "P4", "full_product_name": {"product_id": "P6", "name": "in"}}
        ],
    }
    head = {
        "category": "csaf_security_advisory",
        "title": "Till overflows",
        "tracking": {
            "id": "FERN-SA-2026-1",
            "initial_release_date": "2026-06-13T00:00:00Z",
            "current_release_date": "2026-06-14T00:00:00Z",
        },
        "references": [{"category": "self", "url": "https://fern.example/sa-1"}],
    }
    return {"document": {**head, **more}, "product_tree": tree, "vulnerabilities": list(weaknesses)}


def weakness(cve: str = "CVE-2026-10001", **more: object) -> dict[str, object]:
    return {
        "cve": cve,
        "ids": [{"system_name": "Fern", "text": "FERN-7"}],
        "product_status": {"known_affected": ["P1", "P2", "P3"], "fixed": ["P6"]},
        "scores": [
            {"products": ["P1"], "cvss_v3": {"vectorString": VECTOR, "baseSeverity": "HIGH"}}
        ],
        "remediations": [
            {"category": "vendor_fix", "details": "Upgrade"},
            {"category": "workaround", "details": "Turn the till off"},
        ],
        **more,
    }


def test_a_document_is_told_whole() -> None:
    assert told(FORMAT, advisory(weakness())) == [
        Record(
            id="FERN-SA-2026-1",
            aliases=("CVE-2026-10001", "FERN-7"),
            summary="Till overflows",
            severity=Severity.HIGH,
            vector=VECTOR,
            published=datetime(2026, 6, 13, tzinfo=UTC),
            modified=datetime(2026, 6, 14, tzinfo=UTC),
            url="https://fern.example/sa-1",
            remedy="Turn the till off",
            affected=(
                Affected(
                    "pkg:npm/%40fern/till",
                    stretches=(Stretch("2.0", high="2.3", fixed_in="2.3"),),
                    versions=("1.4",),
                ),
                Affected(
                    "pkg:composer/fern/x", stretches=(Stretch(high="0.9", high_included=True),)
                ),
                Affected(
                    "pkg:deb/debian/till", stretches=(Stretch(high="1.2-3", fixed_in="1.2-3"),)
                ),
            ),
        )
    ]


def test_each_weakness_of_a_document_is_one_record() -> None:
    other = weakness("CVE-2026-10002", product_status={"under_investigation": ["P4"]})
    read = told(FORMAT, advisory(weakness(), other, {"title": "no CVE"}))
    assert [one.id for one in read if isinstance(one, Record)] == [
        "FERN-SA-2026-1:CVE-2026-10001",
        "FERN-SA-2026-1:CVE-2026-10002",
        "FERN-SA-2026-1:3",
    ]
    assert isinstance(read[1], Record)
    assert read[1].affected == (Affected("pkg:deb/debian/till", statement="under investigation"),)


def test_a_withdrawn_document_names_nobody() -> None:
    (one,) = told(FORMAT, advisory(weakness(), category="csaf_withdrawn"))
    assert isinstance(one, Record)
    assert (one.withdrawn, one.affected) == (True, ())


def test_what_a_mirrored_provider_has_beside_its_documents_is_passed_over() -> None:
    names = ["provider-metadata.json", "2026/changes.csv", "feed-tlp-white.json"]
    assert list(FORMAT.read(document("{}", name) for name in names)) == []


@pytest.mark.parametrize(
    "content",
    ["<html>", "{}", advisory(tracking={"id": "a b"}), "[" * 20_000, '{"document": {"title": 1}}'],
)
def test_what_is_no_advisory_is_not_taken_over(content: object) -> None:
    with pytest.raises(Unreachable):
        told(FORMAT, content)


def products(*branches: dict[str, object]) -> dict[str, object]:
    """A document about these branches: what is named ``F`` is mended, all else is affected."""
    ids = [
        f"{one['product']['product_id']}" for one in branches if isinstance(one["product"], dict)
    ]
    bad = [name for name in ids if name != "F"]
    given = advisory(weakness(product_status={"known_affected": bad, "fixed": ["F"]}))
    return {**given, "product_tree": {"branches": list(branches)}}


def named(
    name: str, purl: str, category: str = "product_version", id_: str = "P"
) -> dict[str, object]:
    return branch(category, name, product=product(id_, purl))


MENDED = named("1.3", "pkg:npm/till@1.3", id_="F")


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        ([named("1.4", "pkg:npm/till")], Affected("pkg:npm/till", versions=("1.4",))),
        (
            [named("all versions", "pkg:npm/till")],
            Affected(
                "pkg:npm/till",
                stretches=(Stretch(high="unreadable: all versions", high_included=True),),
            ),
        ),
        (
            [named("1.2", "pkg:npm/till@1.2"), MENDED],
            Affected(
                "pkg:npm/till",
                stretches=(Stretch("1.2", high="1.2", high_included=True, fixed_in="1.3"),),
            ),
        ),
        (
            [named("<=1.2", "pkg:npm/till", "product_version_range"), MENDED],
            Affected(
                "pkg:npm/till",
                stretches=(Stretch(high="1.2", high_included=True, fixed_in="1.3"),),
            ),
        ),
        (
            [named("vers:npm/>=1.0|!=1.5|<2.0", "pkg:npm/till", "product_version_range")],
            Affected(
                "pkg:npm/till",
                stretches=(
                    Stretch("1.0", high="1.5", fixed_in="1.5"),
                    Stretch("1.5", low_included=False, high="2.0", fixed_in="2.0"),
                ),
            ),
        ),
    ],
)
def test_a_branch_and_what_is_mended_tell_versions(
    branches: list[dict[str, object]], expected: Affected
) -> None:
    (only,) = told(FORMAT, products(*branches))
    assert isinstance(only, Record)
    assert only.affected == (expected,)


def test_several_package_urls_of_one_product_are_read() -> None:
    given = {"product_id": "P", "product_identification_helper": {"purls": ["pkg:npm/till@1.0"]}}
    (only,) = told(FORMAT, products(branch("product_version", "1.0", product=given)))
    assert isinstance(only, Record)
    assert only.affected == (Affected("pkg:npm/till", versions=("1.0",)),)
