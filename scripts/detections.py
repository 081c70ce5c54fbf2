"""Writes docs/detections: a page for every rule and an index, made from the rules themselves."""

import argparse
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from storewarden.core.verdicts import Severity
from storewarden.kernels.sigma.reading import read
from storewarden.kernels.sigma.rules import Told

HOME: Final = Path(__file__).parents[1]
RULES: Final = HOME / "src" / "storewarden" / "steps" / "s7_logs" / "rules"
PAGES: Final = HOME / "docs" / "detections"
WRITTEN: Final = "Written by `make docs` from the rules themselves; do not edit."
_SHOWN: Final = 3
_LONGEST: Final = 300
_TECHNIQUE: Final = re.compile(r"attack\.t(\d{4})(?:\.(\d{3}))?")
_ASKED: Final = ("name", "logsource", "detection", "correlation")


def pages(folder: Path) -> Mapping[str, str]:
    """Return the name of each page -> its text; raises `ValueError` for a rule that is refused."""
    homes = sorted(path.parent for path in folder.glob("*/rule.yml"))
    rules = [(home, _told(home)) for home in homes]
    made = {f"{home.name}.md": "\n".join(_page(home, told)) for home, told in rules}
    return made | {"README.md": "\n".join(_index([told for _, told in rules]))}


def _told(home: Path) -> Told:
    found = read({f"{home.name}/rule.yml": (home / "rule.yml").read_text("utf-8")})
    for told in found.told:
        if told.key == home.name and not found.refused:
            return told
    raise ValueError("; ".join(map(str, found.refused)) or f"{home.name} holds no rule of its name")


def _index(rules: Sequence[Told]) -> Iterator[str]:
    yield from ("# The detections", "", WRITTEN, "")
    yield f"{len(rules)} rules over the logs of content systems and shops. Each is a folder below"
    yield "`src/storewarden/steps/s7_logs/rules/`, with lines that it must find and lines that it"
    yield "must leave alone. The README there says how to add one."
    for severity in sorted(Severity, reverse=True):
        mine = sorted((told for told in rules if told.severity is severity), key=lambda t: t.title)
        if mine:
            yield from ("", f"## {severity.word.capitalize()}", "", "| what happened | rule |")
            yield "|---|---|"
            yield from (f"| {told.title} | [`{told.key}`]({told.key}.md) |" for told in mine)
    yield ""


def _page(home: Path, told: Told) -> Iterator[str]:
    yield from (f"# {told.title}", "", WRITTEN, "")
    yield f"Rule `{told.key}`, {told.severity.word}. {_known_as(told.tags)}".rstrip()
    yield from ("", "## Why it matters", "", told.why)
    yield from ("", "## What to do", "", told.do)
    yield from ("", "## When it is nothing", "", *(f"- {one}" for one in told.false_positives))
    yield from _shown("What it finds", home, "bad")
    yield from _shown("What it leaves alone", home, "good")
    yield from ("", "## What it asks", "", "~~~yaml")
    yield from _asked((home / "rule.yml").read_text("utf-8"))
    yield from ("~~~", "")


def _known_as(tags: Sequence[str]) -> str:
    found = [_TECHNIQUE.fullmatch(tag) for tag in tags]
    names = ["T" + ".".join(filter(None, one.groups())) for one in found if one]
    return f"MITRE ATT&CK: {', '.join(names)}." if names else ""


def _shown(heading: str, home: Path, word: str) -> Iterator[str]:
    lines = [line for path in sorted((home / "cases").iterdir()) for line in _case(path, word)]
    yield from ("", f"## {heading}", "", "~~~text")
    yield from (_short(line) for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"... and {len(lines) - _SHOWN} more"
    yield "~~~"


def _case(path: Path, word: str) -> Iterator[str]:
    """Lines of a log file or rows of a table of that word, or events of a TOML file."""
    text = path.read_text("utf-8")
    if path.suffix in {".log", ".rows"} and path.name.startswith(word):
        yield from (line for line in text.splitlines() if line and not line.startswith("# "))
    if path.suffix == ".toml":
        for event in re.split(r"^\[\[", text, flags=re.MULTILINE)[1:]:
            said, _, columns = event.partition("]]")
            if said == word:
                yield "  ".join(columns.split("\n")).strip()


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else line[:_LONGEST] + " ..."


def _asked(text: str) -> Iterator[str]:
    """Of each document the parts that say what is looked for, as they are written."""
    keep = False
    for line, following in itertools.pairwise([*text.splitlines(), "---"]):
        if not line.startswith((" ", "#")):
            keep = line.partition(":")[0] in _ASKED or (line == "---" and following != "---")
        if keep:
            yield line


def main() -> None:
    """Write every page, and remove those of rules that are gone."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--output", type=Path, default=PAGES)
    output: Path = asked.parse_args().output
    made = pages(RULES)
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (output / name).write_text(text, "utf-8")
    print(f"{len(made) - 1} rules are described in {output.name}/")


if __name__ == "__main__":
    main()
