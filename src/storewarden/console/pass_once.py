"""A word that lets one browser in, once."""

import hmac
from threading import Lock


class PassOnce:
    """Knows the one-time token until somebody used it.

    It changes when it is used: that is all that it is for. It keeps no token once it was used.
    """

    def __init__(self, token: str) -> None:
        self._token: str | None = token
        self._lock = Lock()

    def use(self, token: str) -> bool:
        """Let the first come in who knows the word; False for everybody else."""
        with self._lock:
            if self._token is None or not _same(token, self._token):
                return False
            self._token = None
            return True


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
