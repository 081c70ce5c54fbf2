"""What windows are made with, and what they remark."""

from collections.abc import Sequence
from dataclasses import dataclass

from storewarden.kernels.windows.requests import Known
from storewarden.kernels.windows.traits import CRAWLER_BLOCKS


@dataclass(frozen=True, slots=True)
class Settings:
    """What windows are made with.

    Attributes:
        platforms: of the site whose log it is (``woocommerce``); empty tries all.
        patterns: the patterns that hits point into.
        secret: keys the digests of paths and codes; the same for a snapshot and its restoring.
        keys: how many addresses, accounts, ... are remembered at once.
        entries: how many counted records are remembered at once, 32 bytes each; two thirds as many
            more, 48 bytes each, of visitors who look at a few pages.
        tolerance: seconds that a line may come late. An alert waits that long for older lines;
            with 0 it comes at once, and a late line counts as if it came just now.
        crawlers: blocks whose search crawlers may look at every page.
    """

    platforms: tuple[str, ...] = ()
    patterns: Sequence[Known] = ()
    secret: bytes = b""
    keys: int = 200_000
    entries: int = 1_500_000
    tolerance: float = 60.0
    crawlers: tuple[str, ...] = CRAWLER_BLOCKS


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was not counted as it should have been, since the beginning.

    Attributes:
        late: lines later than tolerated; counted as if they came just then.
        undated: lines without a time; counted at the time of the line before.
        set_back: how often the clock of the log was set back and the windows began anew.
        refused_keys: records of addresses, accounts ... for which there was no room.
        refused_entries: counts that were not remembered, for want of room.
        keys: how many keys are remembered now.
    """

    late: int
    undated: int
    set_back: int
    refused_keys: int
    refused_entries: int
    keys: int
