"""What the name of a column, and of its table, says about what lies in it."""

import re
from enum import StrEnum
from typing import Final

BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def whole_words(alternatives: str) -> re.Pattern[str]:
    """Match any of these as whole words of a name whose words are joined by ``_``."""
    return re.compile(f"(?:^|_)(?:{alternatives})(?:_|$)")


CARD: Final = whole_words(
    r"cards?|cc|ccn|pans?|cardno|cardnum|cardnumber|ccnum|ccnumber|savedcards?|creditcards?|"
    r"bankcards?|paymentcards?|(?:kredit)?karten?|carte|tarjeta|kaart"
)
OTHER_CARD: Final = whole_words("gift|loyalty|sim|post|id|wild|score|bonus|club")
OTHER_NUMBER: Final = whole_words(
    r"orders?|tracking|parcels?|shipments?|shipping|consignment|waybill|invoices?|sku|ean|gtin|upc|"
    r"isbn|barcode|phone|telephone|tel|mobile|fax|iban|imei|serial|transaction|receipt|reference|"
    r"ref|batch|gift|giftcard|loyalty|vat|tax|zip|timestamp|token|fingerprint|hash|session|"
    r"vouchers?|coupons?|products?|items?|stock"
)
GENERIC: Final = whole_words("number|no|nr|num|code|id|value|name|key")


class Says(StrEnum):
    """What kind of long number a name promises."""

    CARD = "card"
    OTHER = "other"
    NOTHING = "nothing"


def joined(name: str) -> str:
    """Write a column's name as lower-case words: ``ccNumber`` -> ``cc_number``."""
    return "_".join(word.lower() for word in BOUNDARY.split(name) if word)


def says(table: str, column: str) -> Says:
    """Tell what the name promises; the column's own name counts before its table's."""
    own, around = joined(column), joined(table)
    promised = _says(own)
    if promised is not Says.NOTHING:
        return promised
    promised = _says(around)
    if promised is Says.OTHER and not GENERIC.search(own):
        return Says.NOTHING
    return promised


def _says(name: str) -> Says:
    if CARD.search(name) and not OTHER_CARD.search(name):
        return Says.CARD
    return Says.OTHER if OTHER_NUMBER.search(name) else Says.NOTHING
