"""Finds what is installed: checks, connectors, drivers, patterns, behaviours, rules, features."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from storewarden.bootstrap.walking import groups_of_connectors, modules_in
from storewarden.core.checks import InstalledCheck
from storewarden.core.connectors import Driver, InstalledConnector, Recogniser
from storewarden.core.estate import Estate
from storewarden.core.logs import TableForm
from storewarden.core.steps import Step

if TYPE_CHECKING:
    from storewarden.engine.rules import Rulebook
    from storewarden.kernels.baselines import Feature
    from storewarden.kernels.matching import Matcher, Pattern
    from storewarden.kernels.windows import Behaviour


PATTERNS: Final = Path(__file__).parent.parent / "steps" / "s7_logs" / "patterns"
"""Folder with the attack patterns, one file a class."""


BEHAVIOURS: Final = PATTERNS.with_name("behaviours")
"""Folder with what many lines together show, one folder a behaviour."""


RULES: Final = PATTERNS.with_name("rules")
"""Folder with the shipped Sigma rules, one folder a rule."""


FEATURES: Final = PATTERNS.with_name("models") / "visits.toml"
"""What baselines count of every visit."""


def installed_checks() -> tuple[InstalledCheck, ...]:
    """Every check in its step's ``checks`` folder; a new folder is found without being listed."""
    return tuple(
        InstalledCheck(name, step, module.__doc__ or "", module.CHECK)
        for step in Step
        for name, module in modules_in(f"storewarden.steps.{step.value}.checks", "check")
    )


def installed_connectors() -> tuple[InstalledConnector, ...]:
    """Every connector in its group's folder."""
    return tuple(
        InstalledConnector(f"{group}.{name}", module.CONNECTOR)
        for group in groups_of_connectors()
        for name, module in modules_in(f"storewarden.connectors.{group}", "connector")
    )


def installed_drivers() -> tuple[Driver, ...]:
    """Every database driver."""
    found = modules_in("storewarden.connectors.databases", "driver")
    return tuple(cast("Driver", module.DRIVER) for _, module in found)


def installed_recognisers() -> tuple[Recogniser, ...]:
    """Everything that can tell a platform from its code or its front page."""
    return tuple(
        cast("Recogniser", module.RECOGNISER)
        for group in ("cms", "shops")
        for _, module in modules_in(f"storewarden.connectors.{group}", "recogniser")
    )


def installed_table_forms() -> Mapping[str, TableForm]:
    """Every form of a table that is read as a log, by the name of its folder."""
    found = modules_in("storewarden.connectors.tables", "form")
    return {name: cast("TableForm", module.FORM) for name, module in found}


def installed_patterns(folder: Path = PATTERNS) -> "tuple[Pattern, ...]":
    """Every attack pattern, file by file; raises `PatternError`."""
    from storewarden.kernels.matching.pattern import all_different, patterns_in

    files = sorted(folder.glob("*.toml"))
    return all_different(patterns_in(file.read_text("utf-8"), file.name) for file in files)


def matcher(patterns: "Sequence[Pattern] | None" = None) -> "Matcher":
    """Compile the patterns (all that are installed), or take them from the user's cache.

    Raises `PatternError`.
    """
    from storewarden.kernels.matching import Matcher
    from storewarden.store.shelf import users_shelf

    return Matcher(installed_patterns() if patterns is None else patterns, users_shelf())


def installed_behaviours(folder: Path = BEHAVIOURS) -> "tuple[Behaviour, ...]":
    """Every behaviour, one folder each; raises `BehaviourError`."""
    from storewarden.kernels.windows import behaviour_in

    files = sorted(folder.glob("*/behaviour.toml"))
    return tuple(behaviour_in(file.read_text("utf-8"), file.parent.name) for file in files)


def rulebook(estate: Estate | None) -> "Rulebook":
    """Open the detection rules: the shipped ones and, with an estate, its own and its overlays."""
    from storewarden.engine.rules import Places, Rulebook

    if estate is None:
        return Rulebook(Places(RULES))
    own = estate.rule_folder
    return Rulebook(Places(RULES, own or estate.root / "rules", own_needed=own is not None))


def installed_features(file: Path = FEATURES) -> "tuple[Feature, ...]":
    """What baselines count of every visit; raises `BaselineError`."""
    from storewarden.kernels.baselines import features_in

    return features_in(file.read_text("utf-8"), file.name)
