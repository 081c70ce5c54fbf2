"""Card numbers are found however they are written; other long numbers are left alone."""

from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storewarden.kernels.personal.cards import Cards, cards_in, long_numbers
from storewarden.kernels.personal.names import Says

# Published test numbers of the networks and of payment processors.
TEST_NUMBERS = {
    "4111111111111111": "visa",
    "4242424242424242": "visa",
    "4222222222222": "visa",
    "5555555555554444": "mastercard",
    "2223003122003222": "mastercard",
    "2720990000000007": "mastercard",
    "378282246310005": "amex",
    "371449635398431": "amex",
    "6011111111111117": "discover",
    "6445644564456445": "discover",
    "3530111333300000": "jcb",
    "30569309025904": "diners",
    "38520000023237": "diners",
    "6200000000000005": "unionpay",
    "6759649826438453": "maestro",
    "6304000000000000": "maestro",
}
FROM_FOURTH_GROUP = 16


def column(*cells: str | None) -> pl.Series:
    return pl.Series("cells", cells, dtype=pl.String)


def sum_is_right(digits: str) -> bool:
    """The Luhn sum, written as the standard tells it: the oracle."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def with_check_digit(body: str) -> str:
    return next(body + last for last in "0123456789" if sum_is_right(body + last))


def test_the_oracle_knows_the_published_numbers() -> None:
    broken = [number for number in TEST_NUMBERS if not sum_is_right(number)]
    assert broken == []


@pytest.mark.parametrize(("number", "network"), TEST_NUMBERS.items())
def test_every_network_is_known(number: str, network: str) -> None:
    [(digits, found, passes)] = (
        long_numbers(column(number)).select("digits", "network", "passes").rows()
    )
    assert (digits, found, passes) == (number, network, True)


@given(
    st.sampled_from(sorted(TEST_NUMBERS)), st.lists(st.sampled_from(["", " ", "-"]), min_size=20)
)
def test_a_whole_cell_is_found_with_any_separators(number: str, gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(number, gaps, strict=False)).strip("- ")
    assert cards_in(column(written), Says.CARD).count == 1


@given(
    st.sampled_from(
        [number for number in sorted(TEST_NUMBERS) if len(number) == FROM_FOURTH_GROUP]
    ),
    st.sampled_from(["", " ", "-"]),
    st.text(st.characters(exclude_categories=["Cs", "N"]), max_size=20),
    st.text(st.characters(exclude_categories=["Cs", "N"]), max_size=20),
)
def test_a_number_inside_text_is_found(number: str, gap: str, before: str, after: str) -> None:
    written = gap.join(number[at : at + 4] for at in range(0, 16, 4))
    found = long_numbers(column(f"{before} {written} {after}"))
    assert number in found.filter("passes")["digits"].to_list()


@given(st.text("0123456789", min_size=12, max_size=19))
def test_the_sum_agrees_with_the_standard(digits: str) -> None:
    [passes] = long_numbers(column(digits))["passes"].to_list()
    assert passes is sum_is_right(digits)


def test_a_column_of_cards_is_told_with_masked_examples() -> None:
    cells = column("4111111111111111", "5555 5555 5555 4444", None, "", "378282246310005")
    assert cards_in(cells) == Cards(
        3,
        ("amex", "mastercard", "visa"),
        ("37828******0005", "411111******1111", "555555******4444"),
    )


def test_an_empty_column_has_none() -> None:
    assert cards_in(column()) == cards_in(column(None, "")) == Cards()


def test_a_lone_card_needs_a_name_that_says_so() -> None:
    assert cards_in(column("4111111111111111")) == Cards()
    assert cards_in(column("4111111111111111"), Says.CARD).count == 1


@pytest.mark.parametrize(
    "text",
    [
        "Please charge my card 4111 1111 1111 1111 12/27 thank you",
        "2024-01-05 4111-1111-1111-1111",
        '{"card_number":"4111111111111111","exp":"12/27"}',
        'a:1:{s:11:"card_number";s:16:"4111111111111111";}',
        "card=1&cardnumber%3D4111111111111111&x=2",
        "amex 3782 822463 10005",
        "visa\\n4111111111111111",
        "4111\N{NO-BREAK SPACE}1111\N{NO-BREAK SPACE}1111\N{NO-BREAK SPACE}1111 is it",
    ],
)
def test_a_card_inside_longer_text_is_found(text: str) -> None:
    assert cards_in(column("nothing here", text)).count == 1


@pytest.mark.parametrize(
    "text",
    [
        "411111******1111",
        "card ************1111",
        "card 4111 1111 1111 1112",
        "ratio 0.4111111111111111",
        "4111111111111111a" + "0" * 15,
        "card ref 41111111111111110000000000",
        "2026-11-22 10:00:00.000000",
        "parcel 4111111111111111 is on its way",
    ],
)
def test_what_only_looks_like_a_card_is_not(text: str) -> None:
    assert cards_in(column("nothing here", text)) == Cards()


def test_tracking_numbers_that_pass_by_chance_are_not_cards() -> None:
    dice = Random(7)  # noqa: S311 - a fixed seed, no secret
    cells = column(*(f"4{dice.randrange(10**15):015d}" for _ in range(400)))
    assert long_numbers(cells).filter("passes").height > 20
    assert cards_in(cells) == cards_in(cells, Says.CARD) == Cards()


def test_order_numbers_with_a_check_digit_are_not_cards() -> None:
    cells = column(*(with_check_digit(f"40000000001{n:04d}") for n in range(50)))
    assert long_numbers(cells).filter(pl.col("network") == "visa").filter("passes").height == 50
    assert cards_in(cells) == Cards()
    assert cards_in(column(*TEST_NUMBERS), Says.OTHER) == Cards()


def test_cards_under_an_innocent_name_are_found_by_their_share() -> None:
    assert cards_in(column(*TEST_NUMBERS)).count == len(TEST_NUMBERS)
    assert cards_in(column(*TEST_NUMBERS, *["tok_1a2b3c"] * 500)).count == len(TEST_NUMBERS)


def test_hostile_cells_are_only_text() -> None:
    cells = column(
        "4" * 100_000, "\x00" * 50, "4111-" * 5_000, "\N{ARABIC-INDIC DIGIT ONE}" * 16, "🦉4111🦉"
    )
    assert cards_in(cells) == Cards()
