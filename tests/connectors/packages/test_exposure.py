"""Everything that a tree is made of is told with what names it; what could not be read is told."""

from dataclasses import replace
from pathlib import Path

from storewarden.connectors.packages.exposure.connector import gather
from storewarden.core.connectors import Unseen
from storewarden.core.estate import CodeTree
from storewarden.core.inventory import Component, Gap, Inventory
from storewarden.core.matched import Named
from storewarden.facts.advisories import ComponentExposure
from tests.support.access import NoLists, access_to, an_estate

PILLOW = "pkg:pypi/pillow"
HOLE = Named("GHSA-1", fixed_in="9.0.1", why="9.0.0 < 9.0.1")


def told(inventory: Inventory) -> list[object]:
    tree = CodeTree("code", Path("code"))
    book = NoLists({(PILLOW, "9.0.0"): (HOLE,)})
    access = access_to(an_estate(Path(), tree), advisories=book, inventory=lambda _place: inventory)
    return list(gather(tree, access))


def test_each_component_is_told_with_what_names_it() -> None:
    inventory = Inventory(
        (
            Component(PILLOW, "9.0.0", "requirements.txt"),
            Component(PILLOW, "12.0.0", "sub/requirements.txt"),
            Component("pkg:npm/jquery", "3.4.0", "page.js", newest="3.6.0"),
            Component("pkg:pypi/django", "", "requirements.txt", unreadable="is not pinned"),
        ),
        (Gap("poetry.lock", "is broken: TOMLDecodeError"), Gap("", "is too deep")),
    )
    named = replace(HOLE, component=f"{PILLOW}@9.0.0")
    assert told(inventory) == [
        Unseen(ComponentExposure, "poetry.lock is broken: TOMLDecodeError"),
        Unseen(ComponentExposure, ". is too deep"),
        ComponentExposure(PILLOW, "9.0.0", "requirements.txt", (named,)),
        ComponentExposure(PILLOW, "12.0.0", "sub/requirements.txt"),
        ComponentExposure("pkg:npm/jquery", "3.4.0 to 3.6.0", "page.js"),
        ComponentExposure("pkg:pypi/django", "", "requirements.txt", unknown="is not pinned"),
    ]


def test_a_tree_in_which_nothing_is_recognised_is_unseen() -> None:
    words = "no software was found in it that can be recognised"
    assert told(Inventory()) == [Unseen(ComponentExposure, words)]


def test_of_very_many_gaps_the_rest_is_counted() -> None:
    found = told(Inventory(gaps=tuple(Gap(f"{n}", "is gone") for n in range(25))))
    assert len(found) == 21
    assert found[-1] == Unseen(ComponentExposure, "5 more places could not be read")
