"""Says on which line of a TOML text each key stands, which `tomllib` does not tell."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

Where = tuple[str | int, ...]
"""The way to a value: ``("sites", "shop", "url")``, ``("rules", 0, "step")``."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_DOT: Final = re.compile(r"[ \t]*\.[ \t]*")
_SCALAR: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def line_of(where: Where, lines: Mapping[Where, int]) -> int:
    """The line of a key, or of the nearest table around it; 1 when there is none."""
    for length in range(len(where), 0, -1):
        if where[:length] in lines:
            return lines[where[:length]]
    return 1


def lines_of(text: str) -> dict[Where, int]:
    """Find the line (from 1) of every key, table and list entry in a text that is valid TOML."""
    scan = _Scan(text)
    while scan.rest():
        scan.statement()
    return scan.found


class _Scan:
    """A place in the text that moves forward only; the text was found valid before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Where, int] = {}
        self._breaks = [i for i, letter in enumerate(text) if letter == "\n"]
        self._table: Where = ()
        self._entries: dict[Where, int] = {}

    def rest(self) -> bool:
        """Step over blanks and comments; say whether anything is left."""
        self._take(_BLANK)
        return self.at < len(self.text)

    def statement(self) -> None:
        """Read one table header or one ``key = value``."""
        if self._next("[["):
            self._entry_header(self._keys())
        elif self._next("["):
            self._table = self._mark(self._inside(()), self._keys())
        else:
            self._pair(self._table)
            return
        self.at = self.text.index("]", self.at) + 1
        if self.text.startswith("]", self.at):
            self.at += 1

    def _entry_header(self, keys: list[str]) -> None:
        where = self._mark((), keys[:-1])
        where = (*where, keys[-1])
        number = self._entries.get(where, 0)
        self._entries[where] = number + 1
        self._mark(where, [])
        self._table = self._mark((*where, number), [])

    def _pair(self, table: Where) -> None:
        where = self._mark(table, self._keys())
        self._take(_BLANK)
        self.at += 1  # the equals sign
        self._value(where)

    def _value(self, where: Where) -> None:
        self._take(_BLANK)
        closing = {"[": "]", "{": "}"}.get(self.text[self.at : self.at + 1])
        if closing is None:
            self._take(_SCALAR)
            return
        self.at += 1
        number = 0
        while self.rest() and not self._next(closing):
            if closing == "}":
                self._pair(where)
            else:
                self._value(self._mark((*where, number), []))
            number += 1
            self._take(_BLANK)
            self._next(",")

    def _mark(self, where: Where, keys: list[str]) -> Where:
        self.found.setdefault(where, self._line()) if where else None
        for key in keys:
            where = self._inside((*where, key))
            self.found.setdefault(where, self._line())
        return where

    def _inside(self, where: Where) -> Where:
        entries = self._entries.get(where)
        return where if entries is None else (*where, entries - 1)

    def _keys(self) -> list[str]:
        self._take(_BLANK)
        keys = [_plain(self._take(_KEY))]
        while self._take(_DOT):
            keys.append(_plain(self._take(_KEY)))
        return keys

    def _line(self) -> int:
        return bisect_left(self._breaks, self.at) + 1

    def _next(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken


def _plain(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        return _ESCAPE.sub(_unescaped, key[1:-1])
    return key


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1)
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)
