"""What a site serves tells its platform, plugins and front-end libraries, as far as it does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.bootstrap.inventory import inventory_of_asset
from storewarden.connectors.cms.wagtail import releases as wagtail
from storewarden.connectors.scanners.libraries.fingerprints import libraries
from storewarden.connectors.scanners.libraries.hashes import HASHES
from storewarden.connectors.shops.django_oscar import releases as oscar
from storewarden.connectors.static_files import Leaves, Table, told_by_files
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Site
from storewarden.core.inventory import Component, Gap, Inventory
from storewarden.core.ports import Response
from storewarden.kernels.frontend import recognised_file
from tests.connectors.web_servers import site
from tests.support.access import an_estate

HIDDEN = "it shows from outside, but not in which version"


@contextmanager
def serving(files: Mapping[str, str | bytes]) -> Iterator[tuple[str, list[str]]]:
    """A real site with these files; yields its address, and the paths that were asked for."""
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        asked.append(path)
        content = files.get(path)
        body = content.encode() if isinstance(content, str) else content or b"not here"
        request.send_response(404 if content is None else 200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    with site(answer) as url:
        yield url, asked


def seen(url: str) -> Inventory:
    shop = Site("shop", url, requests_per_second=1_000.0)
    return inventory_of_asset(shop, an_estate(Path("/"), shop))


def told(files: Mapping[str, str | bytes]) -> tuple[Component, ...]:
    """What shows of a site, its address cut off."""
    with serving(files) as (url, _):
        found = seen(url)
    assert found.gaps == ()
    return tuple(
        Component(
            one.purl,
            one.version,
            one.found_in.removeprefix(url),
            newest=one.newest,
            unreadable=one.unreadable,
        )
        for one in found.components
    )


def page(*scripts: str, head: str = "") -> str:
    tags = "".join(f'<script src="{script}"></script>' for script in scripts)
    return f"<html><head>{head}{tags}</head><body>Hello</body></html>"


def test_wordpress_shows_its_plugins_and_themes() -> None:
    content = "/wp-content"
    styles = "".join(
        f'<link rel="stylesheet" href="{place}">'
        for place in (
            f"{content}/plugins/contact-form-7/style.css?ver=5.9.3",
            f"{content}/plugins/gallery/g.css?ver=2.0",
            f"{content}/plugins/shy/s.css?ver=6.4.2",
            f"{content}/themes/storefront/style.css?ver=6.4.2",
            "/wp-includes/css/dist/block-library/style.min.css?ver=6.4.2",
        )
    )
    generator = '<meta name="generator" content="WordPress 6.4.2">'
    woo = '<meta name="generator" content="WooCommerce 9.1.2">'
    files = {
        "/": page(head=generator + woo + styles),
        f"{content}/plugins/contact-form-7/readme.txt": "=== CF7 ===\nStable tag: 5.9.3\n",
        f"{content}/themes/storefront/style.css": "/*\nTheme Name: S\nVersion: 4.6.0\n*/",
    }
    assert told(files) == (
        Component("pkg:wordpress/core/wordpress", "6.4.2", "/"),
        Component(
            "pkg:wordpress/plugin/contact-form-7",
            "5.9.3",
            f"{content}/plugins/contact-form-7/readme.txt",
        ),
        Component("pkg:wordpress/plugin/gallery", "2.0", f"{content}/plugins/gallery"),
        Component("pkg:wordpress/plugin/shy", "", f"{content}/plugins/shy", unreadable=HIDDEN),
        Component("pkg:wordpress/plugin/woocommerce", "9.1.2", "/"),
        Component(
            "pkg:wordpress/theme/storefront", "4.6.0", f"{content}/themes/storefront/style.css"
        ),
    )


DRUPAL = "pkg:composer/drupal/core"
JOOMLA = "pkg:composer/joomla/joomla-cms"
MAGENTO = "pkg:composer/magento/product"


TEN = '<meta name="generator" content="Drupal 10 (https://www.drupal.org)">'


@pytest.mark.parametrize(
    ("head", "files", "expected"),
    [
        (
            f'{TEN}<script src="/core/misc/drupal.js?v=10.1.5"></script>',
            {},
            [Component(DRUPAL, "10.1.5", "/")],
        ),
        (TEN, {}, [Component(DRUPAL, "10.0", "/", newest="10.999.999")]),
        (
            '<meta name="generator" content="Drupal 7 (https://www.drupal.org)">',
            {"/CHANGELOG.txt": "\nDrupal 7.98, 2023-06-07\n---\nDrupal 7.97"},
            [Component(DRUPAL, "7.98", "/CHANGELOG.txt")],
        ),
        (
            '<meta name="generator" content="Joomla! - Open Source Content Management">',
            {"/language/en-GB/langmetadata.xml": "<metafile><version>4.2.7</version></metafile>"},
            [Component(JOOMLA, "4.2.7", "/language/en-GB/langmetadata.xml")],
        ),
        (
            '<meta name="generator" content="Joomla! - Open Source Content Management">',
            {},
            [Component(JOOMLA, "", "/", unreadable=HIDDEN)],
        ),
        (
            '<script type="text/x-magento-init">{}</script>',
            {"/magento_version": "Magento/2.4 (Community)"},
            [
                Component(
                    f"{MAGENTO}-community-edition", "2.4.0", "/magento_version", newest="2.4.99-p99"
                )
            ],
        ),
        (
            '<meta name="generator" content="PrestaShop">',
            {},
            [Component("pkg:composer/prestashop/prestashop", "", "/", unreadable=HIDDEN)],
        ),
        ('<meta name="generator" content="Hugo 0.1">', {"/CHANGELOG.txt": "Drupal 7.98,"}, []),
    ],
)
def test_a_platform_shows_its_version_or_a_range(
    head: str, files: Mapping[str, str], expected: list[Component]
) -> None:
    assert list(told({"/": page(head=head), **files})) == expected


def script(banner: str) -> str:
    return f"{banner}\n(function(){{}})();" + "x" * 100


@pytest.mark.parametrize(
    ("address", "content", "purl", "version"),
    [
        ("/js/a.js", "/*! jQuery v3.4.1 | (c) JS Foundation */", "jquery", "3.4.1"),
        ("/js/a.js", "/*!\n * jQuery JavaScript Library v1.12.4\n", "jquery", "1.12.4"),
        (
            "/js/jquery.min.js",
            'var t="3.6.0",S=function(e,t){return new S.fn.init(e,t)};',
            "jquery",
            "3.6.0",
        ),
        ("/js/jquery-2.2.4.min.js", None, "jquery", "2.2.4"),
        ("/js/jquery-1.0.0.js", "/*! jQuery v3.5.1 |", "jquery", "3.5.1"),
        ("/libs/jquery/3.3.1/jquery.min.js", None, "jquery", "3.3.1"),
        ("/npm/jquery@3.2.1/dist/jquery.slim.min.js", None, "jquery", "3.2.1"),
        ("/js/ui.js", "/*! jQuery UI - v1.12.1 - 2016-09-14", "jquery-ui", "1.12.1"),
        ("/m.js", "/*! jQuery Migrate v3.3.2 | (c) OpenJS", "jquery-migrate", "3.3.2"),
        ("/b.js", "/*!\n  * Bootstrap v4.3.1 (https://getbootstrap.com/)", "bootstrap", "4.3.1"),
        ("/a.js", "/*\n AngularJS v1.8.2\n (c) 2010", "angular", "1.8.2"),
        ("/v.js", "/*!\n * Vue.js v2.6.11\n", "vue", "2.6.11"),
        ("/v.js", "/**\n* vue v3.4.21\n", "vue", "3.4.21"),
        ("/r.js", "/** @license React v16.13.1\n * react.production.min.js", "react", "16.13.1"),
        (
            "/r.js",
            "/** @license React v16.13.1\n * react-dom.production.min.js",
            "react-dom",
            "16.13.1",
        ),
        ("/l.js", "/**\n * @license\n * lodash 4.17.15 (Custom", "lodash", "4.17.15"),
        ("/u.js", "//     Underscore.js 1.13.1\n", "underscore", "1.13.1"),
        ("/mo.js", "//! moment.js\n//! version : 2.29.1\n", "moment", "2.29.1"),
        ("/h.js", "/**!\n\n @license\n handlebars v4.7.6\n", "handlebars", "4.7.6"),
        ("/p.js", "/*! @license DOMPurify 2.3.3 | (c) Cure53", "dompurify", "2.3.3"),
        ("/x.js", "/* axios v0.21.1 | (c) 2020", "axios", "0.21.1"),
        ("/s.js", "/*! Select2 4.0.13 | https", "select2", "4.0.13"),
        ("/d.js", "/*! DataTables 1.10.20\n", "datatables.net", "1.10.20"),
        ("/js/d3.v5.16.0.min.js", "// https://d3js.org v5.16.0 Copyright", "d3", "5.16.0"),
    ],
)
def test_a_library_is_known_by_what_it_says_or_is_called(
    address: str, content: str | None, purl: str, version: str
) -> None:
    files = {"/": page(address)} | ({} if content is None else {address: script(content)})
    assert told(files) == (Component(f"pkg:npm/{purl}", version, address),)


@pytest.mark.parametrize("name", ["jquery.cookie.js", "my-jquery.js", "bootstrap-datepicker.js"])
def test_a_plugin_of_a_library_is_not_the_library(name: str) -> None:
    text = script("/*! Cookie plugin v1.4.1, needs jQuery 3 */")
    assert told({"/": page(f"/{name}"), f"/{name}": text}) == ()


def test_a_library_without_a_version_is_told_as_unknown() -> None:
    because = "neither its address nor its text names a version"
    assert told({"/": page("/jquery.min.js"), "/jquery.min.js": "x"}) == (
        Component("pkg:npm/jquery", "", "/jquery.min.js", unreadable=because),
    )


@pytest.mark.parametrize(
    ("package", "inside", "mark", "table", "releases"),
    [
        ("django-oscar", "oscar/static", "oscar/css/x.css", oscar.FILES, oscar.RELEASES),
        ("wagtail", "wagtail/admin/static", "wagtailadmin/x.css", wagtail.FILES, wagtail.RELEASES),
    ],
)
def test_static_files_of_the_installed_package_leave_a_range_that_holds_it(
    package: str, inside: str, mark: str, table: Table, releases: tuple[str, ...]
) -> None:
    home = Path(str(distribution(package).locate_file(inside)))
    files = {
        f"/assets/{path}": (home / path).read_bytes() for path in table if (home / path).is_file()
    }
    front = f'<link rel="stylesheet" href="/assets/{mark}">'
    (found,) = (
        one for one in told({"/": page(head=front), **files}) if one.purl == f"pkg:pypi/{package}"
    )
    installed = releases.index(distribution(package).version)
    newest = releases.index(found.newest or found.version)
    assert releases.index(found.version) <= installed <= newest
    assert newest - releases.index(found.version) < 20, "the files leave too much"


def test_static_files_that_nobody_knows_leave_nothing() -> None:
    front = '<link rel="stylesheet" href="/static/oscar/css/styles.css">'
    (found,) = told({"/": page(head=front), "/static/oscar/css/styles.css": "body {}"})
    assert found == Component("pkg:pypi/django-oscar", "", "/", unreadable=HIDDEN)


def test_static_files_that_contradict_one_another_leave_nothing() -> None:
    old, new = b"old", b"new"
    table = {"a.js": {_half(old): (0, 1)}, "b.js": {_half(new): (3, 4)}}

    class Asked:
        page = Response(200, "https://shop.example/", {}, b"")

        def file(self, address: str) -> Response | None:
            return Response(200, address, {}, old if address.endswith("a.js") else new)

    assert told_by_files(Asked(), "oscar", table) is None
    left = told_by_files(Asked(), "oscar", {"a.js": table["a.js"]})
    assert left == Leaves(0, 1, "/static/a.js")


def _half(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def test_a_whole_file_is_known_by_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = b"function bare(){}"
    monkeypatch.setitem(HASHES, _half(bare), ("jquery", "3.4.1"))
    libraries.cache_clear()
    assert told({"/": page("/bundle.js"), "/bundle.js": bare}) == (
        Component("pkg:npm/jquery", "3.4.1", "/bundle.js"),
    )


def test_files_of_others_are_not_fetched_but_their_address_speaks() -> None:
    cdn = "https://cdn.example/ajax/libs/jquery/3.4.0/jquery.min.js"
    with serving({"/": page(cdn, "http://[bad/x.js")}) as (url, asked):
        found = seen(url)
    assert found == Inventory((Component("pkg:npm/jquery", "3.4.0", cdn),))
    assert asked == ["/"]


def test_every_file_is_asked_for_once_and_not_without_end() -> None:
    many = [f"/{number}.js" for number in range(80)]
    with serving({"/": page(*many, *many)}) as (url, asked):
        found = seen(url)
    assert found == Inventory((), (Gap(f"{url}/", "only 60 of its files were looked at"),))
    assert sorted(asked) == sorted(["/", *many[:60]])


def test_a_site_that_does_not_answer_is_no_empty_inventory() -> None:
    with serving({}) as (url, _), pytest.raises(Unreachable, match="was answered 404"):
        seen(url)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    seen = recognised_file(f"/{text}/jquery.js", text.encode(), libraries())
    assert "pkg:npm/jquery" in {one.purl for one in seen}
    assert all(len(one.version) < 40 for one in seen)
