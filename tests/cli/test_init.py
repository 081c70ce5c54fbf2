"""A first estate file from what is shown, never over another."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storewarden.bootstrap.opening import load_estate
from storewarden.connectors.tables.woocommerce_log.form import FORM as WOOCOMMERCE
from storewarden.connectors.tables.wordpress_simple_history.form import FORM as HISTORY
from storewarden.core.logs import TableLog
from storewarden.core.notices import Tls
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


def test_the_proposed_notices_can_be_used_once_uncommented(
    storewarden: Storewarden, bare: Path
) -> None:
    assert storewarden("init").code == 0
    file = bare / "storewarden.toml"
    text = file.read_text("utf-8")
    at, end = text.index("# [notices]"), text.index("\n\n", text.index("# [notices]"))
    block = "\n".join(line.removeprefix("# ") for line in text[at:end].splitlines())
    file.write_text(text[:at] + block + text[end:], "utf-8")
    notices = load_estate(file).notices
    assert (notices.smtp_host, notices.sender) == ("smtp.shop.example", "storewarden@shop.example")
    assert (notices.tls, notices.base_url) == (Tls.STARTTLS, "https://storewarden.shop.example")


def test_it_never_overwrites(storewarden: Storewarden, bare: Path) -> None:
    (bare / "storewarden.toml").write_text("# mine\n", "utf-8")
    answer = storewarden("init")
    assert answer.code == 2
    assert "left as it is" in answer.err
    assert (bare / "storewarden.toml").read_text("utf-8") == "# mine\n"


def test_it_can_be_printed_and_holds_no_password(storewarden: Storewarden, bare: Path) -> None:
    answer = storewarden("init", "postgresql://shop:hunter2@127.0.0.1:1/shop", "--output", "-")
    assert answer.code == 0
    assert "[databases." in answer.out
    assert "# could not tell: which tables of shop_db are logs: PostgreSQL database" in answer.out
    assert "hunter2" not in answer.out
    assert not (bare / "storewarden.toml").exists()


def test_tables_that_are_logs_are_proposed(storewarden: Storewarden, bare: Path) -> None:
    (bare / "shop").mkdir()
    file = bare / "shop" / "shop.sqlite3"
    with closing(sqlite3.connect(file)) as shop, shop:
        shop.execute("create table orders (id integer primary key)")
        for form, prefix in ((HISTORY, "wp_"), (WOOCOMMERCE, "old_"), (WOOCOMMERCE, "wp_")):
            shop.execute(f"create table {prefix}{form.table} ({', '.join(form.needed)})")
    assert storewarden("init", "shop").code == 0
    assert [asset for asset in load_estate().assets if isinstance(asset, TableLog)] == [
        TableLog("wordpress_simple_history", "shop_db", "wordpress_simple_history")
    ]


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
