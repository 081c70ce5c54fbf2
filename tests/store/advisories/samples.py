"""Short ways to write lists, records and components in tests."""

from datetime import UTC, datetime

from storewarden.core.feeds import FeedState
from storewarden.core.inventory import Component
from storewarden.core.published import Affected, Record, Stretch

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MAGENTO = "pkg:composer/magento/product-community-edition"


def state(feed: str, day: int = 15, *, format_: str = "osv") -> FeedState:
    moment = datetime(2026, 6, day, tzinfo=UTC)
    return FeedState(feed, format_, checked=moment, fetched=moment)


def until(fixed: str, low: str | None = None) -> Stretch:
    return Stretch(low, high=fixed, fixed_in=fixed)


def record(name: str, purl: str, *stretches: Stretch, aliases: tuple[str, ...] = ()) -> Record:
    return Record(name, aliases, affected=(Affected(purl, stretches=stretches),))


def component(purl: str, version: str) -> Component:
    return Component(purl, version, "a.lock")
