"""Reads `storewarden.toml` from the disk: the estate, or one error with every mistake in it."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate
from storewarden.engine.estate_file.assembling import whole
from storewarden.engine.estate_file.forms import Around
from storewarden.engine.estate_file.lines import Where
from storewarden.engine.estate_file.mistakes import Mistake, key_of, told
from storewarden.engine.estate_file.reading import Reading
from storewarden.engine.estate_file.schema import ASSET_TABLES, FILE
from storewarden.engine.estate_file.secrecy import secrets_in

FILE_NAME: Final = "storewarden.toml"
"""What the estate file is called."""

LARGEST: Final = 1_000_000
"""Bytes; a larger file is not an estate file."""

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_PAIR: Final = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=")
_HEADER: Final = re.compile(r"\s*(\[{1,2}[A-Za-z0-9_. -]+)")
_LONGEST_LINE: Final = 5_000
_DEEPEST: Final = 20
_MOST_DOTS: Final = 60
_TOO_DEEP: Final = "expected an estate file, got tables or lists nested too deeply"
_GIVEN_AWAY: Final = (
    "a secret stands here; expected none in this file: put it into an environment variable or a"
    " file, name that in a key that ends in _env or _file (dsn_env), and change the secret, for it"
    " may have been read"
)


def find(start: Path) -> Path:
    """Find the estate file in a folder or the nearest one above it.

    Raises `EstateError` when there is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).exists():
            return folder / FILE_NAME
    raise EstateError(
        f"no {FILE_NAME} in {start} or any folder above it; run `storewarden init` to write one"
    )


def load(path: Path, formats: Collection[str] = ()) -> Estate:
    """Read an estate file; relative paths in it start from its folder.

    ``formats`` names the formats of lists that are installed; empty takes any.
    Raises `EstateError` with every mistake, one a line.
    """
    file = path.name or str(path)
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except FileNotFoundError as gone:
        raise EstateError(
            f"{path}: there is no such file; run `storewarden init` to write one"
        ) from gone
    except IsADirectoryError as folder:
        raise EstateError(f"{path}: expected a file, got a folder") from folder
    except OSError as refused:
        raise EstateError(f"{path}: cannot be read: {refused.strerror}") from refused
    return parse(_text(raw, file), file=file, root=path.absolute().parent, formats=formats)


def parse(text: str, *, file: str, root: Path, formats: Collection[str] = ()) -> Estate:
    """Turn the text of an estate file into the estate; touches nothing outside.

    ``file`` is named in errors; relative paths in the text start from ``root``; ``formats`` names
    the formats of lists that are installed, and empty takes any.
    Raises `EstateError` with every mistake, one a line.
    """
    _modest_lines(text, file)
    given = _toml(text, file)
    hidden = frozenset(secrets_in(given))
    ids = {**ids_in(given), "formats": frozenset(formats)}
    reading = Reading(Around(root, ids), hidden)
    read: Any = reading.read(FILE, given, ())  # the schema gives the mapping that `whole` takes
    mistakes = [
        *(Mistake(where, _GIVEN_AWAY) for where in hidden),
        *_doubles(given, ("people", "teams")),
        *_doubles(given, tuple(ASSET_TABLES)),
        *reading.mistakes,
    ]
    if mistakes:
        raise told(mistakes, text, file)
    return whole(read, root)


def ids_in(given: Mapping[str, object]) -> Mapping[str, frozenset[str]]:
    """The ids that a file declares, by the word that references use for them."""
    ids = {name: frozenset(_names(given, name)) for name in ("people", "teams", *ASSET_TABLES)}
    things = frozenset().union(*(ids[name] for name in ASSET_TABLES))
    return {
        **ids,
        "owners": ids["people"] | ids["teams"],
        "parties": ids["sites"] | ids["suppliers"],
        "things": things,
        "assets": things | {"estate"},
    }


def _names(given: Mapping[str, object], table: str) -> list[str]:
    entries = given.get(table)
    return list(entries) if isinstance(entries, dict) else []


def _doubles(given: Mapping[str, object], tables: tuple[str, ...]) -> Iterator[Mistake]:
    first: dict[str, Where] = {}
    for table in tables:
        for name in _names(given, table):
            here = (table, name)
            if name in first:
                other = key_of(first[name])
                yield Mistake(here, f"expected an id of its own, but {other} has the same")
            first.setdefault(name, here)


def _text(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST:
        raise EstateError(f"{file}: expected an estate file of at most {LARGEST:,} bytes, got more")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as odd:
        line = raw.count(b"\n", 0, odd.start) + 1
        raise EstateError(f"{file}:{line}: expected text in UTF-8, got other bytes") from odd


def _modest_lines(text: str, file: str) -> None:
    """Refuse endless lines and keys, on which tomllib and patterns take their time squared."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            raise EstateError(
                f"{file}:{number}: expected lines of at most {_LONGEST_LINE:,} letters, got more"
            )
        if line.partition("=")[0].count(".") > _MOST_DOTS and not line.lstrip().startswith("#"):
            raise EstateError(f"{file}:{number}: {_TOO_DEEP}")


def _toml(text: str, file: str) -> dict[str, object]:
    try:
        given = tomllib.loads(text)
    except RecursionError:
        raise EstateError(f"{file}: {_TOO_DEEP}") from None
    except ValueError as odd:
        raise EstateError(_unreadable(str(odd), text, file)) from None
    if _is_deep(given):
        raise EstateError(f"{file}: {_TOO_DEEP}")
    return given


def _is_deep(given: object) -> bool:
    """Is anything nested deeper than an estate file ever is? Looked at level by level."""
    level = [given]
    for _ in range(_DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _unreadable(said: str, text: str, file: str) -> str:
    place = _PLACE.search(said)
    rows = text.split("\n")
    line = int(place.group(1)) if place and place.group(1) else len(rows)
    row = rows[min(line, len(rows)) - 1]
    key = _PAIR.match(row) or _HEADER.match(row)
    at = f" {key.group(1)}:" if key else ""
    return f"{file}:{line}:{at} not TOML: {_PLACE.sub('', said)}; expected key = value or [table]"
