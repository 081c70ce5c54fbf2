"""Facts about the doors of a site: how it is reached, who gets in, what it says when it fails."""

from dataclasses import dataclass
from enum import StrEnum

from storewarden.core.checks import Fact


class Cleartext(StrEnum):
    """What a visitor meets who comes without encryption."""

    SERVED = "served"
    MOVED_TO_HTTPS = "moved_to_https"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class FrontDoor(Fact):
    """What happened at the door of a site for those who come by http.

    Attributes:
        address: the address that was asked for.
        met: ``not_offered`` when the estate names only an https address on a port of its own.
        status: the answer's status, 0 when there was none.
    """

    address: str
    met: Cleartext
    status: int = 0


@dataclass(frozen=True, slots=True)
class ShippedLogin(Fact):
    """Whether an account that a platform ships with still opens with the password it ships with.

    Attributes:
        form: path of the login form.
        account: the shipped account's name, as published with the platform.
        opened: True when the site let it in and refused a made-up account the same way.
    """

    form: str
    account: str
    opened: bool


@dataclass(frozen=True, slots=True)
class ErrorPage(Fact):
    """How a site answers a path that nobody ever made.

    ``shows`` names the framework whose page for developers came; None when there was none.
    """

    status: int
    shows: str | None = None


@dataclass(frozen=True, slots=True)
class SessionCookie(Fact):
    """How the cookie that keeps a visitor's session is protected.

    Attributes:
        name: the cookie's name.
        encrypted_site: whether the site is served by https, so that Secure is possible.
    """

    name: str
    secure: bool
    http_only: bool
    same_site: str = ""
    encrypted_site: bool = True
