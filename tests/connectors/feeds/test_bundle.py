"""A bundle carries lists with their layers and ages, and nothing that was not in it."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storewarden.connectors.feeds.fetching import Shelf
from storewarden.connectors.feeds.fetching.bundle import carried, export, read
from storewarden.core.errors import Unreachable
from storewarden.core.feeds import FeedState

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
STATE = FeedState("osv", "osv", fetched=NOON)


def filled(folder: Path) -> Shelf:
    shelf = Shelf(folder / "osv")
    (shelf.begin() / "all.json").write_bytes(b"old")
    shelf.keep("https://lists.example/all.zip", part=False)
    (shelf.begin() / "A.json").write_bytes(b"new")
    shelf.keep("https://lists.example/all.zip", part=True)
    return shelf


def test_layers_come_out_newest_first_with_their_moment(tmp_path: Path) -> None:
    bundle = tmp_path / "lists.zip"
    empty = (FeedState("none", "kev"), Shelf(tmp_path / "none"))
    assert export([(STATE, filled(tmp_path / "here")), empty], bundle) == ["osv"]
    there = Shelf(tmp_path / "there" / "osv")
    (told,) = read(bundle).values()
    fetched = carried(bundle, "osv", told, there)
    assert fetched.as_of == NOON
    read_again = []
    for document in fetched.documents():
        with document.open() as opened:
            read_again.append(opened.read())
    assert read_again == [b"new", b"old"]
    fetched.keep()
    assert there.source() == "https://lists.example/all.zip"


def test_a_bundle_is_never_written_over_a_file(tmp_path: Path) -> None:
    bundle = tmp_path / "lists.zip"
    bundle.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        export([(STATE, filled(tmp_path))], bundle)
    assert bundle.read_bytes() == b"mine"


def forged(folder: Path, name: str, content: bytes, size: int | None = None) -> Path:
    """A bundle whose list has one file of that name, with a checksum that fits."""
    file = {
        "name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content) if size is None else size,
    }
    feed = {
        "format": "osv",
        "source": "https://lists.example",
        "fetched": NOON.isoformat(),
        "files": [file],
    }
    bundle = folder / "forged.zip"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", json.dumps({"version": 1, "feeds": {"osv": feed}}))
        made.writestr(f"osv/{name}", content)
    return bundle


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("../../outside.json", b"x", None),
        ("/etc/outside.json", b"x", None),
        (".hidden", b"x", None),
        ("bomb.json", b"0" * 10_000_000, 10),
        ("short.json", b"x", 2),
        ("negative.json", b"x", -1),
    ],
)
def test_a_forged_bundle_leaves_nothing_behind(
    tmp_path: Path, name: str, content: bytes, size: int | None
) -> None:
    bundle = forged(tmp_path, name, content, size)
    shelf = Shelf(tmp_path / "shelves" / "osv")
    (told,) = read(bundle).values()
    with pytest.raises(Unreachable):
        carried(bundle, "osv", told, shelf)
    assert list((tmp_path / "shelves").iterdir()) == []


@pytest.mark.parametrize(
    "manifest", [None, "[]", '{"version": 2, "feeds": {}}', '{"version": 1}', "[" * 20_000]
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, manifest: str | None) -> None:
    bundle = tmp_path / "x.zip"
    if manifest is None:
        bundle.write_bytes(b"no zip")
    else:
        with zipfile.ZipFile(bundle, "w") as made:
            made.writestr("manifest.json", manifest)
    with pytest.raises(Unreachable, match="nothing was taken over"):
        read(bundle)
