"""What somebody says of a weakness in a product: it is affected, it is not, and why (VEX)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """The four answers of VEX."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


@dataclass(frozen=True, slots=True)
class Product:
    """What a statement is about: a package URL without version, and a version; empty for all."""

    purl: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a VEX document; every text is hostile text.

    Attributes:
        names: the weakness's id and its aliases.
        justification: one of the words of the format (``vulnerable_code_not_in_execute_path``).
        words: the author's own (impact statement, detail); empty when there are none.
        at: when it was said; None when the document does not say.
        source: name of the file it stands in.
    """

    names: tuple[str, ...]
    products: tuple[Product, ...]
    status: Status
    justification: str = ""
    words: str = ""
    author: str = ""
    at: datetime | None = None
    source: str = ""
