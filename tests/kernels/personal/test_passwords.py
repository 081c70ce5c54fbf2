"""Every common way to keep a password is known by its format; the rest is plain text."""

import polars as pl
import pytest

from storewarden.kernels.personal.passwords import forms_in, promises_passwords

SALT = "Zm9vYmFyYmF6"
BCRYPT = "$2y$10$" + "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"


def column(*cells: str | None) -> pl.Series:
    return pl.Series("cells", cells, dtype=pl.String)


@pytest.mark.parametrize(
    "kept",
    [
        f"pbkdf2_sha256$1000000${SALT}$aGFzaA==",
        "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",
        f"bcrypt_sha256${BCRYPT}",
        f"scrypt$16384${SALT}$8$1$aGFzaA==",
        f"md5${SALT}$5f4dcc3b5aa765d61d8327deb882cf99",
        BCRYPT,
        f"$wp{BCRYPT}",
        "$P$B12345678abcdefghijklmnopqrstu0",
        "$S$D1234567890abcdefghijklmnopqrstuvwxyz12345678901234567",
        "$argon2id$v=19$m=65536,t=4,p=1$c2FsdA$aGFzaA",
        "$6$rounds=5000$salt$hash",
        "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "5f4dcc3b5aa765d61d8327deb882cf99:xY",
        "5e884898da28047151d0e56f8dc6292773603d0d6aabbd62a11ef721d1542d8:salt:1",
        "scrypt:32768:8:1$salt$abcdef",
    ],
)
def test_salted_hashes_are_known(kept: str) -> None:
    assert forms_in(column(kept)) == {"salted hash": 1}


@pytest.mark.parametrize(
    "kept",
    [
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8",
        "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19",
        "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
    ],
)
def test_unsalted_hashes_are_known(kept: str) -> None:
    assert forms_in(column(kept)) == {"unsalted hash": 1}


def test_bare_hexadecimal_beside_a_salt_is_salted() -> None:
    kept = column("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8")
    assert forms_in(kept, salt_beside=True) == {"salted hash": 1}


def test_the_rest_is_plain_text() -> None:
    kept = column("hunter2", "correct horse battery staple", "pässwörd", "$1", BCRYPT)
    assert forms_in(kept) == {"plain text": 4, "salted hash": 1}


def test_absent_and_unusable_passwords_do_not_count() -> None:
    unusable = "!" + "A1b2C3d4" * 5
    assert forms_in(column(None, "", "  ", "********", "!", unusable, "NULL", "n/a")) == {}


def test_what_may_be_encrypted_is_not_called_plain() -> None:
    assert forms_in(column("gAAAAABh" + "x9Y_" * 20)) == {"unrecognised": 1}
    assert forms_in(column("0:3:shorthash"), "password_hash") == {"unrecognised": 1}


def test_an_empty_column_has_none() -> None:
    assert forms_in(column()) == {}


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("password", "varchar(128)"),
        ("user_pass", "text"),
        ("adminPwd", "VARCHAR"),
        ("passwort", ""),
    ],
)
def test_names_that_promise_passwords(name: str, type_: str) -> None:
    assert promises_passwords(name, type_)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("password_changed_on", "datetime"),
        ("password", "datetime"),
        ("reset_password_token", "varchar(64)"),
        ("password_hint", "text"),
        ("passport", "text"),
        ("post_password", "varchar(255)"),
        ("is_password_expired", "text"),
        ("compass", "text"),
    ],
)
def test_names_that_do_not(name: str, type_: str) -> None:
    assert not promises_passwords(name, type_)
