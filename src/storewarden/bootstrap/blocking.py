"""Plugs in what decides whom others may block."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from storewarden.bootstrap.clock import now
from storewarden.bootstrap.opening import OWN_FOLDER, secret
from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate
from storewarden.core.secret_ref import SecretRef

if TYPE_CHECKING:
    from storewarden.core.alerts import Alert
    from storewarden.notify.blocking import Bouncers
    from storewarden.streams.figures import Figures


def blocking_desk(
    estate: Estate, figures: "Figures", opened: ExitStack
) -> "tuple[Callable[[Alert], None], Bouncers | None]":
    """Open the desk that decides what may be blocked; nothing is, unless the estate says so."""
    from storewarden.notify.blocking import Book, Bouncers, Desk, Ways, limits_of
    from storewarden.notify.blocking.crawlers import system_resolver
    from storewarden.notify.blocking.deciding import own_addresses
    from storewarden.notify.blocking.webhook import Webhook

    wanted = estate.blocking
    if not wanted.enabled:
        return (lambda _alert: None), None
    resolver = system_resolver()
    book = Book(estate.root / OWN_FOLDER / "blocking.sqlite3")
    hook = Webhook(wanted.webhook, _needed(wanted.webhook_key)) if wanted.webhook else None
    opened_desk = Desk(
        book,
        lambda: limits_of(wanted, estate, own_addresses(estate, resolver.addresses)),
        resolver,
        Ways(wanted.block_list, wanted.nginx_include, hook),
        now,
        figures.remark,
    )
    opened.enter_context(opened_desk.open())
    return opened_desk.consider, Bouncers(book, secret(wanted.key), now) if wanted.key else None


def _needed(ref: SecretRef | None) -> str:
    if ref is None:
        raise EstateError("[blocking] has a `webhook` but no `webhook_key_env` to sign with")
    return secret(ref)


def handed_out(
    bouncers: "Bouncers | None", query: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[int, object]:
    """Answer a bouncer: HTTP status and what is sent as JSON; 404 while nothing is blocked."""
    if bouncers is None:
        return 404, {"message": "nothing is handed out here"}
    return bouncers.stream(query, headers)
