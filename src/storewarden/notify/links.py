"""Signed links: what they allow stands in them, and only we can write one."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from storewarden.core.errors import LinkRefused, SecretMissing
from storewarden.core.notices import Pass

_SALT: Final = "storewarden.notice.link"
_LONGEST: Final = 1_000
_SHORTEST_KEY: Final = 20
_FORGED: Final = (
    "this link is not one of ours, or part of it was lost on the way; copy it whole from the mail,"
    " or use `storewarden ack`"
)


@dataclass(frozen=True, slots=True)
class Links:
    """Signs links (HMAC-SHA-256) and reads them back.

    Attributes:
        base: where people reach the console, without a slash at its end.
        key: at least 20 characters.
    """

    base: str
    key: str = field(repr=False)

    def address(self, way: Pass) -> str:
        """Write the web address of a link."""
        told = [way.finding, way.opening, way.person, way.letter, int(way.until.timestamp())]
        return f"{self.base}/ack/{self._signer().dumps(told)}"

    def read(self, token: str) -> Pass:
        """Read a token back; raises `LinkRefused` when it is not ours. It may have ended."""
        try:
            if len(token) > _LONGEST:
                raise LinkRefused(_FORGED)
            finding, opening, person, letter, until = self._signer().loads(token)
            return Pass(finding, opening, person, letter, datetime.fromtimestamp(until, UTC))
        except (BadData, ValueError, TypeError):
            raise LinkRefused(_FORGED) from None

    def _signer(self) -> URLSafeSerializer:
        options = {"digest_method": sha256, "key_derivation": "hmac"}
        return URLSafeSerializer(self.key, salt=_SALT, signer_kwargs=options)


def checked_key(key: str) -> str:
    """Refuse a key that can be guessed; raises `SecretMissing`."""
    if len(key) < _SHORTEST_KEY:
        raise SecretMissing(
            f"the key of [notices] has fewer than {_SHORTEST_KEY} characters; links were not signed"
        )
    return key


def key_in(path: Path) -> str:
    """Read the key from our own file; make it, for its owner alone, when there is none.

    Raises `SecretMissing`.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            _write(fresh, path)
        return checked_key(path.read_text("ascii").strip())
    except (OSError, ValueError) as gone:
        raise SecretMissing(
            f"the key of the links ({path}) cannot be read or made: {type(gone).__name__}"
        ) from None


def _write(fresh: Path, path: Path) -> None:
    """Write a key whole or not at all; whoever is first wins."""
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
        opened.write(secrets.token_urlsafe(48))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
