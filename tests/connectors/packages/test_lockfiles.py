"""Every pin of every lock file is found; what is broken is told, and stops nobody else."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.connectors.packages.lockfiles.connector import gather
from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.connectors.packages.lockfiles.pins import Pin
from storewarden.core.advisories import Advisory, ListAge
from storewarden.core.connectors import Access, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree, Feed
from storewarden.facts.advisories import ComponentExposure
from tests.support.access import NoLists, access_to, an_estate

REQUIREMENTS = """
# a comment
-r other.txt
--index-url https://index.example/simple
Pillow==9.0.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
salt[extra]==3000.1 ; python_version < "3.12"  # why
django>=4
two == 2.0.*
!!!
"""
UV = """
version = 1
[[package]]
name = "ours"
version = "1.0"
source = { editable = "." }
[[package]]
name = "pillow"
version = "9.0.0"
source = { registry = "https://index.example/simple" }
"""
PYLOCK = '[[packages]]\nname = "attrs"\nversion = "25.1.0"\n[[packages]]\nname = "local"\n'
PIPFILE = {
    "default": {"pillow": {"version": "==9.0.0"}, "git": {"ref": "main"}},
    "develop": {"pytest": {"version": "==9.0"}},
}
NPM_1 = {"dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}}}}
NPM_3 = {
    "lockfileVersion": 3,
    "packages": {
        "": {"version": "1.0.0"},
        "packages/ours": {"version": "0.1.0"},
        "node_modules/ours": {"resolved": "packages/ours", "link": True},
        "node_modules/@s/a": {"version": "1.0.0"},
        "node_modules/@s/a/node_modules/b": {"version": "2.0.0"},
        "node_modules/alias": {"name": "c", "version": "3.0.0"},
    },
}
COMPOSER = {
    "packages": [{"name": "magento/core", "version": "2.4.6-p4"}],
    "packages-dev": [{"name": "phpunit/phpunit", "version": "v10.0.0"}],
}
UNPINNED = "is not pinned to one version"


def pip(name: str, version: str, unreadable: str = "") -> Pin:
    return Pin("PyPI", name, version, unreadable)


@pytest.mark.parametrize(
    ("name", "content", "pins"),
    [
        (
            "requirements-prod.txt",
            REQUIREMENTS,
            [
                pip("Pillow", "9.0.0"),
                pip("salt", "3000.1"),
                pip("django", "", UNPINNED),
                pip("two", "", UNPINNED),
                pip("line 9", "", "is no requirement that can be read"),
            ],
        ),
        ("uv.lock", UV, [pip("pillow", "9.0.0")]),
        (
            "poetry.lock",
            UV.replace("editable", "url"),
            [pip("ours", "1.0"), pip("pillow", "9.0.0")],
        ),
        ("pylock.toml", PYLOCK, [pip("attrs", "25.1.0"), pip("local", "", UNPINNED)]),
        (
            "Pipfile.lock",
            json.dumps(PIPFILE),
            [pip("pillow", "9.0.0"), pip("git", "", UNPINNED), pip("pytest", "9.0")],
        ),
        (
            "package-lock.json",
            json.dumps(NPM_1),
            [Pin("npm", "a", "1.0.0"), Pin("npm", "b", "2.0.0")],
        ),
        (
            "package-lock.json",
            json.dumps(NPM_3),
            [Pin("npm", "@s/a", "1.0.0"), Pin("npm", "b", "2.0.0"), Pin("npm", "c", "3.0.0")],
        ),
        (
            "composer.lock",
            json.dumps(COMPOSER),
            [
                Pin("Packagist", "magento/core", "2.4.6-p4"),
                Pin("Packagist", "phpunit/phpunit", "v10.0.0"),
            ],
        ),
        (
            "vendor/composer/installed.json",
            json.dumps({"packages": COMPOSER["packages"], "dev": True}),
            [Pin("Packagist", "magento/core", "2.4.6-p4")],
        ),
        (
            "vendor/composer/installed.json",
            json.dumps(COMPOSER["packages"]),
            [Pin("Packagist", "magento/core", "2.4.6-p4")],
        ),
    ],
)
def test_a_lock_file_tells_its_pins(name: str, content: str, pins: list[Pin]) -> None:
    parse = parser_for(Path(name))
    assert parse is not None
    assert list(parsed(parse, content.encode())) == pins


@pytest.mark.parametrize("name", ["notes.txt", "installed.json", "package.json", "pyproject.toml"])
def test_other_files_are_not_lock_files(name: str) -> None:
    assert parser_for(Path(name)) is None


def written(root: Path, **files: str) -> CodeTree:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return CodeTree("code", root)


def asked(tree: CodeTree, **known: Advisory) -> Access:
    found: dict[tuple[str, str], Sequence[Advisory]] = {
        (name, "9.0.0"): [advisory] for name, advisory in known.items()
    }
    read = NoLists(found, [ListAge("kev", True, datetime(2026, 6, 14, tzinfo=UTC))])
    return access_to(an_estate(tree.path, tree, Feed("kev", "kev")), advisories=read)


def test_each_component_is_told_once_with_what_names_it(tmp_path: Path) -> None:
    tree = written(
        tmp_path,
        **{
            "requirements.txt": "pillow==9.0.0\ndjango\n",
            "sub/requirements.txt": "Pillow==9.0.0\nsalt==1\n",
            "sub/poetry.lock": "[[package\n",
            "sub/node_modules/x/package-lock.json": json.dumps(NPM_1),
            "vendor/some/pkg/composer.lock": json.dumps(COMPOSER),
            "vendor/composer/installed.json": json.dumps(COMPOSER),
        },
    )
    named = Advisory("GHSA-1", (), "Code runs", "9.0.1")
    assert list(gather(tree, asked(tree, pillow=named))) == [
        ComponentExposure("PyPI", "pillow", "9.0.0", "requirements.txt", (named,)),
        ComponentExposure("PyPI", "django", "", "requirements.txt", (), UNPINNED),
        Unseen(ComponentExposure, "sub/poetry.lock is broken: TOMLDecodeError"),
        ComponentExposure("PyPI", "salt", "1", "sub/requirements.txt"),
        ComponentExposure(
            "Packagist", "magento/core", "2.4.6-p4", "vendor/composer/installed.json"
        ),
    ]


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "null", '{"packages": 3}', '{"packages": [{"name": 1}]}', "\x00", "<html>"],
)
def test_a_broken_file_is_unseen(content: str, tmp_path: Path) -> None:
    tree = written(tmp_path, **{"composer.lock": content})
    (told,) = gather(tree, asked(tree))
    assert isinstance(told, Unseen)
    assert told.because.startswith("composer.lock is broken: ")


def test_a_file_of_endless_depth_is_unseen(tmp_path: Path) -> None:
    deep = '{"dependencies": {"a": ' * 5000 + "{}" + "}}" * 5000
    tree = written(tmp_path, **{"package-lock.json": deep})
    assert list(gather(tree, asked(tree))) == [
        Unseen(ComponentExposure, "package-lock.json is broken: RecursionError")
    ]


def test_links_are_not_followed_out_of_the_tree(tmp_path: Path) -> None:
    outside = written(tmp_path / "outside", **{"requirements.txt": "pillow==9.0.0"})
    tree = written(tmp_path / "tree", **{"notes.txt": ""})
    (tree.path / "requirements.txt").symlink_to(outside.path / "requirements.txt")
    (tree.path / "folder").symlink_to(outside.path)
    assert list(gather(tree, asked(tree))) == [
        Unseen(ComponentExposure, "no lock file was found, so what it is made of is unknown")
    ]


def test_a_missing_tree_is_unreachable(tmp_path: Path) -> None:
    tree = CodeTree("code", tmp_path / "gone")
    with pytest.raises(Unreachable, match="the code tree gone is not there"):
        list(gather(tree, asked(tree)))


@pytest.mark.parametrize(
    ("ages", "feeds", "because"),
    [
        ((), (), "no list of exploited vulnerabilities is followed"),
        ((), (Feed("kev", "kev"),), "kev was not read"),
        ((ListAge("kev", False, None, "a web page"),), (Feed("kev", "kev"),), "a web page"),
        (
            (ListAge("kev", True, datetime(2026, 6, 1, tzinfo=UTC)),),
            (Feed("kev", "kev"),),
            "kev is out of date",
        ),
    ],
)
def test_without_a_catalogue_exploitation_is_unknown(
    ages: tuple[ListAge, ...], feeds: tuple[Feed, ...], because: str, tmp_path: Path
) -> None:
    tree = written(tmp_path, **{"requirements.txt": "a==1"})
    access = access_to(an_estate(tmp_path, tree, *feeds), advisories=NoLists(read=ages))
    assert list(gather(tree, access)) == [
        ComponentExposure("PyPI", "a", "1", "requirements.txt", exploited_unseen=because)
    ]
