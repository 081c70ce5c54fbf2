"""Rules as they are after reading: what they ask, and what people are told about them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from storewarden.core.alerts import ActorKind
from storewarden.core.verdicts import Severity
from storewarden.kernels.sigma.form import Form, Sign


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule stands: the file's name and the line of its first key, from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told of a rule.

    Attributes:
        key: what the rule is called: its name, or else its id, or else its file's name.
        id: its UUID, empty when it has none.
        severity: Sigma's level; medium when it has none.
        classes: the kinds of attack; empty for a behaviour.
        why: the description.
        do: what its reader should do.
        actor: who or what an alert is about; None when the rule does not say.
        raises: False for a rule that only a correlation listens to, or that was turned off.
        changed: why an operator's overlay changed it.
    """

    key: str
    id: str
    title: str
    severity: Severity
    classes: tuple[str, ...]
    why: str
    do: str
    actor: ActorKind | None
    false_positives: tuple[str, ...]
    tags: tuple[str, ...]
    place: Place
    raises: bool = True
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about single events."""

    told: Told
    form: Form


class Sort(StrEnum):
    """What a correlation counts."""

    EVENT_COUNT = "event_count"
    VALUE_COUNT = "value_count"
    TEMPORAL = "temporal"
    TEMPORAL_ORDERED = "temporal_ordered"


@dataclass(frozen=True, slots=True)
class Correlation:
    """A rule about several events of one group within a span of time.

    The window of an event reaches back less than ``span`` from it: (t - span, t]. Events without
    a time, or with a null among the group's values, do not count.

    Attributes:
        rules: keys of the rules that it listens to.
        groups: for each of these rules the columns that make the group; for a correlation
            ``group_0`` ..., the places in its own group.
        span: microseconds.
        sign: how the count must compare with ``count``; None stands for "not equal".
        value: for `Sort.VALUE_COUNT`, for each rule the column whose values are counted.
        chained: those of ``rules`` that are correlations: each moment at which one is true of a
            group is an event of that group.
    """

    told: Told
    sort: Sort
    rules: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    group_names: tuple[str, ...]
    span: int
    sign: Sign | None
    count: int
    value: str = ""
    chained: tuple[str, ...] = ()

    @property
    def only_grows(self) -> bool:
        """Whether more events can never make it false: then it can be told at once."""
        return self.sign in {Sign.GT, Sign.GTE}

    def holds(self, count: int) -> bool:
        """Whether a count fulfils the condition."""
        match self.sign:
            case Sign.LT:
                return count < self.count
            case Sign.LTE:
                return count <= self.count
            case Sign.GT:
                return count > self.count
            case Sign.GTE:
                return count >= self.count
            case Sign.EQ:
                return count == self.count
            case None:
                return count != self.count


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule that cannot be used, and why: file, line, and what it asks."""

    place: Place
    because: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place.file}:{self.place.line}: {self.because}"


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything that was read.

    Correlations stand after all correlations that they listen to.
    """

    rules: tuple[Rule, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def every(self) -> tuple[Told, ...]:
        """All rules, also those that raise nothing themselves."""
        return (*(rule.told for rule in self.rules), *(one.told for one in self.correlations))

    def heard_by(self, keys: Collection[str]) -> frozenset[str]:
        """The keys of all that these correlations listen to, directly or through others."""
        found: set[str] = set()
        for one in reversed(self.correlations):
            if one.told.key in found or one.told.key in keys:
                found |= set(one.rules)
        return frozenset(found)

    @property
    def told(self) -> tuple[Told, ...]:
        """All rules that raise something, by key."""
        raising = (told for told in self.every if told.raises)
        return tuple(sorted(raising, key=lambda told: told.key))
