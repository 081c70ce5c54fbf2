"""A real mail server on loopback that keeps what it is given, or refuses it."""

import asyncio
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "warden", "invented pass-phrase"


@dataclass
class Mailroom:
    """What a server got; ``answer`` is what it says to each mail after ``refuse`` refusals."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    strangers: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - the library's names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.strangers:
            return self.strangers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 taken"

    def admit(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.users.append(given.login.decode())
        ok = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=ok, handled=False)


@contextmanager
def mail_server(
    *,
    starttls: ssl.SSLContext | None = None,
    implicit: ssl.SSLContext | None = None,
    auth: bool = False,
) -> Iterator[Mailroom]:
    """Run a mail server; yields what it gets, and its port."""
    room = Mailroom()
    options: dict[str, Any] = {}  # the library's own mixture
    if auth:
        options = {
            "authenticator": room.admit,
            "auth_required": starttls is not None,
            "auth_require_tls": starttls is not None,  # the library knows no other way to TLS
        }
    if starttls:
        options |= {"tls_context": starttls, "require_starttls": True}
    ready = threading.Event()
    ends: list[Callable[[], object]] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        open_ = await loop.create_server(
            lambda: SMTP(room, **options), "127.0.0.1", 0, ssl=implicit
        )
        room.port = open_.sockets[0].getsockname()[1]
        over = asyncio.Event()
        ends.append(lambda: loop.call_soon_threadsafe(over.set))
        ready.set()
        await over.wait()
        open_.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield room
    finally:
        ends[0]()
        thread.join(20)


def until(seen: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
