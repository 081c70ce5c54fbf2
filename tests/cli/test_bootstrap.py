"""The fuse box: secrets, the ledger's place, drivers by scheme, and the first estate file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storewarden.bootstrap import clock, installed, looking, opening
from storewarden.core.errors import EstateError, SecretMissing, Unreachable
from storewarden.core.estate import CodeTree, Database, Estate
from storewarden.core.ports import Request
from storewarden.core.secret_ref import SecretRef


def an_estate(root: Path, ledger: SecretRef | Path | None = None) -> Estate:
    return Estate(name="Test", owner="ada", root=root, ledger=ledger)


def test_a_secret_comes_from_where_the_estate_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_KEY", "tulip")
    (tmp_path / "key").write_text("rose \r\n", "utf-8")
    assert opening.secret(SecretRef(env="SHOP_KEY")) == "tulip"
    assert opening.secret(SecretRef(file=tmp_path / "key")) == "rose "


def test_a_secret_that_is_not_there_is_told_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMPTY", "")
    (tmp_path / "odd").write_bytes(b"\xff\xfe")
    places = {
        SecretRef(env="NOWHERE_AT_ALL"): "environment variable NOWHERE_AT_ALL is not set",
        SecretRef(env="EMPTY"): "environment variable EMPTY is not set",
        SecretRef(file=tmp_path / "gone"): "gone cannot be read: FileNotFoundError",
        SecretRef(file=tmp_path / "odd"): "odd cannot be read: UnicodeDecodeError",
    }
    for ref, words in places.items():
        with pytest.raises(SecretMissing, match=words):
            opening.secret(ref)


def test_the_ledgers_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(opening.LEDGER_URL, raising=False)
    monkeypatch.setenv("LEDGER", "postgresql://127.0.0.1/ours")
    own = tmp_path / ".storewarden" / "ledger.sqlite3"
    assert opening.ledger_place(an_estate(tmp_path)) == own
    assert opening.ledger_place(an_estate(tmp_path, tmp_path / "l")) == tmp_path / "l"
    named = an_estate(tmp_path, SecretRef(env="LEDGER"))
    assert opening.ledger_place(named) == "postgresql://127.0.0.1/ours"
    monkeypatch.setenv(opening.LEDGER_URL, "sqlite:////elsewhere")
    assert opening.ledger_place(named) == "sqlite:////elsewhere"


def test_databases_are_opened_by_their_scheme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as shop:
        shop.execute("create table orders (number text)")
    drivers = installed.installed_drivers()
    tables = opening.open_tables(Database("shop_db", path=tmp_path / "shop.db"), drivers)
    assert [column.name for column in tables.columns()] == ["number"]
    tables.close()
    monkeypatch.setenv("ODD", "oracle://ada:hunter2@db")
    with pytest.raises(Unreachable, match="no driver for databases of this kind") as told:
        opening.open_tables(Database("old_db", dsn=SecretRef(env="ODD")), drivers)
    assert "hunter2" not in str(told.value)


def test_what_a_connector_is_handed(tmp_path: Path) -> None:
    estate, moment = an_estate(tmp_path), clock.now()
    access = looking.access_to(estate, moment)(CodeTree("code", tmp_path))
    assert (access.estate, access.now) == (estate, moment)
    assert access.advisories.states() == []
    with pytest.raises(Exception, match="has no address"):
        access.web.send(Request("/"))


def test_the_nearest_estate_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    (tmp_path / "storewarden.toml").write_text(
        '[estate]\nname = "Far"\nowner = "ada"\n[people.ada]\nname = "Ada"\n', "utf-8"
    )
    assert opening.load_estate().name == "Far"
    with pytest.raises(EstateError, match="there is no such file"):
        opening.load_estate(Path("gone.toml"))
