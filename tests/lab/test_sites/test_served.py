"""The served lab behaves as its list says: real packages, real requests, real webhooks."""

import base64
import hashlib
import hmac
import json
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest
import urllib3

from tests.lab.test_sites.standing import Served
from tests.lab.test_sites.visiting import Visitor

pytestmark = [pytest.mark.lab, pytest.mark.slow]


def said(answer: urllib3.BaseHTTPResponse) -> str:
    return answer.data.decode()


def test_the_web_root_gives_its_secrets_away(served: Served) -> None:
    assert served.get(f"{served.shop}/.git/HEAD") == (200, "ref: refs/heads/main\n")
    assert served.get(f"{served.shop}/backup/shop.sql")[1].startswith("-- dump of the shop's")


@pytest.mark.parametrize(
    "path",
    ["/../shop.sqlite3", "/backup/", "/%2e%2e/shop.sqlite3", "/.git/HEAD%00", "/" + "a" * 999],
)
def test_the_web_root_gives_no_more_than_that(served: Served, path: str) -> None:
    assert served.get(served.shop + path)[0] == 404


def test_both_sites_come_with_their_looks(served: Served) -> None:
    sheets = (
        f"{served.shop}/static/oscar/css/styles.css",
        f"{served.cms}/static/wagtailadmin/css/core.css",
    )
    assert [served.get(sheet)[0] for sheet in sheets] == [200, 200]


def test_a_wrong_address_shows_the_shops_inside_and_the_cms_is_friendly(served: Served) -> None:
    status, page = served.get(f"{served.shop}/nothing-is-here")
    assert (status, "DEBUG = True" in page) == (404, True)
    status, page = served.get(f"{served.cms}/nothing-is-here/")
    assert (status, "This page has sailed" in page, "DEBUG" in page) == (404, True, False)


def test_the_campaign_answers_everything_with_the_same_page(served: Served) -> None:
    front = served.get(f"{served.campaign}/")
    assert front[0] == 200
    assert served.get(f"{served.campaign}/.git/HEAD") == front


def test_over_ordering_tells_the_exact_stock(served: Served) -> None:
    visitor = Visitor(served.web, served.shop)
    visitor.get("/catalogue/")
    visitor.post("/basket/add/1/", quantity="9999")
    query = "SELECT num_in_stock - coalesce(num_allocated, 0) FROM partner_stockrecord WHERE id = 1"
    with closing(sqlite3.connect(served.state / "shop.sqlite3")) as shop:
        (left,) = shop.execute(query).fetchone()
    assert f"a maximum of {left} can be bought" in said(visitor.get("/basket/"))


def test_vouchers_may_be_guessed_without_end(served: Served) -> None:
    visitor = Visitor(served.web, served.shop)
    visitor.get("/catalogue/")
    visitor.post("/basket/add/2/", quantity="1")
    for number in range(25):
        visitor.post("/basket/vouchers/add/", code=f"GUESS{number}")
    assert "No voucher found with code &#x27;GUESS24&#x27;" in said(visitor.get("/basket/"))


def test_the_login_that_was_shipped_works_and_another_does_not(served: Served) -> None:
    visitor = Visitor(served.web, served.shop)
    visitor.get("/accounts/login/")
    login = {"login-username": "superuser@example.com", "login_submit": "Log In"}
    wrong = visitor.post("/accounts/login/", **login, **{"login-password": "a-wrong-one"})
    right = visitor.post("/accounts/login/", **login, **{"login-password": "testing"})
    assert (wrong.status, right.status) == (200, 302)


def test_quick_find_echoes_markup_and_the_search_of_the_cms_escapes_it(served: Served) -> None:
    asked = "<i title='x'>probe</i>"
    shop = served.get(f"{served.shop}/quick-find/?{urlencode({'q': asked})}")
    cms = served.get(f"{served.cms}/search/?{urlencode({'query': asked})}")
    assert (asked in shop[1], asked in cms[1]) == (True, False)
    assert "&lt;i title=&#x27;x&#x27;&gt;probe&lt;/i&gt;" in cms[1]


@pytest.mark.parametrize(
    "asked", ['"', "it's", '<b x="\'">', "NEAR(", "debug*", "\x00", "\u00e9" * 300]
)
def test_the_search_of_the_cms_stumbles_over_nothing(served: Served, asked: str) -> None:
    assert served.get(f"{served.cms}/search/?{urlencode({'query': asked})}")[0] == 200


def test_the_price_list_is_open_and_the_api_asks_for_a_key(served: Served) -> None:
    listed = served.get(f"{served.shop}/export/pricelist.csv")[1].splitlines()
    assert (listed[0], len(listed)) == ("sku,title,retail_price,trade_price,in_stock", 71)
    assert served.get(f"{served.shop}/api/products/")[0] == 401
    assert served.get(f"{served.shop}/api/products/?api_key=guessed")[0] == 401


def test_the_cms_shows_real_products_and_its_key_lands_in_the_shops_log(served: Served) -> None:
    status, page = served.get(f"{served.cms}/from-the-shop/")
    assert (status, page.count('class="price"')) == (200, 12)
    key = (served.state / "secrets" / "cms-api-key").read_text("ascii")
    assert served.writes_down("shop-access.log", f"api_key={key}")


def test_a_partner_logs_in_by_the_address_line(served: Served) -> None:
    with closing(sqlite3.connect(served.state / "shop.sqlite3")) as shop:
        name, word = shop.execute("SELECT username, password FROM partners_portaluser").fetchone()
    assert served.get(f"{served.shop}/portal/login?user={name}&password={word}")[0] == 302
    status, page = served.get(f"{served.shop}/portal/login?user={name}&password=wrong")
    assert (status, "do not belong together" in page) == (200, True)


def test_a_failed_and_a_good_login_at_the_cms_are_written_down(served: Served) -> None:
    visitor = Visitor(served.web, served.cms)
    visitor.get("/admin/login/")
    word = (served.state / "secrets" / "cms-admin-password").read_text("ascii")
    wrong = visitor.post("/admin/login/", username="ghost\nlogin_ok user=x", password="no")
    right = visitor.post("/admin/login/", username="admin", password=word)
    assert (wrong.status, right.status) == (200, 302)
    lines = (served.state / "logs" / "cms-auth.log").read_text("utf-8").splitlines()[-2:]
    told = [line.partition(" ")[2] for line in lines]
    assert told == [
        "login_failed user=ghost?login_ok?user?x ip=127.0.0.1",
        "login_ok user=admin ip=127.0.0.1",
    ]


def test_one_hook_believes_anybody_and_the_other_only_the_shop(served: Served) -> None:
    body = json.dumps({"upc": "TT00001", "price": "1.00"}).encode()
    key = (served.state / "secrets" / "hook-secret").read_bytes()
    fits = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()

    def told(hook: str, signature: str | None) -> int:
        headers = {"X-Shop-Signature": signature} if signature else {}
        return served.web.request("POST", f"{served.cms}{hook}", body=body, headers=headers).status

    assert told("/hooks/product-changed/", None) == 200
    signed = [told("/hooks/price-changed/", one) for one in (None, "bm9wZQ==", "é", fits)]
    assert signed == [401, 403, 403, 200]


def test_a_changed_price_is_told_to_the_cms_for_real(served: Served) -> None:
    key = (served.state / "secrets" / "desk-api-key").read_text("ascii")
    change = {"headers": {"Authorization": f"Bearer {key}"}, "body": b'{"price": "19.75"}'}
    url = f"{served.shop}/api/products/TT00009/"
    answer = served.web.request("POST", url, **change)  # type: ignore[arg-type]  # two keywords
    assert (answer.status, answer.json()["price"]) == (200, "19.75")
    with closing(sqlite3.connect(served.state / "cms.sqlite3")) as cms:
        heard = cms.execute("SELECT kind, told FROM hooks_notice WHERE upc = 'TT00009'").fetchall()
    assert [(kind, json.loads(told)) for kind, told in heard] == [
        ("price-changed", {"upc": "TT00009", "price": "19.75"}),
        ("product-changed", {"upc": "TT00009", "title": "Spelling Book 48 pages"}),
    ]


def test_the_gateway_takes_test_cards_and_declines_the_rest(served: Served) -> None:
    def charged(**fields: str) -> int:
        url = f"{served.shop}/gateway/charge/"
        return served.web.request("POST", url, fields=fields, encode_multipart=False).status

    card = {"number": "4111111111111111", "cvv": "123", "amount": "1.00"}
    assert charged(**card) == 200
    assert charged(**{**card, "cvv": "999"}) == 402
    assert charged(**{**card, "amount": "NaN"}) == 400


def test_the_public_api_of_the_cms_lists_pages(served: Served) -> None:
    listed = served.web.request("GET", f"{served.cms}/api/v2/pages/").json()
    assert listed["meta"]["total_count"] == 11


@pytest.mark.parametrize(
    "path", ["/", "/catalogue/", "/search/?q=tee", "/for-school/?key_stage=2", "/offers/"]
)
def test_the_shop_can_be_walked_through(served: Served, path: str) -> None:
    assert served.get(served.shop + path)[0] == 200


@pytest.mark.parametrize(
    ("path", "goods"),
    [
        ("/catalogue/", 20),
        ("/catalogue/?page=4", 10),
        ("/catalogue/category/pens_2/", 11),
        ("/search/?q=union+square+tee", 3),
        ("/search/?q=%22%27%25", 0),
    ],
)
def test_shelves_and_search_show_real_goods(served: Served, path: str, goods: int) -> None:
    status, page = served.get(served.shop + path)
    assert (status, page.count('<article class="product_pod">')) == (200, goods)


@pytest.mark.parametrize(
    ("key", "upc", "body", "status"),
    [
        ("guessed", "TT00002", b"{}", 401),
        ("cms-api-key", "TT00002", b"{}", 403),
        ("desk-api-key", "TT99999", b"{}", 404),
        ("desk-api-key", "TT00002", b"not json", 400),
        ("desk-api-key", "TT00002", b"[]", 400),
        ("desk-api-key", "TT00002", b'{"price": "NaN"}', 400),
        ("desk-api-key", "TT00002", b'{"in_stock": 1e999}', 400),
    ],
)
def test_the_api_refuses_what_it_should(
    served: Served, key: str, upc: str, body: bytes, status: int
) -> None:
    file = served.state / "secrets" / key
    brought = file.read_text("ascii") if file.exists() else key
    url, headers = f"{served.shop}/api/products/{upc}/", {"Authorization": f"Bearer {brought}"}
    assert served.web.request("POST", url, body=body, headers=headers).status == status
