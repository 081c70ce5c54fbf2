"""The base score of a CVSS 4.0 vector; threat and environment are taken at their worst.

Source: FIRST, Common Vulnerability Scoring System v4.0 specification, section 8 (macro vectors,
their scores, and how a vector's distance from the worst of its macro vector lowers the score).
"""

from collections.abc import Mapping
from math import floor
from typing import Final

_REACH: Final = {"AV": "NALP", "PR": "NLH", "UI": "NPA"}
_EASE: Final = {"AC": "LH", "AT": "NP"}
_LOSS: Final = {"VC": "HLN", "VI": "HLN", "VA": "HLN"}
_SPREAD: Final = {"SC": "HLN", "SI": "HLN", "SA": "HLN"}
"""Metrics and their values, the worst first."""

_Scores = tuple[tuple[tuple[float, ...], ...], ...]
_SCORES: Final[Mapping[tuple[int, int], _Scores]] = {
    # reach, ease: loss 0, 1, 2; each: spread wide, narrow; each: loss as it is, loss less needed
    (0, 0): (((10.0, 9.6), (9.3, 9.0)), ((9.3, 9.2), (8.8, 8.0)), ((7.9,), (6.9,))),
    (0, 1): (((9.5, 9.1), (9.2, 8.1)), ((9.2, 8.2), (8.4, 7.0)), ((7.1,), (6.3,))),
    (1, 0): (((9.4, 8.9), (8.7, 7.5)), ((8.6, 7.6), (7.2, 5.7)), ((6.5,), (5.3,))),
    (1, 1): (((9.0, 7.7), (7.7, 6.6)), ((7.4, 5.9), (6.1, 5.2)), ((5.8,), (2.3,))),
    (2, 0): (((8.6, 7.4), (7.0, 5.4)), ((7.2, 5.7), (5.3, 3.6)), ((4.7,), (2.4,))),
    (2, 1): (((7.3, 5.5), (5.4, 4.3)), ((6.1, 5.1), (4.6, 1.8)), ((2.4,), (1.0,))),
}
"""Scores of the macro vectors that base metrics alone can reach."""

_LEAST: Final[tuple[tuple[int, ...], ...]] = ((0, 1, 3), (0, 1), (0, 1, 3), (0, 3))
"""Steps of the worst vector of each level of reach, ease, loss and spread."""

_DEPTH: Final[tuple[tuple[int, ...], ...]] = ((1, 4, 5), (1, 2), (7, 8, 10), (5, 4))
"""Steps from the worst to the mildest vector of each level."""

_BLUR: Final = 1e-6
_HARMLESS: Final = 2


def base_score(vector: str) -> float:
    """Return the base score (0.0 to 10.0) of a CVSS 4.0 vector; raises `KeyError` for a bad one."""
    parts = dict(part.split(":", 1) for part in vector.split("/") if ":" in part)
    steps = [_steps(parts, metrics) for metrics in (_REACH, _EASE, _LOSS, _SPREAD)]
    if all(step == _HARMLESS for step in (*steps[2], *steps[3])):
        return 0.0
    levels = (_reach(steps[0]), min(sum(steps[1]), 1), _loss(steps[2]), 0 if 0 in steps[3] else 1)
    return floor((_lowered(levels, steps)) * 10 + 0.5 + _BLUR) / 10


def _steps(parts: Mapping[str, str], metrics: Mapping[str, str]) -> list[int]:
    found = [values.find(parts[name]) for name, values in metrics.items()]
    if min(found) < 0 or any(len(parts[name]) != 1 for name in metrics):
        raise KeyError("a value that the standard does not know")
    return found


def _reach(steps: list[int]) -> int:
    """0: from anywhere, by anybody, alone; 2: at the machine, or none of the three."""
    if not any(steps):
        return 0
    physical = steps[0] == len(_REACH["AV"]) - 1
    return 2 if physical or all(steps) else 1


def _loss(steps: list[int]) -> int:
    """0: secrecy and integrity are lost; 1: one of the three is; 2: none wholly."""
    if steps[0] == steps[1] == 0:
        return 0
    return 1 if 0 in steps else 2


def _lowered(levels: tuple[int, int, int, int], steps: list[list[int]]) -> float:
    """The macro vector's score, less the mean of what each group is milder than its worst."""
    score = _score(*levels)
    lower = _lower(levels)
    drops = [
        (score - below) * (sum(mine) - _LEAST[group][level]) / _DEPTH[group][level]
        for group, (level, mine, below) in enumerate(zip(levels, steps, lower, strict=True))
        if below is not None
    ]
    return score - sum(drops) / (len(drops) + 1)  # one more: exploits are known, the worst there is


def _lower(levels: tuple[int, int, int, int]) -> tuple[float | None, ...]:
    """The score of the next milder macro vector of each group; None when there is none."""
    reach, ease, loss, spread = levels
    return (
        _score(reach + 1, ease, loss, spread) if reach < _HARMLESS else None,
        _score(reach, ease + 1, loss, spread) if ease == 0 else None,
        _milder_loss(reach, ease, loss, spread),
        _score(reach, ease, loss, spread + 1) if spread == 0 else None,
    )


def _milder_loss(reach: int, ease: int, loss: int, spread: int) -> float | None:
    if loss == _HARMLESS:
        return None
    less_needed = _SCORES[reach, ease][loss][spread][1]
    return max(less_needed, _score(reach, ease, 1, spread)) if loss == 0 else less_needed


def _score(reach: int, ease: int, loss: int, spread: int) -> float:
    return _SCORES[reach, ease][loss][spread][0]
