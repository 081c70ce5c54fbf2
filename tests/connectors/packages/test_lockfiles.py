"""Every pin of every lock file is found; what is broken is told, and stops nobody else."""

import json
from pathlib import Path

import pytest

from storewarden.connectors.packages.lockfiles.formats import parsed, parser_for
from storewarden.connectors.packages.lockfiles.pins import Pin

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


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "null", '{"packages": 3}', "\x00", "<html>"],
)
def test_a_broken_file_says_so(content: str) -> None:
    parse = parser_for(Path("composer.lock"))
    assert parse is not None
    with pytest.raises(ValueError, match="is broken: "):
        parsed(parse, content.encode())


def test_a_file_of_endless_depth_is_broken() -> None:
    deep = '{"dependencies": {"a": ' * 5000 + "{}" + "}}" * 5000
    parse = parser_for(Path("package-lock.json"))
    assert parse is not None
    with pytest.raises(ValueError, match="is broken: RecursionError"):
        parsed(parse, deep.encode())
