"""Libraries are recognised by banner, address, file name or hash; hostile patterns do nothing."""

import hashlib
import time

import pytest

from storewarden.kernels.frontend import (
    Library,
    Seen,
    library,
    recognised,
    recognised_file,
    shipped,
)

FERN = library(
    "pkg:npm/fern",
    uri=[r"/(§§version§§)/fern(\.min)?\.js"],
    filename=[r"fern-(§§version§§)(.min)?\.js"],
    content=[r"/\*!? (Fern|fern) v(§§version§§)"],
    hashes={hashlib.sha1(b"whole", usedforsecurity=False).hexdigest(): "1.9.9"},
)
SITE = "https://shop.example"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("/app.js", b"/*! Fern v1.2.3 */", Seen("pkg:npm/fern", "1.2.3", "banner")),
        ("/lib/1.2.4/fern.min.js?x=1", b"", Seen("pkg:npm/fern", "1.2.4", "address")),
        ("/js/fern-1.2.5-beta.1.min.js", b"", Seen("pkg:npm/fern", "1.2.5-beta.1", "file name")),
        ("/js/fern-9.9.9.js", b"whole", Seen("pkg:npm/fern", "1.9.9", "hash")),
    ],
)
def test_a_library_is_told_with_its_version(path: str, content: bytes, expected: Seen) -> None:
    assert recognised(SITE + path, content, [FERN]) == (expected,)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"fern v", b"x" * 100_000])
def test_what_shows_nothing_is_nothing(content: bytes) -> None:
    assert recognised(f"{SITE}/fern.js", content, [FERN]) == ()


def test_patterns_that_cannot_be_run_safely_are_left_out() -> None:
    odd = [
        r"(?<=x)(§§version§§)",
        r"(.)\1(§§version§§)",
        "no mark",
        "(" + "§§version§§",
        "x" * 5_000,
    ]
    assert library("pkg:npm/odd", content=odd) == Library("pkg:npm/odd")


def test_a_pattern_made_to_hang_does_not() -> None:
    slow = library("pkg:npm/slow", content=[r"(a+)+(§§version§§)b"])
    begun = time.process_time()
    assert recognised(f"{SITE}/a.js", b"a" * 200_000, [slow]) == ()
    assert time.process_time() - begun < 1.0


MOSS = shipped("moss", "moss", (r"Moss v", r"moss "), (r"VERSION=",), {"0" * 32: "9"})


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("/app.js", b"/*! moss 1.0.0, Moss v1.2.3 */", Seen("pkg:npm/moss", "1.2.3", "banner")),
        ("/moss-1.0.0.min.js", b"Moss v1.2.3", Seen("pkg:npm/moss", "1.2.3", "banner")),
        ("/moss.js", b"VERSION=1.2.4;", Seen("pkg:npm/moss", "1.2.4", "code")),
        ("/npm/moss@1.2.5/dist/moss.min.js", b"", Seen("pkg:npm/moss", "1.2.5", "address")),
        ("/moss.min.js", b"nothing", Seen("pkg:npm/moss", "", "called")),
    ],
)
def test_what_a_file_says_counts_before_what_it_is_called(
    path: str, content: bytes, expected: Seen
) -> None:
    assert recognised_file(path, content, [MOSS]) == (expected,)


@pytest.mark.parametrize("content", [b"VERSION=1.2.4;", b" " * 4_000 + b"Moss v1.2.3", b"mosses 1"])
def test_bundles_hold_versions_of_all_sorts(content: bytes) -> None:
    assert recognised_file("/bundle.js", content, [MOSS]) == ()
