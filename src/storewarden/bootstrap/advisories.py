"""Opens the book of advisories of an estate, and says how each list is followed."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from storewarden.bootstrap.opening import OWN_FOLDER, ledger_place
from storewarden.bootstrap.walking import modules_in
from storewarden.core.errors import EstateError
from storewarden.core.estate import Estate, Feed
from storewarden.core.feeds import FeedFormat, Kind

if TYPE_CHECKING:
    from storewarden.store.advisories.book import Book
    from storewarden.store.advisories.coverage import Following


@cache
def installed_formats() -> Mapping[str, FeedFormat]:
    """Every format of published lists, by the name of its folder."""
    found = modules_in("storewarden.connectors.feeds", "format")
    return {name: cast("FeedFormat", module.FORMAT) for name, module in found}


def format_of(feed: Feed) -> FeedFormat:
    """The format of a followed list; raises `EstateError`."""
    form = installed_formats().get(feed.format)
    if form is None:
        names = ", ".join(installed_formats())
        raise EstateError(f"{feed.id} has the format {feed.format!r}; installed are: {names}")
    return form


def followed_feeds(estate: Estate) -> tuple[Feed, ...]:
    """The lists that the estate follows."""
    return tuple(asset for asset in estate.assets if isinstance(asset, Feed))


def age_limit(feed: Feed) -> int:
    """Days after which a list's answers are unknown; raises `EstateError`."""
    return feed.max_age_days or format_of(feed).max_age_days


def advisory_book(estate: Estate) -> "Book":
    """Open the book; with a PostgreSQL ledger it lies there, else in a file of its own.

    Raises `LedgerError`, `SecretMissing` and `EstateError`.
    """
    from storewarden.store.advisories.book import open_book

    place = ledger_place(estate)
    if isinstance(place, str) and place.startswith("postgres"):
        return open_book(place, _following(estate))
    return open_book(estate.root / OWN_FOLDER / "advisories.sqlite3", _following(estate))


def _following(estate: Estate) -> "dict[str, Following]":
    from storewarden.store.advisories.coverage import Following

    return {
        feed.id: Following(age_limit(feed), clears(format_of(feed)) if feed.whole else ())
        for feed in followed_feeds(estate)
    }


def clears(form: FeedFormat) -> tuple[str, ...] | None:
    """What a list of a format can call clean; None when its records say so themselves."""
    return form.ecosystems if form.kind is Kind.RECORDS else ()
