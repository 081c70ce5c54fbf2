"""What our findings say of the weaknesses of what we run, as statements. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from storewarden.core.findings import Finding, State
from storewarden.core.matched import Named
from storewarden.core.vex import Statement, Status
from storewarden.engine.remedies import remedies_of
from storewarden.engine.vex.applying import clearing
from storewarden.engine.vex.products import product

_STATUS: Final = {
    State.NEW: Status.UNDER_INVESTIGATION,
    State.REGRESSED: Status.AFFECTED,
    State.ACKNOWLEDGED: Status.AFFECTED,
    State.ACCEPTED: Status.AFFECTED,
    State.FALSE_ALARM: Status.NOT_AFFECTED,
    State.FIXED: Status.FIXED,
}


def said_by(findings: Iterable[Finding], heard: Sequence[Statement]) -> Iterator[Statement]:
    """Tell one statement a weakness and component; of two findings the open one counts.

    Statements of others that clear one are passed on with their author's words.
    """
    told: dict[tuple[str, str], Statement] = {}
    for finding in sorted(findings, key=_last_word):
        for weakness in finding.named:
            statement = _statement(finding, weakness, heard)
            if statement is not None:
                told[weakness.id, weakness.component] = statement
    yield from (told[key] for key in sorted(told))


def _last_word(finding: Finding) -> tuple[bool, str]:
    return finding.state.is_open, finding.id


def _statement(finding: Finding, weakness: Named, heard: Sequence[Statement]) -> Statement | None:
    what = product(weakness.component)
    if what is None:
        return None
    other = clearing(weakness, heard)
    return Statement(
        names=(weakness.id, *weakness.aliases),
        products=(what,),
        status=other.status if other else _STATUS[finding.state],
        justification=other.justification if other else "",
        words=(other.words if other else "") or _words(finding, weakness),
        at=finding.last_seen,
        source=finding.id,
    )


def _words(finding: Finding, weakness: Named) -> str:
    if finding.state is State.ACCEPTED:
        return f"accepted until {finding.until}: {finding.reason}"
    if finding.state is State.FALSE_ALARM:
        return finding.reason or ""
    return "" if finding.state is State.FIXED else " ".join(remedies_of(weakness))
