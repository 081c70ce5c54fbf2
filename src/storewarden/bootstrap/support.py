"""Plugs in the list of support ends, and what renews it."""

import os
from datetime import date
from pathlib import Path
from typing import Final

from storewarden.bootstrap.clock import now
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Estate

_OK: Final = 200
_LARGEST: Final = 32 * 1024**2
_PATIENCE: Final = 60.0


def standing(estate: Estate) -> tuple[date, int]:
    """Tell of which day the list is that counts, and how many products it names.

    Raises `Unreachable` when the estate's own is broken.
    """
    from storewarden.connectors.support_ends import support_ends

    known = support_ends(estate.root)
    return known.as_of, len(known.releases)


def renew(estate: Estate, source: str | None) -> tuple[date, int]:
    """Fetch the list from endoflife.date, an address or a file, and put it in the old one's place.

    Raises `Unreachable`, and the old list stays, when it cannot be had or is not one.
    """
    from storewarden.connectors.support_ends import OWN
    from storewarden.connectors.support_ends_api import ADDRESS, as_list

    where = source or ADDRESS
    try:
        text = as_list(_fetched(where, estate), now().date())
    except ValueError as odd:
        raise Unreachable(f"{where} {odd}; the list that there was stays in force") from None
    _put(estate.root / OWN, text)
    return standing(estate)


def _fetched(where: str, estate: Estate) -> bytes:
    if "://" not in where:
        try:
            return Path(where).read_bytes()
        except OSError as gone:
            raise Unreachable(f"{where} cannot be read: {gone.strerror}") from None
    from storewarden.connectors.web.client import Limits, web_for
    from storewarden.core.ports import Request

    limits = Limits(_PATIENCE, _LARGEST)
    web = web_for(where, allowed_hosts=estate.private_hosts, limits=limits)
    answer = web.send(Request(where))
    if answer.status != _OK or answer.cut:
        words = "is too large" if answer.cut else f"answered {answer.status}"
        raise Unreachable(f"{where} {words}; the list that there was stays in force")
    return answer.body


def _put(place: Path, text: str) -> None:
    new = place.with_name(f"{place.name}.new")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
    except OSError as refused:
        raise Unreachable(f"{place} cannot be written: {refused.strerror}") from None
