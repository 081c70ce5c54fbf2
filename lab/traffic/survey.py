"""Learns the town from the state folder: what its people would know by heart."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from lab.traffic.town import Good, Login, Town

_GOODS = "SELECT id, slug, upc FROM catalogue_product WHERE is_public ORDER BY id"
_VOUCHERS = "SELECT code FROM voucher_voucher ORDER BY code"
_PARTNERS = "SELECT username, password FROM partners_portaluser ORDER BY username"
_PAGES = "SELECT url_path FROM wagtailcore_page WHERE live AND depth > 1 ORDER BY url_path"


def surveyed(state: Path) -> Town:
    """The town of a built state folder."""
    shop, cms, secrets = state / "shop.sqlite3", state / "cms.sqlite3", state / "secrets"
    return Town(
        shoppers=_logins(secrets / "shoppers.json", "email"),
        editors=_logins(secrets / "editors.json", "username"),
        partners=tuple(Login(name, word) for name, word in _rows(shop, _PARTNERS)),
        goods=tuple(_good(*row) for row in _rows(shop, _GOODS)),
        pages=tuple("/" + path.partition("/home/")[2] for (path,) in _rows(cms, _PAGES)),
        vouchers=tuple(code for (code,) in _rows(shop, _VOUCHERS)),
        desk_key=(secrets / "desk-api-key").read_text("ascii"),
    )


def _good(number: int, slug: str, upc: str) -> Good:
    return Good(number, f"/catalogue/{slug}_{number}/", upc)


def _logins(path: Path, name: str) -> tuple[Login, ...]:
    known = json.loads(path.read_text("utf-8"))
    return tuple(Login(row[name], row["password"]) for row in known)


def _rows(path: Path, query: str) -> Iterator[tuple[Any, ...]]:  # columns as the query names them
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        yield from database.execute(query).fetchall()
