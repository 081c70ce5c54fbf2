"""What a Sigma rule means, said slowly and without any part of ours or of pySigma.

It knows one event as a dictionary and one rule as the plain structure of its YAML.
"""

import base64
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Event = Mapping[str, Any]
NAMES = {"cs-uri-stem": ["path"], "sc-status": ["status"], "cs-uri-query": ["url", "query"]}
NAMES |= {"cs-uri": ["url"], "c-uri-extension": ["extension"]}
KEYWORDS = ["path", "query", "referrer", "agent", "message", "account", "object", "session"]
KEYWORDS += ["address", "vhost", "method", "url"]
DASHES = "-/\u2013\u2014\u2015"


def matches(detection: Mapping[str, Any], event: Event) -> bool:
    """Whether a detection section fits an event."""
    words = re.findall(r"\(|\)|[^\s()]+", detection["condition"])
    named = {name: said for name, said in detection.items() if name != "condition"}
    return _or(words, named, event)


def _or(words: list[str], named: Mapping[str, Any], event: Event) -> bool:
    result = _and(words, named, event)
    while words and words[0] == "or":
        words.pop(0)
        result = _and(words, named, event) | result
    return result


def _and(words: list[str], named: Mapping[str, Any], event: Event) -> bool:
    result = _not(words, named, event)
    while words and words[0] == "and":
        words.pop(0)
        result = _not(words, named, event) & result
    return result


def _not(words: list[str], named: Mapping[str, Any], event: Event) -> bool:
    first = words.pop(0)
    if first == "not":
        return not _not(words, named, event)
    if first == "(":
        result = _or(words, named, event)
        assert words.pop(0) == ")"
        return result
    if first in {"1", "all"}:
        assert words.pop(0) == "of"
        pattern = words.pop(0)
        prefix = "" if pattern == "them" else pattern.rstrip("*")
        said = [detected(one, event) for name, one in named.items() if name.startswith(prefix)]
        return any(said) if first == "1" else all(said)
    return detected(named[first], event)


def detected(said: Any, event: Event) -> bool:
    if isinstance(said, Mapping):
        return all(_item(key, value, event) for key, value in said.items())
    if isinstance(said, list):
        return any(detected(one, event) for one in said)
    return _item("", said, event)


def _item(key: str, value: Any, event: Event) -> bool:
    field, *modifiers = key.split("|")
    values = value if isinstance(value, list) else [value]
    told = [_any_column(field, modifiers, one, event) for one in values]
    result = all(told) if "all" in modifiers else any(told)
    return not result if "neq" in modifiers else result


def _any_column(field: str, modifiers: list[str], value: Any, event: Event) -> bool:
    columns = NAMES.get(field, [field]) if field else KEYWORDS
    if "exists" in modifiers:
        return any(held(event, one) is not None for one in columns) is value
    return any(
        _fits(held(event, one), modifiers, value, event, keyword=not field) for one in columns
    )


def held(event: Event, column: str) -> Any:
    path, query = event.get("path"), event.get("query")
    if column == "url":
        if path is None and query is None:
            return None
        return (path or "") + ("" if query is None else "?" + query)
    if column == "extension":
        last = (path or "").rpartition("/")[2]
        return last.rpartition(".")[2] or None if "." in last else None
    return event.get(column)


def _fits(there: Any, modifiers: list[str], value: Any, event: Event, *, keyword: bool) -> bool:
    if value is None:
        return there is None
    if there is None:
        return value in {"", "-"} and not set(modifiers) - {"cased", "neq", "all"} and not keyword
    special: dict[str, Callable[[], Any]] = {
        "re": lambda: _found(str(there), value, modifiers),
        "cidr": lambda: _in_network(str(there), value),
        "fieldref": lambda: _referred(there, held(event, value), modifiers),
        "lt": lambda: there < value,
        "lte": lambda: there <= value,
        "gt": lambda: there > value,
        "gte": lambda: there >= value,
    }
    for modifier in modifiers:
        if modifier in special:
            return bool(special[modifier]())
    if isinstance(value, (int, float)) and not isinstance(there, str):
        return bool(there == value)
    texts = expanded(value, modifiers)
    return any(_stands(str(there), one, modifiers, keyword=keyword) for one in texts)


def expanded(value: Any, modifiers: list[str]) -> list[str]:
    text = str(value)
    if "windash" in modifiers:
        at = re.search(r"\B[-/]\b", text)
        return [text] if at is None else [text[: at.start()] + d + text[at.end() :] for d in DASHES]
    if "base64offset" in modifiers:
        raw = text.encode()
        cuts = [(0, None), (2, -3), (3, -2)]
        return [
            base64.b64encode(b" " * at + raw)[cuts[at][0] : cuts[(len(raw) + at) % 3][1]].decode()
            for at in range(3)
        ]
    return [base64.b64encode(text.encode()).decode()] if "base64" in modifiers else [text]


def _stands(there: str, value: str, modifiers: list[str], *, keyword: bool) -> bool:
    shape = _shape(value)
    if keyword or "contains" in modifiers or "endswith" in modifiers:
        shape = ["*", *shape]
    if keyword or "contains" in modifiers or "startswith" in modifiers:
        shape = [*shape, "*"]
    if "cased" not in modifiers:
        there = folded(there)
        shape = [one if one in {"*", "?"} else (one[0], folded(one[1])) for one in shape]
    return _like(there, shape)


def _shape(value: str) -> list[Any]:
    """Signs as pairs, wildcards as themselves."""
    shape: list[Any] = []
    at = 0
    while at < len(value):
        if value[at] == "\\" and value[at + 1 : at + 2] in {"*", "?", "\\"}:
            shape.append(("sign", value[at + 1]))
            at += 2
            continue
        shape.append(value[at] if value[at] in "*?" else ("sign", value[at]))
        at += 1
    return shape


def _like(text: str, shape: list[Any]) -> bool:
    """Whether a shape fits, by all prefixes at once."""
    fits = {0}
    for one in shape:
        if one == "*":
            fits = set(range(min(fits, default=len(text) + 1), len(text) + 1))
        else:
            fits = {at + 1 for at in fits if at < len(text) and (one == "?" or text[at] == one[1])}
    return len(text) in fits


def folded(text: str) -> str:
    """ASCII, and two-byte capitals up to U+052F with one two-byte small letter."""
    return "".join(_small(sign) for sign in text)


def _small(sign: str) -> str:
    small = sign.lower()
    if sign.isascii():
        return small
    simple = len(small) == 1 and len(small.encode()) == 2 and ord(sign) < 0x530
    return small if simple and unicodedata.category(sign) in {"Lu", "Lt"} else sign


def _in_network(there: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(there) in ipaddress.ip_network(network)
    except ValueError:
        return False


def _referred(there: Any, other: Any, modifiers: list[str]) -> bool:
    if other is None:
        return False
    one, two = folded(str(there)), folded(str(other))
    if "contains" in modifiers:
        return two in one
    if "startswith" in modifiers:
        return one.startswith(two)
    return one.endswith(two) if "endswith" in modifiers else one == two


def _found(there: str, pattern: str, modifiers: list[str]) -> bool:
    flags = sum(getattr(re, one.upper()) for one in modifiers if one in {"i", "m", "s"})
    if not flags & re.MULTILINE:
        pattern = pattern.replace("$", r"\Z")
    ascii_only = 0 if flags & re.IGNORECASE else re.ASCII
    return re.search(pattern, there, flags | ascii_only) is not None
