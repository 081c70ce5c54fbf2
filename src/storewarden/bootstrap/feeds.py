"""Says how old the followed lists are, and acts on what changed in them."""

from collections.abc import Callable, Sequence

from storewarden.bootstrap.advisories import (
    advisory_book,
    age_limit,
    followed_feeds,
)
from storewarden.bootstrap.clock import now
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import FeedChange, FeedState

OnChange = Callable[[Sequence[FeedChange]], None]
"""Is told what changed in the lists, once what changed is in force."""


def states(estate: Estate) -> Sequence[tuple[Feed, FeedState, str]]:
    """Every followed list, what is known of it, and why its answers do not count; empty if they do.

    Raises `EstateError`, `LedgerError` and `SecretMissing`.
    """
    known = {state.feed: state for state in advisory_book(estate).states()}
    told = []
    for feed in followed_feeds(estate):
        state = known.get(feed.id, FeedState(feed.id, feed.format))
        told.append((feed, state, state.stale(now(), age_limit(feed))))
    return told


def act_on(estate: Estate, changes: Sequence[FeedChange]) -> None:
    """Judge step 3 by the lists as they are now, which also tells people of what cannot wait.

    What changed about something that we run is a finding with an owner then; nothing happens when
    nothing changed. Raises what `bootstrap.check` raises.
    """
    from storewarden.bootstrap.looking import check
    from storewarden.core.steps import Step
    from storewarden.engine.report import Scope

    if changes:
        check(estate, Scope(frozenset({Step.ADVISORIES})), Quiet())


class Quiet:
    """Somebody who watches a long piece of work without a word."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def advance(self, what: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""
