"""What comes back from the visits: facts, and reasons where there are none."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from storewarden.core.checks import Fact
from storewarden.core.connectors import Access, InstalledConnector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host, Site
from storewarden.engine.gather import Seen, Sight, gather, plan
from tests.engine.estates import CMS, SHOP, Door, NoProgress, Window, connector, estate
from tests.support.access import access_to

FRONT = Door("front", locked=True)


def look(
    *connectors: InstalledConnector, sites: tuple[Site, ...] = (SHOP,)
) -> tuple[Sight, list[str]]:
    ours = estate(*sites)
    told: list[str] = []
    visits = plan(ours, connectors, {Door, Window})
    return gather(visits, lambda _thing: access_to(ours), NoProgress(), told.append), told


def one_door(_site: Site, _access: Access) -> Iterator[Fact]:
    yield FRONT


def raising(error: Exception) -> Callable[[Site, Access], Iterator[Fact]]:
    def gather_then_raise(_site: Site, _access: Access) -> Iterator[Fact]:
        yield FRONT
        raise error

    return gather_then_raise


def test_facts_come_back_by_asset_and_kind() -> None:
    sight, told = look(connector(one_door), sites=(SHOP, CMS))
    assert sight == {("shop", Door): Seen((FRONT,)), ("cms", Door): Seen((FRONT,))}
    assert told == []


def test_a_kind_that_nobody_saw_any_of_is_seen_to_be_none() -> None:
    sight, _ = look(connector(lambda _s, _a: iter(())))
    assert sight == {("shop", Door): Seen()}


def test_facts_and_reasons_of_several_connectors_are_joined() -> None:
    def half(_site: Site, _access: Access) -> Iterator[Fact | Unseen]:
        yield Door("back", locked=False)
        yield Unseen(Door, "the cellar was dark")

    sight, _ = look(connector(one_door), connector(half, name="sites.half"))
    assert sight.keys() == {("shop", Door)}
    seen = sight["shop", Door]
    assert set(seen.facts) == {FRONT, Door("back", locked=False)}
    assert seen.unseen == ("the cellar was dark",)


@pytest.mark.parametrize(
    ("error", "because"),
    [
        (Unreachable("shop was silent for 10 s"), "shop was silent for 10 s"),
        (PermissionError(13, "Permission denied"), "[Errno 13] Permission denied"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_an_error_of_the_world_makes_all_that_the_connector_gives_unseen(
    error: Exception, because: str
) -> None:
    sight, told = look(connector(raising(error), Door, Window))
    assert sight == {
        ("shop", Door): Seen((), (because,)),
        ("shop", Window): Seen((), (because,)),
    }
    assert told == []


def test_a_fault_is_told_without_its_words_and_the_others_go_on() -> None:
    broken = connector(raising(KeyError("password=hunter2")), name="sites.broken")
    sight, told = look(broken, connector(one_door))
    assert sight == {("shop", Door): Seen((FRONT,), ("a fault in sites.broken: KeyError",))}
    assert len(told) == 1
    assert told[0].startswith("fault in sites.broken on shop: KeyError at ")
    assert "hunter2" not in told[0]


def test_a_connector_that_hangs_is_left_behind() -> None:
    def hang(_site: Site, _access: Access) -> Iterator[Fact]:
        time.sleep(30)
        yield FRONT

    begin = time.monotonic()
    sight, _ = look(connector(hang, time_limit=0.1), connector(one_door, name="sites.other"))
    assert time.monotonic() - begin < 5
    assert sight == {("shop", Door): Seen((FRONT,), ("gave no answer within 0.1 s",))}


def test_twenty_hanging_connectors_do_not_use_up_the_pool() -> None:
    def hang(_site: Site, _access: Access) -> Iterator[Fact]:
        time.sleep(30)
        yield FRONT

    hanging = [connector(hang, time_limit=0.05, name=f"sites.hang{n}") for n in range(20)]
    sight, _ = look(*hanging, connector(one_door))
    assert sight["shop", Door].facts == (FRONT,)


def test_what_comes_back_stands_in_the_order_of_the_visits() -> None:
    def slow(_site: Site, _access: Access) -> Iterator[Fact]:
        time.sleep(0.2)
        yield Door("slow", locked=True)

    sight, _ = look(connector(slow), connector(one_door, name="sites.quick"), sites=(CMS, SHOP))
    assert list(sight) == [("cms", Door), ("shop", Door)]
    assert sight["cms", Door].facts == (Door("slow", locked=True), FRONT)


def test_an_active_connector_needs_consent() -> None:
    active = connector(one_door, active=True)
    sight, _ = look(active, sites=(SHOP, replace(CMS, consent=True)))
    assert sight == {
        ("shop", Door): Seen((), ("needs consent = true on shop",)),
        ("cms", Door): Seen((FRONT,)),
    }


def test_only_what_reads_fits_and_is_asked_is_visited() -> None:
    ours = estate(SHOP, CMS, Host("web1"))
    fits = InstalledConnector(
        "sites.cms_only", replace(connector(one_door).declared, fits=lambda site: site.id == "cms")
    )
    unasked = connector(one_door, Window, name="sites.windows")
    visits = plan(ours, [fits, unasked], {Door})
    assert [visit.name for visit in visits] == ["sites.cms_only on cms"]


def test_progress_hears_of_every_visit() -> None:
    heard: list[object] = []

    class Listener:
        def begin(self, total: int) -> None:
            heard.append(total)

        def advance(self, what: str) -> None:
            heard.append(what)

        def end(self) -> None:
            heard.append("end")

    ours = estate(SHOP)
    visits = plan(ours, [connector(one_door)], {Door})
    gather(visits, lambda _thing: access_to(ours), Listener(), heard.append)
    assert heard == [1, "sites.doors on shop", "end"]
