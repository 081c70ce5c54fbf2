"""The sockets in the wall: what the thinking and working rooms need from the outside, by shape.

The fuse box plugs real things into them; tests plug in small real fakes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from storewarden.core import inventory, matched, published
from storewarden.core.feeds import FeedChange, FeedState
from storewarden.core.findings import AuditEntry, Change, Finding, Standing


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to something of ours.

    ``url`` is absolute, or a path on the asset's site. ``form`` is sent url-encoded; it and
    ``body`` exclude each other.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    form: Mapping[str, str] | None = None
    follow: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. ``body`` holds at most the size cap; ``cut`` says that there was more.

    ``url`` is where the answer came from after redirects in scope. Header names are lower case.
    ``cookies`` holds the raw Set-Cookie lines of this answer. A redirect that leads out of scope
    is not followed: the 3xx itself is the answer.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced, never dropped. Hostile text."""
        return self.body.decode("utf-8", "replace")


class Web(Protocol):
    """The one client that fetches: bound to one asset, its scope, its budget and its rate."""

    def send(self, request: Request) -> Response:
        """Send one request.

        Raises `Unreachable` (silence, reset, bad TLS, endless redirects), `OutOfScope` and
        `BudgetSpent`; an HTTP error status is an answer, not an error.
        """
        ...

    def visitor(self) -> "Web":
        """A new visitor on the same budget, with an empty cookie jar that is kept from now on."""
        ...


class Carrier(Protocol):
    """Fetches what is too large for memory; the same client as `Web`."""

    def download(self, request: Request, into: BinaryIO) -> Response:
        """Send one request and write the body into an open file, from its start.

        The body is written as it was sent: still packed, when ``content-encoding`` says so. The
        response itself has none; ``cut`` says that the body was longer than the size cap.
        Raises what `Web.send` raises; a body that is shorter than announced is `Unreachable`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table, with the database's own word for its type."""

    table: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """A question for the next rows of a table that grows.

    Attributes:
        order: sorted by this column, the smallest first.
        low: only rows at or above it; None for all that have a value there.
        only: a column, and the value that it must have.
        among: a column, and the values that it may have.
        limit: rows at the most.
        newest: the largest first instead.
    """

    table: str
    columns: Sequence[str]
    order: str
    low: str | float | None = None
    only: tuple[str, str] | None = None
    among: tuple[str, Sequence[str | int]] | None = None
    limit: int = 2_000
    newest: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that it names."""
        picked = (self.only[:1] if self.only else ()) + (self.among[:1] if self.among else ())
        return (*self.columns, self.order, *picked)

    @property
    def values(self) -> tuple[str | float, ...]:
        """What stands behind its comparisons: the low, the only, and those among."""
        low = () if self.low is None else (self.low,)
        only = self.only[1:] if self.only else ()
        return (*low, *only, *(self.among[1] if self.among else ()))


class Tables(Protocol):
    """A database opened for reading only. Every method raises `Unreachable`."""

    def columns(self) -> Sequence[Column]:
        """Every column of every table that is ours (no system tables), in a stable order."""
        ...

    def count(self, table: str) -> int:
        """Number of rows."""
        ...

    def rows(
        self, table: str, columns: Sequence[str], limit: int = 10_000
    ) -> Sequence[tuple[object, ...]]:
        """At most ``limit`` rows, the newest or in any order; names are quoted by the driver."""
        ...

    def sample(
        self, table: str, columns: Sequence[str], limit: int = 2_000
    ) -> Sequence[tuple[str | None, ...]]:
        """At most ``limit`` different rows: the newest, and others from all over the table.

        Values come as text, cut after 2,048 characters, whatever the type of the column.
        """
        ...

    def page(self, page: Page) -> Sequence[tuple[object, ...]]:
        """The next rows of a table, in order."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class AdvisoryBook(Protocol):
    """Everything that the followed lists published, kept so that one join answers.

    Every method raises `LedgerError`; a list is replaced whole or not at all.
    """

    def replace(self, state: FeedState, told: Iterable[published.Told]) -> Sequence[FeedChange]:
        """Put the whole content of a list in the place of what was there; return what differs.

        An error of ``told`` passes through and nothing is kept: the old content stays in force.
        """
        ...

    def merge(
        self, state: FeedState, told: Iterable[published.Told], gone: Iterable[str] = ()
    ) -> Sequence[FeedChange]:
        """Put entries in the place of those with the same id, remove those that are gone."""
        ...

    def note(self, state: FeedState) -> None:
        """Keep what is known of a list (it was asked and did not answer) without its content."""
        ...

    def states(self) -> Sequence[FeedState]:
        """What is known of every list that was ever asked for, by id."""
        ...

    def match(
        self, components: Sequence[inventory.Component], now: datetime
    ) -> Sequence[matched.Answer]:
        """One answer a component, in the same order; one unreadable component stops no other."""
        ...

    def naming(self, purls: Sequence[str]) -> Mapping[str, Sequence[published.Record]]:
        """Every standing record that names a package, whatever its versions, by package URL."""
        ...


class Ledger(Protocol):
    """The memory: findings, standings and the audit trail. Every method raises `LedgerError`."""

    def update(
        self, decide: Callable[[Mapping[str, Finding]], Iterable[Change]]
    ) -> Sequence[Change]:
        """Read all findings by id, let ``decide`` say what changes, and keep it: all or nothing.

        One writer at a time; each change is one entry of the audit trail, except ``SEEN_AGAIN``
        which only moves ``last_seen``. An exception of ``decide`` passes through, nothing kept.
        """
        ...

    def stand(self, judged: Iterable[tuple[str, str]], standings: Iterable[Standing]) -> None:
        """Replace what was said about the judged (check, asset) pairs by these standings."""
        ...

    def record(
        self,
        decide: Callable[[Mapping[str, Finding]], Iterable[Change]],
        judged: Iterable[tuple[str, str]],
        standings: Iterable[Standing],
    ) -> Sequence[Change]:
        """Do `update` and `stand` together, all or nothing: the end of one run."""
        ...

    def findings(self) -> Sequence[Finding]:
        """Every finding ever, fixed ones included."""
        ...

    def standings(self) -> Sequence[Standing]:
        """What every check said last."""
        ...

    def history(self, finding: str) -> Sequence[AuditEntry]:
        """The audit entries of one finding, oldest first."""
        ...

    def verify(self) -> tuple[int, int | None]:
        """Walk the audit chain: (number of entries, number of the first broken one or None)."""
        ...


class Progress(Protocol):
    """Somebody who watches a long piece of work."""

    def begin(self, total: int) -> None:
        """Say how many pieces there are."""
        ...

    def advance(self, what: str) -> None:
        """Say that one piece is done, and which."""
        ...

    def end(self) -> None:
        """Say that all is done."""
        ...


Clock = Callable[[], datetime]
