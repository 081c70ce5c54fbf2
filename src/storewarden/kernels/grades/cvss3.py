"""The base score of a CVSS 3 vector.

Source: FIRST, Common Vulnerability Scoring System v3.1, section 7.
"""

from math import ceil
from typing import Final

_WEIGHTS: Final = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_PRIVILEGES: Final = {
    "U": {"N": 0.85, "L": 0.62, "H": 0.27},
    "C": {"N": 0.85, "L": 0.68, "H": 0.5},
}


def base_score(vector: str) -> float:
    """Return the base score (0.0 to 10.0) of a CVSS 3 vector; raises `KeyError` for a bad one."""
    parts = dict(part.split(":", 1) for part in vector.split("/") if ":" in part)
    weight = {name: values[parts[name]] for name, values in _WEIGHTS.items()}
    privileges = _PRIVILEGES[parts["S"]][parts["PR"]]
    loss = 1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"])
    reach = 8.22 * weight["AV"] * weight["AC"] * privileges * weight["UI"]
    if parts["S"] == "U":
        impact, factor = 6.42 * loss, 1.0
    else:
        impact, factor = 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15, 1.08
    return 0.0 if impact <= 0 else _rounded_up(min(factor * (impact + reach), 10.0))


def _rounded_up(score: float) -> float:
    """Round up to one decimal the way appendix A of the standard does, without float surprises."""
    hundred_thousandths = round(score * 100_000)
    if hundred_thousandths % 10_000 == 0:
        return hundred_thousandths / 100_000
    return ceil(hundred_thousandths / 10_000) / 10
