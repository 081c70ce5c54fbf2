"""What a site shows is held against the lists, unless its own code already is."""

from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from storewarden.bootstrap.inventory import shown_by
from storewarden.connectors.scanners.shown_software.connector import gather
from storewarden.connectors.web.client import Webs
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Asset, CodeTree, Site
from storewarden.core.inventory import Component, Gap, Inventory
from storewarden.core.published import Affected, Record, Stretch
from storewarden.facts.advisories import ShownSoftware
from storewarden.store.advisories.book import Book, open_book
from tests.connectors.web_servers import site as served
from tests.store.advisories.samples import NOW, state, until
from tests.support.access import access_to, an_estate

LODASH, WAGTAIL = "pkg:npm/lodash", "pkg:pypi/wagtail"
AT = "https://shop.example/a.js"
SHOP = Site("shop", "https://shop.example", platform="wagtail")
OTHER = Site("campaign", "https://campaign.example")
TREE = CodeTree("shop_code", Path("code"), "wagtail")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    opened = open_book(tmp_path / "book.sqlite3")
    lodash = Affected(LODASH, stretches=(until("4.17.21"),))
    wagtail = Affected(WAGTAIL, stretches=(Stretch("5.1", high="5.2", fixed_in="5.2"),))
    opened.replace(state("osv"), [Record("GHSA-1", affected=(lodash, wagtail))])
    return opened


def told(
    book: Book, shown: Inventory, *assets: Asset, held: tuple[Component, ...] = ()
) -> list[ShownSoftware | Unseen]:
    estate = an_estate(Path("/"), SHOP, *assets)
    access = access_to(
        estate,
        now=NOW,
        advisories=book,
        shown=lambda _site: shown,
        inventory=lambda _place: Inventory(held),
    )
    return list(gather(SHOP, access))


def test_an_exact_version_and_a_range_are_told_as_they_show(book: Book) -> None:
    shown = Inventory(
        (Component(LODASH, "4.17.15", AT), Component(WAGTAIL, "5.0", AT, newest="5.2")),
        (Gap("https://shop.example/", "only 60 of its files were looked at"),),
    )
    gap, lodash, wagtail = told(book, shown)
    assert gap == Unseen(ShownSoftware, "https://shop.example/ only 60 of its files were looked at")
    assert isinstance(lodash, ShownSoftware)
    assert ([one.id for one in lodash.named], lodash.unknown) == (["GHSA-1"], "")
    assert wagtail == ShownSoftware(
        WAGTAIL, "5.0", AT, "5.2", unknown="GHSA-1 names only a part of 5.0 to 5.2"
    )


@pytest.mark.parametrize(
    ("shown", "held", "by"),
    [
        (Component(LODASH, "4.17.15", AT), "4.17.15", "shop_code"),
        (Component(LODASH, "4.17.15", AT), "4.17.21", ""),
        (Component(LODASH, "4.17.0", AT, newest="4.17.20"), "4.17.20", "shop_code"),
        (Component(LODASH, "4.17.0", AT, newest="4.17.20"), "4.17.21", ""),
        (Component(LODASH, "4.17.15", AT), "workspace:*", ""),
        (Component(LODASH, "", AT, unreadable="no version"), "4.17.15", ""),
    ],
)
def test_what_the_code_of_the_site_holds_is_judged_there(
    book: Book, shown: Component, held: str, by: str
) -> None:
    own = (Component(LODASH, held, "package-lock.json"), Component(WAGTAIL, "5.0", "uv.lock"))
    (fact,) = told(book, Inventory((shown,)), OTHER, TREE, held=own)
    assert isinstance(fact, ShownSoftware)
    assert fact.held_by == by


def test_code_of_another_platform_says_nothing_unless_there_is_one_site(book: Book) -> None:
    shown, own = Component(LODASH, "4.17.15", AT), Component(LODASH, "4.17.15", "package-lock.json")
    tree = replace(TREE, platform=None)
    for others, by in (((OTHER,), ""), ((), "shop_code")):
        (fact,) = told(book, Inventory((shown,)), tree, *others, held=(own,))
        assert isinstance(fact, ShownSoftware)
        assert fact.held_by == by


def test_a_tree_that_is_gone_hides_nothing(book: Book) -> None:
    estate = an_estate(Path("/"), SHOP, TREE)
    shown = Inventory((Component(LODASH, "4.17.15", AT),))
    access = access_to(estate, now=NOW, advisories=book, shown=lambda _site: shown)
    (fact,) = gather(SHOP, access)
    assert isinstance(fact, ShownSoftware)
    assert (fact.held_by, len(fact.named)) == ("", 1)


def test_a_site_that_is_silent_is_unknown(book: Book) -> None:
    access = access_to(an_estate(Path("/"), SHOP), now=NOW, advisories=book)
    with pytest.raises(Unreachable, match="no software in this test: shop"):
        list(gather(SHOP, access))


def test_a_real_site_is_visited(book: Book) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b'<script src="https://cdn.example/npm/lodash@4.17.15/lodash.js">')

    with served(answer) as url:
        shop = Site("shop", url)
        estate = an_estate(Path("/"), shop)
        web = Webs(estate).to(shop)
        access = access_to(
            estate, now=NOW, advisories=book, shown=lambda _site: shown_by(estate, web)
        )
        (fact,) = gather(shop, access)
    assert isinstance(fact, ShownSoftware)
    assert (fact.purl, fact.version, [one.id for one in fact.named]) == (
        LODASH,
        "4.17.15",
        ["GHSA-1"],
    )
