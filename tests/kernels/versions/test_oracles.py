"""Our orders are those of PHP, Composer, npm and dpkg, asked as programs where installed."""

import json
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from storewarden.kernels.versions.schemes import scheme_of
from tests.kernels.versions import oracles
from tests.kernels.versions.oracles import Oracle
from tests.kernels.versions.samples import COMPOSER, DEBIAN, NPM, PHP

pytestmark = pytest.mark.slow
MANY = settings(max_examples=400, deadline=None)
FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ODD = [
    "2.4.x-dev",
    "1.*-dev",
    "20240101",
    "2010.01.02",
    "201903.0-p2",
    "9999999-dev",
    "2.0.6.0.0",
    "1.0.0-beta.5+foo",
    "1.0.0.0-RC15-dev",
    "v1.0-",
    "1.0.0-alpha11+cs",
    "dev-main",
    "a",
    "1.2.x",
    "1.0.0-rC15-dev",
    "00.01.03.04",
    "100000.0",
    "1.0.0.pl3-dev",
    "1.0@RC",
    "x-dev",
]


def installed(program: str, *, also: object = True) -> pytest.MarkDecorator:
    there = shutil.which(program) is not None and bool(also)
    return pytest.mark.skipif(not there, reason=f"{program} is not installed here")


@pytest.fixture(scope="module")
def php() -> Iterator[Oracle]:
    with Oracle(oracles.PHP_ORDER) as oracle:
        yield oracle


@pytest.fixture(scope="module")
def composer() -> Iterator[Oracle]:
    with Oracle(oracles.COMPOSER_ORDER) as oracle:
        yield oracle


@pytest.fixture(scope="module")
def npm() -> Iterator[Oracle]:
    with Oracle(oracles.NPM_ORDER) as oracle:
        yield oracle


def ours(purl: str, one: str, other: str) -> str:
    try:
        return str(scheme_of(purl).compare(one, other))
    except ValueError:
        return "unreadable"


@installed("php")
@given(one=PHP, other=PHP)
@MANY
def test_php(php: Oracle, one: str, other: str) -> None:
    assert ours("pkg:generic/a", one, other) == php.ask(json.dumps([one, other]))


@installed("php", also=oracles.COMPOSER.is_file())
@given(one=COMPOSER, other=COMPOSER)
@MANY
def test_composer(composer: Oracle, one: str, other: str) -> None:
    assert ours("pkg:composer/a/b", one, other) == composer.ask(json.dumps([one, other]))


@installed("php", also=oracles.COMPOSER.is_file())
@pytest.mark.parametrize("version", ODD)
def test_composer_on_odd_versions(composer: Oracle, version: str) -> None:
    for other in ("1.0", "2.4.5", "2010.1", "2.5.0-dev"):
        said = composer.ask(json.dumps([version, other]))
        if version == "dev-main":
            said = "unreadable"  # Composer names it, and gives it no place in the order
        assert ours("pkg:composer/a/b", version, other) == said


@installed("node", also=oracles.SEMVER)
@given(one=NPM, other=NPM)
@MANY
def test_npm(npm: Oracle, one: str, other: str) -> None:
    assert ours("pkg:npm/a", one, other) == npm.ask(json.dumps([one, other]))


@installed("dpkg")
@given(one=DEBIAN, other=DEBIAN)
@FEW
def test_dpkg(one: str, other: str) -> None:
    assert ours("pkg:deb/debian/a", one, other) == str(oracles.dpkg(one, other))
