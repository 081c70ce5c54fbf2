"""Facts about logs: whether they speak, and what is seen in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storewarden.core.checks import Fact


class Traced(StrEnum):
    """What became of a failed log-in that was made on purpose."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NOT_LOGGED = "not_logged"


@dataclass(frozen=True, slots=True)
class LoginTrace(Fact):
    """Whether a failed log-in on a site shows up in one of its logs.

    Attributes:
        login: path of the form.
        traced: with the account's name, without it, or not at all.
        logs: ids of the logs that were watched.
        found_in: id of the log that told of it; empty when none did.
    """

    login: str
    traced: Traced
    logs: tuple[str, ...]
    found_in: str = ""


@dataclass(frozen=True, slots=True)
class PageTrace(Fact):
    """Whether a marked page request on a site shows up in one of its logs.

    Attributes:
        page: path of the page that was asked for.
        logs: ids of the access logs that were watched; empty when none is named for the site.
        watched_seconds: how long it was waited for at the most.
        found_in: id of the log that told of it; empty when none did.
        seconds: how long after the answer it stood there.
        with_query: whether the log wrote down what stands after the question mark.
    """

    page: str
    logs: tuple[str, ...]
    watched_seconds: float
    found_in: str = ""
    seconds: float = 0.0
    with_query: bool = True


@dataclass(frozen=True, slots=True)
class LogSilence(Fact):
    """When a log last wrote, and how long it is silent on its ordinary days.

    Attributes:
        as_of: the moment of looking.
        last_line: the newest time that a line of it carries; None when it is empty.
        longest_pause_hours: the longest pause in the 30 days before its last line, in hours;
            None when there are too few lines to tell.
    """

    as_of: datetime
    last_line: datetime | None = None
    longest_pause_hours: int | None = None


@dataclass(frozen=True, slots=True)
class SecretInLog:
    """One kind of secret at one place; ``masked`` never shows more than its start."""

    kind: str
    path: str
    parameter: str
    masked: str
    times: int


@dataclass(frozen=True, slots=True)
class SecretsInLog(Fact):
    """All secrets seen in the addresses that a log wrote down; ``lines`` were read."""

    lines: int
    secrets: tuple[SecretInLog, ...] = ()


@dataclass(frozen=True, slots=True)
class LoginBurst:
    """Many failed log-ins from one address.

    Attributes:
        most: failures in its worst window.
        failures: all of them.
        passed: log-ins from there that were let in after the first failure.
        agent: what the caller calls itself: hostile text.
    """

    address: str
    most: int
    failures: int
    passed: int
    first: datetime
    last: datetime
    agent: str = ""


@dataclass(frozen=True, slots=True)
class LoginTries(Fact):
    """The log-in tries that a log saw; ``tries`` in all, ``bursts`` the addresses that stand out.

    ``window_minutes`` is the width of the window in which failures were counted.
    """

    tries: int
    window_minutes: int
    bursts: tuple[LoginBurst, ...] = ()


@dataclass(frozen=True, slots=True)
class InjectionProbe:
    """SQL injection tried from one address.

    Attributes:
        classes: the sorts of injection, sorted.
        errors: how many of them the site answered with an error of its own (5xx).
        examples: one matching part of an address for each class.
    """

    address: str
    classes: tuple[str, ...]
    times: int
    errors: int
    last: datetime
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InjectionProbes(Fact):
    """All injection probes that a log saw; ``lines`` were read."""

    lines: int
    probes: tuple[InjectionProbe, ...] = ()
