"""Puts what was seen before every check that asks for it, and collects the verdicts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storewarden.core.checks import InstalledCheck
from storewarden.core.verdicts import Outcome, Verdict, unknown
from storewarden.engine.gather import Seen, Sight

EVERYTHING: Final = "everything"
_WORST_FIRST: Final = (Outcome.BAD, Outcome.UNKNOWN, Outcome.GOOD, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one check says of one asset.

    Attributes:
        verdicts: one a subject.
        to_the_end: False when something could not be seen or the check broke down, so that
            silence about a subject means nothing.
    """

    check: InstalledCheck
    asset: str
    verdicts: tuple[Verdict, ...]
    to_the_end: bool


def judge(
    checks: Sequence[InstalledCheck], sight: Sight, tell: Callable[[str], None]
) -> tuple[Judgement, ...]:
    """Let every check judge every asset of which its kind of fact was to be gathered.

    What could not be seen is one unknown verdict about ``everything``, with all the reasons. A
    check that breaks down gives the same, and ``tell`` is told of it.
    """
    return tuple(
        _judgement(check, asset, seen, tell)
        for (asset, kind), seen in sight.items()
        for check in checks
        if check.declared.asks is kind
    )


def _judgement(
    check: InstalledCheck, asset: str, seen: Seen, tell: Callable[[str], None]
) -> Judgement:
    missing = [unknown(EVERYTHING, "; ".join(seen.unseen))] if seen.unseen else []
    try:
        said = list(check.declared.judge(seen.facts))
    except Exception as fault:  # noqa: BLE001 - one check's fault must not stop the others
        kind = type(fault).__name__
        tell(f"fault in check {check.id} on {asset}: {kind}")
        broken = unknown(EVERYTHING, f"a fault in the check {check.id}: {kind}")
        return Judgement(check, asset, (broken,), to_the_end=False)
    return Judgement(check, asset, _one_a_subject([*said, *missing]), to_the_end=not missing)


def _one_a_subject(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Keep the gravest verdict where a check speaks twice of one subject."""
    kept: dict[str, Verdict] = {}
    for verdict in verdicts:
        other = kept.setdefault(verdict.subject, verdict)
        kept[verdict.subject] = min(other, verdict, key=_gravity)
    return tuple(kept.values())


def _gravity(verdict: Verdict) -> int:
    return _WORST_FIRST.index(verdict.outcome)


def pairs(judgements: Iterable[Judgement]) -> Iterator[tuple[str, str]]:
    """The (check, asset) pairs that were judged, to the end or not."""
    for judgement in judgements:
        yield judgement.check.id, judgement.asset
