"""Hands one letter to the mail server, and tells passing trouble from trouble for good.

The standard library speaks SMTP here: `docs/decisions/0015` says why not Apprise. No message of an
error holds a password or an address, and what the server says is hostile text, cut short.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from storewarden.core.errors import StorewardenError, Undeliverable, Unreachable
from storewarden.core.notices import Letter, Notices, Tls
from storewarden.core.plain import plain

SECONDS: Final = 10.0
"""How long one answer of the mail server is waited for."""

_PORTS: Final = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}
_FOR_GOOD: Final = 500
_REFUSED: Final = 400
_LONGEST: Final = 200
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server; ``password`` is None where it asks for none."""

    wanted: Notices
    password: str | None = field(default=None, repr=False)

    def carry(self, letter: Letter, now: datetime) -> None:
        """Hand a letter over.

        Raises:
            Unreachable: it may go better later.
            Undeliverable: it never will, as things stand.
        """
        self._keep_password_safe()
        message = self._message(letter, now)
        with self._understood(letter.person), self._logged_in() as server:
            server.send_message(message, self.wanted.sender, [letter.address])

    def knock(self) -> str:
        """Connect, encrypt and log in as for a letter, send none, and say what was reached.

        Raises what `carry` raises.
        """
        self._keep_password_safe()
        wanted = self.wanted
        with self._understood("nobody"), self._logged_in() as server:
            code, said = server.noop()
            if code >= _REFUSED:
                raise _trouble(code, said, "to talk")
        way = "not encrypted" if wanted.tls is Tls.NONE else f"encrypted ({wanted.tls})"
        name = "logged in" if wanted.user is not None else "without a log-in"
        return f"{wanted.smtp_host}:{self._port} answers, {way}, {name}; no mail was sent"

    @contextmanager
    def _understood(self, person: str) -> Iterator[None]:
        """Raise the library's complaints as ours, with what follows from them."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise _trouble(code, said, f"the address of {person}") from None
        except smtplib.SMTPResponseException as refused:
            raise _trouble(refused.smtp_code, refused.smtp_error, "the notice") from None
        except ssl.SSLCertVerificationError as odd:
            raise Unreachable(
                f"the mail server's certificate is not trusted ({odd.verify_message}); nothing was"
                " sent: name its authority as ca_file, or put the certificate right"
            ) from None
        except (OSError, smtplib.SMTPException, ValueError) as gone:
            words = getattr(gone, "strerror", None) or type(gone).__name__
            raise Unreachable(f"the mail server could not be used: {words}") from None

    @contextmanager
    def _logged_in(self) -> Iterator[smtplib.SMTP]:
        with self._connected() as server:
            self._log_in(server)
            yield server

    @property
    def _port(self) -> int:
        return self.wanted.smtp_port or _PORTS[self.wanted.tls]

    def _message(self, letter: Letter, now: datetime) -> EmailMessage:
        sender = self.wanted.sender or ""
        message = EmailMessage()
        try:
            message["Subject"] = letter.subject
            message["From"] = sender
            message["To"] = letter.address
        except (ValueError, MessageError):
            raise Undeliverable(f"the address of {letter.person} cannot be written") from None
        message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(now)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body, cte="quoted-printable")
        return message

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        wanted = self.wanted
        host, port = wanted.smtp_host or "", self._port
        if wanted.tls is Tls.IMPLICIT:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=SECONDS, context=self._context()
            )
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            if wanted.tls is Tls.STARTTLS:
                self._encrypt(server)
            yield server
        finally:
            _leave(server)

    def _encrypt(self, server: smtplib.SMTP) -> None:
        try:
            server.starttls(context=self._context())
        except smtplib.SMTPNotSupportedError:
            raise Unreachable(
                "the mail server offers no encryption; nothing was sent. Set tls in [notices]"
                " to what it speaks"
            ) from None

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.wanted.ca_file is not None:
            try:
                context.load_verify_locations(self.wanted.ca_file)
            except (OSError, ssl.SSLError):
                raise Unreachable("ca_file of [notices] cannot be read; nothing was sent") from None
        return context

    def _keep_password_safe(self) -> None:
        wanted = self.wanted
        in_the_clear = wanted.tls is Tls.NONE and wanted.smtp_host not in _LOOPBACK
        if wanted.user is not None and in_the_clear:
            raise Undeliverable("a password is not sent without encryption; set tls in [notices]")

    def _log_in(self, server: smtplib.SMTP) -> None:
        wanted = self.wanted
        if wanted.user is None:
            return
        try:
            server.login(wanted.user, self.password or "")
        except smtplib.SMTPAuthenticationError as refused:
            code = refused.smtp_code
            raise Unreachable(f"the mail server refused user and password ({code})") from None
        except smtplib.SMTPNotSupportedError:
            raise Unreachable("the mail server offers no log-in that we speak") from None


def _trouble(code: int, said: bytes | str, what: str) -> StorewardenError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = plain(" ".join(text.split()))[:_LONGEST]
    told = f"the mail server refused {what} ({code}: {_no_address(words)})"
    return Undeliverable(told) if code >= _FOR_GOOD else Unreachable(told)


def _no_address(words: str) -> str:
    return " ".join("(address)" if "@" in word else word for word in words.split(" "))


def _leave(server: smtplib.SMTP) -> None:
    """Say good-bye; what was taken stays taken, however the server parts."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()
