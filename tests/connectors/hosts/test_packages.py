"""Packages of machines are told by source package and release, whichever way they are read."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.connectors.hosts.machines import collected, open_machine, written
from storewarden.connectors.hosts.packages.connector import CONNECTOR
from storewarden.connectors.hosts.packages.installed import installed
from storewarden.connectors.hosts.packages.readings import READINGS
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import MOST, Machine, Output
from storewarden.core.inventory import Component
from storewarden.core.published import Affected, Record, Stretch
from storewarden.facts.advisories import ComponentExposure
from storewarden.store.advisories.book import open_book
from tests.connectors.hosts.answering import Answering
from tests.connectors.hosts.test_machines import Server, sshd
from tests.store.advisories.samples import NOW, state
from tests.support.access import NOON, access_to, an_estate

BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
ALPINE = "NAME=Alpine\nID=alpine\nVERSION_ID=3.20.3\n"
DPKG = (
    "installed\tlibssl3:amd64\topenssl\t3.0.11-1~deb12u2\n"
    "installed\topenssl\topenssl\t3.0.11-1~deb12u2\n"
    "half-configured\tlibgcc-s1:amd64\tgcc-12\t12.2.0-14\n"
    "config-files\tlibgone\tlibgone\t1.0\n"
    "not-installed\tmawk\t\t\n"
    "broken line\n"
)
APK = (
    "WARNING: opening /var/cache/apk: No such file or directory\n"
    "libcrypto3-3.1.4-r5 x86_64 {openssl} (Apache-2.0) [installed]\n"
    "libssl3-3.1.4-r5 x86_64 {openssl} (Apache-2.0) [installed]\n"
    "py3-six-1.16.0_git20-r9 noarch {py3-six} (MIT) [upgradable from: py3-six-1.15-r1]\n"
    ".web-20260101.120000 noarch {.web} () [installed]\n"
)
OPENSSL = "pkg:deb/debian/openssl"
DPKG_PLACE = "var/lib/dpkg/status"


def told(**said: str | Output) -> list[Component]:
    return list(installed("web1", Answering(said)).components)


def test_dpkg_tells_sources_with_what_was_built_from_them() -> None:
    assert told(dpkg_packages=DPKG, os_release=BOOKWORM) == [
        Component(
            "pkg:deb/debian/gcc-12", "12.2.0-14", DPKG_PLACE, "debian-12", binary=("libgcc-s1",)
        ),
        Component(
            OPENSSL, "3.0.11-1~deb12u2", DPKG_PLACE, "debian-12", binary=("libssl3", "openssl")
        ),
    ]


def test_apk_tells_origins() -> None:
    place = "lib/apk/db/installed"
    assert told(apk_packages=APK, os_release=ALPINE) == [
        Component(
            "pkg:apk/alpine/openssl",
            "3.1.4-r5",
            place,
            "alpine-3.20",
            binary=("libcrypto3", "libssl3"),
        ),
        Component(
            "pkg:apk/alpine/py3-six",
            "1.16.0_git20-r9",
            place,
            "alpine-3.20",
            binary=("py3-six",),
        ),
    ]


def test_a_release_that_is_not_said_is_left_open() -> None:
    assert {one.release for one in told(dpkg_packages=DPKG, os_release=Output(1, "cat: no\n"))} == {
        ""
    }


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({}, "web1 has none of the package tools whose packages are known: dpkg, apk"),
        (
            {"dpkg_packages": Output(2, DPKG)},
            "web1 did not tell its packages to the end (dpkg-query)",
        ),
        (
            {"dpkg_packages": Output(0, DPKG, cut=True)},
            "web1 did not tell its packages to the end (dpkg-query)",
        ),
        ({"apk_packages": ""}, "web1 told of no package that is installed (apk)"),
    ],
)
def test_a_list_that_is_not_whole_is_none(said: dict[str, str | Output], because: str) -> None:
    with pytest.raises(Unreachable) as gone:
        told(**said)
    assert str(gone.value) == because


@pytest.mark.parametrize("hostile", ["\x00\t" * 9, "\x1b[31m", "installed\t\t\t", "a" * MOST])
def test_hostile_lines_are_no_packages(hostile: str) -> None:
    assert len(told(dpkg_packages=f"{hostile}\n{DPKG}", os_release=BOOKWORM)) == 2


def exposed(tmp_path: Path, machine: Machine) -> list[object]:
    book = open_book(tmp_path / "book.sqlite3")
    here = Affected(OPENSSL, "debian-12", (Stretch(high="3.0.15-1", fixed_in="3.0.15-1"),))
    other = Affected("pkg:deb/debian/gcc-12", "debian-11", (Stretch(),))
    book.replace(state("debian"), [Record("DEBIAN-CVE-1", ("CVE-1",), affected=(here, other))])
    host = Host("web1", "web1.example")
    estate = an_estate(Path("/"), host)
    access = access_to(estate, now=NOW, machine=lambda _host: machine, advisories=book)
    return list(CONNECTOR.gather(host, access))


def test_the_lists_are_asked_by_release_also_of_a_collected_file(tmp_path: Path) -> None:
    file = tmp_path / "web1.json"
    machine = Answering({"dpkg_packages": DPKG, "os_release": BOOKWORM})
    file.write_bytes(written(machine, READINGS, NOON))
    gcc, openssl = exposed(tmp_path, collected(file, NOON, 2))
    assert gcc == ComponentExposure("pkg:deb/debian/gcc-12", "12.2.0-14", DPKG_PLACE)
    assert isinstance(openssl, ComponentExposure)
    assert (openssl.purl, openssl.version, openssl.unknown) == (OPENSSL, "3.0.11-1~deb12u2", "")
    assert [(one.id, one.fixed_in) for one in openssl.named] == [("DEBIAN-CVE-1", "3.0.15-1")]


def test_a_file_that_was_collected_before_packages_were_asked_for_is_unseen(tmp_path: Path) -> None:
    file = tmp_path / "web1.json"
    file.write_bytes(written(Answering({}), (), NOON))
    with pytest.raises(Unreachable, match=r"web1\.json does not hold dpkg_packages; collect it ag"):
        exposed(tmp_path, collected(file, NOON, 2))


def test_without_a_list_of_the_distribution_nothing_is_cleared(tmp_path: Path) -> None:
    machine = Answering({"dpkg_packages": DPKG, "os_release": BOOKWORM.replace("12", "13")})
    assert [one.unknown for one in exposed(tmp_path, machine) if not isinstance(one, Unseen)] == [  # type: ignore[attr-defined]  # facts of one kind
        "no followed list covers debian-13",
        "no followed list covers debian-13",
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as up:
        yield up


@pytest.mark.slow
def test_a_machine_tells_its_packages_by_ssh(server: Server) -> None:
    seen = installed("web1", open_machine(server.host(), NOON)).components
    query = ("dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n")
    own = subprocess.run(query, check=True, capture_output=True, text=True).stdout.split("\n")
    names = {line.removeprefix("installed ") for line in own if line.startswith("installed ")}
    assert {name for one in seen for name in one.binary} == names
    assert len({one.release for one in seen}) == 1
