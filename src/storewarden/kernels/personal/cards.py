"""Card numbers: found in whole cells and inside longer text, told from other long numbers.

Ranges are those of ISO/IEC 7812 issuers as the networks publish them; the sum is ISO/IEC 7812-1
annex B (Luhn).
"""

from dataclasses import dataclass
from math import comb
from typing import Final

import polars as pl

from storewarden.kernels.personal.names import Says

NETWORKS: Final = {
    "visa": r"^4[0-9]{12}(?:[0-9]{3}){0,2}$",
    "mastercard": r"^(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)"
    r"[0-9]{12}$",
    "amex": r"^3[47][0-9]{13}$",
    "discover": r"^(?:6011[0-9]{12,15}|64[4-9][0-9]{13,16}|65[0-9]{14,17})$",
    "jcb": r"^35(?:2[89]|[3-8][0-9])[0-9]{12,15}$",
    "diners": r"^(?:30[0-5][0-9]{11,16}|3095[0-9]{10,15}|3[689][0-9]{12,17})$",
    "unionpay": r"^(?:62|81)[0-9]{14,17}$",
    "maestro": r"^(?:50|5[678]|67)[0-9]{10,17}$|^(?:6304|6390)[0-9]{8,15}$",
}
NAMED: Final = r"(?i:card|cc_n|\bpan\b|visa|amex|karte|carte|tarjeta)(?:;s:[0-9]{2}:|[^0-9]){0,24}"
ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[nrt]|\x{a0}"
DIGITS: Final = r"[0-9](?:[ .\x{a0}-]?[0-9]){11}"
WHOLE: Final = r"^\s*[0-9](?:[ .-]?[0-9]){11,18}\s*$"
SOLID: Final = rf"(?:{NAMED}|[A-Za-z_*]|[0-9]\.)?[0-9]{{12,}}[A-Za-z_*]?"
TOUCHED: Final = r"[A-Za-z_*][0-9]{12,}|[0-9]\.[0-9]{12,}|[0-9]{12,}[A-Za-z_*]"
GROUPED: Final = (
    rf"(?:{NAMED})?\b(?:[2-6][0-9]{{3}}|81[0-9]{{2}})(?:[ .-][0-9]{{4}}){{3}}(?:[ .-][0-9]{{3}})?\b"
    rf"|(?:{NAMED})?\b3[0-9]{{3}}[ .-][0-9]{{6}}[ .-][0-9]{{4,5}}\b"
)
NUMBER: Final = r"([0-9](?:[ .-]?[0-9]){11,})\s*$"
CHANCE: Final = 0.1
UNLIKELY: Final = 0.005
EXAMPLES: Final = 3
SERIES_OF: Final = 4


@dataclass(frozen=True, slots=True)
class Cards:
    """Card numbers of one column: in how many cells, of which networks, and masked examples."""

    count: int = 0
    networks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def cards_in(cells: pl.Series, name: Says = Says.NOTHING) -> Cards:
    """Tell the card numbers of a column of text.

    Args:
        cells: the column's values as text; nulls are allowed.
        name: what the column's name promises.
    """
    if not cells.cast(pl.String).str.contains(DIGITS).any():
        return Cards()
    numbers = long_numbers(cells)
    shaped = numbers.filter(pl.col("network").is_not_null())
    hits = shaped.filter("passes")
    if hits.is_empty():
        return Cards()
    shown_as_card = pl.col("named") | (pl.col("grouped") & ~pl.col("whole"))
    if _is_column_of_cards(numbers, shaped, hits, name):
        return _summary(hits)
    shown, passing = shaped.filter(shown_as_card), hits.filter(shown_as_card)
    return _summary(passing) if 2 * _distinct(passing) >= _distinct(shown) else Cards()


def long_numbers(cells: pl.Series) -> pl.DataFrame:
    """Find every number of 12 to 19 digits.

    Returns one row a find: ``cell`` (its place), ``digits``, ``network`` (null when no network
    has such numbers), ``passes`` (the Luhn sum), ``whole`` (the cell holds nothing else),
    ``grouped`` (written in groups, as on a card), ``named`` (a word for card stands before it).
    """
    text = pl.DataFrame({"text": cells.cast(pl.String)}).with_row_index("cell")
    text = text.with_columns(pl.col("text").str.replace_all(ESCAPED, " "))
    text = text.filter(pl.col("text").str.contains(DIGITS))
    whole = pl.col("text").str.contains(WHOLE)
    finds = pl.concat(
        [
            text.filter(whole).with_columns(whole=True),
            _extracted(text.filter(~whole), SOLID).filter(~pl.col("text").str.contains(TOUCHED)),
            _extracted(text.filter(~whole), GROUPED),
        ],
        how="vertical",
    )
    digits = pl.col("text").str.extract(NUMBER).str.replace_all("[^0-9]", "")
    return (
        finds.with_columns(
            digits=digits,
            grouped=pl.col("text").str.contains(r"[0-9][ .-][0-9]"),
            named=~pl.col("whole") & pl.col("text").str.contains("^[A-Za-z]"),
        )
        .filter(pl.col("digits").str.len_bytes().is_between(12, 19))
        .with_columns(network=network_of(pl.col("digits")), passes=luhn(pl.col("digits")))
        .drop("text")
        .unique(["cell", "digits"], keep="first", maintain_order=True)
    )


def network_of(digits: pl.Expr) -> pl.Expr:
    """Name the card network that has such numbers; null when none has."""
    known = [
        pl.when(digits.str.contains(shape)).then(pl.lit(name)) for name, shape in NETWORKS.items()
    ]
    return pl.coalesce(known)


def luhn(digits: pl.Expr) -> pl.Expr:
    """Say whether the Luhn sum of up to 19 digits is a multiple of ten."""
    number = digits.cast(pl.UInt64)
    total = pl.lit(0, pl.UInt64)
    for place in range(19):
        digit = number // 10**place % 10
        doubled = 2 * digit
        total = total + (digit if place % 2 == 0 else doubled - 9 * (digit > 4).cast(pl.UInt64))  # noqa: PLR2004 - a doubled digit above 9 loses 9
    return total % 10 == 0


def masked(digits: pl.Expr) -> pl.Expr:
    """Show at most the first six and last four digits, and hide at least six."""
    size = digits.str.len_bytes().cast(pl.Int64)
    first = pl.min_horizontal(pl.lit(6), size - 10)
    stars = pl.lit("*").repeat_by(size - first - 4).list.join("")
    return digits.str.head(first) + stars + digits.str.tail(4)


def _extracted(text: pl.DataFrame, pattern: str) -> pl.DataFrame:
    found = text.with_columns(pl.col("text").str.extract_all(pattern))
    return found.explode("text").drop_nulls("text").with_columns(whole=False)


def _is_column_of_cards(
    numbers: pl.DataFrame, shaped: pl.DataFrame, hits: pl.DataFrame, name: Says
) -> bool:
    """Judge the column as a whole: a name that says so, or a share that chance does not give."""
    passing = _distinct(hits)
    if name is Says.CARD:
        return 2 * passing >= _distinct(shaped)
    if name is Says.OTHER or _is_series(hits):
        return False
    among = _distinct(numbers)
    return 2 * passing >= among and by_chance(among, passing) < UNLIKELY


def by_chance(among: int, passing: int) -> float:
    """Probability that so many of so many random numbers pass the Luhn sum."""
    return sum(
        comb(among, n) * CHANCE**n * (1 - CHANCE) ** (among - n) for n in range(passing, among + 1)
    )


def _is_series(hits: pl.DataFrame) -> bool:
    """Numbers counted up from one beginning are no cards, even with a Luhn digit at the end."""
    beginnings = hits["digits"].str.slice(0, 8).n_unique()
    return _distinct(hits) >= SERIES_OF and beginnings == 1


def _distinct(numbers: pl.DataFrame) -> int:
    return numbers["digits"].n_unique()


def _summary(hits: pl.DataFrame) -> Cards:
    if hits.is_empty():
        return Cards()
    shown = hits.select(masked(pl.col("digits")).alias("shown")).to_series().unique().sort()
    return Cards(
        count=hits["cell"].n_unique(),
        networks=tuple(hits["network"].unique().sort()),
        examples=tuple(shown.head(EXAMPLES)),
    )
