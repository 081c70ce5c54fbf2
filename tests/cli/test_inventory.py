"""``storewarden inventory`` lists what a folder, a file or an asset is made of."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.inventory import inventory_of_machine
from storewarden.core.errors import Unreachable
from storewarden.core.inventory import Component, Inventory
from tests.cli.conftest import ESTATE, Storewarden
from tests.connectors.inventory.trees import written
from tests.connectors.web_servers import site

BOOKWORM = {"status": "resolved", "fixed_version": "3.0.15-1~deb12u1", "urgency": "high"}
ODD = "its version has signs that cannot be shown"
HEAD = "<?php\n/*\nPlugin Name: X\nVersion: {}\n*/\n"


@pytest.fixture
def shop(home: Path) -> Path:
    """A WordPress tree with one plugin that can be read, and one that cannot."""
    files = {
        "shop/wp-includes/version.php": "<?php\n$wp_version = '6.4.2';\n",
        "shop/wp-content/plugins/forms/forms.php": HEAD.format("5.9.3"),
        "shop/wp-content/plugins/odd/odd.php": HEAD.format("\x1b[31m"),
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    (home / "shop/out").symlink_to("/etc")
    return home / "shop"


def test_the_table_tells_what_is_there_and_what_is_not_known(
    shop: Path, storewarden: Storewarden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    answer = storewarden("inventory", str(shop))
    assert (answer.code, answer.err) == (0, "")
    assert [" ".join(row.split()) for row in answer.out.splitlines()[2:]] == [
        "pkg:wordpress/core/wordpress 6.4.2 wp-includes/version.php",
        "pkg:wordpress/plugin/forms 5.9.3 wp-content/plugins/forms/forms.php",
        f"pkg:wordpress/plugin/odd unknown: {ODD} wp-content/plugins/odd/odd.php",
        "3 components, 1 of them without a version that can be read",
        "1 places could not be read; what lies there is unknown:",
        "out: is a link out of the tree, so it was not looked into",
    ]


def test_json_and_bills_of_materials_come_alone_on_stdout(
    shop: Path, storewarden: Storewarden
) -> None:
    told = json.loads(storewarden("inventory", str(shop), "--format", "json").out)
    assert [(one["purl"], one["version"]) for one in told["components"]] == [
        ("pkg:wordpress/core/wordpress", "6.4.2"),
        ("pkg:wordpress/plugin/forms", "5.9.3"),
        ("pkg:wordpress/plugin/odd", ""),
    ]
    assert (told["of"], [gap["found_in"] for gap in told["gaps"]]) == ("shop", ["out"])
    bill = storewarden("inventory", str(shop), "--format", "cyclonedx").out
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    spdx = json.loads(storewarden("inventory", str(shop), "--format", "spdx").out)
    assert len(spdx["packages"]) == 4


def test_an_asset_and_the_whole_estate_are_looked_at(
    home: Path, shop: Path, storewarden: Storewarden
) -> None:
    code = f'[code.web]\npath = "{shop}"\n[code.gone]\npath = "nowhere"\n[hosts.own]\n'
    (home / "storewarden.toml").write_text(ESTATE + code)
    one = json.loads(storewarden("inventory", "web", "--format", "json").out)
    assert (one["of"], one["components"][0]["found_in"]) == ("web", "wp-includes/version.php")
    whole = json.loads(storewarden("inventory", "--format", "json").out)
    assert whole["of"] == "Corner shop"
    assert [one["found_in"] for one in whole["components"]] == [
        "web/wp-includes/version.php",
        "web/wp-content/plugins/forms/forms.php",
        "web/wp-content/plugins/odd/odd.php",
    ]
    assert [gap["found_in"] for gap in whole["gaps"]] == ["web/out", "gone"]


def test_a_machine_is_looked_at_by_its_own_lists(tmp_path: Path) -> None:
    files = {
        "usr/lib/os-release": "ID=debian\nVERSION_ID=12\n",
        "var/lib/dpkg/status": "Package: libssl3\nStatus: install ok installed\n"
        "Source: openssl\nVersion: 3.0.11-1\n",
        "usr/local/lib/python3.11/dist-packages/django-5.2.dist-info/METADATA": "Name: Django\n"
        "Version: 5.2\n",
        "home/ada/requirements.txt": "wagtail==6.0\n",
    }
    written(tmp_path, files)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").symlink_to("../usr/lib/os-release")
    assert inventory_of_machine(tmp_path) == Inventory(
        (
            Component(
                "pkg:deb/debian/openssl",
                "3.0.11-1",
                "var/lib/dpkg/status",
                "debian-12",
                binary=("libssl3",),
            ),
            Component(
                "pkg:pypi/django",
                "5.2",
                "usr/local/lib/python3.11/dist-packages/django-5.2.dist-info/METADATA",
            ),
        )
    )
    with pytest.raises(Unreachable, match="none of the usual folders"):
        inventory_of_machine(tmp_path / "home")


def test_a_host_that_cannot_be_reached_is_told_with_what_to_do(
    home: Path, storewarden: Storewarden
) -> None:
    far = '[hosts.far]\naddress = "db1.example"\n'
    other = '[suppliers.acme]\nname = "Acme"\n'
    (home / "storewarden.toml").write_text(f"{ESTATE}[hosts.own]\n{far}{other}")
    answer = storewarden("inventory", "far")
    assert (answer.code, answer.out) == (3, "")
    assert "far at db1.example is not looked at: give it `ssh_key_file`" in answer.err
    acme = storewarden("inventory", "acme")
    assert (acme.code, acme.out) == (2, "")
    assert "acme is a supplier; name a code tree, a site or a host" in acme.err


def test_a_collected_file_tells_the_packages_of_its_machine(
    home: Path, storewarden: Storewarden
) -> None:
    packages = "installed\tlibssl3:amd64\topenssl\t3.0.11-1~deb12u2\n"
    system = {"code": 0, "text": 'ID=debian\nVERSION_ID="12"\n'}
    readings = {"dpkg_packages": {"code": 0, "text": packages}, "os_release": system}
    told = {"form": 1, "collected": now().isoformat(), "readings": readings}
    (home / "web.json").write_text(json.dumps(told))
    (home / "storewarden.toml").write_text(
        f'{ESTATE}[hosts.web]\naddress = "web.example"\ncollected = "web.json"\n'
    )
    seen = json.loads(storewarden("inventory", "web", "--format", "json").out)
    assert [(one["purl"], one["version"]) for one in seen["components"]] == [
        ("pkg:deb/debian/openssl", "3.0.11-1~deb12u2")
    ]
    tracker = {"openssl": {"CVE-2024-1": {"releases": {"bookworm": BOOKWORM}}}}
    (home / "debian.json").write_text(json.dumps(tracker))
    named = storewarden("advisories", "match", "web", "--feed", "debian=debian.json", "--json")
    one = json.loads(named.out)
    (weakness,) = one["advisories"]
    assert (one["release"], weakness["id"], weakness["fixed_in"]) == (
        "debian-12",
        "DEBIAN-CVE-2024-1:openssl",
        "3.0.15-1~deb12u1",
    )


def test_a_site_is_looked_at_from_outside(home: Path, storewarden: Storewarden) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b'<script src="https://cdn.example/jquery-3.4.1.min.js"></script>')

    with site(answer) as url:
        (home / "storewarden.toml").write_text(f'{ESTATE}[sites.shop]\nurl = "{url}"\n')
        told = json.loads(storewarden("inventory", "shop", "--format", "json").out)
    assert [(one["purl"], one["version"]) for one in told["components"]] == [
        ("pkg:npm/jquery", "3.4.1")
    ]
    gone = storewarden("inventory", "shop")
    assert (gone.code, gone.out) == (3, "")


def test_a_single_file_is_looked_at(home: Path, storewarden: Storewarden) -> None:
    (home / "requirements.txt").write_text("Django==5.2.1\n")
    told = json.loads(storewarden("inventory", "requirements.txt", "--format", "json").out)
    assert [one["purl"] for one in told["components"]] == ["pkg:pypi/django"]


@pytest.mark.parametrize(
    ("what", "code", "complaint"),
    [
        ((), 2, "the estate file names no code tree; give a path, or add one to [code]"),
        (("nothing",), 2, "'nothing' is no file or folder, and no asset of the estate file"),
        (("notes.txt",), 3, "notes.txt is no file that tells of components: nothing was read"),
    ],
)
def test_what_is_not_there_is_no_empty_inventory(
    home: Path, storewarden: Storewarden, what: tuple[str, ...], code: int, complaint: str
) -> None:
    (home / "notes.txt").write_text("")
    answer = storewarden("inventory", *what)
    assert (answer.code, answer.out, answer.err) == (code, "", f"storewarden: {complaint}\n")


def test_no_estate_file_is_needed_for_a_path(
    shop: Path, storewarden: Storewarden, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop.parent / "storewarden.toml").unlink()
    monkeypatch.chdir(shop)
    assert storewarden("inventory", ".").code == 0
    gone = storewarden("inventory", "gone")
    assert gone.code == 3
    assert gone.err.startswith("storewarden: gone is no file or folder, and for an asset: ")
