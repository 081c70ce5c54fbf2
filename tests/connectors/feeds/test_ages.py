"""The age of a followed list is told, or why there is none."""

from datetime import UTC, datetime
from pathlib import Path

from storewarden.connectors.feeds.ages.connector import gather
from storewarden.core.estate import Feed
from storewarden.core.feeds import FeedState
from storewarden.facts.advisories import ListFreshness
from tests.support.access import NOON, NoLists, access_to, an_estate


def test_each_list_tells_its_own_age() -> None:
    day = datetime(2026, 6, 14, tzinfo=UTC)
    read = NoLists(
        read=[
            FeedState("kev", "kev", trouble="gone"),
            FeedState("osv", "osv", fetched=day, trouble="silent for 10 s"),
        ]
    )
    access = access_to(an_estate(Path()), advisories=read)
    assert [
        fact for name in ("osv", "kev", "new") for fact in gather(Feed(name, "osv"), access)
    ] == [
        ListFreshness("osv", 7, NOON, day, "silent for 10 s"),
        ListFreshness("kev", 7, NOON, None, "gone"),
        ListFreshness("new", 7, NOON, None, "it was never read"),
    ]
