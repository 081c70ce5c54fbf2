"""``storewarden advisories``: what the lists of vulnerabilities say of what we run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.core.matched import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from storewarden.bootstrap.matching import Matched
    from storewarden.core.matched import Answer, Named

_FINDINGS: Final = 1
_NOT_CHECKED: Final = 3
_SHOWN_GAPS: Final = 20


@click.group("advisories")
def advisories() -> None:
    """See what the followed lists of vulnerabilities say of what you run."""


@advisories.command("match")
@click.argument("what", required=False, metavar="[PATH|ASSET]")
@click.option(
    "--feed",
    "feeds",
    multiple=True,
    metavar="NAME=FILE",
    help="Ask this list alone, instead of the estate's; may be given more than once. The format is"
    " NAME (osv, kev, epss, wordfence ...), else it is told from the content.",
)
@click.option("--json", "as_json", is_flag=True, help="One object a line for each component.")
@click.option("--all", "everything", is_flag=True, help="Also what is not affected, or unknown.")
@click.pass_context
def match(
    context: click.Context,
    what: str | None,
    feeds: Sequence[str],
    *,
    as_json: bool,
    everything: bool,
) -> int:
    """List the components of a folder, a file or an asset that an advisory names.

    By default all code trees of the estate. Exit code 1 when something is affected, 3 when nothing
    is known to be and no component could be judged.
    """
    from storewarden.bootstrap.matching import matched

    found = matched(what, [_named_file(feed) for feed in feeds], pass_asked(context).estate)
    shown = [one for one in found.answers if everything or one.standing is Standing.AFFECTED]
    if as_json:
        from storewarden.engine.answers_json import line

        terminal.write("\n".join(map(line, shown)))
    else:
        _page(shown)
    _sum_up(found, as_json=as_json)
    return _code(found)


def _named_file(feed: str) -> tuple[str, Path]:
    name, equals, file = feed.partition("=")
    if not (equals and name and file):
        raise click.BadParameter(f"{feed!r} is not NAME=FILE", param_hint="--feed")
    return name, Path(file)


def _code(found: Matched) -> int:
    standings = {answer.standing for answer in found.answers}
    if Standing.AFFECTED in standings:
        return _FINDINGS
    judged = standings - {Standing.UNKNOWN}
    return _NOT_CHECKED if not judged and (standings or found.gaps) else 0


def _page(shown: Sequence[Answer]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not shown:
        return
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for title, ratio in (("Package", 3), ("Version", 1), ("What the lists say", 4)):
        drawn.add_column(title, overflow="fold", ratio=ratio)
    for answer in shown:
        here = answer.component
        package = Text(terminal.clean(here.purl))
        package.append(f"\n{terminal.clean(here.found_in)}", "dim")
        drawn.add_row(package, Text(terminal.clean(here.version or "unknown")), _said(answer))
    terminal.console().print(drawn)


def _said(answer: Answer) -> Text:
    from rich.text import Text

    if answer.standing is not Standing.AFFECTED:
        style = "magenta" if answer.standing is Standing.UNKNOWN else "green"
        word = answer.standing.value.replace("_", " ")
        return Text(terminal.clean(f"{word}: {answer.because}"), style)
    lines = [_line(named) for named in answer.named]
    return Text("\n").join(
        Text(terminal.clean(line), "bold red" if named.danger.exploited else "")
        for line, named in zip(lines, answer.named, strict=True)
    )


def _line(named: Named) -> str:
    names = ", ".join((named.id, *named.cves)) if named.id not in named.cves else named.id
    fixed = f"fixed in {named.fixed_in}" if named.fixed_in else "no fixed version"
    grade = f"{named.severity.name.lower()}, " if named.severity else ""
    used = ", thieves use it" if named.danger.exploited else ""
    return f"{names}: {grade}{fixed}{used} ({named.why})"


def _sum_up(found: Matched, *, as_json: bool) -> None:
    counts = {
        standing: sum(1 for answer in found.answers if answer.standing is standing)
        for standing in Standing
    }
    places = "1 place" if len(found.gaps) == 1 else f"{len(found.gaps):,} places"
    gaps = f"; {places} could not be read" if found.gaps else ""
    words = (
        f"{counts[Standing.AFFECTED]:,} of {len(found.answers):,} components affected,"
        f" {counts[Standing.UNKNOWN]:,} unknown{gaps}"
    )
    lines = [f"  {gap.found_in or '.'}: {gap.because}" for gap in found.gaps[:_SHOWN_GAPS]]
    if as_json:
        click.echo("\n".join([f"storewarden: {words}", *map(terminal.clean, lines)]), err=True)
        return
    for line in (words, *lines):
        terminal.say(line)


COMMAND = advisories
