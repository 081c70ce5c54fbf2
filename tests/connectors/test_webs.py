"""Which client an asset gets: its own place, its own authority, and one budget a place."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from storewarden.connectors.web.client import Webs
from storewarden.core.errors import BudgetSpent, OutOfScope
from storewarden.core.estate import Asset, CodeTree, Estate, Feed, Integration, Site, Supplier
from storewarden.core.ports import Request


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
        """Say nothing."""


@pytest.fixture
def place() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Hello) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def webs(*assets: Asset) -> Webs:
    return Webs(Estate(name="Test", owner="ada", root=Path(), assets=assets))


def test_a_seam_that_ends_in_our_site_shares_its_client(place: str) -> None:
    shop = Site("shop", place, request_budget=2)
    hook = Integration("hook", "webhook", "cms", "shop", f"{place}/hooks/changed/")
    ours = webs(shop, hook)
    assert ours.to(hook) is ours.to(shop) is ours.to_id("shop")
    assert ours.to(hook).send(Request(hook.url)).text == "hi"
    ours.to(shop).send(Request("/"))
    with pytest.raises(BudgetSpent):
        ours.to(hook).send(Request("/"))


def test_a_seam_elsewhere_has_a_client_of_its_own(place: str) -> None:
    shop = Site("shop", "http://127.0.0.1:1")
    hook = Integration("hook", "webhook", "cms", "shop", f"{place}/hooks/")
    ours = webs(shop, hook)
    assert ours.to(hook) is not ours.to(shop)
    assert ours.to(hook).send(Request("/")).status == 200


def test_suppliers_and_lists_are_reached_at_their_address(place: str) -> None:
    supplier, feed = Supplier("print", "Print", endpoint=place), Feed("osv", "osv", url=place)
    for thing in (supplier, feed):
        assert webs(thing).to(thing).send(Request("/")).text == "hi"


@pytest.mark.parametrize(
    "thing", [CodeTree("code", Path()), Supplier("print", "Print"), Feed("osv", "osv")]
)
def test_what_has_no_address_sends_nothing(thing: Asset) -> None:
    ours = webs(thing)
    for web in (ours.to(thing), ours.to(thing).visitor(), ours.to_id("nobody")):
        with pytest.raises(OutOfScope, match="has no address of its own"):
            web.send(Request("/"))
