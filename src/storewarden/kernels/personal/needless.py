"""Personal data that selling does not need: known by the name of a column, counted where filled.

Special categories are those of Article 9 GDPR.
"""

import re
from typing import Final

import polars as pl

from storewarden.kernels.personal.names import joined

SPECIAL: Final = {
    "religion": r"religion|religious_\w+|konfession|denomination|faith",
    "health": r"allerg(?:y|ies)|disabilit(?:y|ies)|medical_\w+|health_(?:status|issues?|info|"
    r"condition|insurance)|blood_(?:type|group)|diagnosis|pregnan(?:t|cy)|illness",
    "ethnic origin": r"ethnic(?:ity|_\w+)?|skin_colou?r|racial_\w+",
    "sexual orientation": r"sexual_orientation|sexuality|sex_life",
    "political opinion": r"political_\w+|party_membership",
    "trade union membership": r"trade_union|union_membership",
    "biometrics": r"biometrics?|biometric_\w+|face_?id_\w+|retina_\w+|fingerprint_template",
    "criminal record": r"criminal_\w+|convictions?",
}
IDENTITY: Final = {
    "national identity number": r"ssn|social_security(?:_\w+)?|national_id(?:_\w+)?|nationalid|"
    r"national_insurance(?:_\w+)?|id_card(?:_\w+)?|personnummer|bsn|nino|curp|aadhaar",
    "passport number": r"passport(?:_(?:no|nr|num|number|id))?",
    "driving licence": r"driv(?:ing|ers?)_licen[cs]e(?:_\w+)?",
}
ORDINARY: Final = {
    "date of birth": r"dob|date_of_birth|birth_?(?:date|day)|geburtsdatum|birthday",
    "place of birth": r"place_of_birth|birth_?place|geburtsort",
    "nationality": r"nationality|citizenship|staatsangehoerigkeit",
    "gender": r"gender|sex|geschlecht",
    "marital status": r"marital_status|civil_status|familienstand",
    "income": r"salary|income|yearly_income|annual_income",
    "mother's maiden name": r"mothers?_maiden_name|maiden_name",
}
SHAPES: Final = {
    kind: re.compile(f"(?:^|_)(?:{shape})$")
    for kind, shape in (SPECIAL | IDENTITY | ORDINARY).items()
}
ABSENT: Final = (
    r"^\s*(?:|0|-|\?|(?i:none|null|n/a|na|unknown|not specified|false)|0000-00-00.*)\s*$"
)


def needless_kind(column: str) -> str | None:
    """Name the kind of personal data that a column is named for and a shop seldom needs."""
    name = joined(column)
    return next((kind for kind, shape in SHAPES.items() if shape.search(name)), None)


def is_special(kind: str) -> bool:
    """Say whether the law protects that kind more than others, or thieves prize it more."""
    return kind in SPECIAL or kind in IDENTITY


def filled_in(cells: pl.Series) -> int:
    """Count the cells that say something; ``0``, ``n/a`` and the like do not."""
    present = cells.cast(pl.String).drop_nulls()
    return int((~present.str.contains(ABSENT)).sum())
