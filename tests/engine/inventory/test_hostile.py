"""Whatever lies behind a mark, the walk comes to its end, and nothing odd comes out of it."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storewarden.bootstrap.inventory import installed_readers
from storewarden.core.inventory import Component, Inventory
from storewarden.engine.inventory import take

DEEP = 10_000
CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "noise": bytes(range(256)) * 40,
    "html": b"<!DOCTYPE html><html><body>404</body></html>",
    "deep JSON": b'{"packages":' + b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP,
    "list": b"[1, null, {}]",
    "null": b"null",
    "wide": '<?php\n$wp_version = "1.0";\n/* Plugin Name: X\nVersion: 1.0 */'.encode("utf-16"),
    "long version": b"Plugin Name: X\nVersion: "
    + b"9" * 10_000
    + b"\nName: x\nversion: "
    + b"9" * 10_000,
    "long JSON": b'{"name": "' + b"n" * 5_000 + b'", "version": "' + b"9" * 10_000 + b'"}',
    "hostile JSON": b'{"name": "../../\\u001b[31m\\u202e", "version": "1\\u0000\\u001b"}',
    "comments": b"<?php " + b"/*" * 20_000,
    "strings": b"<?php '" + b"\\'" * 20_000,
    "tags": b"<extension type='module'>" + b"<version" * 10_000,
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><extension type='module'><version>&a;</version>",
}


def places() -> Iterator[str]:
    """A path for every mark of every reader; folders get a part with a likely file."""
    for reader in installed_readers():
        for mark in reader.finds:
            path = mark.replace("*", "x")
            yield from (
                [f"wp-content/{path}x/x.php", f"{path}x/style.css", f"{path}x/config.xml"]
                if path.endswith("/")
                else [path, f"x/{path}", f"contrib/x/{path}"]
            )


def filled(root: Path, content: bytes) -> Path:
    for place in places():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes(content)
    return root


def is_sound(found: Inventory) -> bool:
    return all(_is_sound(component) for component in found.components) and all(
        gap.because and len(gap.because) < 300 for gap in found.gaps
    )


def _is_sound(one: Component) -> bool:
    shown = one.version + one.newest + one.unreadable
    return (
        one.purl.startswith("pkg:")
        and one.purl.isascii()
        and len(one.purl) < 4_000
        and len(one.version) <= 128
        and len(one.unreadable) < 300
        and bool(one.version) != bool(one.unreadable)
        and not any(unicodedata.category(sign) == "Cc" for sign in shown)
    )


@pytest.mark.slow
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_every_reader_survives(tmp_path: Path, content: bytes) -> None:
    assert is_sound(take(filled(tmp_path, content), installed_readers()))


@pytest.mark.slow
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_reader_survives_anything(tmp_path: Path, content: bytes) -> None:
    assert is_sound(take(filled(tmp_path, content), installed_readers()))
