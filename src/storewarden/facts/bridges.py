"""Facts about the seams between systems: how they are called, and by whom."""

from dataclasses import dataclass

from storewarden.core.checks import Fact


@dataclass(frozen=True, slots=True)
class Hop(Fact):
    """How one system reaches another; ``scheme`` is that of the address in the estate file."""

    source: str
    target: str
    scheme: str
    host: str


@dataclass(frozen=True, slots=True)
class KeyInUrl:
    """A key that travels in an address; ``seen_in`` is a log's id, or ``the estate file``."""

    kind: str
    parameter: str
    masked: str
    times: int
    seen_in: str


@dataclass(frozen=True, slots=True)
class HopKeys(Fact):
    """The keys seen in the addresses of one integration.

    Attributes:
        path: where the integration calls.
        requests: how many calls of that path the target's logs hold.
    """

    path: str
    requests: int
    keys: tuple[KeyInUrl, ...] = ()


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """How a receiver answered one test event.

    Attributes:
        status: the HTTP status.
        like_control: a random address beside it answered just the same.
        names_signature: the answer speaks of a signature.
    """

    status: int
    like_control: bool = False
    names_signature: bool = False


@dataclass(frozen=True, slots=True)
class WebhookAnswers(Fact):
    """How a receiver answered events that it should have refused.

    Attributes:
        path: where it listens.
        unsigned: its answer to a well-formed event without a signature.
        header: the signature header that the estate names; empty when none.
        forged: its answer to an event with a wrong signature; None when no header is named.
    """

    path: str
    unsigned: HookAnswer
    header: str = ""
    forged: HookAnswer | None = None
