"""The declaration of a check: a pure question put to facts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from storewarden.core.steps import Step
from storewarden.core.verdicts import Severity, Verdict


class Fact:
    """Marks a frozen dataclass as one thing seen on an asset; it holds no logic."""

    __slots__ = ()


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Check(Generic[F]):
    """A question, the kind of fact it is put to, and the judgement.

    A check is one folder ``steps/<step>/checks/<id>/`` whose ``check.py`` holds ``CHECK``. The
    folder's name is its id; the module's docstring is its public page.

    Attributes:
        asks: the type of fact that is judged.
        severity: how much a bad verdict matters, unless the verdict itself says otherwise.
        judge: all facts of that type seen on one asset -> verdicts. Pure: no clock, network,
            disk or randomness; facts that have to do with time carry the day they were seen.
        standards: where the demand comes from (``PCI DSS 4.0.1 3.3.1``).
        identity: version of what ``subject`` means; raise it when the subjects change.
    """

    asks: type[F]
    severity: Severity
    judge: Callable[[Sequence[F]], Iterable[Verdict]]
    standards: tuple[str, ...] = ()
    identity: int = 1


@dataclass(frozen=True, slots=True)
class InstalledCheck:
    """A check as found in its folder.

    Attributes:
        id: the folder's name, unique in the whole house.
        step: the room it was found in.
        page: its docstring: question, why it matters, how to put it right.
        declared: the check itself.
    """

    id: str
    step: Step
    page: str
    declared: Check[Fact]

    @property
    def question(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]
