"""How a mistake in the estate file is told: file, line, key, and what was expected."""

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from storewarden.core.errors import EstateError
from storewarden.engine.estate_file.lines import Where, line_of, lines_of
from storewarden.engine.estate_file.secrecy import is_secret

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, and where; ``said`` never repeats a secret."""

    where: Where
    said: str


def told(mistakes: Iterable[Mistake], text: str, file: str) -> EstateError:
    """Make one error of all mistakes, one a line, in the order of the file."""
    lines = lines_of(text)
    placed = sorted({(line_of(m.where, lines), key_of(m.where), m.said) for m in mistakes})
    return EstateError("\n".join(f"{file}:{line}: {key}: {said}" for line, key, said in placed))


def key_of(where: Where) -> str:
    """Write a place as people do: ``sites.shop.url``, ``rules[0].step``."""
    written = ""
    for part in where:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{_name(part)}" if written else _name(part)
    return written


def got(value: object) -> str:
    """Show a wrong value in few letters, so that its owner finds it again."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return (value.isoformat() if isinstance(value, date) else str(value))[:_LONGEST]


def nearest(word: str, known: Iterable[str]) -> str:
    """Name the known word that was probably meant: `` (did you mean "url"?)``, or nothing."""
    close: Sequence[str] = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _name(part: str) -> str:
    if is_secret(part):
        return "(hidden)"
    plain = part.replace("_", "").replace("-", "")
    return part if plain.isascii() and plain.isalnum() else _quoted(part)


def _quoted(value: str) -> str:
    short = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
    return json.dumps(short, ensure_ascii=not short.isprintable())
