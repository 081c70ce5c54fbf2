"""Takes personal data out at the door: keyed pseudonyms for addresses, accounts and sessions.

AES-SIV (RFC 5297) gives the same pseudonym for the same value, so that events of one visitor can
be counted and joined, and gives the value back to whoever holds the key. Nobody else learns it.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Callable, Iterable
from functools import partial
from ipaddress import ip_address
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storewarden.core.errors import EventStoreError, HuntRefused

MASKED: Final = ("address", "account", "session")
"""The columns of which only pseudonyms are kept."""

PREFIX: Final = "p:"
SHORTEST_KEY: Final = 20

_READ_BY_PEOPLE: Final = "message"
_MAY_NAME_PEOPLE: Final = ("path", "query", "referrer", _READ_BY_PEOPLE)
_MAIL: Final = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|\.\d)",
    re.IGNORECASE,
)
_OURS: Final = re.compile(
    r"127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|::1?$|fe80:|f[cd]"
)


class Mask:
    """Masks batches under one key; two masks under the same key agree."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST_KEY:
            raise EventStoreError(
                f"the key that masks events must have at least {SHORTEST_KEY} characters"
            )
        derived = HKDF(SHA256(), 64, salt=None, info=b"storewarden events 1").derive(secret)
        self._siv = AESSIV(derived)

    def pseudonym(self, column: str, plain: str) -> str:
        """What stands for a plain value; an empty value stays empty."""
        if not plain:
            return plain
        kept = self._siv.encrypt(plain.encode(), [column.encode("ascii")])
        return PREFIX + urlsafe_b64encode(kept).decode("ascii").rstrip("=")

    def reveal(self, pseudonym: str) -> str:
        """The plain value behind a pseudonym; raises `HuntRefused` when it is none of ours."""
        kept = pseudonym.removeprefix(PREFIX)
        try:
            sealed = urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
        except (NoBase64, ValueError):
            sealed = b""
        for column in MASKED if pseudonym.startswith(PREFIX) else ():
            try:
                return self._siv.decrypt(sealed, [column.encode("ascii")]).decode()
            except (InvalidTag, ValueError):
                continue
        raise HuntRefused("this is no pseudonym of this store, or the key is another one")

    def masked(self, table: pa.Table) -> pa.Table:
        """Mask a table in the live schema; each distinct value is looked at once."""
        for column in _MAY_NAME_PEOPLE:
            table = _each(table, column, self._without_mail, "@|%40")
        table = self._accounts_in_words(table)
        for column in MASKED:
            table = _each(table, column, partial(self.pseudonym, column))
        return _each(table, _READ_BY_PEOPLE, self._without_addresses, r"\d\.\d|:")

    def _without_mail(self, text: str) -> str:
        return _MAIL.sub(
            lambda found: self.pseudonym("account", re.sub("%40", "@", found.group())), text
        )

    def _without_addresses(self, text: str) -> str:
        return _ADDRESS.sub(self._address, text)

    def _address(self, found: re.Match[str]) -> str:
        try:
            plain = str(ip_address(found.group()))
        except ValueError:
            return found.group()
        return plain if _OURS.match(plain) else self.pseudonym("address", plain)

    def _accounts_in_words(self, table: pa.Table) -> pa.Table:
        """Mask an event's own account where its message names it."""
        accounts, words = table.column("account"), table.column(_READ_BY_PEOPLE)
        if accounts.null_count == len(table) or words.null_count == len(table):
            return table
        spoken = pa.array(
            map(self._without, words.to_pylist(), accounts.to_pylist()), pa.string()
        ).dictionary_encode()
        return _with(table, _READ_BY_PEOPLE, spoken)

    def _without(self, words: str | None, account: str | None) -> str | None:
        if not words or not account or account not in words:
            return words
        alone = re.compile(rf"(?<![\w-]){re.escape(account)}(?![\w@-])")
        return alone.sub(lambda _found: self.pseudonym("account", account), words)


def _each(
    table: pa.Table, column: str, change: Callable[[str], str], where: str | None = None
) -> pa.Table:
    """Change the distinct texts of a column; only those that a pattern finds, when one is given."""
    coded: Any = table.column(column).combine_chunks()  # Any: pyarrow has no types
    texts = coded.dictionary
    if where is None:
        found: Iterable[int] = range(len(texts))
    else:
        found = pc.indices_nonzero(pc.match_substring_regex(texts, where)).to_pylist()
    changed = _changed(texts.to_pylist(), change, found)
    return _with(table, column, pa.DictionaryArray.from_arrays(coded.indices, changed))


def _changed(
    texts: list[str | None], change: Callable[[str], str], where: Iterable[int]
) -> pa.Array:
    for at in where:
        text = texts[at]
        texts[at] = None if text is None else change(text)
    return pa.array(texts, pa.string())


def _with(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(column), table.field(column), values)
