"""Every door is tried once, and a closed one is told in its own words."""

import time
from pathlib import Path

from storewarden.connectors.databases.sqlite.driver import DRIVER
from storewarden.core.connectors import Access
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Asset, CodeTree, Database, Estate, Feed, Host, LogSource
from storewarden.core.feeds import FeedState
from storewarden.core.ports import Tables
from storewarden.engine.doctor import Health, Sign, examine
from tests.engine.estates import NOON, SHOP, estate
from tests.support.access import NoLists, access_to


def test_what_opens_and_what_does_not(tmp_path: Path) -> None:
    (tmp_path / "shop.log").write_bytes(b"x" * 1_234)
    (tmp_path / "shop.db").write_bytes(b"")
    ours = estate(
        SHOP,
        LogSource("here", tmp_path / "shop.log"),
        LogSource("gone", tmp_path / "gone.log"),
        CodeTree("code", tmp_path),
        Database("shop_db", path=tmp_path / "shop.db"),
        Host("web1"),
        Feed("osv", "osv"),
        Feed("kev", "kev"),
        Feed("unread", "osv"),
    )
    lists = NoLists(
        read=[
            FeedState("osv", "osv", fetched=NOON),
            FeedState("kev", "kev", trouble="the file is empty"),
        ]
    )

    def tables(database: Database) -> Tables:
        return DRIVER.open(f"sqlite:///{database.path}")

    def access(_thing: Asset | Estate) -> Access:
        return access_to(ours, advisories=lists, tables=tables)

    assert examine(ours, access) == [
        Sign(Health.BAD, "site shop", "no web in this test: /"),
        Sign(Health.OK, "log here", f"{tmp_path}/shop.log, 1,234 bytes"),
        Sign(
            Health.BAD,
            "log gone",
            f"[Errno 2] No such file or directory: '{tmp_path}/gone.log'",
        ),
        Sign(Health.OK, "code code", f"{tmp_path}, 2 entries"),
        Sign(Health.OK, "database shop_db", "opens for reading, 0 tables"),
        Sign(Health.OK, "host web1", "declared"),
        Sign(Health.OK, "feed osv", "read, as of 2026-06-15"),
        Sign(Health.BAD, "feed kev", "the file is empty"),
        Sign(Health.BAD, "feed unread", "was never read: `storewarden feeds update`"),
    ]


def test_a_door_that_hangs_is_left(tmp_path: Path) -> None:
    ours = estate(Database("shop_db", path=tmp_path / "shop.db"))

    def tables(_database: Database) -> Tables:
        time.sleep(20)
        raise Unreachable("too late")

    signs = examine(ours, lambda _thing: access_to(ours, tables=tables), seconds=0.1)
    assert signs == [Sign(Health.BAD, "database shop_db", "gave no answer within 0.1 s")]
