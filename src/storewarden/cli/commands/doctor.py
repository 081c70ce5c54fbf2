"""``storewarden doctor``: what is installed, what can be reached, what is missing."""

from __future__ import annotations

import platform
import shutil
from typing import TYPE_CHECKING, Final

import click

from storewarden import __version__
from storewarden.cli import terminal
from storewarden.cli.asking import pass_asked
from storewarden.cli.terminal import clean
from storewarden.core.errors import StorewardenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storewarden.cli.asking import Asked
    from storewarden.core.estate import Estate
    from storewarden.engine.doctor import Sign

PARTS: Final = (
    "click",
    "cryptography",
    "Django",
    "polars",
    "psycopg",
    "PyMySQL",
    "rich",
    "urllib3",
)
TOOLS: Final = {
    "git": "looks into code trees",
    "openssl": "lets you look at a certificate yourself",
    "sqlmap": "an outside attacker for pen tests, run only when you ask",
    "wapiti": "the same",
}


@click.command("doctor")
@click.pass_context
def doctor(context: click.Context) -> int:
    """Say what is installed, reachable and missing.

    Exit code 3 when something that the estate names cannot be reached, 2 when the estate file
    cannot be used.
    """
    from storewarden.engine.doctor import Health

    asked = pass_asked(context)
    ill = _print("This machine", list(_machine()))
    estate, told = _estate(asked)
    _print("The estate", told)
    if estate is None:
        return 2
    ill += _print("The ledger", list(_ledger(estate)))
    ill += _print("What the estate names", _reached(estate))
    ill += _print("Notices", [_mail(estate)])
    _print("Optional programs", list(_tools()))
    return 3 if Health.BAD in ill else 0


def _print(title: str, signs: Sequence[Sign]) -> list[object]:
    from rich.table import Table
    from rich.text import Text

    styles = {"ok": "green", "bad": "bold red", "absent": "dim"}
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, min_width=8)
    table.add_column(overflow="fold", min_width=16)
    table.add_column(overflow="fold")
    for sign in signs:
        table.add_row(
            Text(f"  {sign.health.value}", styles[sign.health.value]),
            Text(clean(sign.what)),
            Text(clean(sign.words)),
        )
    console = terminal.console()
    console.print(Text(title, "bold"))
    console.print(table)
    return [sign.health for sign in signs]


def _machine() -> Iterator[Sign]:
    from importlib import metadata

    from storewarden.bootstrap import installed
    from storewarden.engine.doctor import Health, Sign

    yield Sign(Health.OK, "Storewarden", __version__)
    yield Sign(Health.OK, "Python", f"{platform.python_version()} on {platform.system()}")
    for name in PARTS:
        try:
            yield Sign(Health.OK, name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Sign(Health.BAD, name, "is not installed")
    checks, connectors = installed.installed_checks(), installed.installed_connectors()
    yield Sign(Health.OK, "checks", f"{len(checks)} installed")
    yield Sign(Health.OK, "connectors", f"{len(connectors)} installed")


def _estate(asked: Asked) -> tuple[Estate | None, Sequence[Sign]]:
    from storewarden.engine.doctor import Health, Sign

    try:
        estate = asked.estate()
    except StorewardenError as odd:
        return None, [Sign(Health.BAD, "estate file", str(odd))]
    words = f"{estate.name}: {len(estate.people)} people, {len(estate.assets)} assets"
    return estate, [Sign(Health.OK, "estate file", words)]


def _ledger(estate: Estate) -> Iterator[Sign]:
    from storewarden.bootstrap import opening
    from storewarden.engine.doctor import Health, Sign

    try:
        entries, broken = opening.open_ledger(estate).verify()
    except StorewardenError as odd:
        yield Sign(Health.BAD, "ledger", str(odd))
        return
    if broken is None:
        yield Sign(Health.OK, "ledger", f"opens; the audit trail of {entries} entries holds")
    else:
        yield Sign(Health.BAD, "ledger", f"the audit trail is broken at entry {broken}")


def _reached(estate: Estate) -> Sequence[Sign]:
    from storewarden.bootstrap import clock, looking
    from storewarden.engine.doctor import examine

    return examine(estate, looking.access_to(estate, clock.now()))


def _mail(estate: Estate) -> Sign:
    from storewarden.bootstrap import notices
    from storewarden.engine.doctor import Health, Sign

    try:
        reached = notices.knock(estate)
    except StorewardenError as odd:
        return Sign(Health.BAD, "mail server", str(odd))
    if reached is None:
        because = "none in [notices]: nobody is told of what cannot wait"
        return Sign(Health.ABSENT, "mail server", because)
    return Sign(Health.OK, "mail server", reached)


def _tools() -> Iterator[Sign]:
    from storewarden.engine.doctor import Health, Sign

    for name, use in TOOLS.items():
        place = shutil.which(name)
        health = Health.OK if place else Health.ABSENT
        yield Sign(health, name, place or f"not installed; {use}")


COMMAND = doctor
