"""A secret that was written into the file is refused, and never repeated."""

from pathlib import Path

import pytest

from storewarden.core.errors import EstateError
from storewarden.engine.estate_file import parse
from storewarden.engine.estate_file.secrecy import is_secret

HEAD = '[estate]\nname = "Shop"\nowner = "ada"\n[people.ada]\nname = "Ada Keller"\n'
SECRETS = [
    "postgres://shop:hunter2@db.internal/shop",
    "mysql://root:hunter2@10.0.0.5:3306/shop?charset=utf8",
    "https://ada:hunter2@shop.example",
    "host=db user=shop password=hunter2 dbname=shop",
    "https://shop.example/api/?api_key=hunter2",
    "https://shop.example/hook?token=hunter2&x=1",
    "sk_live_hunter2hunter2",
    "AKIA" + "HUNTER2HUNTER2XY",
    "ck_" + "0123456789abcdef" * 2 + "01234567",
    "-----BEGIN RSA PRIVATE KEY-----",
    "d41d8cd98f00b204e9800998ecf8427e",
    "Zx81Kq0pLm3RtYw7Vb2NcHs9",
]
NO_SECRETS = [
    "Ada Keller",
    "https://shop.example/api/?key_stage=2",
    "https://shop.example/?token=&next=/",
    "http://127.0.0.1:8001",
    "logs/shop-access.log",
    "reject_on_cvv_mismatch",
    "/var/www/Shop2026/Production/Releases/20260401/site.sqlite3",
    "PrestaShopCustomerGroupReduction",
    "X-Shop-Signature",
    "captured",
    "SHOP_DATABASE_DSN",
    "password_changed_on",
    "the password = what people forget",
]


def said(text: str) -> str:
    with pytest.raises(EstateError) as caught:
        parse(HEAD + text, file="s.toml", root=Path("/srv"))
    return str(caught.value)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_known_by_its_looks(secret: str) -> None:
    assert is_secret(secret)


@pytest.mark.parametrize("text", NO_SECRETS[:-1])
def test_what_only_looks_a_little_like_one_is_none(text: str) -> None:
    assert not is_secret(text)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "where",
    [
        '[sites.s]\nurl = "{}"',
        '[databases.d]\ndsn_env = "{}"',
        '[databases.d]\ndsn = "{}"',
        '[databases.d]\npath = "{}"',
        '[suppliers.p]\nname = "P"\nunknown = "{}"',
        '[teams.t]\nname = "T"\nmembers = ["{}"]',
        '[payments.p]\nshop = "x"\nsafeguards = {{ code = "{}" }}',
        '["{}"]\na = 1',
        '[sites."{}"]\nurl = "https://a.example"',
    ],
)
def test_a_secret_is_refused_wherever_it_stands_and_not_repeated(where: str, secret: str) -> None:
    told = said(where.format(secret))
    assert "a secret stands here" in told
    assert "put it into an environment variable or a file" in told
    assert secret not in told
    assert "hunter2" not in told.lower()


@pytest.mark.parametrize(
    "key", ["password", "db_password", "secret", "api_key", "apikey", "token", "dsn", "private_key"]
)
@pytest.mark.parametrize("value", ['"ok"', "12345", "true"])
def test_a_key_that_asks_for_a_secret_is_refused_whatever_it_holds(key: str, value: str) -> None:
    assert said(f'[databases.d]\npath = "x"\n{key} = {value}') == (
        f"s.toml:8: databases.d.{key}: a secret stands here; expected none in this file: put it"
        " into an environment variable or a file, name that in a key that ends in _env or _file"
        " (dsn_env), and change the secret, for it may have been read"
    )


def test_a_secret_pasted_where_a_name_belongs_is_not_repeated_even_if_it_is_not_recognised() -> (
    None
):
    told = said('[databases.d]\ndsn_env = "correct horse"')
    assert told == (
        "s.toml:7: databases.d.dsn_env: expected the name of an environment variable such as"
        " SHOP_DSN, never the secret itself"
    )


def test_a_secret_in_broken_toml_is_not_repeated() -> None:
    assert "hunter2" not in said('[databases.d]\ndsn = postgres://u:hunter2@h/db"')
