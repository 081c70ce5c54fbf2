"""One text stands for all ways to write a version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.versions.schemes import scheme_of
from storewarden.store.advisories.laying import same
from tests.kernels.versions.samples import BY_PURL

WITH_BYTES = sorted(purl for purl in BY_PURL if scheme_of(purl).apart is None)


@pytest.mark.parametrize("purl", WITH_BYTES)
@given(data=st.data())
def test_two_versions_are_the_same_where_their_order_says_so(
    purl: str, data: st.DataObject
) -> None:
    one, other = data.draw(BY_PURL[purl]), data.draw(BY_PURL[purl])
    equal = scheme_of(purl).compare(one, other) == 0
    assert (same(purl, one) == same(purl, other)) is equal


@pytest.mark.parametrize(
    ("purl", "version"),
    [("pkg:composer/a/b", "dev-main"), ("pkg:maven/a/b", "1.0"), ("pkg:rpm/a", "1.0")],
)
def test_what_has_no_bytes_stands_for_itself(purl: str, version: str) -> None:
    assert same(purl, version) == version
