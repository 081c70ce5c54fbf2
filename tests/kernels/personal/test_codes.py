"""Verification codes are known by name and shape together; answers to them are not codes."""

import polars as pl
import pytest

from storewarden.kernels.personal.codes import codes_in, promises_codes


def column(*cells: str | None) -> pl.Series:
    return pl.Series("cells", cells, dtype=pl.String)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("gateway_savedcard", "cvv"),
        ("orders", "cc_cvv"),
        ("sales_flat_quote_payment", "cc_cid"),
        ("payment", "cardCode"),
        ("x", "securityCode"),
        ("x", "CVV2"),
    ],
)
def test_names_that_promise_codes(table: str, name: str) -> None:
    assert promises_codes(table, name)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("gateway_charge", "cvv_result"),
        ("gateway_setting", "require_cvv"),
        ("customer", "cid"),
        ("payment", "cvv_status"),
        ("payment", "cc_cvv_response"),
        ("zone", "code"),
        ("catalogue", "decision"),
    ],
)
def test_names_that_do_not(table: str, name: str) -> None:
    assert not promises_codes(table, name)


def test_three_or_four_digits_under_the_name_are_codes() -> None:
    assert codes_in(column("123", "0042", None, "", " 987 "), promised=True) == 3


def test_result_letters_are_not() -> None:
    assert codes_in(column("M", "N", "P", "1", "2"), promised=True) == 0


def test_a_few_numbers_among_letters_are_not() -> None:
    assert codes_in(column("M", "N", "P", "123"), promised=True) == 0


def test_numbers_without_the_name_are_not() -> None:
    assert codes_in(column("123", "456"), promised=False) == 0


@pytest.mark.parametrize(
    "text",
    [
        '{"card":"x","cvv":"123"}',
        '{"cvc": 1234}',
        '{\\"cvv\\":\\"123\\"}',
        "number=x&cvv2=123&name=y",
        'a:1:{s:3:"cvv";s:3:"123";}',
        "CVV: 123",
    ],
)
def test_codes_inside_longer_text_are_found(text: str) -> None:
    assert codes_in(column(text, "nothing"), promised=False) == 1


@pytest.mark.parametrize(
    "text", ['{"cvv":"***"}', '{"cvv_result":"123"}', '{"cvv":"12345678"}', "mycvv=123"]
)
def test_other_text_is_not(text: str) -> None:
    assert codes_in(column(text), promised=False) == 0


def test_an_empty_column_has_none() -> None:
    assert codes_in(column(), promised=True) == 0
