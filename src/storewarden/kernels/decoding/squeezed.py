"""Takes out what an interpreter skips: comments, quotes inside words, needless space."""

import re
from typing import Final

_ROUNDS: Final = 8
_CONDITIONAL: Final = re.compile(r"/\*!\d*")
_COMMENT: Final = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_LINE_END: Final = re.compile(r"\\\r?\n|\\\r")
_FIELD_SEPARATOR: Final = re.compile(r"\$\{?IFS(?:%[^}]{0,8})?\}?(?:\$\d)?", re.IGNORECASE)
_EMPTY: Final = re.compile(r"(?<=\w)(?:\$[@*!$?#-]|\$\{[@*]\})+(?=\w)")
_REMARK: Final = re.compile(r"(?:#|--|(?<!:)//)[^\r\n]{0,200}[\r\n]")
_QUOTES: Final = re.compile(r"(?<=[\w/.-])['\"\\^`]+(?=[\w/.-])|(?<!\w)(?:''|\"\"|\\)(?=\w)")
_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f\xa0]+")
_SLASHES: Final = re.compile(r"(?<!:)/(?:\.?/)+")


def squeezed(text: str) -> str:
    r"""Return the text as it is run: ``c''at`` is cat, ``union/**/select`` is union select.

    Comments become a space and what MySQL runs inside of one (``/*!50000 ... */``) stays;
    quotes, carets and backslashes inside words go, ``$IFS`` is a space, NUL bytes go, runs of
    space are one, ``/./`` and ``//`` are one slash. Squeezing twice changes nothing more.
    """
    known = text.replace("\x00", "")
    for _ in range(_ROUNDS):
        before = known
        known = _once(known)
        if known == before:
            break
    return known


def _once(text: str) -> str:
    if "*/" in text:
        text = _COMMENT.sub(" ", _CONDITIONAL.sub(" ", text)).replace("*/", " ")
    if "\r" in text or "\n" in text:
        text = _REMARK.sub(" ", text)
    if "\\" in text:
        text = _LINE_END.sub("", text)
    if "$" in text:
        text = _EMPTY.sub("", _FIELD_SEPARATOR.sub(" ", text))
    return _SLASHES.sub("/", _SPACES.sub(" ", _QUOTES.sub("", text)))
