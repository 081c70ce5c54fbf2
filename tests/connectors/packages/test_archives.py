"""Java archives tell what they are, whatever is merged into them; bombs are told, not unpacked."""

import io
import zipfile
from pathlib import Path

import pytest

from storewarden.connectors.packages.archives import bounds
from storewarden.connectors.packages.archives.inventory import INVENTORY
from storewarden.core.errors import Unreadable
from storewarden.core.inventory import Gap
from tests.connectors.packages.telling import gaps, told

LOOKUP = "org/apache/logging/log4j/core/lookup/JndiLookup.class"
LOGGER = "org/apache/logging/log4j/core/Logger.class"
MOVED = "shop/shaded/log4j/core/lookup/JndiLookup.class"
UNKNOWN = "is merged into another archive that does not say which version it took"


def pom(group: str, artifact: str, version: str) -> dict[str, str | bytes]:
    place = f"META-INF/maven/{group}/{artifact}/pom.properties"
    return {place: f"#made by hand\nversion={version}\ngroupId={group}\nartifactId={artifact}\n"}


CORE = pom("org.apache.logging.log4j", "log4j-core", "2.14.1")


def packed(files: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("a.jar", {**CORE, LOOKUP: b"x"}, ["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"]),
        (
            "a.jar",
            {**CORE, LOGGER: b"x"},
            ["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1 (JndiLookup was removed)"],
        ),
        (
            "shop-1.0.jar",
            {LOOKUP: b"x", LOGGER: b"x"},
            [
                f"pkg:maven/org.apache.logging.log4j/log4j-core@ ({UNKNOWN})",
                "pkg:maven/shop/shop@1.0",
            ],
        ),
        (
            "shop-1.0.jar",
            {**pom("shop", "shop", "1.0"), MOVED: b"x"},
            [
                f"pkg:maven/org.apache.logging.log4j/log4j-core@ ({UNKNOWN})",
                "pkg:maven/shop/shop@1.0",
            ],
        ),
        (
            "merged.jar",
            {**pom("a.b", "one", "1"), **pom("c.d", "two", "2"), "META-INF/maven/x/y/pom.xml": "z"},
            ["pkg:maven/a.b/one@1", "pkg:maven/c.d/two@2"],
        ),
        ("commons-text-1.9.jar", {"a.class": b"x"}, ["pkg:maven/commons-text/commons-text@1.9"]),
        (
            "lamp.jar",
            {
                "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n"
                "Implementation-Vendor-Id: example\r\n .fern\r\nImplementation-Version: 3.1\r\n"
                "\r\nName: a\r\nImplementation-Version: 9\r\n"
            },
            ["pkg:maven/example.fern/lamp@3.1"],
        ),
        (
            "lamp-2.0.jar",
            {"META-INF/MANIFEST.MF": "Bundle-SymbolicName: example.fern.lamp;singleton:=true\n"},
            ["pkg:maven/example.fern/lamp@2.0"],
        ),
        (
            "nothing.jar",
            {},
            [
                "pkg:maven/nothing/nothing@ (neither its manifest nor its name says a version)",
            ],
        ),
        (
            "odd.jar",
            {"META-INF/maven/g/a/pom.properties": "x" * (bounds.LARGEST_TEXT + 1)},
            ["pkg:maven/g/a@ (its pom.properties unpacks to more than 1,048,576 bytes)"],
        ),
    ],
)
def test_a_jar_tells_what_it_is(
    tmp_path: Path, name: str, files: dict[str, str | bytes], expected: list[str]
) -> None:
    (tmp_path / name).write_bytes(packed(files))
    assert told(tmp_path, INVENTORY) == expected


def nested(levels: int) -> bytes:
    content = packed(CORE | {LOOKUP: b"x"})
    for number in range(levels):
        content = packed({f"WEB-INF/lib/inner{number}.jar" if not number else "in.ear": content})
    return content


def test_archives_in_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    (tmp_path / "shop.war").write_bytes(nested(3))
    assert told(tmp_path, INVENTORY) == ["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"]
    (tmp_path / "shop.war").write_bytes(nested(4))
    assert told(tmp_path, INVENTORY) == ["pkg:generic/inner0.jar@ (lies more than 3 archives deep)"]


def test_a_zip_is_opened_for_the_jars_in_it_alone(tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_bytes(packed({"lib/x.jar": packed(CORE), "pom.xml": "y"}))
    assert told(tmp_path, INVENTORY) == [
        "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1 (JndiLookup was removed)"
    ]


def test_a_bomb_is_told_and_what_stands_beside_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "storewarden.connectors.packages.archives.inventory.LARGEST_INSIDE", 100_000
    )
    bomb = packed({"zeros": b"\0" * 50_000_000})
    lying = packed({"big.jar": b"\0" * 200_000, "small.jar": packed(CORE), "z.jar": bomb})
    (tmp_path / "shop.war").write_bytes(lying)
    assert told(tmp_path, INVENTORY) == [
        "pkg:generic/big.jar@ (unpacks to more than 100,000 bytes)",
        "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1 (JndiLookup was removed)",
        "pkg:maven/z/z@ (neither its manifest nor its name says a version)",
    ]


def test_all_archives_of_one_file_share_one_allowance() -> None:
    allowance = bounds.Allowance(15)
    with bounds.opened(packed({"a": b"x" * 10, "b": b"y" * 10})) as archive:
        one, other = archive.infolist()
        assert allowance.unpacked(archive, one, 100) == b"x" * 10
        with pytest.raises(Unreadable, match="unpacks to more than 5 bytes"):
            allowance.unpacked(archive, other, 100)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive", packed(CORE)[:-30]])
def test_a_broken_archive_is_a_gap(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jar").write_bytes(content)
    [gap] = gaps(tmp_path, INVENTORY)
    assert gap == Gap("x.jar", "is no archive that can be read: BadZipFile")


def test_a_broken_archive_inside_is_a_component_nobody_can_read(tmp_path: Path) -> None:
    (tmp_path / "shop.war").write_bytes(packed({"lib/x.jar": b"no archive"}))
    assert told(tmp_path, INVENTORY) == [
        "pkg:generic/x.jar@ (is no archive that can be read: BadZipFile)"
    ]


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    plain = bytearray(packed({"lib/x.jar": b"secret"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = plain.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        plain[at] |= 1
    (tmp_path / "shop.war").write_bytes(bytes(plain))
    assert told(tmp_path, INVENTORY) == ["pkg:generic/x.jar@ (cannot be unpacked: RuntimeError)"]
