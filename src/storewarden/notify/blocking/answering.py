"""Answers bouncers as CrowdSec's local API does: ``GET /v1/decisions/stream``.

Source: CrowdSec's local API, ``localapi_swagger.yaml`` (``startup``, ``X-Api-Key``, a list of
``new`` and one of ``deleted`` decisions with ``duration`` as Go writes it).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from storewarden.notify.blocking.book import Book, Entry

Told = tuple[int, dict[str, object]]


class Bouncers:
    """Answers those who know the key.

    Args:
        book: the list.
        key: what they show as ``X-Api-Key``.
        clock: tells the time.
    """

    def __init__(self, book: Book, key: str, clock: Callable[[], datetime]) -> None:
        self._book = book
        self._key = key
        self._clock = clock

    def stream(self, query: Mapping[str, str], headers: Mapping[str, str]) -> Told:
        """Status and body; bouncers are told apart by how they call themselves."""
        shown = sha256(headers.get("x-api-key", "").encode()).digest()
        if not compare_digest(shown, sha256(self._key.encode()).digest()):
            return 403, {"message": "access forbidden"}
        now, asker = self._clock(), headers.get("user-agent", "")[:200]
        anew = query.get("startup", "").lower() in {"true", "1"}
        new, gone = self._book.since_asked(asker, now, anew=anew)
        return 200, {"new": _listed(new, now), "deleted": _listed(gone, now)}


def _listed(entries: Sequence[Entry], now: datetime) -> list[dict[str, object]]:
    return [
        {
            "id": entry.number,
            "origin": "storewarden",
            "type": "ban",
            "scope": "Ip",
            "value": entry.decision.address,
            "duration": duration((entry.decision.until - now).total_seconds()),
            "scenario": f"storewarden/{entry.decision.rule}",
            "simulated": False,
        }
        for entry in entries
    ]


def duration(seconds: float) -> str:
    """Seconds as Go writes a duration: ``3h59m58s``, ``-1m0s``."""
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    said = (
        f"{hours}h{minutes}m{left}s" if hours else f"{minutes}m{left}s" if minutes else f"{left}s"
    )
    return f"-{said}" if seconds < 0 and whole else said
