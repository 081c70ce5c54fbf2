"""What real lock files hold beside the plain entry: addresses, own folders, marks, endless keys."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.connectors.packages.bun.inventory import INVENTORY as BUN
from storewarden.connectors.packages.dpkg.inventory import INVENTORY as DPKG
from storewarden.connectors.packages.go_modules.inventory import INVENTORY as GO
from storewarden.connectors.packages.lockfiles.inventory import INVENTORY as LOCKS
from storewarden.connectors.packages.lockfiles.requirements import requirements
from storewarden.connectors.packages.pnpm.inventory import INVENTORY as PNPM
from storewarden.connectors.packages.yarn.inventory import INVENTORY as YARN
from storewarden.core.inventory import InventoryReader
from tests.connectors.packages.telling import gaps, told, write

ADDRESS = "comes from an address that names no version"
PNPM_ADDRESS = "comes from an address, and no version is written there"
NO_VERSION = "has no version in the lock file"
REQUIREMENTS = """\
# written by several people
-e .
-e git+https://git.example/lamp.git@main#egg=lamp
--editable=git+ssh://git@git.example/wick.git#egg=wick&subdirectory=py
git+https://git.example/oil.git@v2#egg=oil
shade @ https://files.example/shade-1.4.2-py3-none-any.whl ; python_version > "3"
glass @ https://files.example/archive/main.zip
https://files.example/brass-2.0.1.tar.gz#sha256=aa
./wheels/tin_foil-0.3-py3-none-any.whl
stand==dev-main
bulb[extra] = 3
fuse===1.0-odd  --hash=sha256:aa
"""
PNPM_6 = """\
lockfileVersion: '6.0'

packages:

  ? /lamp@1.2.3(wick@1.0.0)(@types/oil@2.0.0)
  : resolution: {integrity: sha512-abc}
    dev: true

  ? '@fern/lamp@4.5.6(wick@1.0.0)'
  : resolution: {integrity: sha512-abc}

  github.com/fern/shade/0123abc:
    resolution: {tarball: https://codeload.example/fern/shade/tar.gz/0123abc}
    name: shade
    version: 7.8.9

  registry.example.com/glass/2.0.0_wick@1.0.0:
    resolution: {integrity: sha512-abc}

  /lodash.lamp/4.6.2_react@17.0.0:
    resolution: {integrity: sha512-abc}

  @@@:
    resolution: {integrity: sha512-abc}
"""
PNPM_9 = """\
lockfileVersion: '9.0'

packages:

  brass@https://codeload.example/fern/brass/tar.gz/0123abc:
    resolution: {tarball: https://codeload.example/fern/brass/tar.gz/0123abc}
    version: 1.1.1

  tin@git+https://git.example/tin.git#0123abc:
    resolution: {commit: 0123abc, repo: https://git.example/tin.git, type: git}

  own@file:packages/own:
    resolution: {directory: packages/own, type: directory}

  lodash.lamp@4.6.2:
    resolution: {integrity: sha512-abc}
"""


def test_requirements_tell_addresses_by_what_they_say(tmp_path: Path) -> None:
    assert told(write(tmp_path, requirements_DOT_txt=REQUIREMENTS), LOCKS) == [
        "pkg:pypi/brass@2.0.1",
        "pkg:pypi/bulb@ (is no requirement that can be read)",
        "pkg:pypi/fuse@1.0-odd",
        f"pkg:pypi/glass@ ({ADDRESS})",
        f"pkg:pypi/lamp@ ({ADDRESS})",
        f"pkg:pypi/oil@ ({ADDRESS})",
        "pkg:pypi/shade@1.4.2",
        "pkg:pypi/stand@dev-main",
        "pkg:pypi/tin-foil@0.3",
        f"pkg:pypi/wick@ ({ADDRESS})",
    ]


def test_files_that_requirements_name_are_read_once_and_within_the_tree(tmp_path: Path) -> None:
    write(
        tmp_path,
        shop__requirements_DOT_txt="-r deps/all.pip\n-r ../../etc/passwd\n-r gone.pip\nlamp==1.0\n",
        shop__deps__all_DOT_pip="--requirement=more.pip # these, too\nwick==2.0\n",
        shop__deps__more_DOT_pip="-r all.pip\n-r ../requirements.txt\noil==3.0\n",
    )
    assert told(tmp_path, LOCKS) == ["pkg:pypi/lamp@1.0", "pkg:pypi/oil@3.0", "pkg:pypi/wick@2.0"]


@pytest.mark.parametrize("name", ["requirements__base_DOT_txt", "my-requirements-3_DOT_txt"])
@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "latin-1"])
def test_requirements_of_windows_and_of_django_layouts_are_read(
    tmp_path: Path, name: str, code: str
) -> None:
    content = "lamp==1.0\r\nwick==2.0  # h\u00e4ngt\r\n".encode(code)
    assert told(write(tmp_path, **{name: content}), LOCKS) == [
        "pkg:pypi/lamp@1.0",
        "pkg:pypi/wick@2.0",
    ]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_lock_file_with_odd_entries_tells_the_others(tmp_path: Path, mark: bytes) -> None:
    node = {"packages": {"node_modules/a": None, "node_modules/b": {"version": "1.0.0"}}}
    php = {"packages": [None, 3, {"name": "a/b", "version": "1.0"}]}
    pip = {"_meta": {"sources": []}, "default": {"a": "1.0", "b": {"version": "==1.0"}}}
    write(
        tmp_path,
        **{
            "package-lock_DOT_json": mark + json.dumps(node).encode(),
            "composer_DOT_lock": mark + json.dumps(php).encode(),
            "Pipfile_DOT_lock": mark + json.dumps(pip).encode(),
            "poetry_DOT_lock": mark + b'package = [1, {name = "c", version = "2"}, {version = 3}]',
        },
    )
    assert told(tmp_path, LOCKS) == [
        "pkg:composer/a/b@1.0",
        f"pkg:composer/entry%201@ ({NO_VERSION})",
        f"pkg:composer/entry%202@ ({NO_VERSION})",
        f"pkg:npm/a@ ({NO_VERSION})",
        "pkg:npm/b@1.0.0",
        "pkg:pypi/a@ (is not pinned to one version)",
        "pkg:pypi/b@1.0",
        "pkg:pypi/c@2",
        "pkg:pypi/entry%201@ (is not pinned to one version)",
        "pkg:pypi/entry%203@ (is not pinned to one version)",
    ]


def test_what_lies_in_own_folders_is_no_component(tmp_path: Path) -> None:
    node = {
        "dependencies": {
            "own": {"version": "file:own", "dependencies": {"lamp": {"version": "1.0.0"}}},
            "wick": {"version": "https://files.example/wick/-/wick-1.2.3-rc.1.tgz"},
        },
        "packages": {},
    }
    pip = {
        "default": {"own": {"editable": True, "path": "./own", "version": "==0.1"}},
        "docs": {"lamp": {"version": "==3.0"}, "oil": {"file": "https://a.example/oil-1.0.tar.gz"}},
    }
    poetry = '[[package]]\nname = "own"\nversion = "1"\n[package.source]\ntype = "directory"\n'
    pdm = '[[package]]\nname = "own"\nversion = "1"\neditable = true\npath = "./own"\n'
    pylock = '[[packages]]\nname = "own"\ndirectory = {path = "own"}\n'
    write(
        tmp_path,
        **{
            "package-lock_DOT_json": json.dumps(node),
            "Pipfile_DOT_lock": json.dumps(pip),
            "poetry_DOT_lock": poetry,
            "pdm_DOT_lock": pdm,
            "pylock_DOT_toml": pylock,
        },
    )
    assert told(tmp_path, LOCKS) == [
        "pkg:npm/lamp@1.0.0",
        "pkg:npm/wick@1.2.3-rc.1",
        "pkg:pypi/lamp@3.0",
        "pkg:pypi/oil@1.0",
    ]


def test_pnpm_tells_endless_keys_and_addresses(tmp_path: Path) -> None:
    assert told(write(tmp_path, **{"pnpm-lock_DOT_yaml": PNPM_6}), PNPM) == [
        f"pkg:npm/%40%40%40@ ({PNPM_ADDRESS})",
        "pkg:npm/%40fern/lamp@4.5.6",
        "pkg:npm/glass@2.0.0",
        "pkg:npm/lamp@1.2.3",
        "pkg:npm/lodash.lamp@4.6.2",
        "pkg:npm/shade@7.8.9",
    ]
    assert told(write(tmp_path, **{"pnpm-lock_DOT_yaml": PNPM_9}), PNPM) == [
        "pkg:npm/brass@1.1.1",
        "pkg:npm/lodash.lamp@4.6.2",
        f"pkg:npm/tin@ ({PNPM_ADDRESS})",
    ]


def test_bun_tells_addresses_and_odd_entries(tmp_path: Path) -> None:
    packages = {"a": ["a@git+ssh://git@git.example/a.git#12"], "b": [7], "c": None}
    assert told(write(tmp_path, bun_DOT_lock=json.dumps({"packages": packages})), BUN) == [
        "pkg:npm/a@git+ssh://git@git.example/a.git#12",
        "pkg:npm/b@ (its entry does not begin with a name and a version)",
        "pkg:npm/c@ (its entry does not begin with a name and a version)",
    ]


def test_yarn_reads_endless_keys(tmp_path: Path) -> None:
    text = '? "lamp@npm:^1, lamp@npm:^1.1"\n:\n  version: 1.2.3\n  resolution: "lamp@npm:1.2.3"\n'
    assert told(write(tmp_path, yarn_DOT_lock=text), YARN) == ["pkg:npm/lamp@1.2.3"]


def test_go_builds_what_replaces(tmp_path: Path) -> None:
    mod = """module example.com/shop

go 1.21

require (
	example.com/lamp v1.0.0
	example.com/wick v1.0.0 // indirect
	example.com/own v0.0.0
	example.com/oil v1.5.0
)

replace example.com/lamp => example.com/fork v1.0.1

replace (
	example.com/own => ../own
	example.com/oil v1.4.0 => example.com/other v9.0.0
)
"""
    assert told(write(tmp_path, go_DOT_mod=mod), GO) == [
        "pkg:golang/example.com/fork@1.0.1",
        "pkg:golang/example.com/oil@1.5.0",
        "pkg:golang/example.com/wick@1.0.0",
    ]


def test_half_installed_packages_of_debian_count_by_the_name_of_its_release(tmp_path: Path) -> None:
    stanzas = [
        f"Package: {name}\nStatus: {status}\nVersion: 1.0-1"
        for name, status in {
            "a": "install ok unpacked",
            "b": "install ok triggers-pending",
            "c": "deinstall ok config-files",
            "d": "purge ok not-installed",
        }.items()
    ]
    write(
        tmp_path,
        var__lib__dpkg__status="\n\n".join(stanzas),
        **{"etc__os-release": 'ID=debian\nVERSION_CODENAME="trixie"\n'},
    )
    assert told(tmp_path, DPKG) == ["pkg:deb/debian/a@1.0-1", "pkg:deb/debian/b@1.0-1"]


@pytest.mark.parametrize(
    ("name", "reader"),
    [("yarn_DOT_lock", YARN), ("bun_DOT_lock", BUN), ("composer_DOT_lock", LOCKS)],
)
def test_a_web_page_in_place_of_a_lock_file_is_a_gap(
    tmp_path: Path, name: str, reader: InventoryReader
) -> None:
    [gap] = gaps(write(tmp_path, **{name: "<!DOCTYPE html>\n<title>404</title>\n"}), reader)
    assert gap.because.startswith("is ")


@given(text=st.text(), prefix=st.sampled_from(["", "-e ", "-r ", "lamp==", "lamp @ ", "https://"]))
def test_no_line_of_a_requirements_file_breaks_it(text: str, prefix: str) -> None:
    pins = list(requirements(f"{prefix}{text}\nlamp==1.0".encode("utf-8", "replace")))
    assert pins[-1].version in {"1.0", ""}
    assert all(pin.name and bool(pin.version) is not bool(pin.unreadable) for pin in pins)
