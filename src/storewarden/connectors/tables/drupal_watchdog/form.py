"""Drupal: its watchdog, as the core module ``dblog`` keeps it.

It keeps the last thousand rows or so: what an attacker flushes away between two questions is lost.
Source: the messages of Drupal 7 to 11; their values stand apart, in PHP's own form.
"""

import re
from collections.abc import Mapping
from typing import Final

from storewarden.core.logs import Seen, TableForm, Told
from storewarden.kernels.events import Action
from storewarden.kernels.nested import from_php

_MESSAGES: Final[tuple[tuple[str, Action], ...]] = (
    ("login attempt failed", Action.LOGIN_FAILED),
    ("flood control blocked login", Action.LOGIN_FAILED),
    ("session opened for", Action.LOGIN_OK),
    ("session closed for", Action.LOGOUT),
    ("password reset instructions", Action.PASSWORD_RESET),
    ("used one-time login link", Action.PASSWORD_RESET),
    ("new user:", Action.USER_CHANGE),
    ("deleted user:", Action.USER_CHANGE),
    ("role ", Action.PRIVILEGE_CHANGE),
    ("module installed", Action.EXTENSION_CHANGE),
    ("module uninstalled", Action.EXTENSION_CHANGE),
    ("log entries cleared", Action.LOG_CHANGE),
)
_EXTENSIONS: Final = re.compile(r"%?module .{0,40}(?:installed|uninstalled|enabled|disabled)")
_NAMES: Final = ("%user", "%name", "@name", "@uid")


def tell(seen: Seen) -> Told:
    """One message."""
    said, values = seen.text("message"), from_php(seen.text("variables"))
    name = next((values[key] for key in _NAMES if values.get(key)), None)
    return Told(
        _action(said.lower()),
        account=name or (f"user {seen.text('uid')}" if seen.number("uid") else None),
        address=seen.text("hostname"),
        object=values.get("%module") or values.get("%title"),
        message=f"{seen.text('type')}: {_filled(said, values)}",
    )


def _action(said: str) -> Action | None:
    found = next((action for start, action in _MESSAGES if said.startswith(start)), None)
    return found or (Action.EXTENSION_CHANGE if _EXTENSIONS.match(said) else None)


def _filled(said: str, values: Mapping[str, str]) -> str:
    """Put the values where the message names them; long ones are cut."""
    for key, value in values.items():
        if key[:1] in "@%!:" and key in said:
            said = said.replace(key, value[:200])
    return said


FORM = TableForm(
    platform="drupal",
    table="watchdog",
    id="wid",
    columns=("uid", "type", "message", "variables", "hostname"),
    tell=tell,
    order="wid",
    time="timestamp",
)
