"""The console as a program that uvicorn serves: ``storewarden.console.asgi:application``.

The environment tells it what to show: ``STOREWARDEN_ESTATE`` is the path of the estate file,
``STOREWARDEN_CONSOLE_TOKEN`` the one-time token of the link ``/enter/TOKEN``.
"""

import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

from django.core.asgi import get_asgi_application

from storewarden.bootstrap import advisories, answering, clock, installed, looking, opening
from storewarden.bootstrap.acknowledging import Desk
from storewarden.console.pass_once import PassOnce
from storewarden.console.programs import door
from storewarden.console.settings import console_settings
from storewarden.console.watched import KEY, Watched
from storewarden.core.errors import SecretMissing

ESTATE: Final = "STOREWARDEN_ESTATE"
TOKEN: Final = "STOREWARDEN_CONSOLE_TOKEN"  # noqa: S105 - the variable's name

LARGEST: Final = 16 * 1024
"""Bytes that somebody may send with one request; the one form that we have is empty."""

Scope = dict[str, Any]  # ASGI's own shape: values of every kind
Receive = Callable[[], Awaitable[Mapping[str, Any]]]  # the same
Send = Callable[[Mapping[str, Any]], Awaitable[None]]  # the same
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def console(environment: MutableMapping[str, str]) -> Application:
    """Build the console for the estate that the environment names; the token is taken out of it.

    Raises `EstateError`, `LedgerError`, and `SecretMissing` when the token is not there.
    """
    token = environment.pop(TOKEN, "")
    if not token:
        raise SecretMissing(f"{TOKEN} is not set; start the console with `storewarden serve`")
    place = environment.get(ESTATE)
    estate = opening.load_estate(Path(place) if place else None)
    ledger = opening.open_ledger(estate, **console_settings(estate.notices.base_url))
    seen = Watched(
        estate=estate,
        ledger=ledger,
        checks=installed.installed_checks(),
        draw=looking.scoreboard,
        now=clock.now,
        door=PassOnce(token),
        desk=Desk(estate, ledger, clock.now),
    )
    return _showing(
        seen,
        get_asgi_application(),
        lambda asked: answering.answer(lambda: advisories.advisory_book(estate), asked),
    )


def _showing(seen: Watched, pages: Application, tell: door.Answer) -> Application:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if door.is_asked(scope):
            await door.answered(scope, receive, send, tell)
        elif scope["type"] == "http":
            await pages({**scope, KEY: seen}, _modest(receive), send)

    return answer


def _modest(receive: Receive) -> Receive:
    """Hang up on whoever sends more than any page of ours asks for."""
    got = 0

    async def less() -> Mapping[str, Any]:  # the same
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return message if got <= LARGEST else {"type": "http.disconnect"}

    return less


application: Final = console(os.environ)
