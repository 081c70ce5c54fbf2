"""Who is told of a finding, rung by rung. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from storewarden.core.estate import Estate, Person
from storewarden.core.findings import Finding


def chain(estate: Estate, finding: Finding) -> tuple[tuple[Person, ...], ...]:
    """Give the rungs: the owner's people first; nobody stands on two, and none is empty."""
    rungs: list[tuple[Person, ...]] = []
    told: set[str] = set()
    for who in (finding.owner, *_above(estate, finding)):
        people = tuple(one for one in people_of(estate, who) if one.id not in told)
        told.update(one.id for one in people)
        if people:
            rungs.append(people)
    return tuple(rungs)


def people_of(estate: Estate, who: str) -> tuple[Person, ...]:
    """Give the person of that id, or the members of the team; empty when there is neither."""
    people: Mapping[str, Person] = {one.id: one for one in estate.people}
    if who in people:
        return (people[who],)
    members = next((team.members for team in estate.teams if team.id == who), ())
    return tuple(people[one] for one in members if one in people)


def rungs_due(finding: Finding, today: date, every: int) -> int:
    """How many rungs are told by today: the first at once, one more a day or so after that."""
    late = (today - finding.read_by).days
    return 1 if late <= 0 else 2 + (late - 1) // every


def _above(estate: Estate, finding: Finding) -> Iterator[str]:
    if estate.notices.escalate_to is not None:
        yield from estate.notices.escalate_to
        return
    responsible = estate.responsible.get(finding.step)
    if responsible is not None:
        yield responsible
    yield estate.owner
