"""A small estate, checks and facts that the engine's tests share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storewarden.core.checks import Check, Fact, InstalledCheck
from storewarden.core.connectors import Access, Connector, InstalledConnector, Unseen
from storewarden.core.estate import Asset, Estate, OwnerRule, Person, Site, Team
from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity, Verdict, bad, good

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Door(Fact):
    """A door of the shop."""

    name: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Window(Fact):
    """A window of the shop."""

    name: str


def doors(seen: Sequence[Door]) -> Iterable[Verdict]:
    for door in seen:
        if door.locked:
            yield good(door.name, f"{door.name} is locked")
        else:
            yield bad(door.name, f"{door.name} stands open", "looked at it")


PAGE = "Is every door locked?\n\n*Why it matters.* Thieves.\n\n*How to put it right.* Lock it."
DOORS = InstalledCheck("open_door", Step.EXPOSURE, PAGE, Check(Door, Severity.HIGH, doors))  # type: ignore[arg-type]  # a check of Door is stored as a check of facts
SHOP = Site(id="shop", url="http://127.0.0.1:1", owner="ben")
CMS = Site(id="cms", url="http://127.0.0.1:2")


def estate(*assets: Asset, rules: tuple[OwnerRule, ...] = ()) -> Estate:
    return Estate(
        name="Lab",
        owner="ada",
        root=Path(),
        people=(Person("ada", "Ada Keller"), Person("ben", "Ben Osei")),
        teams=(Team("web", "Web team", ("ada", "ben")),),
        responsible={Step.EXPOSURE: "web"},
        assets=assets,
        rules=rules,
    )


def connector(
    gather: Callable[[Site, Access], Iterable[Fact | Unseen]],
    *gives: type[Fact],
    name: str = "sites.doors",
    time_limit: float = 5.0,
    active: bool = False,
) -> InstalledConnector:
    declared = Connector(
        reads=Site,
        gives=gives or (Door,),
        gather=gather,
        time_limit=time_limit,
        active=active,
    )
    return InstalledConnector(name, declared)  # type: ignore[arg-type]  # sites are assets


class NoProgress:
    """Nobody watches."""

    def begin(self, total: int) -> None: ...

    def advance(self, what: str) -> None: ...

    def end(self) -> None: ...
