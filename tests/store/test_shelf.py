import stat
from pathlib import Path

import pytest

from storewarden.store.shelf import FolderShelf, users_shelf


def test_what_is_put_is_taken_again_and_nobody_else_may_look(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "cache" / "storewarden")
    shelf.put("patterns", b"compiled")
    shelf.put("patterns", b"compiled anew")
    assert shelf.take("patterns") == b"compiled anew"
    assert shelf.take("others") is None
    kept = list((tmp_path / "cache" / "storewarden").iterdir())
    assert [file.name for file in kept] == ["patterns"]
    assert stat.S_IMODE(kept[0].parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    shelf = FolderShelf(tmp_path / "file" / "storewarden")
    shelf.put("patterns", b"compiled")
    assert shelf.take("patterns") is None


def test_the_users_shelf_lies_in_the_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    users_shelf().put("patterns", b"compiled")
    assert (tmp_path / "storewarden" / "patterns").read_bytes() == b"compiled"


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    FolderShelf(tmp_path).put("patterns", b"compiled")
    assert [file.name for file in tmp_path.iterdir()] == ["patterns"]
