"""What a command is asked with: the estate, the person who acts, and words turned into values."""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storewarden.core.errors import NotAllowed
from storewarden.core.steps import Step, step_named
from storewarden.core.verdicts import Severity

if TYPE_CHECKING:
    from storewarden.core.estate import Estate
    from storewarden.engine.report import Scope

    _StepType = click.ParamType[Step]
    _SeverityType = click.ParamType[Severity]
else:  # older clicks cannot be told which type they give
    _StepType = _SeverityType = click.ParamType


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that stand before the command."""

    path: Path | None

    def estate(self) -> "Estate":
        """Read the estate file; raises `EstateError`."""
        from storewarden.bootstrap import opening

        return opening.load_estate(self.path)


class StepName(_StepType):
    """A step by number, name or folder."""

    name = "step"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Step:
        """Find the step that is meant."""
        step = step_named(str(value))
        if step is None:
            names = ", ".join(known.key for known in Step)
            self.fail(f"{value!r} is no step; the steps are 0 to 7, or: {names}", param, ctx)
        return step


class SeverityName(_SeverityType):
    """A severity by its word."""

    name = "severity"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Severity:
        """Find the severity that is meant."""
        words = {severity.word: severity for severity in Severity}
        if str(value).lower() not in words:
            self.fail(f"{value!r} is no severity; they are: {', '.join(words)}", param, ctx)
        return words[str(value).lower()]


def scope_of(estate: "Estate", steps: tuple[Step, ...], assets: tuple[str, ...]) -> "Scope":
    """Which steps and assets are meant; an asset that the estate does not name is a mistake."""
    from storewarden.engine.report import Scope

    known = {thing.id for thing in estate}
    for asset in assets:
        if asset not in known:
            names = ", ".join(sorted(known))
            raise click.BadParameter(f"{asset!r} is not in the estate file; it names: {names}")
    return Scope(frozenset(steps), frozenset(assets))


def who(estate: "Estate", named: str | None) -> str:
    """The id of the person who acts: the one named, else the user of this machine.

    Raises `NotAllowed` when the estate file knows people and the named one is not among them.
    """
    if named is not None:
        if estate.people and named not in {person.id for person in estate.people}:
            people = ", ".join(person.id for person in estate.people)
            raise NotAllowed(f"{named!r} is nobody in the estate file; its people are: {people}")
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def pass_asked(context: click.Context) -> Asked:
    """The options before the command, for a command that takes the context."""
    asked = context.find_object(Asked)
    return Asked(None) if asked is None else asked
