"""A first estate file follows the lists that fit what was found."""

from pathlib import Path

import pytest

from storewarden.core.estate import Asset, CodeTree, Feed, Site
from storewarden.engine.discovery import lists_for
from storewarden.engine.estate_file import parse
from tests.support.access import an_estate

HEAD = '[estate]\nname = "Shop"\nowner = "ada"\n[people.ada]\nname = "Ada Keller"\n'
SHOP = Path("shop")


@pytest.mark.parametrize(
    ("assets", "ids"),
    [
        ([], ["kev", "epss"]),
        ([CodeTree("c", SHOP)], ["kev", "epss", "php", "python", "node"]),
        ([CodeTree("c", SHOP, "magento")], ["kev", "epss", "php"]),
        ([CodeTree("c", SHOP, "wagtail")], ["kev", "epss", "python"]),
        ([Site("s", "https://a.example", platform="vendure")], ["kev", "epss", "node", "frontend"]),
        ([Site("kev", "https://a.example")], ["epss", "frontend"]),
    ],
)
def test_lists_fit_what_was_found(assets: list[Asset], ids: list[str]) -> None:
    text = HEAD + lists_for(an_estate(Path(), *assets))
    found = parse(text, file="s", root=Path("/")).assets
    assert [asset.id for asset in found if isinstance(asset, Feed)] == ids


def test_a_list_that_needs_a_key_stands_there_as_a_comment() -> None:
    text = lists_for(an_estate(Path(), CodeTree("c", SHOP, "wordpress")))
    assert '# [feeds.wordpress]\n# format = "wordfence"\n# key_env = "WORDFENCE_KEY"\n' in text
