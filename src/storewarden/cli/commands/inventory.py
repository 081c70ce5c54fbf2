"""``storewarden inventory``: what software is made of, by package URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from storewarden import __version__
from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from storewarden.core.inventory import Component, Inventory

FORMATS: Final = ("table", "json", "cyclonedx", "spdx")
_SHOWN_GAPS: Final = 20


@click.command("inventory")
@click.argument("what", required=False, metavar="[PATH|ASSET]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def inventory(context: click.Context, what: str | None, form: str) -> None:
    """List every piece of software in a folder, a file or an asset; by default in all code trees.

    Platforms, plugins, themes, packages that lock files pin or that are installed, and what bills
    of materials from elsewhere list. Nothing is run and nothing is sent. What could not be read
    is told with its reason.
    """
    from storewarden.bootstrap.inventory import looked_at

    name, found = looked_at(what, pass_asked(context).estate)
    if form == "table":
        _page(found)
    else:
        terminal.write(_bill(form, name, found))


def _bill(form: str, name: str, found: Inventory) -> str:
    from storewarden.bootstrap import clock
    from storewarden.engine.bills.paper import Paper

    paper = Paper(name, clock.now(), __version__)
    if form == "json":
        from storewarden.engine.bills.as_json import as_json

        return as_json(found, paper)
    if form == "spdx":
        from storewarden.engine.bills.as_spdx import spdx

        return spdx(found, paper)
    from storewarden.engine.bills.as_cyclonedx import cyclonedx

    return cyclonedx(found, paper)


def _page(found: Inventory) -> None:
    if found.components:
        terminal.console().print(_table(found))
    unknown = sum(1 for component in found.components if component.unreadable)
    without = f", {unknown:,} of them without a version that can be read" if unknown else ""
    terminal.say(f"{len(found.components):,} components{without}")
    if found.gaps:
        terminal.say(f"{len(found.gaps):,} places could not be read; what lies there is unknown:")
    for gap in found.gaps[:_SHOWN_GAPS]:
        terminal.say(f"  {gap.found_in or '.'}: {gap.because}")
    if len(found.gaps) > _SHOWN_GAPS:
        terminal.say(
            f"  ... and {len(found.gaps) - _SHOWN_GAPS:,} more; --format json has them all"
        )


def _table(found: Inventory) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    drawn.add_column("Package", overflow="fold", ratio=2)
    drawn.add_column("Version", overflow="fold", ratio=1)
    drawn.add_column("Found in", overflow="fold", ratio=2)
    for component in found.components:
        drawn.add_row(
            Text(terminal.clean(component.purl)),
            _version(component),
            Text(terminal.clean(component.found_in), "dim"),
        )
    return drawn


def _version(component: Component) -> Text:
    from rich.text import Text

    if component.unreadable:
        return Text(f"unknown: {terminal.clean(component.unreadable)}", "magenta")
    until = f" to {component.newest}" if component.newest else ""
    shown = terminal.clean(f"{component.version}{until}")
    of = f" ({component.release})" if component.release else ""
    note = f"; {component.mitigated}" if component.mitigated else ""
    return Text(shown + terminal.clean(of + note))


COMMAND = inventory
