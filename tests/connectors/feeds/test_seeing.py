"""A front page's scripts are looked at with the fingerprints of a followed list."""

from pathlib import Path

from storewarden.bootstrap.inventory import followed_fingerprints, inventory_of_asset
from storewarden.core.estate import Feed, Site
from storewarden.core.inventory import Component
from tests.connectors.web_servers import say, site
from tests.support.access import an_estate

LIST = """{"fern": {"vulnerabilities": [], "extractors": {
    "filecontent": ["/\\\\* Fern v(\u00a7\u00a7version\u00a7\u00a7)"],
    "uri": ["/(\u00a7\u00a7version\u00a7\u00a7)/fern\\\\.js"]}}}"""
PAGE = b"""<script src="/app.js"></script><script src="https://cdn.example/1.2.4/fern.js"></script>
<script src="http://[broken"></script>"""


def test_a_site_is_read_by_the_list_that_is_followed(tmp_path: Path) -> None:
    (tmp_path / "js.json").write_text(LIST, "utf-8")
    pages = {"/": PAGE, "/app.js": b"/* Fern v1.2.3 */"}
    with site(lambda asked: say(asked, pages.get(asked.path, b""))) as url:
        shop = Site("shop", url)
        estate = an_estate(tmp_path, shop, Feed("js", "retirejs", path=tmp_path / "js.json"))
        found = inventory_of_asset(shop, estate).components
    assert [one for one in found if one.purl == "pkg:npm/fern"] == [
        Component("pkg:npm/fern", "1.2.3", f"{url}/app.js"),
        Component("pkg:npm/fern", "1.2.4", "https://cdn.example/1.2.4/fern.js"),
    ]


def test_an_estate_without_such_a_list_has_no_reader(tmp_path: Path) -> None:
    never = an_estate(tmp_path, Feed("js", "retirejs"), Feed("kev", "kev"))
    assert followed_fingerprints(never) == ()
