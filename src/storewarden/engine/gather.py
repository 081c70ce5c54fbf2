"""Sends every connector to the assets it reads, a few at a time, and brings back what was seen."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TypeAlias

from storewarden.core.checks import Fact
from storewarden.core.connectors import Access, Connector, InstalledConnector, Unseen
from storewarden.core.errors import StorewardenError
from storewarden.core.estate import Asset, Estate
from storewarden.core.ports import Progress
from storewarden.engine.pool import Errand, run_errands

Thing: TypeAlias = Asset | Estate


@dataclass(frozen=True, slots=True)
class Visit:
    """One connector's look at one asset."""

    thing: Thing
    connector: InstalledConnector

    @property
    def name(self) -> str:
        """How the visit is called on the progress display."""
        return f"{self.connector.id} on {self.thing.id}"


@dataclass(frozen=True, slots=True)
class Seen:
    """All facts of one kind on one asset, and the reasons why there may be more."""

    facts: tuple[Fact, ...] = ()
    unseen: tuple[str, ...] = ()


Sight: TypeAlias = Mapping[tuple[str, type[Fact]], Seen]


def plan(
    things: Iterable[Thing],
    connectors: Sequence[InstalledConnector],
    asked: Collection[type[Fact]],
) -> tuple[Visit, ...]:
    """Which connector visits which asset: those that read it, fit it and tell what is asked."""
    return tuple(
        Visit(thing, connector)
        for thing in things
        for connector in connectors
        if isinstance(thing, connector.declared.reads)
        and not set(asked).isdisjoint(connector.declared.gives)
        and connector.declared.fits(thing)
    )


def gather(
    visits: Sequence[Visit],
    access: Callable[[Thing], Access],
    progress: Progress,
    tell: Callable[[str], None],
    at_once: int = 8,
) -> Sight:
    """Make the visits, ``at_once`` at a time, each within its connector's time limit.

    Args:
        visits: what `plan` said.
        access: what a connector is handed to look at that asset.
        progress: is told of each visit that is over.
        tell: is told of faults in connectors, in words without secrets, for the operator.
        at_once: how many visits run side by side.

    Returns:
        One entry for each (asset id, kind of fact) that some visit was to tell of.
    """
    answers: dict[int, Sequence[Fact | Unseen] | None] = {}
    progress.begin(len(visits))
    errands = [_errand(visit, access, tell) for visit in visits]
    for number, answer in run_errands(errands, at_once):
        answers[number] = answer
        progress.advance(visits[number].name)
    progress.end()
    return _by_kind(visits, answers)


def _by_kind(
    visits: Sequence[Visit], answers: Mapping[int, Sequence[Fact | Unseen] | None]
) -> Sight:
    """Join what the visits told, in their order, however they ended."""
    told: defaultdict[tuple[str, type[Fact]], list[Fact | Unseen]] = defaultdict(list)
    for number, visit in enumerate(visits):
        answer = answers[number]
        _sort(visit, _late(visit) if answer is None else answer, told)
    return {key: _joined(pieces) for key, pieces in told.items()}


def _errand(
    visit: Visit, access: Callable[[Thing], Access], tell: Callable[[str], None]
) -> Errand[Sequence[Fact | Unseen]]:
    return Errand(lambda: _look(visit, access, tell), visit.connector.declared.time_limit)


def _look(
    visit: Visit, access: Callable[[Thing], Access], tell: Callable[[str], None]
) -> Sequence[Fact | Unseen]:
    connector = visit.connector.declared
    if connector.active and not getattr(visit.thing, "consent", False):
        return _nothing(connector, f"needs consent = true on {visit.thing.id}")
    try:
        return list(connector.gather(visit.thing, access(visit.thing)))
    except (StorewardenError, OSError) as gone:
        return _nothing(connector, str(gone) or type(gone).__name__)
    except Exception as fault:  # noqa: BLE001 - one connector's fault must not stop the others
        where = _place(fault.__traceback__)
        tell(f"fault in {visit.name}: {type(fault).__name__} at {where}")
        return _nothing(connector, f"a fault in {visit.connector.id}: {type(fault).__name__}")


def _place(trace: TracebackType | None) -> str:
    """The last line that ran; never the words of the error, which may hold secrets."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def _late(visit: Visit) -> Sequence[Unseen]:
    connector = visit.connector.declared
    return _nothing(connector, f"gave no answer within {connector.time_limit:g} s")


def _nothing(connector: Connector[Thing], because: str) -> Sequence[Unseen]:
    return [Unseen(kind, because) for kind in connector.gives]


def _sort(
    visit: Visit,
    pieces: Sequence[Fact | Unseen],
    told: defaultdict[tuple[str, type[Fact]], list[Fact | Unseen]],
) -> None:
    for kind in visit.connector.declared.gives:
        told[visit.thing.id, kind].extend(())
    for piece in pieces:
        kind = piece.fact if isinstance(piece, Unseen) else type(piece)
        told[visit.thing.id, kind].append(piece)


def _joined(pieces: Sequence[Fact | Unseen]) -> Seen:
    reasons = [piece.because for piece in pieces if isinstance(piece, Unseen)]
    return Seen(
        facts=tuple(piece for piece in pieces if not isinstance(piece, Unseen)),
        unseen=tuple(dict.fromkeys(reasons)),
    )
