"""Keeps a bad day from becoming a flood of mail: too much is summed up. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from storewarden.core.estate import Estate
from storewarden.core.notices import Letter
from storewarden.engine.reading.letters import letter_id

MOST: Final = 20
"""Unread findings of which one person is told one by one; the rest is one letter a day."""

_LISTED: Final = 100


def folded(letters: Iterable[Letter], estate: Estate, today: date) -> Iterator[Letter]:
    """Pass on the first letters to each person, and sum up the rest.

    Letters come in the order of what is to be done first.
    """
    by_person = sorted(letters, key=lambda letter: letter.person)
    for person, theirs in groupby(by_person, key=lambda letter: letter.person):
        mine = list(theirs)
        yield from mine[:MOST]
        if mine[MOST:]:
            yield _summed_up(person, mine[MOST:], estate, today)


def _summed_up(person: str, rest: list[Letter], estate: Estate, today: date) -> Letter:
    lines = [f"- {one.finding}  {one.subject}" for one in rest[:_LISTED]]
    more = [f"- and {len(rest) - _LISTED} more"] if len(rest) > _LISTED else []
    body = [
        f"Of {MOST} findings you were told one by one; {len(rest)} more wait to be read:",
        "",
        *lines,
        *more,
        "",
        "All of them: storewarden findings --unread",
    ]
    return Letter(
        id=letter_id("the rest", today.toordinal(), person),
        finding="",
        person=person,
        address=rest[0].address,
        rung=0,
        subject=f"[{estate.name}] {len(rest)} more findings wait to be read",
        body="\n".join(body) + "\n",
    )
