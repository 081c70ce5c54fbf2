"""Writes who came in and who failed to, one line each, to ``logs/cms-auth.log``."""

import re

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.utils import timezone

LOG = settings.STATE / "logs" / "cms-auth.log"


def line(what: str, name: str, request) -> str:
    """Give one line; what a visitor typed cannot break out of it."""
    shown = re.sub(r"[^\w@.+-]", "?", name)[:100]
    address = request.META.get("REMOTE_ADDR", "-") if request else "-"
    return f"{timezone.now().isoformat(timespec='seconds')} {what} user={shown} ip={address}\n"


def write(text: str) -> None:
    """Append in one piece, so that several workers do not mix their lines."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(text)


def failed(sender, credentials, request=None, **rest):
    write(line("login_failed", str(credentials.get("username", "")), request))


def came_in(sender, request, user, **rest):
    write(line("login_ok", user.get_username(), request))


def listen() -> None:
    """Hear every login, good or bad."""
    user_login_failed.connect(failed)
    user_logged_in.connect(came_in)
