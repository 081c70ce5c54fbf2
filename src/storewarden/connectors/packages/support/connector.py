"""Reads from a code tree which frameworks and languages it pins whose makers publish an end."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from storewarden.connectors.support_ends import support_ends
from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree
from storewarden.facts.lifecycle import Running

Pins = Iterator[tuple[str, str]]

_PRODUCTS: Final = {
    "django": "django", "wagtail": "wagtail", "drupal/core": "drupal",
    "drupal/core-recommended": "drupal", "laravel/framework": "laravel",
    "magento/product-community-edition": "magento", "magento/product-enterprise-edition": "magento",
    "shopware/core": "shopware", "symfony/framework-bundle": "symfony", "typo3/cms-core": "typo3",
    "@angular/core": "angular", "angular": "angularjs", "next": "nextjs", "vue": "vue",
}  # fmt: skip
_LARGEST: Final = 20_000_000
_PINNED: Final = re.compile(r"^\s*([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*===?\s*([0-9][\w.!+-]*)")
_WORDPRESS: Final = re.compile(r"\$wp_version\s*=\s*'([0-9][\w.-]*)'")
_PYTHON: Final = re.compile(r"(?:python-)?([0-9]+\.[0-9]+[0-9.]*)")


def gather(tree: CodeTree, access: Access) -> Iterator[Running]:
    """Tell each pinned product once a file; raises `Unreachable` for a file that cannot be read."""
    if not tree.path.is_dir():
        raise Unreachable(f"the code tree {tree.id} is not at {tree.path}")
    today, ends = access.now.date(), support_ends(access.estate.root)
    for pattern, read in _FILES.items():
        for path in sorted(tree.path.glob(pattern)):
            found_in = str(path.relative_to(tree.path))
            pins = sorted({pin for pin in read(_text(path)) if pin[1]})
            yield from (ends.running(*pin, found_in, today) for pin in pins)


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise Unreachable(f"{path.name} is larger than {_LARGEST} bytes; it was not read")
    return path.read_text("utf-8", "replace")


def _requirements(text: str) -> Pins:
    for line in text.splitlines():
        if pin := _PINNED.match(line):
            yield from _known(pin[1].lower().replace("_", "-"), pin[2])


def _python_lock(text: str) -> Pins:
    """uv.lock and poetry.lock: an array ``package`` with ``name`` and ``version``."""
    try:
        packages = tomllib.loads(text).get("package", [])
    except tomllib.TOMLDecodeError as wrong:
        raise Unreachable(f"a lock file is broken: {wrong}") from wrong
    yield from _listed(packages)


def _composer_lock(text: str) -> Pins:
    lock = _json(text)
    yield from _listed(lock.get("packages"))
    platform = lock.get("platform-overrides")
    if isinstance(platform, dict):
        yield "php", str(platform.get("php", ""))


def _npm_lock(text: str) -> Pins:
    packages = _json(text).get("packages")
    for place, package in packages.items() if isinstance(packages, dict) else ():
        name = place.removeprefix("node_modules/")
        if isinstance(package, dict):
            yield from _known(name, str(package.get("version", "")))


def _json(text: str) -> dict[str, object]:
    try:
        lock = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Unreachable("a lock file is not JSON, so what it pins is not known") from wrong
    return lock if isinstance(lock, dict) else {}


def _listed(packages: object) -> Pins:
    for package in packages if isinstance(packages, list) else ():
        if isinstance(package, dict):
            version = str(package.get("version", "")).removeprefix("v")
            yield from _known(str(package.get("name", "")).lower(), version)


def _known(name: str, version: str) -> Pins:
    if name in _PRODUCTS:
        yield _PRODUCTS[name], version


def _wordpress(text: str) -> Pins:
    if found := _WORDPRESS.search(text):
        yield "wordpress", found[1]


def _python(text: str) -> Pins:
    if found := _PYTHON.match(text.strip()):
        yield "python", found[1]


_FILES: Final[dict[str, Callable[[str], Pins]]] = {
    "requirements*.txt": _requirements,
    "requirements*.lock": _requirements,
    "requirements/*.txt": _requirements,
    "uv.lock": _python_lock,
    "poetry.lock": _python_lock,
    "composer.lock": _composer_lock,
    "package-lock.json": _npm_lock,
    "wp-includes/version.php": _wordpress,
    ".python-version": _python,
    "runtime.txt": _python,
}

CONNECTOR = Connector(reads=CodeTree, gives=(Running,), gather=gather)
