"""Versions sort as their own ecosystem sorts, and every order is total."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.versions.order import key, newest, same_name

RISING = {
    "npm": [
        "0.0.1-0",
        "0.0.1",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "v1.0.1",
        "1.2",
        "1.10.0",
    ],
    "Packagist": [
        "2.4.6-dev",
        "2.4.6-alpha1",
        "2.4.6-beta1",
        "2.4.6-beta2",
        "2.4.6-RC1",
        "2.4.6",
        "2.4.6-p1",
        "2.4.6-p5",
        "2.4.6-p10",
        "2.4.6-p11-dev",
        "2.4.6.1",
        "2.4.7-beta1",
        "v2.4.7",
        "2.4.x-dev",
        "2.10.0",
    ],
    "PyPI": ["1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.0.1", "1!0.1"],
}
SAME = [
    ("npm", "1.2.3", "v1.2.3+build.5"),
    ("npm", "1.2", "1.2.0"),
    ("Packagist", "1.0", "v1.0.0.0"),
    ("Packagist", "1.0.0-b2", "1.0.0BETA2"),
    ("Packagist", "1.0-stable", "1.0"),
    ("Packagist", "1.0-pl3", "1.0.0-p3"),
    ("PyPI", "1.0", "1.0.0"),
]


@pytest.mark.parametrize("ecosystem", RISING)
def test_versions_rise_as_people_expect(ecosystem: str) -> None:
    for older, newer in itertools.combinations(RISING[ecosystem], 2):
        assert key(ecosystem, older) < key(ecosystem, newer), (older, newer)
        assert not key(ecosystem, newer) < key(ecosystem, older), (older, newer)


@pytest.mark.parametrize(("ecosystem", "one", "other"), SAME)
def test_two_ways_to_write_one_version_are_equal(ecosystem: str, one: str, other: str) -> None:
    assert key(ecosystem, one) == key(ecosystem, other)


@pytest.mark.parametrize(
    ("ecosystem", "version"),
    [
        ("npm", "git+ssh://git@host.example/a.git"),
        ("npm", "^1.0.0"),
        ("npm", "1.x"),
        ("npm", ""),
        ("Packagist", "dev-main"),
        ("Packagist", "1.0 || 2.0"),
        ("PyPI", "not a version"),
        ("PyPI", "1" * 5000),
        ("npm", "\u0661.0.0"),
        ("CRAN", "1.0"),
    ],
)
def test_what_is_no_version_is_refused(ecosystem: str, version: str) -> None:
    with pytest.raises(ValueError, match=r"version|nobody knows"):
        key(ecosystem, version)


def test_the_newest_of_several() -> None:
    assert newest("Packagist", ["2.4.6-p9", "2.4.6-p10", "2.4.6"]) == "2.4.6-p10"


def test_names_are_compared_as_the_ecosystem_does() -> None:
    assert same_name("PyPI", "Foo__bar.Baz") == "foo-bar-baz"
    assert same_name("Packagist", "Magento/Core") == "magento/core"
    assert same_name("npm", "@Scope/Name") == "@Scope/Name"


NUMBERS = st.integers(0, 30).map(str)
WORDS = st.sampled_from(["alpha", "beta", "RC", "patch", "p", "b", "a", "pl"])
COMPOSER = st.builds(
    lambda numbers, tail, dev: ".".join(numbers) + tail + dev,
    st.lists(NUMBERS, min_size=1, max_size=4),
    st.one_of(st.just(""), st.builds(lambda word, count: f"-{word}{count}", WORDS, NUMBERS)),
    st.sampled_from(["", "-dev"]),
)
NPM = st.builds(
    lambda numbers, before: ".".join(numbers) + ("-" + ".".join(before) if before else ""),
    st.lists(NUMBERS, min_size=3, max_size=3),
    st.lists(st.one_of(NUMBERS, st.text("abcz-", min_size=1, max_size=3)), max_size=3),
)


@pytest.mark.parametrize(("ecosystem", "versions"), [("Packagist", COMPOSER), ("npm", NPM)])
@given(data=st.data())
def test_the_order_is_total(
    ecosystem: str, versions: st.SearchStrategy[str], data: st.DataObject
) -> None:
    a, b, c = (key(ecosystem, data.draw(versions)) for _ in range(3))
    assert (a < b) + (b < a) + (a == b) == 1
    if a < b < c:
        assert a < c


FORMS = [("dev", 0), ("alpha", 1), ("a", 1), ("beta", 2), ("b", 2), ("rc", 3), ("#", 4), ("p", 5)]


def in_full(version: str) -> list[str]:
    """Write a version as Composer does before it compares."""
    numbers, _, tail = version.partition("-")
    full = numbers + ".0" * (3 - numbers.count("."))
    words = {"a": "alpha", "b": "beta", "pl": "patch", "p": "patch"}
    tail = re.sub(r"^[A-Za-z]+", lambda found: words.get(found[0], found[0]), tail)
    spaced = re.sub(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)", ".", f"{full}-{tail}")
    return [part for part in re.split(r"[-_+.]", spaced) if part]


def php_form(part: str) -> int:
    return next((rank for form, rank in FORMS if part.lower().startswith(form)), -1)


def php_part(one: str, other: str) -> int:
    if one.isdigit() and other.isdigit():
        return (int(one) > int(other)) - (int(one) < int(other))
    left = php_form("#" if one.isdigit() else one)
    right = php_form("#" if other.isdigit() else other)
    return (left > right) - (left < right)


def php_compare(one: list[str], other: list[str]) -> int:
    """Compare as PHP's version_compare is documented to do, part by part."""
    for left, right in zip(one, other, strict=False):
        if answer := php_part(left, right):
            return answer
    if len(one) == len(other):
        return 0
    if len(one) < len(other):
        return -php_compare(other, one)
    rest = one[len(other)]
    return 1 if rest.isdigit() else php_compare(one[len(other) :], ["#"])


@given(COMPOSER, COMPOSER)
def test_packagist_agrees_with_phps_own_rules(one: str, other: str) -> None:
    mine, theirs = key("Packagist", one), key("Packagist", other)
    said = (theirs < mine) - (mine < theirs)
    assert said == php_compare(in_full(one), in_full(other))
