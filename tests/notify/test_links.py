"""Signed links say what they allow, and nobody else can write one."""

import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.core.errors import LinkRefused, SecretMissing
from storewarden.core.notices import Pass
from storewarden.notify.links import Links, checked_key, key_in

LINKS = Links("https://warden.shop.example", "k" * 40)
WAY = Pass("abc123", 7, "ada", "0" * 24, datetime(2026, 12, 11, 12, 0, tzinfo=UTC))


def token(way: Pass = WAY, links: Links = LINKS) -> str:
    return links.address(way).rpartition("/")[2]


def test_a_link_reads_back_as_it_was_written() -> None:
    assert LINKS.address(WAY).startswith("https://warden.shop.example/ack/")
    assert LINKS.read(token()) == WAY


@given(some.text(max_size=200))
def test_what_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(LinkRefused, match="not one of ours"):
        LINKS.read(text)


@given(some.integers(0, len(token()) - 1), some.characters(codec="ascii"))
def test_a_changed_sign_is_refused_or_means_the_same(at: int, sign: str) -> None:
    changed = token()[:at] + sign + token()[at + 1 :]
    try:
        assert LINKS.read(changed) == WAY
    except LinkRefused:
        return


def test_another_key_another_salt_and_an_endless_token_are_refused() -> None:
    other = token(links=Links(LINKS.base, "x" * 40))
    swapped = f"{token(replace(WAY, person='eve')).rpartition('.')[0]}.{token().rpartition('.')[2]}"
    for bad in (other, swapped, "a" * 1_000_000, token() + ".x"):
        with pytest.raises(LinkRefused, match="not one of ours"):
            LINKS.read(bad)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "own" / "links.key"
    key = key_in(path)
    assert key_in(path) == key
    assert len(key) >= 40
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["links.key"]


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SecretMissing, match="fewer than 20 characters"):
        checked_key("secret")
