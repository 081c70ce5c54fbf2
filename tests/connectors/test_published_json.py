"""Records are cut out of any JSON, however it arrives, and what is cut off is never taken."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.connectors import published_json
from storewarden.connectors.published_json import framed, keyed, many, records, whole
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import Document

Texts = st.text(max_size=12)
Values = st.recursive(
    st.none() | st.booleans() | st.integers() | Texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(Texts, inner, max_size=3),
    max_leaves=8,
)
Records = st.dictionaries(Texts, Values, max_size=4)
Steps = st.integers(1, 7)


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, however many are asked for."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__(content)
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        assert size
        return super().read(self._step)


def dripping(content: bytes, step: int) -> Document:
    return Document("list.json", lambda: Dripping(content, step))


def values(cut: Iterator[tuple[bytes, bytes]]) -> list[object]:
    return [json.loads(record) for _, record in cut]


@given(st.lists(Records, min_size=1, max_size=5), Steps, st.sampled_from([None, 1]))
def test_records_of_an_array_and_of_lines_come_out_as_they_went_in(
    given_: list[dict[str, object]], step: int, indent: int | None
) -> None:
    array = json.dumps(given_, indent=indent, ensure_ascii=False).encode("utf-8", "replace")
    lines = "\n".join(json.dumps(one, indent=indent) for one in given_).encode()
    expected = json.loads(array)
    assert values(framed(dripping(array, step), 1)) == expected
    assert values(framed(dripping(lines, step), 0)) == given_
    assert list(many(dripping(array, 4_096), dict[str, object])) == expected


@given(st.dictionaries(Texts, Records, min_size=1, max_size=5), Steps)
def test_records_under_keys_come_with_their_keys(
    told: dict[str, dict[str, object]], step: int
) -> None:
    text = json.dumps(told).encode()
    assert dict(keyed(dripping(text, step), dict[str, object], 1)) == told
    assert values(framed(dripping(b'{"a": [], "list": ' + text + b"}", step), 2)) == list(
        told.values()
    )


@given(st.lists(Records, min_size=1, max_size=4), st.data())
def test_what_is_cut_off_is_never_taken(
    given_: list[dict[str, object]], data: st.DataObject
) -> None:
    text = json.dumps(given_).encode()
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    with pytest.raises(Unreachable):
        list(records(dripping(cut, 5), msgspec.Raw, 1))


@given(st.binary(max_size=60), st.integers(0, 2))
def test_no_bytes_do_more_than_be_refused(content: bytes, level: int) -> None:
    with suppress(Unreachable):
        list(records(dripping(content, 3), dict[str, object], level))
    with suppress(Unreachable):
        whole(dripping(content, 100), dict[str, object])


def test_a_record_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_json, "LONGEST_RECORD", 10_000)
    endless = b'[{"a": "' + b"x" * 50_000
    with pytest.raises(Unreachable, match="has a record of more than 10000 bytes"):
        list(records(dripping(endless, 1_000), dict[str, str], 1))
    with pytest.raises(Unreachable, match="is larger than 10000 bytes"):
        whole(dripping(endless, 50_000), dict[str, str])


def test_a_name_cannot_move_a_terminal() -> None:
    odd = Document("\x1b[31m" + "x" * 500, lambda: io.BytesIO(b"<html>"))
    with pytest.raises(Unreachable) as refused:
        whole(odd, dict[str, str])
    assert str(refused.value) == "?[31m" + "x" * 95 + " is a web page, not a list"
