"""Puts words on the terminal: hostile text made harmless, letters that the terminal can show."""

import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST: Final = 4_000
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BYTE: Final = 0x100
_SHORT: Final = 0x10000


def clean(text: str) -> str:
    r"""Make outside text harmless for a terminal.

    Control characters, escapes, changes of writing direction and other signs that cannot be seen
    are written out as ``\x1b``; line breaks and tabs become spaces; what is longer than 4,000
    characters is cut.
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... (cut)"
    return "".join(_shown(sign) for sign in cut)


def _shown(sign: str) -> str:
    if sign.isascii() and sign.isprintable():
        return sign
    kind = unicodedata.category(sign)
    if sign in "\n\t" or kind == "Zs":
        return " "
    return _spelled(ord(sign)) if kind in _HIDDEN else sign


def _spelled(number: int) -> str:
    if number < _BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < _SHORT else f"\\U{number:08x}"


def prepare() -> None:
    """Make stdout and stderr able to take any text; ASCII alone where the locale is C."""
    encoding = "ascii" if _is_c_locale() else None
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=encoding, errors="backslashreplace")


def _is_c_locale() -> bool:
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next(filter(None, named), "") in {"C", "POSIX"}


def console(*, stderr: bool = False) -> "Console":
    """A console that takes text as it is: no markup, no emoji codes, no guessed colours."""
    from rich.console import Console

    class Plain(Console):
        """Leaves a reader that went away to the program."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(stderr=stderr, highlight=False, markup=False, emoji=False)


def complain(words: str) -> None:
    """Say on stderr why a command did not do what it was asked."""
    lines = [clean(line) for line in words.splitlines()] or [""]
    _write(sys.stderr, "\n".join([f"storewarden: {lines[0]}", *lines[1:]]))


def say(words: str) -> None:
    """Print lines of our own making; each is made harmless."""
    _write(sys.stdout, "\n".join(clean(line) for line in words.splitlines()))


def write(text: str) -> None:
    """Write the text of an export as it is: exports spell out what could harm by themselves."""
    if text:
        _write(sys.stdout, text)


def _write(stream: TextIO, words: str) -> None:
    stream.write(f"{words}\n")
    stream.flush()
