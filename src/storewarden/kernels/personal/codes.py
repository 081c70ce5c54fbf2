"""Card verification codes (CVV2, CVC2, CID): three or four digits under a name that says so."""

from typing import Final

import polars as pl

from storewarden.kernels.personal.names import Says, joined, says, whole_words

CODE: Final = whole_words(
    r"cvv2?|cvc2?|csc|cvn|cvd|cav2?|card_?code|security_?code|verification_?(?:code|value)|"
    r"pruefziffer|kartenpruefnummer"
)
CID: Final = whole_words("cid")
ABOUT_IT: Final = whole_words(
    r"results?|response|status|checke?d?|match(?:ed)?|required?|enabled|verified|reply|avs|count|"
    r"length|flag|present|message|last|at|on"
)
IN_CELL: Final = r"^\s*[0-9]{3,4}\s*$"
IN_TEXT: Final = (
    r"(?i)\b(?:cvv2?|cvc2?|csc|cvn|card_?code|security_?code|cc_cid)"
    r"""(?:[\\"']{0,4}\s*(?::|=|%3D)\s*[\\"']{0,4}|";(?:s:[34]:"|i:))[0-9]{3,4}(?:[^0-9A-Za-z_]|$)"""
)


def promises_codes(table: str, column: str) -> bool:
    """Say whether a column is named for verification codes, and not for the answer to them."""
    name = joined(column)
    if ABOUT_IT.search(name):
        return False
    return bool(CODE.search(name)) or (bool(CID.search(name)) and _of_card(table, column))


def codes_in(cells: pl.Series, *, promised: bool) -> int:
    """Count the cells that hold a verification code.

    ``promised`` says that the column is named for them: then three or four digits are one, if at
    least half of the filled cells look so. Elsewhere only ``cvv=123`` inside longer text counts.
    """
    filled = cells.cast(pl.String).drop_nulls()
    filled = filled.filter(filled.str.strip_chars() != "")
    inside = int(filled.str.contains(IN_TEXT).sum())
    if not promised:
        return inside
    bare = int(filled.str.contains(IN_CELL).sum())
    return inside + (bare if 2 * bare >= len(filled) else 0)


def _of_card(table: str, column: str) -> bool:
    return Says.CARD in {says(table, column), says(table, "")}
