"""Personal data is taken out at the door, and given back to whoever holds the key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.core.errors import HuntRefused
from storewarden.kernels.events import TEXTS, batch
from storewarden.kernels.events.ports import Delivery
from storewarden.store.events.masking import Mask
from storewarden.store.events.segments import table_of
from tests.store.events.samples import KEY, store

MASK = Mask(KEY.encode())
OTHER = Mask(b"another invented key for tests")


def masked(**columns: str) -> dict[str, str]:
    (row,) = MASK.masked(table_of([batch(dict(columns), 1)])).select(list(columns)).to_pylist()
    return {name: str(value) for name, value in row.items()}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_pseudonym_is_the_same_each_time_and_comes_back(plain: str) -> None:
    for column in ("address", "account", "session"):
        pseudonym = MASK.pseudonym(column, plain)
        assert pseudonym.startswith("p:")
        assert pseudonym == MASK.pseudonym(column, plain) != OTHER.pseudonym(column, plain)
        assert MASK.reveal(pseudonym) == plain


def test_the_same_word_in_two_columns_has_two_pseudonyms() -> None:
    assert MASK.pseudonym("account", "x") != MASK.pseudonym("session", "x")
    assert MASK.pseudonym("account", "") == ""


@pytest.mark.parametrize("odd", ["", "p:", "p:abc", "p:!!!", "ada", "p:\u20ac", "p:" + "A" * 60])
def test_what_is_no_pseudonym_of_ours_is_refused(odd: str) -> None:
    with pytest.raises(HuntRefused, match="no pseudonym of this store"):
        MASK.reveal(odd)


def test_another_key_reveals_nothing() -> None:
    with pytest.raises(HuntRefused):
        OTHER.reveal(MASK.pseudonym("address", "203.0.113.9"))


def test_words_that_name_people_are_masked_too() -> None:
    ada, mail = MASK.pseudonym("account", "ada"), MASK.pseudonym("account", "ada@shop.example")
    six = MASK.pseudonym("address", "2001:db8::9")
    four = MASK.pseudonym("address", "203.0.113.9")
    assert masked(
        account="ada",
        message="ada (mail ada@shop.example) from 203.0.113.9 or 2001:DB8:0::9 at 12:30:45, adam",
        query="user=ada%40shop.example&x=1",
        path="/reset/ada@shop.example/",
        referrer="https://shop.example/?q=a@b",
    ) == {
        "account": ada,
        "message": f"{ada} (mail {mail}) from {four} or {six} at 12:30:45, adam",
        "query": f"user={mail}&x=1",
        "path": f"/reset/{mail}/",
        "referrer": "https://shop.example/?q=a@b",
    }


def test_what_names_nobody_stays() -> None:
    plain = {
        "message": "10.0.0.7, 127.0.0.1 and ::1 failed: 3.11.2 of 1.2.3.4.5, PHP Foo::bar",
        "query": "url=http://169.254.169.254/latest/meta-data/",
        "path": "/a/203.0.113.9/",
        "agent": "Mozilla/5.0",
    }
    assert masked(**plain) == plain


def test_nothing_of_a_person_is_on_the_disk(tmp_path: Path) -> None:
    secrets = {
        "address": "198.51.100.77",
        "account": "very-unusual-name",
        "session": "sessionkey0123456789",
        "message": "Failed password for very-unusual-name from 198.51.100.77 port 22",
    }
    unused = batch(dict.fromkeys(TEXTS, "x"), 1)
    with store(tmp_path) as kept:
        kept.append([Delivery("a", batch(secrets, 1)), Delivery("b", unused)])
    content = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    for word in ("198.51.100.77", "very-unusual-name", "sessionkey0123456789"):
        assert word.encode() not in content
