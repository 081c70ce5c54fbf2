"""Versions rise as their ecosystems say, every order is total, and bytes sort as versions do."""

import itertools
from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from storewarden.kernels.versions.schemes import scheme_of
from storewarden.kernels.versions.wordpress import first_before
from tests.kernels.versions.samples import BY_PURL, PYPI

RISING = {
    "pkg:composer/magento/x": [
        "2.4.6-dev",
        "2.4.6-alpha1",
        "2.4.6-beta1",
        "2.4.6-beta2",
        "2.4.6-RC1",
        "2.4.6",
        "2.4.6-p1",
        "2.4.6-p5",
        "2.4.6-p10-dev",
        "2.4.6-p10",
        "2.4.6.1",
        "2.4.7-beta1",
        "v2.4.7",
        "2.4.x-dev",
        "2.10.0",
    ],
    "pkg:composer/drupal/ctools": [
        "8.x-1.0-beta2",
        "8.x-1.0",
        "1.0.1",
        "8.x-1.5",
        "2.0.0",
        "2.x-dev",
    ],
    "pkg:generic/nginx": ["1.2dev", "1.2a", "1.2b1", "1.2rc1", "1.2", "1.2.0", "1.2pl1", "1.10"],
    "pkg:generic/openssl": [
        "0.9.8",
        "0.9.8z",
        "0.9.8za",
        "0.9.8zh",
        "1.0.2",
        "1.0.2zk",
        "1.1.0l",
        "1.1.1-pre2",
        "1.1.1-pre10",
        "1.1.1",
        "1.1.1a",
        "1.1.1b-dev",
        "1.1.1b",
        "1.1.1k",
        "1.1.1w",
        "3.0.0-alpha17",
        "3.0.0-beta1",
        "3.0.0",
        "3.0.10",
    ],
    "pkg:generic/zen-cart": ["1.5.7", "1.5.7a", "1.5.7d", "1.5.8", "1.5.8a", "2.0.0-rc1", "2.0.0"],
    "pkg:generic/proftpd": ["1.3.5rc4", "1.3.5", "1.3.5a", "1.3.5e", "1.3.6rc1", "1.3.6"],
    "pkg:npm/a": [
        "1.0.0-0",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "v1.2",
        "1.10.0",
    ],
    "pkg:golang/a/b": [
        "v0.0.0-20190101000000-abcdef123456",
        "v0.0.1",
        "v1.9.0+incompatible",
        "1.21.0-0",
        "1.21.0",
    ],
    "pkg:pypi/a": [
        "1.0.dev1",
        "1.0a1.dev1",
        "1.0a1",
        "1.0rc1",
        "1.0",
        "1.0+1",
        "1.0.post1",
        "1.0.1",
        "1!0.1",
    ],
    "pkg:deb/debian/a": [
        "1.0~rc1-1",
        "1.0-1~deb12u1",
        "1.0-1",
        "1.0-1+b1",
        "1.0a-1",
        "1.0+dfsg-1",
        "1.0.1-1",
        "1:0.1-1",
    ],
    "pkg:gem/a": ["1.0.a", "1.0.b1", "1.0.b2", "1.0", "1.0.1-rc", "1.0.1", "1.10"],
    "pkg:wordpress/plugin/a": ["6.4-beta1", "6.4-RC1", "6.4", "6.4.0.1", "6.4.1", "6.10"],
    "pkg:maven/a/b": ["1.0-alpha-1", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp", "1.0.1", "1.10"],
    "pkg:apk/alpine/a": [
        "1.0_alpha1-r0",
        "1.0_rc1-r0",
        "1.0-r0",
        "1.0-r2",
        "1.0-r10",
        "1.0_p1-r0",
        "1.0a-r0",
        "1.1-r0",
    ],
}
SAME = [
    ("pkg:npm/a", "1.2.3", "v1.2.3+build.5"),
    ("pkg:npm/a", "1.2", "1.2.0"),
    ("pkg:npm/a", "1.9.0b1", "1.9.0-b1"),
    ("pkg:composer/a/b", "1.0", "v1.0.0.0"),
    ("pkg:composer/a/b", "1.0.0-b2", "1.0.0BETA2"),
    ("pkg:composer/a/b", "1.0-stable", "1.0@dev"),
    ("pkg:composer/a/b", "1.0-pl3", "1.0.0-p3+meta"),
    ("pkg:composer/drupal/a", "8.x-1.5", "1.5.0"),
    ("pkg:generic/openssl", "1.0.2k", "1.0.2K-fips"),
    ("pkg:generic/openssl", "3.3.0", "v3.3.0+quic"),
    ("pkg:pypi/a", "1.0", "1.0.0"),
    ("pkg:wordpress/core/wordpress", "1.0", "1.0.0"),
    ("pkg:wordpress/plugin/a", "6.0.0-beta1", "v6.0 beta 1"),
    ("pkg:deb/debian/a", "0:1.0", "1.0-0"),
    ("pkg:gem/a", "1.0.0", "1"),
    ("pkg:maven/a/b", "1.0.0", "1.0.Final"),
]


@pytest.mark.parametrize("purl", RISING)
def test_versions_rise_as_people_expect(purl: str) -> None:
    scheme = scheme_of(purl)
    for older, newer in itertools.combinations(RISING[purl], 2):
        assert scheme.compare(older, newer) == -1, (older, newer)
        assert scheme.compare(newer, older) == 1, (older, newer)


@pytest.mark.parametrize(("purl", "one", "other"), SAME)
def test_two_ways_to_write_one_version_are_equal(purl: str, one: str, other: str) -> None:
    assert scheme_of(purl).compare(one, other) == 0


@pytest.mark.parametrize(
    ("purl", "version", "said"),
    [
        ("pkg:composer/a/b", "dev-main", "'dev-main' names a branch"),
        ("pkg:composer/a/b", "master", "names a branch"),
        ("pkg:composer/a/b", "2.0.6.0.0", "is not a version of Composer"),
        ("pkg:composer/a/b", "1.0 || 2.0", "is not a version of Composer"),
        ("pkg:composer/a/b", "1" * 10_000, "more than 256 characters"),
        ("pkg:composer/a/b", "", "there is no version"),
        ("pkg:npm/a", "git+ssh://git@host.example/a.git", "is not a semantic version"),
        ("pkg:npm/a", "^1.0.0", "is not a semantic version"),
        ("pkg:npm/a", "1.x", "is not a semantic version"),
        ("pkg:npm/a", "\u0661.0.0", "is not a semantic version"),
        ("pkg:pypi/a", "2004d", "is not a version of PyPI"),
        ("pkg:deb/debian/a", "unstable", "is not a version of a Debian package"),
        ("pkg:gem/a", "latest", "is not a version of RubyGems"),
        ("pkg:wordpress/plugin/a", "trunk", "is not a version of WordPress"),
        ("pkg:generic/a", "\x1b[31m", r"'\\x1b\[31m' is not a version"),
        ("pkg:apk/alpine/a", "x.y", "is not a version of an Alpine package"),
        ("pkg:cran/a", "1.0", "nobody knows how versions of 'cran' sort"),
    ],
)
def test_what_is_no_version_is_refused_with_the_reason(purl: str, version: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scheme_of(purl).key(version)


@pytest.mark.parametrize("purl", BY_PURL)
@given(data=st.data())
def test_the_order_is_total(purl: str, data: st.DataObject) -> None:
    scheme = scheme_of(purl)
    a, b, c = sorted((data.draw(BY_PURL[purl]) for _ in range(3)), key=cmp_to_key(scheme.compare))
    assert scheme.compare(a, b) == -scheme.compare(b, a)
    assert scheme.compare(a, b) <= 0
    assert scheme.compare(b, c) <= 0
    assert scheme.compare(a, c) == min(scheme.compare(a, b), scheme.compare(b, c))


@given(PYPI, PYPI)
def test_bytes_of_python_versions_sort_as_packaging_does(one: str, other: str) -> None:
    left, right = Version(one), Version(other)
    assert scheme_of("pkg:pypi/a").compare(one, other) == (left > right) - (left < right)


@given(st.integers(0, 2**80), st.integers(0, 2**80))
def test_numbers_of_any_length_sort_as_numbers(one: int, other: int) -> None:
    said = scheme_of("pkg:npm/a").compare(f"1.{one}.0", f"1.{other}.0")
    assert said == (one > other) - (one < other)


@pytest.mark.parametrize(
    ("version", "before"),
    [
        ("6.4.3-beta1", True),
        ("6.4.3-RC2", True),
        ("6.4.3-anything", True),
        ("6.4.3", False),
        ("6.4.2", False),
        ("6.4.2.9", False),
        ("6.4.3.1", False),
    ],
)
def test_a_prerelease_stands_between_all_else_and_its_release(
    version: str, *, before: bool
) -> None:
    key = scheme_of("pkg:wordpress/core/wordpress").key
    assert (first_before(key("6.4.3")) <= key(version) < key("6.4.3")) is before


@pytest.mark.parametrize("purl", ["pkg:generic/nginx", "pkg:wordpress/plugin/a"])
@pytest.mark.parametrize("repeated", ["1", "a", ".1", "-a", "1a"])
def test_a_long_odd_version_is_refused_at_once(purl: str, repeated: str) -> None:
    odd = ("1" + repeated * 120)[:200] + "!"
    with pytest.raises(ValueError, match="is not a version"):
        scheme_of(purl).key(odd)
