"""Orders the versions of PHP packages as Composer does, Magento's patches included.

Composer writes every version in full (four numbers, words spelled out) and then compares by
PHP's rules. So 2.4.6 < 2.4.6-p5 < 2.4.7-beta1 < 2.4.7. Drupal's older way to write a module's
version (``8.x-1.5``) stands for ``1.5.0`` there, and is read as that.

Source: getcomposer.org/doc/articles/versions.md; drupal.org/node/2822344.
"""

import re
from typing import Final

from storewarden.kernels.versions.php import parts, written

_MODIFIER: Final = (
    r"[._-]?(?:(?P<word>stable|beta|b|rc|alpha|a|patch|pl|p)(?P<count>(?:[.-]?\d+)*))?"
    r"(?P<dev>[.-]?dev)?"
)
_FLAGS: Final = re.IGNORECASE | re.ASCII
_PLAIN: Final = re.compile(r"v?(?P<numbers>\d{1,5}(?:\.\d+){0,3})" + _MODIFIER, _FLAGS)
_DATED: Final = re.compile(
    r"v?(?P<numbers>\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})" + _MODIFIER, _FLAGS
)
_BRANCH: Final = re.compile(r"v?(?P<line>\d+(?:\.(?:\d+|[x*])){0,3})[.-]?dev", _FLAGS)
_AROUND: Final = re.compile(r"(?: +as +[^,\s]+|@(?:stable|rc|beta|alpha|dev))$|\+\S+$", _FLAGS)
_DRUPAL: Final = re.compile(r"\d+\.x-(?=\d)", re.ASCII)
_SPELLED: Final = {"a": "alpha", "b": "beta", "p": "patch", "pl": "patch", "rc": "RC"}
_PARTS: Final = 4
_TIP: Final = 9_999_999


def key(version: str) -> bytes:
    """Return bytes that sort as Composer sorts.

    Raises `ValueError` for the name of a branch (``dev-main``), which has no place in the order,
    and for what Composer refuses, five numbers for instance.
    """
    text = _AROUND.sub("", version.strip())
    if text.lower().startswith("dev-") or text in {"master", "trunk", "default"}:
        raise ValueError("names a branch, which has no place in the order of versions")
    if found := _PLAIN.fullmatch(text):
        numbers = parts(found["numbers"])
        return written([*numbers, *[0] * (_PARTS - len(numbers)), *_modified(found)])
    if found := _DATED.fullmatch(text):
        return written([*parts(found["numbers"]), *_modified(found)])
    if found := _BRANCH.fullmatch(text):
        return written([*_tip(found["line"]), "dev"])
    raise ValueError("is not a version of Composer")


def drupal_key(version: str) -> bytes:
    """Do the same for Drupal's modules, whose older versions name the core that they are for."""
    return key(_DRUPAL.sub("", version.strip(), count=1))


def _modified(found: "re.Match[str]") -> list[int | str]:
    word = (found["word"] or "").lower()
    if word == "stable":
        return []
    said = [_SPELLED.get(word, word), *parts(found["count"] or "")] if word else []
    return [*said, "dev"] if found["dev"] else said


def _tip(line: str) -> list[int | str]:
    """Say where the tip of a line of development stands: 2.4.x-dev follows every 2.4 release."""
    named = [_TIP if part in "xX*" else int(part) for part in line.split(".")]
    return [*named, *[_TIP] * (_PARTS - len(named))]
