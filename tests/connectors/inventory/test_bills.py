"""Bills of materials are written as their standards ask, and those of others are read."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.parser.json.json_parser import parse_from_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
from spdx_tools.spdx.writer.tagvalue.tagvalue_writer import (
    write_document_to_file as write_tags,
)

from storewarden.connectors.packages.bills import inventory as bills
from storewarden.core.inventory import Component, Gap, Inventory
from storewarden.engine.bills.as_cyclonedx import cyclonedx
from storewarden.engine.bills.as_json import as_json
from storewarden.engine.bills.as_spdx import spdx
from storewarden.engine.bills.paper import Paper
from tests.connectors.inventory.trees import read, told, written

PAPER = Paper("shop", datetime(2026, 6, 15, 12, 0, tzinfo=UTC), "1.2.3")
HOSTILE = '1.0" <script> \x1b[31m \u202e &amp;'
EVERYTHING = Inventory(
    (
        Component("pkg:wordpress/plugin/contact-form-7", "5.9.3", "wp-content/plugins/x/x.php"),
        Component("pkg:npm/%40strapi/strapi", "4.15.0-beta+b.1", "node_modules/x/package.json"),
        Component(
            "pkg:deb/debian/openssl", "3.0.11-1~deb12u2", "dpkg", "debian-12", binary=("libssl3",)
        ),
        Component(
            "pkg:maven/org.apache/log4j", "2.14.1", "a.jar", mitigated="JndiLookup was removed"
        ),
        Component("pkg:npm/jquery", "3.4.0", "https://shop.example/", newest="3.5.1"),
        Component("pkg:composer/acme/x", "", "x", unreadable="its composer.json names no version"),
        Component("pkg:generic/odd%20name%40x", HOSTILE, HOSTILE),
    ),
    (Gap("", "has more than 3 files"), Gap("out", "is a link out of the tree")),
)


def test_our_cyclonedx_fits_the_schema_and_says_everything() -> None:
    text = cyclonedx(EVERYTHING, PAPER)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    assert (bill["specVersion"], bill["metadata"]["timestamp"]) == (
        "1.6",
        "2026-06-15T12:00:00+00:00",
    )
    assert bill["metadata"]["component"]["name"] == "shop"
    assert [one["value"] for one in bill["metadata"]["properties"]] == [
        ".: has more than 3 files",
        "out: is a link out of the tree",
    ]
    parts = {one["purl"]: one for one in bill["components"]}
    assert set(parts) == {
        "pkg:wordpress/plugin/contact-form-7@5.9.3",
        "pkg:npm/%40strapi/strapi@4.15.0-beta%2Bb.1",
        "pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-12",
        "pkg:maven/org.apache/log4j@2.14.1",
        "pkg:npm/jquery",
        "pkg:composer/acme/x",
        next(one for one in parts if one.startswith("pkg:generic/odd")),
    }
    assert said(parts["pkg:npm/jquery"]) == {
        "storewarden:found_in": "https://shop.example/",
        "storewarden:oldest": "3.4.0",
        "storewarden:newest": "3.5.1",
    }
    assert "version" not in parts["pkg:composer/acme/x"]
    assert said(parts["pkg:composer/acme/x"])["storewarden:unreadable"] == (
        "its composer.json names no version"
    )
    assert said(parts["pkg:maven/org.apache/log4j@2.14.1"])["storewarden:mitigated"] == (
        "JndiLookup was removed"
    )


def said(part: Mapping[str, object]) -> dict[str, str]:
    properties = part["properties"]
    assert isinstance(properties, list)
    return {one["name"]: one["value"] for one in properties}


def test_an_empty_inventory_is_a_bill_all_the_same() -> None:
    text = cyclonedx(Inventory(), PAPER)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_our_spdx_fits_the_specification(tmp_path: Path) -> None:
    text = spdx(EVERYTHING, PAPER)
    written(tmp_path, {"x.spdx.json": text})
    document = parse_from_file(str(tmp_path / "x.spdx.json"))
    assert validate_full_spdx_document(document) == []
    assert json.loads(text)["comment"] == (
        "not read: .: has more than 3 files\nnot read: out: is a link out of the tree"
    )


def test_our_json_says_everything() -> None:
    bill = json.loads(as_json(EVERYTHING, PAPER))
    assert bill["schema_version"] == 1
    assert bill["at"] == "2026-06-15T12:00:00+00:00"
    assert bill["components"][2] == {
        "purl": "pkg:deb/debian/openssl",
        "version": "3.0.11-1~deb12u2",
        "newest": "",
        "found_in": "dpkg",
        "release": "debian-12",
        "unreadable": "",
        "mitigated": "",
        "binary": ["libssl3"],
    }
    assert bill["gaps"][1] == {"found_in": "out", "because": "is a link out of the tree"}


@pytest.mark.parametrize("written_by", [cyclonedx, spdx])
def test_what_we_write_we_read_again(tmp_path: Path, written_by: object) -> None:
    name = "x.cdx.json" if written_by is cyclonedx else "x.spdx.json"
    text = cyclonedx(EVERYTHING, PAPER) if written_by is cyclonedx else spdx(EVERYTHING, PAPER)
    again = told(written(tmp_path, {name: text}), bills.INVENTORY)
    assert {(one.purl, one.version, one.release) for one in again} == {
        (one.purl, "" if one.newest or one.version == HOSTILE else one.version, one.release)
        for one in EVERYTHING.components
    }


def bill(edition: str, *parts: object) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": edition, "components": parts})


@pytest.mark.parametrize("edition", ["1.4", "1.5", "1.6"])
def test_cyclonedx_of_others_is_read(tmp_path: Path, edition: str) -> None:
    libssl = (
        "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1"
    )
    inner = {"type": "library", "name": "inner", "group": "acme", "version": "2"}
    parts = (
        {"type": "library", "name": "Django", "version": "5.2", "purl": "pkg:pypi/Django@5.2"},
        {"type": "library", "name": "x", "purl": "pkg:npm/%40a/b@1.0.0", "components": [inner]},
        {"type": "library", "name": "libssl3", "purl": libssl},
        {"type": "library", "name": "musl", "purl": "pkg:apk/alpine/musl@1.2?distro=alpine-3.20.1"},
        {"type": "library", "name": "versionless", "purl": "pkg:gem/versionless"},
        {"type": "library", "name": "odd", "version": "1", "purl": "not a purl"},
        {"type": "file", "name": "/etc/passwd"},
    )
    root = written(tmp_path, {"image.cdx.json": bill(edition, *parts)})
    place = "image.cdx.json"
    no_version = "the bill of materials names no version"
    assert told(root, bills.INVENTORY) == (
        Component("pkg:apk/alpine/musl", "1.2", place, "alpine-3.20", binary=("musl",)),
        Component("pkg:deb/debian/openssl", "3.0.11-1", place, "debian-12", binary=("libssl3",)),
        Component("pkg:gem/versionless", "", place, unreadable=no_version),
        Component("pkg:generic/acme/inner", "2", place),
        Component("pkg:generic/odd", "1", place),
        Component("pkg:npm/%40a/b", "1.0.0", place),
        Component("pkg:pypi/django", "5.2", place),
    )


@pytest.mark.parametrize("edition", ["SPDX-2.2", "SPDX-2.3"])
def test_spdx_of_others_is_read(tmp_path: Path, edition: str) -> None:
    reference = {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl"}
    packages = [
        {"SPDXID": "SPDXRef-root", "name": "image"},
        {
            "SPDXID": "SPDXRef-1",
            "name": "left-pad",
            "versionInfo": "1.3.0",
            "externalRefs": [
                {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:x"},
                reference | {"referenceLocator": "pkg:npm/left-pad@1.3.0"},
            ],
        },
        {"SPDXID": "SPDXRef-2", "name": "Own Tool", "versionInfo": "2.0"},
        {"SPDXID": "SPDXRef-3", "name": "unknown", "versionInfo": "NOASSERTION"},
    ]
    relation = {
        "spdxElementId": "SPDXRef-DOCUMENT",
        "relationshipType": "DESCRIBES",
        "relatedSpdxElement": "SPDXRef-root",
    }
    document = {"spdxVersion": edition, "packages": packages, "relationships": [relation]}
    root = written(tmp_path, {"image.spdx.json": json.dumps(document)})
    place, no_version = "image.spdx.json", "the bill of materials names no version"
    assert told(root, bills.INVENTORY) == (
        Component("pkg:generic/own%20tool", "2.0", place),
        Component("pkg:generic/unknown", "", place, unreadable=no_version),
        Component("pkg:npm/left-pad", "1.3.0", place),
    )


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("x.cdx.json", "<html>", "is broken: DecodeError"),
        ("x.cdx.json", '{"x":' + "[" * 10_000, "is broken: RecursionError"),
        (
            "x.cdx.json",
            bill("9.9"),
            "is a bill of materials of a kind that is not read: CycloneDX 9.9",
        ),
        (
            "x.spdx.json",
            '{"spdxVersion": "SPDX-3.0"}',
            "is a bill of materials of a kind that is not read: SPDX-3.0",
        ),
        ("x.spdx.json", "{}", "is a bill of materials of a kind that is not read: not named"),
    ],
)
def test_a_bill_that_cannot_be_read_is_a_gap(
    tmp_path: Path, name: str, content: str, because: str
) -> None:
    root = written(tmp_path, {name: content})
    assert read(root, bills.INVENTORY) == Inventory(gaps=(Gap(name, because),))


def test_another_program_s_bom_json_is_nothing(tmp_path: Path) -> None:
    written(tmp_path, {"bom.json": '{"version": 3}'})
    assert read(tmp_path, bills.INVENTORY) == Inventory()


def test_bills_of_trivy_tell_source_packages_and_releases(tmp_path: Path) -> None:
    trivy = "aquasecurity:trivy:Src"
    said = {"Name": "openssl", "Version": "3.0.11", "Release": "1~deb12u1", "Epoch": "1"}
    parts = (
        {
            "name": "libssl3",
            "purl": "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?distro=debian-12.5&epoch=1",
            "properties": [{"name": f"{trivy}{name}", "value": said[name]} for name in said],
        },
        {"name": "perl", "purl": "pkg:deb/debian/perl@5.36-7?epoch=2&distro=bookworm"},
        {"name": "bash", "purl": "pkg:deb/ubuntu/bash@5.1-6?distro=ubuntu-22.04"},
        {"name": "musl", "purl": "pkg:apk/alpine/musl@1.2-r0?distro=3.19.1"},
    )
    root = written(tmp_path, {"my-sbom.json": bill("1.6", *parts)})
    place = "my-sbom.json"
    assert told(root, bills.INVENTORY) == (
        Component("pkg:apk/alpine/musl", "1.2-r0", place, "alpine-3.19", binary=("musl",)),
        Component(
            "pkg:deb/debian/openssl", "1:3.0.11-1~deb12u1", place, "debian-12", binary=("libssl3",)
        ),
        Component("pkg:deb/debian/perl", "2:5.36-7", place, "debian-12", binary=("perl",)),
        Component("pkg:deb/ubuntu/bash", "5.1-6", place, "ubuntu-22.04", binary=("bash",)),
    )


def test_an_odd_part_of_a_bill_stops_no_other(tmp_path: Path) -> None:
    parts = (7, {"name": ["x"], "version": 1.0}, {"name": "lamp", "version": "1.0"})
    packages = [None, {"name": "wick", "versionInfo": 2}, {"name": "oil", "externalRefs": [3]}]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages}
    root = written(
        tmp_path,
        {"a.cdx.json": bill("1.5", *parts), "b.spdx.json": json.dumps({"sbom": document})},
    )
    no_version = "the bill of materials names no version"
    assert told(root, bills.INVENTORY) == (
        Component("pkg:generic/lamp", "1.0", "a.cdx.json"),
        Component("pkg:generic/nameless", "", "a.cdx.json", unreadable=no_version),
        Component("pkg:generic/oil", "", "b.spdx.json", unreadable=no_version),
        Component("pkg:generic/wick", "", "b.spdx.json", unreadable=no_version),
    )


def test_cyclonedx_as_xml_is_read_like_its_json(tmp_path: Path) -> None:
    text = cyclonedx(EVERYTHING, PAPER)
    made = Bom.from_json(json.loads(text))  # type: ignore[attr-defined] # made by a decorator
    written(tmp_path, {"x.cdx.json": text})
    expected = told(tmp_path, bills.INVENTORY)
    (tmp_path / "x.cdx.json").unlink()
    written(
        tmp_path,
        {
            "x.cdx.xml": make_outputter(
                made, OutputFormat.XML, SchemaVersion.V1_6
            ).output_as_string()
        },
    )
    assert [replace(one, found_in="") for one in told(tmp_path, bills.INVENTORY)] == [
        replace(one, found_in="") for one in expected
    ]


def test_components_in_components_of_xml_are_read(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?>
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.4" version="1">
<b:metadata><b:component type="application"><b:name>shop</b:name></b:component></b:metadata>
<b:components><b:component type="library"><b:group>acme</b:group><b:name>lamp</b:name>
<b:version>1.0</b:version><b:components><b:component type="library"><b:name>wick</b:name>
<b:version>2.0</b:version><b:purl>pkg:npm/wick@2.0</b:purl></b:component></b:components>
</b:component><b:component type="file"><b:name>x.txt</b:name></b:component></b:components>
</b:bom>"""
    assert told(written(tmp_path, {"bom.xml": text}), bills.INVENTORY) == (
        Component("pkg:generic/acme/lamp", "1.0", "bom.xml"),
        Component("pkg:npm/wick", "2.0", "bom.xml"),
    )


def test_spdx_as_lines_is_read_like_its_json(tmp_path: Path) -> None:
    written(tmp_path, {"x.spdx.json": spdx(EVERYTHING, PAPER)})
    expected = told(tmp_path, bills.INVENTORY)
    write_tags(
        parse_from_file(str(tmp_path / "x.spdx.json")), str(tmp_path / "x.spdx"), validate=False
    )
    (tmp_path / "x.spdx.json").unlink()
    assert [replace(one, found_in="") for one in told(tmp_path, bills.INVENTORY)] == [
        replace(one, found_in="") for one in expected
    ]


@pytest.mark.parametrize("name", ["x.spdx", "bom.xml"])
def test_other_text_of_that_name_is_a_gap(tmp_path: Path, name: str) -> None:
    because = "is a bill of materials of a kind that is not read: not named"
    found = read(written(tmp_path, {name: "<project/>"}), bills.INVENTORY)
    assert found == Inventory(gaps=(Gap(name, because),))
