"""Proposes the lists of vulnerabilities that fit what was found; free ones stand ready to use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storewarden.core.estate import CodeTree, Database, Estate, Site

_OSV: Final = "https://osv-vulnerabilities.storage.googleapis.com"
_PHP: Final = frozenset(
    {"drupal", "joomla", "magento", "opencart", "prestashop", "shopware", "typo3", "woocommerce"}
    | {"wordpress", "zen-cart"}
)
_PYTHON: Final = frozenset({"django-cms", "django-oscar", "saleor", "wagtail"})
_NODE: Final = frozenset({"ghost", "medusa", "strapi", "vendure"})
_WORDPRESS: Final = frozenset({"woocommerce", "wordpress"})


@dataclass(frozen=True, slots=True)
class _List:
    """One proposed list; ``key`` is the variable for a key that has to be asked for first."""

    id: str
    format: str
    what: str
    url: str = ""
    key: str = ""


def lists_for(estate: Estate) -> str:
    """The text that follows a first estate file: its tables ``[feeds.ID]``."""
    taken = {asset.id for asset in estate.assets}
    tables = (_table(one) for one in _fitting(estate) if one.id not in taken)
    return (
        "\n# Lists of vulnerabilities to follow (docs/feeds.md); `storewarden feeds update` fetches"
        " them.\n" + "\n".join(tables)
    )


def _fitting(estate: Estate) -> Iterator[_List]:
    """Those for everybody, then those of the platforms; of a platform unknown, all languages."""
    trees = [asset for asset in estate.assets if isinstance(asset, CodeTree)]
    things = [asset for asset in estate.assets if isinstance(asset, Site | CodeTree | Database)]
    platforms = {thing.platform for thing in things if thing.platform}
    any_language = any(tree.platform is None for tree in trees)
    yield _List("kev", "kev", "weaknesses that thieves use now (CISA)")
    yield _List("epss", "epss", "how likely each weakness is used within 30 days (FIRST)")
    if any_language or platforms & _PHP:
        yield _List("php", "packagist", "packages of PHP")
    if any_language or platforms & _PYTHON:
        yield _List("python", "osv", "packages of Python", f"{_OSV}/PyPI/all.zip")
    if any_language or platforms & _NODE:
        yield _List("node", "osv", "packages of Node.js", f"{_OSV}/npm/all.zip")
    if any(isinstance(thing, Site) for thing in things):
        yield _List("frontend", "retirejs", "front-end libraries on your pages")
    if platforms & _WORDPRESS:
        yield _List(
            "wordpress",
            "wordfence",
            "WordPress, plugins, themes; its key is free",
            key="WORDFENCE_KEY",
        )


def _table(one: _List) -> str:
    lines = [f"[feeds.{one.id}]", f'format = "{one.format}"']
    lines += [f'url = "{one.url}"'] if one.url else []
    lines += [f'key_env = "{one.key}"'] if one.key else []
    before = "# " if one.key else ""  # without its key it would only trouble
    return f"# {one.what}\n" + "".join(f"{before}{line}\n" for line in lines)
