"""What anybody can carry off from small real sites, and what only looks like it."""

import gzip
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storewarden.connectors.scanners.price_lists.connector import CONNECTOR as PRICES
from storewarden.connectors.scanners.price_lists.reading import Listing, listing
from storewarden.connectors.scanners.stock_orders.connector import CONNECTOR as STOCK
from storewarden.connectors.scanners.usual_places.connector import CONNECTOR as PLACES
from storewarden.connectors.scanners.usual_places.places import PLACES as ALL
from storewarden.connectors.web.client import web_for
from storewarden.core.connectors import Access, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Role, Site
from storewarden.facts.exposure import Leftover, PriceList, StockAnswer, UsualPlace
from tests.connectors.web_servers import say, sent, site
from tests.support.access import access_to, an_estate

Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def shop(answer: Answering) -> Iterator[tuple[Site, Access]]:
    with site(answer) as url:
        asset = Site(id="shop", url=url, role=Role.SHOP)
        web = web_for(url, per_second=1000)
        yield asset, access_to(an_estate(Path(), asset), web=web)


def files(served: Mapping[str, bytes], kind: str = "application/octet-stream") -> Answering:
    def answer(asked: BaseHTTPRequestHandler) -> None:
        if asked.path in served:
            return say(asked, served[asked.path], kind=kind)
        return say(asked, "not here", 404)

    return answer


FORGOTTEN = {
    "/.git/HEAD": b"ref: refs/heads/main\n",
    "/.git/config": b"[core]\n\tbare = false\n",
    "/.git/index": b"DIRC\0\0\0\x02\0\0",
    "/.svn/entries": b"12\n",
    "/backup/shop.sql": b"-- MariaDB dump\n--\n\n/*!40101 SET NAMES */;\nDROP TABLE IF EXISTS a;",
    "/dump.sql": b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a(b);",
    "/db.sql.gz": gzip.compress(b"insert into a"),
    "/site.zip": b"PK\x03\x04abc",
    "/db.sqlite3": b"SQLite format 3\0" + b"\0" * 5000,
    "/.env": b"# live\n\nDB_PASSWORD=x\n",
    "/wp-config.php.bak": b"<?php\ndefine('DB_PASSWORD', 'x');",
    "/composer.lock": b'{"_readme": [], "content-hash": "aa"}',
    "/.htpasswd": b"ada:$apr1$aaaa$bbbb\n",
    "/id_rsa": b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
}


def found(site: Site, access: Access) -> dict[str, str]:
    facts = PLACES.gather(site, access)
    return {
        fact.path: fact.what for fact in facts if isinstance(fact, UsualPlace) and fact.is_there
    }


def test_forgotten_files_are_told_by_their_content() -> None:
    with shop(files(FORGOTTEN)) as (asset, access):
        assert found(asset, access) == {
            "/.git/HEAD": "the head of a Git repository",
            "/.git/config": "the settings of a Git repository",
            "/.git/index": "the index of a Git repository",
            "/.svn/entries": "the entries of a Subversion copy",
            "/backup/shop.sql": "a database dump",
            "/dump.sql": "a database dump",
            "/db.sql.gz": "a packed backup",
            "/site.zip": "a packed backup",
            "/db.sqlite3": "an SQLite database",
            "/.env": "a file of settings and secrets",
            "/wp-config.php.bak": "the source of a settings file",
            "/composer.lock": "a lock file that names every component",
            "/.htpasswd": "a file of passwords",
            "/id_rsa": "a private key",
        }


def test_every_place_is_told_when_nothing_is_there() -> None:
    with shop(files({})) as (asset, access):
        assert list(PLACES.gather(asset, access)) == [UsualPlace(p.path, p.kind) for p in ALL]
    assert {place.kind for place in ALL} == {Leftover.REPOSITORY, Leftover.COPY}


@pytest.mark.parametrize("page", [
    "<!doctype html><p>welcome", "", "ref: refs/heads/main", "CREATE TABLE a(b)", "A=1",
    "<p>How to make a database dump: INSERT INTO a",
])  # fmt: skip
def test_a_site_that_answers_everything_alike_hides_nothing(page: str) -> None:
    with shop(lambda asked: say(asked, page)) as (asset, access):
        assert found(asset, access) == {}


def test_a_page_about_dumps_is_no_dump() -> None:
    served = dict.fromkeys((place.path for place in ALL), b"<h1>INSERT INTO: a short guide</h1>")
    with shop(files(served, "text/html")) as (asset, access):
        assert found(asset, access) == {}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_answers_nobody_is_not_called_clean(status: int) -> None:
    with (
        shop(lambda asked: say(asked, "busy", status)) as (asset, access),
        pytest.raises(Unreachable, match=f"the site answered {status}"),
    ):
        list(PLACES.gather(asset, access))


@pytest.mark.parametrize(
    "bait", [b"\n", b"\r\n", b"-- \n", b"/* */", b"# \n", b" ", b"# a\n\n", b"["]
)
def test_proofs_read_bait_in_no_time(bait: bytes) -> None:
    began = time.process_time()
    for place in ALL:
        place.proof.pattern.search((bait * 4096)[:4096])
    assert time.process_time() - began < 1


CSV = "sku;Title;Retail Price;Trade price;in_stock\nQ-1;Pen;1,50;0,80;9\nQ-2;Ink;2,50;1,10;4\n"
JSON = {"products": [{"id": n, "variants": [{"price": "5.00"}]} for n in range(3)]}
XML = "<rss><item><g:price>5.00 EUR</g:price></item><item><g:price>6.00</g:price></item></rss>"


def test_price_lists_are_told_with_what_they_show() -> None:
    served = {
        "/export/pricelist.csv": CSV.encode(),
        "/products.json?limit=250": json.dumps(JSON).encode(),
        "/feeds/google.xml": XML.encode(),
    }
    with shop(files(served)) as (asset, access):
        facts = [fact for fact in PRICES.gather(asset, access) if isinstance(fact, PriceList)]

    assert [fact for fact in facts if fact.items] == [
        PriceList("/export/pricelist.csv", 2, ("price", "trade price", "stock")),
        PriceList("/feeds/google.xml", 2, ("price",)),
        PriceList("/products.json?limit=250", 3, ("price",)),
    ]
    assert len(facts) == 17


def test_a_list_that_is_served_at_every_address_is_no_find() -> None:
    with shop(lambda asked: say(asked, CSV, kind="text/csv")) as (asset, access):
        assert not any(f.items for f in PRICES.gather(asset, access) if isinstance(f, PriceList))


def test_a_list_behind_a_key_is_no_find() -> None:
    with shop(lambda asked: say(asked, CSV, 401, "text/csv")) as (asset, access):
        assert not any(f.items for f in PRICES.gather(asset, access) if isinstance(f, PriceList))


@pytest.mark.parametrize(("text", "read"), [
    (CSV.replace("Retail Price", "price"), Listing(2, ("price", "trade price", "stock"))),
    ("\ufeffsku,price\n1,2\n3,4\n", Listing(2, ("price",))),
    ("sku,price\n1,2\n", Listing()),
    ("sku,title\n1,2\n3,4\n", Listing()),
    ("price\n1\n2\n3\n", Listing()),
    ("The price,\nof things, as we say\nis high, we know\n", Listing()),
    ('[{"cost": 1, "qty": null}, {"cost": 2}]', Listing(2, ("trade price",))),
    ('{"items": [{"meta": {"type": "page"}, "title": "a"}, {"title": "b"}]}', Listing()),
    ('[{"prices": {"price": "5"}, "stock": 0}, {}]', Listing(2, ("price", "stock"))),
    ("[" * 100_000, Listing()),
    ("{", Listing()),
    ("", Listing()),
    (XML, Listing(2, ("price",))),
])  # fmt: skip
def test_lists_are_read_in_their_own_way(text: str, read: Listing) -> None:
    assert listing(text) == read


@given(some.text("[]{}<>,;\"'\n\r\0price:1", max_size=200))
def test_any_text_can_be_asked_for_a_list(text: str) -> None:
    assert listing(text).items >= 0


def counter(stock: Mapping[str, int], refusal: str) -> Answering:
    """A shop with a token against forgery that answers an order with a sentence."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        product = asked.path.strip("/").rpartition("/")[2]
        if asked.path == "/":
            names = "".join(f"<a href='/catalogue/{name}'>{name}</a>" for name in stock)
            return say(asked, f"<p>Only 5 days left</p><a href=/catalogue/category/x/>x</a>{names}")
        if asked.command == "GET" and product in stock:
            order = f"<form method=post action=/basket/add/{product}/><input name=t value=t1>"
            field = "<input type=hidden name=quantity value=1></form><p>Only 5 days left</p>"
            return say(asked, order + field, headers=(("Set-Cookie", "t=t1; Path=/"),))
        form = parse_qs(sent(asked).decode())
        if form.get("t") == ["t1"] and "t=t1" in asked.headers.get("Cookie", ""):
            words = refusal.format(stock.get(product, 0))
            return say(asked, f"<p>Only 5 days left</p><p>{words}</p>")
        return say(asked, "no", 403 if form else 404)

    return answer


def test_exact_stock_in_a_refusal_is_told() -> None:
    stock = {"pen": 17, "ink": 4, "nib": 0, "pad": 1}
    with shop(counter(stock, "a maximum of {} can be bought")) as (asset, access):
        assert list(STOCK.gather(asset, access)) == [
            StockAnswer("/basket/add/pen/", 9999, 17),
            StockAnswer("/basket/add/ink/", 9999, 4),
            StockAnswer("/basket/add/nib/", 9999, 0),
        ]


@pytest.mark.parametrize("refusal", ["We cannot deliver that many", "9999 available", ""])
def test_a_refusal_without_a_number_is_told(refusal: str) -> None:
    with shop(counter({"pen": 17}, refusal)) as (asset, access):
        assert list(STOCK.gather(asset, access)) == [StockAnswer("/basket/add/pen/", 9999)]


def test_the_maximum_of_a_quantity_field_is_told() -> None:
    form = (
        "<form method=post action='/product/pen/'><input type=number name=quantity max=12>"
        "<button name=add-to-cart value=7></form>"
    )

    def answer(asked: BaseHTTPRequestHandler) -> None:
        pages = {"/": "<a href=/product/pen/>pen</a>", "/product/pen/": form}
        say(asked, pages.get(asked.path, ""), 200 if asked.path in pages else 404)

    with shop(answer) as (asset, access):
        assert list(STOCK.gather(asset, access)) == [StockAnswer("/product/pen/", 9999, 12)]


def test_a_shop_in_which_nothing_can_be_ordered_is_unknown() -> None:
    with shop(lambda asked: say(asked, "closed")) as (asset, access):
        assert list(STOCK.gather(asset, access)) == [
            Unseen(
                StockAnswer,
                "no product with a form that puts it into a basket was found from the front page",
            )
        ]


def test_only_shops_are_ordered_from() -> None:
    assert [STOCK.fits(Site("a", "http://a", role)) for role in Role] == [False, True, True, False]
