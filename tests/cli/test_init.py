"""A first estate file from what is shown, never over another."""

from pathlib import Path

import pytest

from tests.cli.conftest import Storewarden


@pytest.fixture
def bare(home: Path) -> Path:
    (home / "storewarden.toml").unlink()
    return home


def test_a_first_file_is_written_and_can_be_used(storewarden: Storewarden, bare: Path) -> None:
    (bare / "site").mkdir()
    (bare / "site" / "wsgi.py").write_text("application = None\n", "utf-8")
    answer = storewarden("init", "site")
    assert (answer.code, answer.err) == (0, "")
    assert 'path = "site"' in (bare / "storewarden.toml").read_text("utf-8")
    assert storewarden("check", "--step", "0", "--asset", "estate").code == 1


def test_it_never_overwrites(storewarden: Storewarden, bare: Path) -> None:
    (bare / "storewarden.toml").write_text("# mine\n", "utf-8")
    answer = storewarden("init")
    assert answer.code == 2
    assert "left as it is" in answer.err
    assert (bare / "storewarden.toml").read_text("utf-8") == "# mine\n"


def test_it_can_be_printed_and_holds_no_password(storewarden: Storewarden, bare: Path) -> None:
    answer = storewarden("init", "postgresql://shop:hunter2@db.example/shop", "--output", "-")
    assert answer.code == 0
    assert "[databases." in answer.out
    assert "hunter2" not in answer.out
    assert not (bare / "storewarden.toml").exists()


def test_paths_start_from_the_working_folder(storewarden: Storewarden, bare: Path) -> None:
    (bare / "site").mkdir()
    (bare / "ours").mkdir()
    assert storewarden("init", "site", "--output", "ours/storewarden.toml").code == 0
    told = (bare / "ours" / "storewarden.toml").read_text("utf-8")
    assert f'path = "{bare / "site"}"' in told


def test_a_folder_that_cannot_be_written_is_told(storewarden: Storewarden, bare: Path) -> None:
    assert bare.exists()
    answer = storewarden("init", "--output", "nowhere/storewarden.toml")
    assert answer.code == 2
    assert "cannot be written" in answer.err
