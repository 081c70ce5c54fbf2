"""Finds all names of the same vulnerabilities, and what is known of their danger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from storewarden.core.feeds import Kind
from storewarden.core.matched import Danger
from storewarden.core.published import Assessment, Exploited
from storewarden.store.advisories.bodies import unpacked
from storewarden.store.advisories.links import Link, Row

_ROUNDS: Final = 8
_ASKED: Final = "CREATE TEMPORARY TABLE advisory_asked (name TEXT PRIMARY KEY)"
_STEP: Final = (
    "SELECT DISTINCT o.record, o.name, r.list FROM advisory_asked a"
    " {join} advisory_name n ON n.name = a.name"
    " {join} advisory_name o ON o.record = n.record"
    " {join} advisory_record r ON r.number = n.record"
)
_CVE: Final = "CVE-"
_EXPLOITATION: Final = "- none poc active"
"""SSVC's words from the mildest to the gravest."""

_ASKED_FOR: Final = "advisory_asked"


class Names:
    """Every name of the same thing: ids that a record calls aliases of its own, and so on.

    A record of several CVEs is about several things: it lends none of them the others' names.
    """

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}

    def record(self, names: Sequence[str]) -> None:
        """Note the names of one record, its id among them."""
        several = sum(1 for name in names if name.startswith(_CVE)) > 1
        one = [name for name in names if not (several and name.startswith(_CVE))]
        for name in one[1:]:
            self.same(one[0], name)

    def same(self, one: str, other: str) -> None:
        """Note that two names mean one thing."""
        first, second = self.leader(one), self.leader(other)
        if first != second:
            self._leader[max(first, second)] = min(first, second)

    def leader(self, name: str) -> str:
        """Return the name that stands for all names of a thing."""
        leader = self._leader.setdefault(name, name)
        while leader != self._leader[leader]:
            leader = self._leader[leader]
        self._leader[name] = leader
        return leader

    def settle(self) -> None:
        """Put all names together by the one that stands for them, once everything is noted."""
        self.groups.clear()
        for name in sorted(self._leader):
            self.groups.setdefault(self.leader(name), []).append(name)

    def all_of(self, leader: str) -> Sequence[str]:
        """Return every name of a thing, sorted."""
        return self.groups.get(leader, (leader,))


def names_of(link: Link, first: Iterable[Sequence[str]], lists: frozenset[int]) -> Names:
    """Follow the names of records from list to list, until nothing new comes."""
    names = Names()
    known: set[str] = set()
    for told in first:
        names.record(told)
        known.update(told)
    for name in known:
        names.leader(name)
    link.run(_ASKED)
    link.pour(_ASKED_FOR, 1, [(name,) for name in known])
    for _ in range(_ROUNDS):
        new = _step(link, names, known, lists)
        if not new:
            break
        link.run("DELETE FROM advisory_asked")
        link.pour(_ASKED_FOR, 1, [(name,) for name in new])
        known |= new
    link.run("DROP TABLE advisory_asked")
    names.settle()
    return names


def _step(link: Link, names: Names, known: set[str], lists: frozenset[int]) -> set[str]:
    told: dict[int, list[str]] = {}
    for record, name, number in link.run(_STEP.format(join=link.join)):
        if number in lists:
            told.setdefault(record, []).append(name)
    for group in told.values():
        names.record(sorted(group))
    return {name for group in told.values() for name in group} - known


def dangers(
    link: Link, names: Names, lists: frozenset[int], kinds: frozenset[Kind]
) -> Mapping[str, Danger]:
    """Return what is known of each thing by its leading name.

    ``lists`` are the numbers of the followed lists, ``kinds`` what the fresh ones among them
    tell: without a fresh list of exploited weaknesses nothing is denied.
    """
    blank = Danger(exploited=False if Kind.EXPLOITED in kinds else None)
    found = dict.fromkeys(names.groups, blank)
    link.run(_ASKED)
    everyone = [(name,) for group in names.groups.values() for name in group]
    link.pour(_ASKED_FOR, 1, everyone)
    for cve, danger in _told(link, lists):
        leader = names.leader(cve)
        found[leader] = _graver(found[leader], danger)
    link.run("DROP TABLE advisory_asked")
    return found


def _told(link: Link, lists: frozenset[int]) -> Iterator[tuple[str, Danger]]:
    for cve, number, body in _rows(link, "exploited", "body"):
        if number in lists:
            yield cve, _of_entry(unpacked(bytes(body), Exploited))
    for cve, number, score, percentile in _rows(link, "likelihood", "score, percentile"):
        if number in lists:
            yield cve, Danger(likelihood=score, percentile=percentile)
    for cve, number, body in _rows(link, "assessment", "body"):
        if number in lists:
            yield cve, _of_assessment(unpacked(bytes(body), Assessment))


def _rows(link: Link, table: str, columns: str) -> Sequence[Row]:
    return link.run(
        f"SELECT t.cve, t.list, {columns} FROM advisory_asked a"  # noqa: S608 - our own words
        f" {link.join} advisory_{table} t ON t.cve = a.name ORDER BY t.list, t.cve"
    )


def worst(dangers: Sequence[Danger]) -> Danger:
    """Put what is known of several things together: the gravest of each."""
    if len(dangers) == 1:
        return dangers[0]
    together = Danger()
    for one in dangers:
        together = _graver(together, one)
    return together


def _graver(one: Danger, other: Danger) -> Danger:
    likely = max((one, other), key=_likelihood)
    active = max((one, other), key=lambda danger: _EXPLOITATION.find(danger.exploitation or "-"))
    return Danger(
        exploited=_any(one.exploited, other.exploited),
        added=_earlier(one.added, other.added),
        due=_earlier(one.due, other.due),
        ransomware=_any(one.ransomware, other.ransomware),
        action=one.action or other.action,
        likelihood=likely.likelihood,
        percentile=likely.percentile,
        exploitation=active.exploitation,
        automatable=_any(one.automatable, other.automatable),
        total=_any(one.total, other.total),
    )


def _likelihood(danger: Danger) -> float:
    return -1.0 if danger.likelihood is None else danger.likelihood


def _any(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - values, no switches
    said = {one, other}
    return True if True in said else False if False in said else None


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _of_entry(entry: Exploited) -> Danger:
    return Danger(
        exploited=True,
        added=entry.added,
        due=entry.due,
        ransomware=entry.ransomware,
        action=entry.action,
    )


def _of_assessment(entry: Assessment) -> Danger:
    return Danger(exploitation=entry.exploitation, automatable=entry.automatable, total=entry.total)
