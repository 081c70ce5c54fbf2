"""A platform is known by its front page: what the page loads, sets and says of itself."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.bootstrap import installed
from storewarden.core.ports import Response

RECOGNISERS = installed.installed_recognisers()
URL = "https://www.shop.example/"


def page(body: str = "", *cookies: str, url: str = URL, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(200, url, named, body.encode(), cookies=cookies)


def says(generator: str) -> str:
    return f'<html><head><meta name="generator" content="{generator}"/></head></html>'


def css(href: str) -> str:
    return f"<link rel='stylesheet' href='{href}'>"


def js(src: str) -> str:
    return f'<script async src="{src}"></script>'


BLOCKS = "/wp-includes/css/dist/block-library/style.min.css?ver=6.1.9"
WOO = "https://shop.example/wp-content/plugins/woocommerce/assets/css/woo.css?ver=8.2.1"
WELCOME = "<title>Saleor e-commerce</title><h2>Your Saleor instance is ready to work</h2>"
THUMB = '<img src="/_next/image?url=https%3A%2F%2Fapi.x%2Fthumbnail%2FUHJvZHVjdE1lZGlhOjI2%2F256">'
PAGES: list[tuple[Response, dict[str, str]]] = [
    (page(says("WordPress 6.1.9")), {"wordpress": "6.1.9"}),
    (
        page(says("WordPress 6.1.9") + says("WooCommerce 8.2.1")),
        {"wordpress": "6.1.9", "woocommerce": "8.2.1"},
    ),
    (page(css(BLOCKS)), {"wordpress": "6.1.9"}),
    (page(css("https://cdn.shop.example/wp-content/themes/x/style.css?ver=2")), {"wordpress": ""}),
    (page(css(WOO)), {"wordpress": "", "woocommerce": "8.2.1"}),
    (page(link='<https://www.shop.example/wp-json/>; rel="https://api.w.org/"'), {"wordpress": ""}),
    (page("", "wp_woocommerce_session_0a=x; path=/"), {"woocommerce": ""}),
    (page(says("Drupal 10 (https://www.drupal.org)")), {"drupal": "10"}),
    (page(x_generator="Drupal 9 (https://www.drupal.org)"), {"drupal": "9"}),
    (page(x_drupal_cache="HIT"), {"drupal": ""}),
    (page(js("/core/misc/drupal.js?v=10")), {"drupal": ""}),
    (page(says("Joomla! - Open Source Content Management")), {"joomla": ""}),
    (
        page('<script type="application/json" class="joomla-script-options new">{}</script>'),
        {"joomla": ""},
    ),
    (page('<img src="/media/images/Bread_head.2e16d0ba.fill-130x100-c100.jpg">'), {"wagtail": ""}),
    (page('<img src="/media/images/b.width-800.format-webp.webp">'), {"wagtail": ""}),
    (page(js("/static/cms/js/dist/6.0/bundle.min.js")), {"django-cms": ""}),
    (page(css("/static/oscar/css/styles.css")), {"django-oscar": ""}),
    (page("", 'oscar_open_basket="1:abc"; Path=/'), {"django-oscar": ""}),
    (page(WELCOME), {"saleor": ""}),
    (page(THUMB), {"saleor": ""}),
    (page(js("catalog/view/javascript/common.js")), {"opencart": ""}),
    (page("", "OCSESSID=0a1b; path=/"), {"opencart": ""}),
    (page('<script type="text/x-magento-init">{"*": {}}</script>'), {"magento": ""}),
    (
        page(css("/static/version1700000000/frontend/Magento/luma/en_US/css/styles.css")),
        {"magento": ""},
    ),
    (page(css("/skin/frontend/rwd/default/css/styles.css")), {"magento": ""}),
    (page("", "X-Magento-Vary=0a; path=/"), {"magento": ""}),
    (page(says("PrestaShop")), {"prestashop": ""}),
    (page(powered_by="PrestaShop"), {"prestashop": ""}),
    (page("", f"PrestaShop-{'0a' * 16}=def; path=/"), {"prestashop": ""}),
    (page(js("/bundles/storefront/assets/x.js")), {"shopware": ""}),
    (page(css("/themes/Frontend/Responsive/x.css")), {"shopware": ""}),
    (page(sw_version_id="0fa9"), {"shopware": ""}),
    (
        page(says("shopping cart program by Zen Cart&reg;, https://www.zen-cart.com eCommerce")),
        {"zen-cart": ""},
    ),
    (page("", "zenid=0a; path=/"), {"zen-cart": ""}),
]
LOOK_ALIKES = [
    page(),
    page("<title>How we left WordPress 6.1 for Drupal 10</title><p>WooCommerce, Magento, Joomla!"),
    page('<meta name="description" content="WordPress 6.1.9">'),
    page('<meta name="keywords" content="Drupal 10">'),
    page(says("Hugo 0.120 with a theme like WordPress 6.1.9")),
    page('<img src="https://somebody-else.example/wp-content/uploads/cat.jpg">'),
    page('<img src="https://shop.example.evil.example/wp-content/uploads/cat.jpg">'),
    page('<a href="/wp-content/uploads/price-list.pdf">price list</a>'),
    page('<link rel="canonical" href="/blog/inside-the-folder/wp-content/explained">'),
    page(f"<!-- {css(BLOCKS)} {says('WordPress 6.1.9')} -->"),
    page(f"<!-- never closed {css(BLOCKS)}"),
    page(f"<script>document.write(`{css(BLOCKS)}`)</script>"),
    page(f"<textarea>{css('/static/oscar/css/styles.css')}</textarea>"),
    page("&lt;meta name=generator content='WordPress 6.1.9'&gt;"),
    page(says("PrettyShop"), "oscar_night=1", "my_zenid=1", "PrestaShop-story=1"),
    page("<title>Saleor e-commerce</title><p>our review of it"),
    page('<img src="/images/summer.2026.jpg"><img src="/images/a.max.jpg">'),
    page(x_generator="Drupalesque 10"),
    page(powered_by="PrestaShop experts"),
]


def known(response: Response) -> dict[str, str]:
    seen = {recogniser.platform: recogniser.in_page(response) for recogniser in RECOGNISERS}
    return {platform: version for platform, version in seen.items() if version is not None}


@pytest.mark.parametrize(("response", "platforms"), PAGES)
def test_a_platform_is_known_by_its_page(response: Response, platforms: dict[str, str]) -> None:
    assert known(response) == platforms


@pytest.mark.parametrize("response", LOOK_ALIKES)
def test_what_only_speaks_of_one_is_not_recognised(response: Response) -> None:
    assert known(response) == {}


def test_every_platform_has_a_page_that_shows_it() -> None:
    shown = {platform for _, platforms in PAGES for platform in platforms}
    assert shown == {recogniser.platform for recogniser in RECOGNISERS}


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<img src=" * 100_000,
        "<link " + "a=" * 200_000,
        "<meta " + 'a="' * 200_000,
        "<textarea" * 90_000,
        "\x00\x1b[31m<\ufffd" * 90_000,
    ],
)
def test_a_hostile_page_is_looked_at_in_no_time(hostile: str) -> None:
    began = time.perf_counter()
    assert known(page(hostile)) == {}
    assert time.perf_counter() - began < 5


@given(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text()))
def test_any_answer_is_recognised_or_not(
    body: str, cookies: list[str], headers: dict[str, str]
) -> None:
    answer = Response(200, URL, headers, body.encode("utf-8", "replace"), cookies=tuple(cookies))
    assert set(known(answer)) <= {recogniser.platform for recogniser in RECOGNISERS}


@pytest.mark.parametrize("url", ["", "http://[::1", "not a url", "https://"])
def test_a_page_from_nowhere_has_no_assets(url: str) -> None:
    assert known(page(css("/static/oscar/css/styles.css"), url=url)) == {}
