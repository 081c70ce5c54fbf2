"""The letters that are due now; the same letter always has the same id. Pure.

A person is told once of each opening of a finding: when it is new, when it came back, when a list
said something graver. A rung whose people cannot be reached is passed at once.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from storewarden.core.estate import Estate, Person
from storewarden.core.findings import Finding
from storewarden.core.notices import Letter, Pass
from storewarden.engine.reading.chain import chain, rungs_due
from storewarden.engine.reading.unread import cannot_wait, is_unread
from storewarden.engine.reading.words import Told, body, subject

Sign = Callable[[Pass], str]
"""Makes the web address of a link; empty when there is no place to link to."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What letters are written with.

    Attributes:
        estate: its people and its chain.
        now: the moment.
        sign: makes links.
        lost: ids of letters that can no longer reach anybody.
    """

    estate: Estate
    now: datetime
    sign: Sign
    lost: Collection[str] = frozenset()


def due(finding: Finding, opened: int, desk: Desk) -> Iterator[Letter]:
    """Write the letters that are due about one finding; none when it is read or can wait."""
    wanted = desk.estate.notices
    if not is_unread(finding) or not cannot_wait(finding, wanted.severity):
        return
    rungs = rungs_due(finding, desk.now.date(), wanted.escalate_every_days)
    for number, people in enumerate(chain(desk.estate, finding)):
        if number >= rungs:
            return
        letters = [_letter(finding, opened, (number, person), desk) for person in people]
        yield from letters
        if all(letter.id in desk.lost for letter in letters):
            rungs += 1


def letter_id(finding: str, opened: int, person: str) -> str:
    """Name what is told: the finding, its opening and who is told."""
    text = "\x1f".join((finding, str(opened), person))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _letter(finding: Finding, opened: int, rung: tuple[int, Person], desk: Desk) -> Letter:
    number, person = rung
    name = letter_id(finding.id, opened, person.id)
    until = desk.now + timedelta(days=desk.estate.notices.link_days)
    link = desk.sign(Pass(finding.id, opened, person.id, name, until))
    told = Told(finding, desk.estate, person, number, link, until)
    return Letter(
        name, finding.id, person.id, person.email or "", number, subject(told), body(told)
    )
