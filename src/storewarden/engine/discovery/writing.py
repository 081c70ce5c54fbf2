"""Writes proposals down as an estate file, and never over another."""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate
from storewarden.core.steps import Step
from storewarden.engine.discovery.proposals import Proposal, Puzzle, Told, id_for
from storewarden.engine.estate_file import parse
from storewarden.engine.estate_file.secrecy import is_secret

_LONGEST_COMMENT: Final = 300
_KIND: Final = {"sites": "site", "code": "code", "databases": "database", "logs": "log"}
_CONSENT: Final = (
    "# consent = true   # only if it is yours: allows tests that log in, fill a basket or forge"
)


def write_new(path: Path, text: str) -> None:
    """Write a new estate file; raises `EstateError` when there is one already, or none can be."""
    try:
        opened = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError as there:
        raise EstateError(
            f"{path} is there already and was left as it is; `storewarden init` never overwrites:"
            " move it away, or edit it by hand"
        ) from there
    except OSError as refused:
        raise EstateError(f"{path} cannot be written: {refused.strerror}") from refused
    try:
        with opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as refused:
        with contextlib.suppress(OSError):
            path.unlink()
        raise EstateError(f"{path} could not be written: {refused.strerror}") from refused


def estate_text(told: Sequence[Told], root: Path) -> str:
    """The text of a first estate file; a proposal that would not load is left as a comment."""
    parts = [_head(told)]
    taken: set[str] = set()
    order = list(_KIND)
    proposals = [thing for thing in told if isinstance(thing, Proposal)]
    puzzles = [thing.said for thing in told if isinstance(thing, Puzzle)]
    site = _only_site(proposals)
    for thing in sorted(dict.fromkeys(proposals), key=lambda thing: order.index(thing.table)):
        name = id_for(thing.name, _KIND[thing.table], taken)
        text = _table(thing, name, site if thing.table == "logs" else None)
        if _loads("".join([*parts, text]), root):
            parts.append(text)
            taken.add(name)
        else:
            what = " ".join(f"{key} = {value}" for key, value in thing.keys)
            puzzles.append(f"how to write down {_shown(what)}")
    return "".join([*parts, *(["\n"] if puzzles else []), *(map(_puzzle, puzzles))])


def more_text(told: Sequence[Told], estate: Estate, site: str | None) -> str:
    """Further tables for a file that is there: their ids differ from those of its assets."""
    taken = {asset.id for asset in estate.assets}
    parts: list[str] = []
    for thing in told:
        if isinstance(thing, Puzzle):
            parts.append(f"\n{_puzzle(thing.said)}")
            continue
        name = id_for(thing.name, _KIND[thing.table], taken)
        taken.add(name)
        parts.append(_table(thing, name, site if thing.table == "logs" else None))
    return "".join(parts)


_NOTICES: Final = (
    "# How you are told of what cannot wait; without it nobody is. `storewarden doctor` tries it.\n"
    "# [notices]\n"
    '# smtp_host = "smtp.shop.example"\n'
    '# tls = "starttls"                             # or "implicit" (port 465)\n'
    '# user = "storewarden@shop.example"\n'
    '# password_env = "STOREWARDEN_SMTP_PASSWORD"   # the variable that holds the password\n'
    '# from = "storewarden@shop.example"\n'
    '# base_url = "https://storewarden.shop.example"  # where `storewarden serve` is reached\n'
)


def _head(told: Sequence[Told]) -> str:
    hosts = [
        urlsplit(dict(thing.keys)["url"]).hostname or ""
        for thing in told
        if isinstance(thing, Proposal) and thing.table == "sites"
    ]
    name = hosts[0] if hosts and not is_secret(hosts[0]) else "My shop"
    steps = "".join(f'# {step.key} = "you"\n' for step in Step)
    return (
        "# A first estate file, written by `storewarden init`. Complete it with any text editor;\n"
        '# docs/estate.md explains every key. Look for "could not tell": those lines need you.\n'
        "# Passwords never belong in this file.\n\n"
        f"[estate]\n{_puzzle('what your firm is called')}name = {_quoted(name)}\n"
        'owner = "you"\n\n'
        f'[people.you]\n{_puzzle("who you are")}name = "Your name"\n'
        '# email = "you@shop.example"\n\n'
        "# Who answers for each step; a step without anybody is a finding in itself.\n"
        f"[responsible]\n{steps}\n{_NOTICES}"
    )


def _only_site(proposals: Sequence[Proposal]) -> str | None:
    sites = [thing for thing in proposals if thing.table == "sites"]
    return id_for(sites[0].name, "site", ()) if len(sites) == 1 else None


def _table(thing: Proposal, name: str, site: str | None) -> str:
    return "\n" + "\n".join(_lines(thing, name, site)) + "\n"


def _lines(thing: Proposal, name: str, site: str | None) -> Iterator[str]:
    yield f"[{thing.table}.{name}]"
    yield from (f"# {_shown(note)}" for note in thing.notes)
    yield from (_puzzle(puzzle).rstrip("\n") for puzzle in thing.puzzles)
    yield from (f"{key} = {_quoted(value)}" for key, value in thing.keys)
    if thing.named_after_id:
        key, advice = thing.named_after_id
        variable = _variable(name)
        yield f"# {advice.format(variable)}"
        yield f'{key} = "{variable}"'
    if site:
        yield f'site = "{site}"'
    if thing.table == "sites":
        yield _CONSENT


def _variable(name: str) -> str:
    word = "".join(letter if letter.isalnum() else "_" for letter in name.upper())
    word = word.removesuffix("_DB")
    return f"{word}_DSN" if word[:1].isalpha() else f"DB_{word}_DSN"


def _puzzle(said: str) -> str:
    return f"# could not tell: {_shown(said)}\n"


def _shown(text: str) -> str:
    """Foreign words fit for a comment: one line, printable, and no secret among them."""
    words = (("(hidden)" if is_secret(word) else word) for word in text.split())
    line = "".join(letter if letter.isprintable() else "?" for letter in " ".join(words))
    return line if len(line) <= _LONGEST_COMMENT else f"{line[:_LONGEST_COMMENT]}..."


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _loads(text: str, root: Path) -> bool:
    try:
        parse(text, file="storewarden.toml", root=root)
        text.encode()
    except (EstateError, UnicodeEncodeError):
        return False
    return True
