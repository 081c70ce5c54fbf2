"""Tells people what cannot wait: letters of the ledger's findings, the outbox, the mail server."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.opening import OWN_FOLDER, open_ledger, secret
from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate
from storewarden.core.findings import Action, Change, Finding
from storewarden.core.notices import Letter, Notice, Stage
from storewarden.core.ports import Ledger

if TYPE_CHECKING:
    from storewarden.notify.links import Links
    from storewarden.notify.mail.outbox import Outbox
    from storewarden.notify.mail.posting import Post
    from storewarden.notify.mail.smtp import Smtp

LIST_UNREAD: Final = "list_unread"
"""The check whose findings say that nobody looked at a list."""


def outbox(estate: Estate) -> "Outbox":
    """Open the outbox of an estate: a file beside its estate file."""
    from storewarden.notify.mail.outbox import Outbox

    return Outbox(estate.root / OWN_FOLDER / "notices.sqlite3")


def links(estate: Estate) -> "Links | None":
    """What signs links; None when the estate names no place to link to. Raises `SecretMissing`."""
    from storewarden.notify.links import Links, checked_key, key_in

    wanted = estate.notices
    if wanted.base_url is None:
        return None
    own = estate.root / OWN_FOLDER / "links.key"
    key = checked_key(secret(wanted.key)) if wanted.key else key_in(own)
    return Links(wanted.base_url.rstrip("/"), key)


def tell(estate: Estate, remark: Callable[[str], None], *, hurry: bool = False) -> int:
    """Tell people what cannot wait and was not told yet; returns how many letters went.

    Nothing happens without a mail server in the estate file. ``hurry`` also tries at once what
    waits for its next try or was given up. Raises `EstateError`, `LedgerError`, `SecretMissing`.
    """
    if estate.notices.smtp_host is None:
        return 0
    ledger, box = open_ledger(estate), outbox(estate)
    _write(estate, ledger, box)
    if hurry:
        box.hurry(now())
    went = _post(estate, ledger, box, remark).deliver()
    _write(estate, ledger, box)  # what was refused for good goes up the chain at once
    return went + _post(estate, ledger, box, remark).deliver()


def _write(estate: Estate, ledger: Ledger, box: "Outbox") -> None:
    from storewarden.engine.reading.folding import folded

    failed = (one for one in box.notices() if one.stage is Stage.FAILED)
    due = _due(estate, ledger, [one.letter.id for one in failed])
    letters = list(folded(due, estate, now().date()))
    box.keep_only({letter.id for letter in letters})
    box.put(letters, now())


def _due(estate: Estate, ledger: Ledger, lost: list[str]) -> Iterator[Letter]:
    from storewarden.engine.reading.letters import Desk, due
    from storewarden.engine.reading.unread import cannot_wait, is_unread, opening

    signer = links(estate)
    sign = signer.address if signer else (lambda _way: "")
    desk = Desk(estate, now(), sign, frozenset(lost))
    for finding in sorted(ledger.findings(), key=Finding.urgency):
        if is_unread(finding) and cannot_wait(finding, estate.notices.severity):
            yield from due(finding, opening(ledger.history(finding.id)), desk)


def _post(estate: Estate, ledger: Ledger, box: "Outbox", remark: Callable[[str], None]) -> "Post":
    from storewarden.engine.reading import trail
    from storewarden.notify.mail.posting import Post

    carrier = _carrier(estate)

    def told(letter: Letter) -> None:
        if trail.is_written(letter, ledger.history(letter.finding)):
            return
        ledger.update(lambda known: _line(known.get(letter.finding), letter))

    def _line(finding: Finding | None, letter: Letter) -> Iterator[Change]:
        if finding is not None:
            yield trail.told(letter, finding, now())

    return Post(box, carrier, told, remark, now)


def _carrier(estate: Estate) -> "Smtp":
    from storewarden.notify.mail.smtp import Smtp

    wanted = estate.notices
    if wanted.sender is None:
        raise EstateError("[notices] names a mail server but no `from` address")
    if wanted.user is not None and wanted.password is None:
        raise EstateError("[notices] has a `user` but neither password_env nor password_file")
    return Smtp(wanted, secret(wanted.password) if wanted.password else None)


def knock(estate: Estate) -> str | None:
    """Try the mail server without sending a mail, and say what was reached; None without one.

    Raises `Unreachable`, `Undeliverable`, `EstateError` and `SecretMissing`.
    """
    return None if estate.notices.smtp_host is None else _carrier(estate).knock()


def read_list(estate: Estate, feed: str, person: str) -> None:
    """Note that a person looked at a followed list; raises `LedgerError`.

    An unread finding that nobody had looked at it is acknowledged; the next check closes it.
    """
    from storewarden.engine.actions import By, acknowledge
    from storewarden.engine.reading.unread import is_unread

    def decide(known: Mapping[str, Finding]) -> Iterator[Change]:
        for one in known.values():
            if (one.check, one.subject) == (LIST_UNREAD, feed) and is_unread(one):
                yield acknowledge(known, one.id, By(person, now()))

    open_ledger(estate).update(decide)
    outbox(estate).look(feed, person, now())


def note_reading(estate: Estate, change: Change) -> None:
    """Note a list as read when somebody acknowledged that nobody had looked at it."""
    finding = change.after
    if change.action is Action.ACKNOWLEDGED and finding.check == LIST_UNREAD:
        outbox(estate).look(finding.subject, change.actor, now())


def notices(estate: Estate) -> "tuple[Notice, ...]":
    """Everything in the outbox, the newest first; raises `LedgerError`."""
    return tuple(outbox(estate).notices())
