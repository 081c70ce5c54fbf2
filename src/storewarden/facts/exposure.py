"""Facts about what anybody can carry off from a site."""

from dataclasses import dataclass
from enum import StrEnum

from storewarden.core.checks import Fact


class Leftover(StrEnum):
    """Kinds of files that belong to builders and not to visitors."""

    REPOSITORY = "repository"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class UsualPlace(Fact):
    """One path at which builders often forget something.

    Attributes:
        is_there: True when the content proves it and a made-up neighbour is not served alike.
        what: what the content is, in words; empty when it is not there.
    """

    path: str
    kind: Leftover
    is_there: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class StockAnswer(Fact):
    """What a shop says when far too many pieces of one product are ordered.

    Attributes:
        product: path that the order for this product went to.
        asked: pieces that were asked for.
        told: the number of pieces that the shop named; None when it named none.
    """

    product: str
    asked: int
    told: int | None = None


@dataclass(frozen=True, slots=True)
class PriceList(Fact):
    """What came from one path at which shops often hand out whole lists.

    Attributes:
        items: products in it; 0 when there is no list for visitors.
        shows: which of ``price``, ``trade price``, ``stock`` it names for each.
    """

    path: str
    items: int = 0
    shows: tuple[str, ...] = ()
