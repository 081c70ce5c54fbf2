"""The directive's table, from the file that we ship."""

import tomllib
from functools import cache
from importlib.resources import files

from storewarden.core.deadlines import DeadlineRule


@cache
def directive() -> tuple[DeadlineRule, ...]:
    """Read the sixteen rows of CISA BOD 26-04, in the directive's order."""
    text = files(__package__).joinpath("bod_26_04.toml").read_text("utf-8")
    return tuple(DeadlineRule(**row) for row in tomllib.loads(text)["deadlines"])
