"""Must somebody show a key who wants the whole price list at once?

*Why it matters.* A list of every product with price, trade price and stock lets a competitor
undercut each price within minutes, and shows the margins to every customer.

*How to put it right.* Ask for a key or a sign-in at the path, or take it down. Where a search
engine needs a product feed, leave trade prices and stock figures out of it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from storewarden.core.checks import Check
from storewarden.core.verdicts import Severity, Verdict, bad, good
from storewarden.facts.exposure import PriceList

_INNER: Final = frozenset({"trade price", "stock"})


def judge(lists: Sequence[PriceList]) -> Iterator[Verdict]:
    """Say which paths hand out price lists; trade prices and stock make it grave."""
    open_ones = [one for one in lists if one.items]
    for one in open_ones:
        yield bad(
            one.path,
            f"anybody can fetch a list of products with {_and(one.shows)} at {one.path}",
            f"GET {one.path} without a key answered with {one.items} products",
            severity=None if _INNER.intersection(one.shows) else Severity.LOW,
        )
    if lists and not open_ones:
        yield good("price lists", f"none of {len(lists)} usual places hands out a price list")


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


CHECK = Check(asks=PriceList, severity=Severity.HIGH, judge=judge, standards=("CWE-306",))
