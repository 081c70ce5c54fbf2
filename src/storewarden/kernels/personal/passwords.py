"""Stored passwords: how each is kept, told from its format alone.

Formats are those of Django's hashers, PHP's password_hash and phpass, Magento, LDAP (RFC 2307),
crypt(5) and MySQL.
"""

import re
from typing import Final

import polars as pl

from storewarden.kernels.personal.names import joined, whole_words

PLAIN: Final = "plain text"
UNSALTED: Final = "unsalted hash"
HASHED: Final = "salted hash"
UNRECOGNISED: Final = "unrecognised"

NAMED: Final = whole_words(
    "password|passwd|passwrd|pwd|pass|passphrase|passwort|kennwort|contrasena|wachtwoord|haslo|"
    "userpass|userpassword"
)
ABOUT_IT: Final = whole_words(
    r"reset|token|expires|expiry|expired|change[sd]?|created|updated|hint|question|answer|at|on|"
    r"date|required?|policy|salt|attempts|count|last|is|has|enabled|protected|usable|key|algorithm|"
    r"type|method|id|url|path|format|length|min|max|strength|post|through"
)
HASH_NAME: Final = whole_words("hash|hashed|digest|crypt|encrypted|enc|cipher")
ABSENT: Final = r"^(?:[*xX•.]+|!|!!|![A-Za-z0-9]{40}|(?i:none|null|n/a|unset|disabled|invalid|-))$"
SALTED: Final = (
    r"^(?:pbkdf2_sha256|pbkdf2_sha1|argon2|bcrypt_sha256|bcrypt|scrypt)\$|^(?:md5|sha1)\$[^$]"
    r"|^\$[PHS]\$[./0-9A-Za-z]{20,}$"
    r"|^(?:\$wp)?\$2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}$"
    r"|^\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[a-z0-9-]*|y|gy|7|6|5|1|apr1|md5|sha1)\$"
    r"|^\{(?i:SSHA[0-9]*|SMD5|CRYPT|PBKDF2[A-Z0-9-]*|ARGON2)\}"
    r"|^[0-9a-fA-F]{32,128}:[^\s]{1,64}$"
    r"|^pbkdf2:[a-z0-9:]+\$|^scrypt:[0-9:]+\$"
)
HEX: Final = "[0-9a-fA-F]"
BARE_HEX: Final = "^(?:" + "|".join(f"{HEX}{{{size}}}" for size in (32, 40, 56, 64, 96, 128)) + ")$"
BARE_OTHER: Final = r"^\*[0-9A-F]{40}$|^(?:md5|sha1)\$\$|^\{(?i:SHA|MD5|SHA256|SHA512)\}"
LONG_ODD: Final = r"^[A-Za-z0-9+/=._$:-]{32,}$"


def promises_passwords(column: str, type_: str) -> bool:
    """Say whether a column is named for passwords and can hold text."""
    textual = re.search(r"char|text|clob|string", type_, re.IGNORECASE) or not type_
    name = joined(column)
    return bool(textual and NAMED.search(name) and not ABOUT_IT.search(name))


def forms_in(
    cells: pl.Series, column: str = "password", *, salt_beside: bool = False
) -> dict[str, int]:
    """Count how passwords are kept: form -> number of filled cells, absent ones left out.

    Args:
        cells: the column's values as text; nulls are allowed.
        column: its name; one that promises a hash keeps short odd values from being called plain.
        salt_beside: the table has a column for salts, so that bare hexadecimal is salted.
    """
    value = pl.col("value").str.strip_chars()
    otherwise = UNRECOGNISED if HASH_NAME.search(joined(column)) else PLAIN
    form = (
        pl.when(value.str.contains(SALTED))
        .then(pl.lit(HASHED))
        .when(value.str.contains(BARE_HEX))
        .then(pl.lit(HASHED if salt_beside else UNSALTED))
        .when(value.str.contains(BARE_OTHER))
        .then(pl.lit(UNSALTED))
        .when(value.str.contains(LONG_ODD))
        .then(pl.lit(UNRECOGNISED))
        .otherwise(pl.lit(otherwise))
    )
    frame = pl.DataFrame({"value": cells.cast(pl.String)})
    filled = frame.filter(value.is_not_null() & (value != "") & ~value.str.contains(ABSENT))
    counted = filled.select(form=form).group_by("form").len().sort("form")
    return {str(name): int(count) for name, count in counted.iter_rows()}
