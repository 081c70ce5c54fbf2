"""Finds passwords, keys, tokens and card numbers in one query string, and masks them at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote_plus

_KEYS: Final = frozenset(
    {"apikey", "access_key", "accesskey", "secret", "app_key", "auth_key", "private_key"}
    | {"consumer_key", "subscription_key", "clientsecret", "secretkey"}
)
_TOKENS: Final = frozenset(
    {"token", "accesstoken", "authtoken", "session", "sessionid", "session_id", "phpsessid"}
    | {"jsessionid", "sid", "jwt", "bearer", "authorization"}
)
_NO_TOKENS: Final = frozenset(
    {"page_token", "next_token", "continuation_token", "csrf_token", "csrftoken", "xsrf_token"}
)
_CARDS: Final = re.compile(r"(?:^|_)(?:card|pan|ccn|cc|credit)")
_NO_SECRET: Final = frozenset(
    {"", "0", "1", "true", "false", "yes", "no", "on", "off", "null", "none", "undefined"}
)
_HIDDEN: Final = re.compile(r"[\W_x]*|.*(?:redacted|filtered|masked|hidden).*", re.IGNORECASE)
_SHORTEST: Final = 8
_SHOWS_ITS_START: Final = 12
_CARD_LENGTHS: Final = range(13, 20)


class Kind(StrEnum):
    """What sort of secret it is."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    KEY = "API key"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    CARD = "card number"


@dataclass(frozen=True, slots=True)
class Revealed:
    """A secret in a query string; ``masked`` shows three characters of a key, none of a password.

    Of a card number it shows the first six and last four digits.
    """

    kind: Kind
    parameter: str
    masked: str


def revealed(query: str) -> Iterator[Revealed]:
    """Yield each secret that a query string carries; empty and plainly harmless values are none."""
    for pair in query.replace(";", "&").split("&"):
        coded, _, value = pair.partition("=")
        name, worth = _name(unquote_plus(coded)), unquote_plus(value, errors="replace").strip()
        kind = None if _harmless(worth) else _kind(name, worth)
        if kind is not None:
            yield Revealed(kind, name, _masked(kind, worth))


def _name(coded: str) -> str:
    return re.sub(r"\W+", "_", coded.lower()).strip("_")[:64]


def _harmless(value: str) -> bool:
    return value.lower() in _NO_SECRET or _HIDDEN.fullmatch(value) is not None


def _kind(name: str, value: str) -> Kind | None:
    if name.endswith(("password", "passwd", "passphrase", "pwd")) or name in {"pass", "user_pass"}:
        return Kind.PASSWORD
    if _CARDS.search(name) and _is_card(value):
        return Kind.CARD
    if len(value) < _SHORTEST:
        return None
    if name in _KEYS or name.endswith(("api_key", "_apikey", "_secret", "secret_key")):
        return Kind.KEY
    if name in _TOKENS or (name.endswith("_token") and not name.endswith(tuple(_NO_TOKENS))):
        return Kind.TOKEN
    return None


def _is_card(value: str) -> bool:
    digits = re.sub(r"[ -]", "", value)
    if not (digits.isascii() and digits.isdecimal() and len(digits) in _CARD_LENGTHS):
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0  # noqa: PLR2004 - Luhn


def _masked(kind: Kind, value: str) -> str:
    if kind is Kind.CARD:
        digits = re.sub(r"[ -]", "", value)
        return f"{digits[:6]}...{digits[-4:]}"
    if kind is Kind.PASSWORD or len(value) < _SHOWS_ITS_START:
        return "***"
    return f"{re.sub(r'[^ -~]', '?', value[:3])}***"
