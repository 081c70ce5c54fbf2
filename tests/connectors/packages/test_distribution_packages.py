"""Packages of distributions are told by their source packages and releases."""

from pathlib import Path

import pytest

from storewarden.connectors.packages.apk.inventory import INVENTORY as APK
from storewarden.connectors.packages.dpkg.inventory import INVENTORY as DPKG
from storewarden.core.inventory import Component, InventoryReader
from storewarden.engine.inventory import take
from tests.connectors.packages.telling import write

STATUS = """\
Package: libssl3
Status: install ok installed
Source: openssl
Version: 3.0.15-1~deb12u1
Description: Secure Sockets Layer toolkit
 Version: not this one

Package: openssl
Status: install ok installed
Version: 3.0.15-1~deb12u1

Package: libgone
Status: deinstall ok config-files
Version: 1.0

Package: libgcc-s1
Status: install ok installed
Source: gcc-12 (12.2.0-14+deb12u1)
Version: 12.2.0-14+deb12u1+b1
"""
INSTALLED = """\
C:Q1abc=
P:libcrypto3
V:3.1.7-r0
o:openssl
F:lib

P:musl
V:1.2.4-r2
"""
DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\nID=debian\n'
ALPINE = "NAME=Alpine\nID=alpine\nVERSION_ID=3.20.3\n"


def read(root: Path, reader: InventoryReader) -> list[Component]:
    return list(take(root, [reader]).components)


def test_debian_tells_sources_with_what_was_built_from_them(tmp_path: Path) -> None:
    write(tmp_path, image__var__lib__dpkg__status=STATUS, **{"image__etc__os-release": DEBIAN})
    place = "image/var/lib/dpkg/status"
    assert read(tmp_path, DPKG) == [
        Component(
            "pkg:deb/debian/gcc-12", "12.2.0-14+deb12u1", place, "debian-12", binary=("libgcc-s1",)
        ),
        Component(
            "pkg:deb/debian/openssl",
            "3.0.15-1~deb12u1",
            place,
            "debian-12",
            binary=("libssl3", "openssl"),
        ),
    ]


def test_images_without_a_shell_keep_a_file_a_package(tmp_path: Path) -> None:
    one = "Package: base-files\nVersion: 12.4\n"
    write(tmp_path, var__lib__dpkg__status_DOT_d__base=one, **{"usr__lib__os-release": DEBIAN})
    assert [(each.purl, each.version, each.release) for each in read(tmp_path, DPKG)] == [
        ("pkg:deb/debian/base-files", "12.4", "debian-12")
    ]


@pytest.mark.parametrize("system", ["", "ID=debian\n", "\x00"])
def test_a_release_that_cannot_be_told_is_left_open(tmp_path: Path, system: str) -> None:
    write(tmp_path, var__lib__dpkg__status=STATUS, **{"etc__os-release": system})
    assert {each.release for each in read(tmp_path, DPKG)} == {""}


def test_alpine_tells_origins_by_the_release_that_its_advisories_name(tmp_path: Path) -> None:
    write(tmp_path, lib__apk__db__installed=INSTALLED, **{"etc__os-release": ALPINE})
    place = "lib/apk/db/installed"
    assert read(tmp_path, APK) == [
        Component("pkg:apk/alpine/musl", "1.2.4-r2", place, "alpine-3.20", binary=("musl",)),
        Component(
            "pkg:apk/alpine/openssl", "3.1.7-r0", place, "alpine-3.20", binary=("libcrypto3",)
        ),
    ]
