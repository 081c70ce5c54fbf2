"""Packed values are read as flat pairs, whatever is packed there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.kernels.nested import address_in, from_json, from_php

TREES = some.recursive(
    some.text(max_size=20),
    lambda inner: some.dictionaries(some.text(min_size=1, max_size=5), inner, max_size=4),
    max_leaves=12,
)


def serialized(value: object) -> str:
    """An oracle: what PHP's ``serialize`` writes of text and arrays."""
    if isinstance(value, dict):
        inside = "".join(serialized(part) for pair in value.items() for part in pair)
        return f"a:{len(value)}:{{{inside}}}"
    text = str(value)
    return f's:{len(text.encode())}:"{text}";'


@given(some.dictionaries(some.text(min_size=1, max_size=5), TREES, max_size=5))
def test_what_php_packs_is_read_as_json_is(tree: dict[str, object]) -> None:
    assert from_php(serialized(tree)) == from_json(json.dumps(tree))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('a:2:{i:0;s:4:"root";s:1:"n";i:-7;}', {"0": "root", "n": "-7"}),
        ('a:2:{s:1:"f";d:0.5;s:1:"b";b:1;}', {"f": "0.5", "b": "1"}),
        ('a:2:{s:1:"x";N;s:1:"y";s:2:"\u00e9";}', {"y": "\u00e9"}),
        ('a:1:{s:1:"x";a:1:{i:3;s:1:"y";}}', {"x.3": "y"}),
        ('a:2:{s:1:"x";s:1:"y";s:1:"z";O:4:"Evil":0:{}}', {"x": "y"}),
        ('a:1:{s:9:"x";s:1:"y";}', {}),
        ('a:1:{s:1:"x";s:999999999:"y";}', {}),
        ('O:4:"Evil":1:{s:1:"x";s:1:"y";}', {}),
        ("a:1:{" * 5_000, {}),
        ("", {}),
    ],
)
def test_odd_forms_of_php_are_no_harm(text: str, told: dict[str, str]) -> None:
    assert from_php(text) == told


@given(some.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for packed in (text, "a:3:{" + text, "{" + text):
        assert isinstance(from_php(packed), dict)
        assert isinstance(from_json(packed), dict)


def test_json_that_is_no_object_says_nothing() -> None:
    for text in ("[1]", "null", "[" * 100_000, '{"a":', '{"a": null}'):
        assert from_json(text) == {}
    assert from_json('{"a": {"b": [1, 2]}, "c": true}') == {"a.b": "[1, 2]", "c": "True"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3405803781", "203.0.113.5"),
        ("0", "0.0.0.0"),  # noqa: S104 - a case
        ("4294967296", "4294967296"),
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.5", "203.0.113.5"),
        ("\u0663", "\u0663"),
    ],
)
def test_addresses_that_are_numbers_are_read(text: str, told: str) -> None:
    assert address_in(text) == told
