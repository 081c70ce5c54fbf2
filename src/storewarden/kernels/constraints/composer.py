"""Reads Composer's constraints into runs of versions; Maven's brackets, where others write them.

Source: Composer, "Versions and constraints" (getcomposer.org/doc/articles/versions.md).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from storewarden.core.published import Stretch
from storewarden.kernels.constraints import brackets

_LONGEST: Final = 20_000
_OR: Final = re.compile(r"\s*\|\|?\s*")
_TERM: Final = re.compile(r"(<=|>=|==|!=|<>|<|>|=|\^|~)?\s*([0-9A-Za-z.+_~:*-]+)", re.ASCII)
_WILD: Final = re.compile(r"(v?\d+(?:\.\d+)*)\.[*xX]", re.ASCII)
_NUMBERS: Final = re.compile(r"v?(\d+(?:\.\d+)*)", re.ASCII)
_HYPHEN: Final = re.compile(r"(v?\d[0-9A-Za-z.+_-]*)\s+-\s+(v?\d[0-9A-Za-z.+_-]*)", re.ASCII)
_PATCHLESS: Final = 2
_WHOLE: Final = 3


def runs(constraint: str) -> tuple[Stretch, ...]:
    """Return the runs that a constraint names, in its order.

    A part that cannot be read is one run from the beginning to its own text, which no order of
    versions can place: a component compared with it is unknown, not clean.
    """
    text = constraint.strip()
    if not text or len(text) > _LONGEST:
        return (_unreadable(text),)
    if text[0] in "[(":
        return tuple(brackets.runs(text)) or (_unreadable(text),)
    return tuple(_run(part) for part in _OR.split(text))


def with_previews(run: Stretch) -> Stretch:
    """Let a run begin with the previews of its first version, as Composer means ``>=1.0``."""
    plain = run.low is not None and run.low_included and _NUMBERS.fullmatch(run.low)
    return replace(run, low=f"{run.low}-dev") if plain and run.low != run.high else run


def _run(part: str) -> Stretch:
    run = Stretch()
    try:
        if between := _HYPHEN.fullmatch(part.strip()):
            return _hyphened(*between.groups())
        for term in _terms(part):
            run = _narrowed(run, *term)
    except ValueError:
        return _unreadable(part)
    return run


def _hyphened(low: str, high: str) -> Stretch:
    """``1.0 - 2.0`` holds all of 2.0 and its patches; ``1.0 - 2.0.0`` ends there."""
    plain = _NUMBERS.fullmatch(high)
    if plain and len(_numbers(high)) < _WHOLE:
        return _between(Stretch(), low, f"{_next(plain[1])}-dev")
    return replace(_exactly(Stretch(), high), low=low)


def _terms(part: str) -> Iterator[tuple[str, str]]:
    at, text = 0, part.strip()
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None:
            raise ValueError("is not a constraint of Composer")
        yield found[1] or "", found[2]
        at = _behind_and(text, found.end())


def _behind_and(text: str, at: int) -> int:
    behind = at
    while behind < len(text) and text[behind] in ", \t":
        behind += 1
    if behind == at and at < len(text) and text[at] not in "<>=":
        raise ValueError("is not a constraint of Composer")
    return behind


def _narrowed(run: Stretch, sign: str, version: str) -> Stretch:
    if sign in _SIGNS:
        return _SIGNS[sign](run, version)
    if sign == "" and version == "*":
        return run
    wild = _WILD.fullmatch(version)
    if sign == "" and wild:
        return _between(run, f"{wild[1]}-dev", f"{_next(wild[1])}-dev")
    return _exactly(run, version)


def _from(run: Stretch, version: str) -> Stretch:
    return replace(run, low=version, low_included=True)


def _above(run: Stretch, version: str) -> Stretch:
    return replace(run, low=version, low_included=False)


def _below(run: Stretch, version: str) -> Stretch:
    return replace(run, high=version, high_included=False, fixed_in=version)


def _up_to(run: Stretch, version: str) -> Stretch:
    return replace(run, high=version, high_included=True, fixed_in=None)


def _exactly(run: Stretch, version: str) -> Stretch:
    if not version[:2].lstrip("v")[:1].isdigit():
        raise ValueError("is no version")
    return replace(run, low=version, low_included=True, high=version, high_included=True)


def _caret(run: Stretch, version: str) -> Stretch:
    numbers = _numbers(version)
    first = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return _between(run, version, f"{_next('.'.join(map(str, numbers[: first + 1])))}-dev")


def _tilde(run: Stretch, version: str) -> Stretch:
    numbers = _numbers(version)
    kept = numbers[:-1] if len(numbers) >= _PATCHLESS else numbers
    return _between(run, version, f"{_next('.'.join(map(str, kept)))}-dev")


def _between(run: Stretch, low: str, high: str) -> Stretch:
    return replace(run, low=low, low_included=True, high=high, high_included=False)


def _never(_run: Stretch, _version: str) -> Stretch:
    raise ValueError("leaves a hole in a run")


_SIGNS: Final[Mapping[str, Callable[[Stretch, str], Stretch]]] = {
    ">=": _from,
    ">": _above,
    "<": _below,
    "<=": _up_to,
    "=": _exactly,
    "==": _exactly,
    "^": _caret,
    "~": _tilde,
    "!=": _never,
    "<>": _never,
}


def _numbers(version: str) -> list[int]:
    found = _NUMBERS.match(version)
    if found is None:
        raise ValueError("is no version")
    return [int(part) for part in found[1].split(".")]


def _next(numbers: str) -> str:
    parts = _numbers(numbers)
    return ".".join(map(str, [*parts[:-1], parts[-1] + 1]))


def _unreadable(text: str) -> Stretch:
    shown = "".join(sign if sign.isprintable() else "?" for sign in text[:100])
    return Stretch(high=f"unreadable: {shown}", high_included=True)
