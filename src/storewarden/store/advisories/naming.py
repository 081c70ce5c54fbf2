"""Finds all names of the same vulnerabilities, and what is known of their danger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from storewarden.core.feeds import Kind
from storewarden.core.matched import Danger
from storewarden.core.published import Assessment, Exploited
from storewarden.store.advisories.bodies import unpacked
from storewarden.store.advisories.links import Link, Row

_ROUNDS: Final = 8
_ASKED: Final = "CREATE TEMPORARY TABLE advisory_asked (name TEXT PRIMARY KEY)"
_STEP: Final = (
    "SELECT a.name, o.name, r.list FROM advisory_asked a"
    " {join} advisory_name n ON n.name = a.name"
    " {join} advisory_name o ON o.record = n.record AND o.name <> n.name"
    " {join} advisory_record r ON r.number = n.record"
)
_ADD: Final = "INSERT INTO advisory_asked VALUES (?)"


class Names:
    """Every name of the same thing: ids that a record calls aliases of its own, and so on."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}

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


def names_of(link: Link, first: Iterable[str], lists: frozenset[int]) -> Names:
    """Follow aliases from list to list, until nothing new comes."""
    names, known = Names(), set(first)
    for name in known:
        names.leader(name)
    link.run(_ASKED)
    link.many(_ADD, [(name,) for name in known])
    for _ in range(_ROUNDS):
        new = _step(link, names, known, lists)
        if not new:
            break
        link.run("DELETE FROM advisory_asked")
        link.many(_ADD, [(name,) for name in new])
        known |= new
    link.run("DROP TABLE advisory_asked")
    names.settle()
    return names


def _step(link: Link, names: Names, known: set[str], lists: frozenset[int]) -> set[str]:
    new = set()
    for name, other, number in link.run(_STEP.format(join=link.join)):
        if number in lists:
            names.same(name, other)
            new.add(other)
    return new - known


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
    link.many(_ADD, everyone)
    for cve, number, body in _rows(link, "exploited", "body"):
        if number in lists:
            leader = names.leader(cve)
            found[leader] = _used(found[leader], unpacked(bytes(body), Exploited))
    for cve, number, score, percentile in _rows(link, "likelihood", "score, percentile"):
        if number in lists:
            leader = names.leader(cve)
            if score > (found[leader].likelihood or -1):
                found[leader] = replace(found[leader], likelihood=score, percentile=percentile)
    for cve, number, body in _rows(link, "assessment", "body"):
        if number in lists:
            leader = names.leader(cve)
            found[leader] = _assessed(found[leader], unpacked(bytes(body), Assessment))
    link.run("DROP TABLE advisory_asked")
    return found


def _rows(link: Link, table: str, columns: str) -> Sequence[Row]:
    return link.run(
        f"SELECT t.cve, t.list, {columns} FROM advisory_asked a"  # noqa: S608 - our own words
        f" {link.join} advisory_{table} t ON t.cve = a.name ORDER BY t.list, t.cve"
    )


def _used(danger: Danger, entry: Exploited) -> Danger:
    """Put lists together: the earlier date, the graver word, the first demand."""
    days = [day for day in (danger.due, entry.due) if day is not None]
    added = [day for day in (danger.added, entry.added) if day is not None]
    said = {danger.ransomware, entry.ransomware}
    return replace(
        danger,
        exploited=True,
        added=min(added, default=None),
        due=min(days, default=None),
        ransomware=True if True in said else False if False in said else None,
        action=danger.action or entry.action,
    )


def _assessed(danger: Danger, entry: Assessment) -> Danger:
    return replace(
        danger,
        exploitation=danger.exploitation or entry.exploitation,
        automatable=entry.automatable if danger.automatable is None else danger.automatable,
        total=entry.total if danger.total is None else danger.total,
    )
