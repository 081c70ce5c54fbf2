"""The values of the traffic: one request, one visit, and the story that a visit belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Story(StrEnum):
    """Why somebody comes; the value is the word in the truth file."""

    SHOPPER = "shopper"
    MISTYPER = "mistyper"
    OFFICE = "office"
    EDITOR = "editor"
    PARTNER = "partner"
    STOCK_DESK = "stock_desk"
    CREDENTIAL_STUFFING = "credential_stuffing"
    SLOW_STUFFING = "slow_credential_stuffing"
    VOUCHER_GUESSING = "voucher_guessing"
    PRICE_SCRAPING = "price_scraping"
    INJECTION_PROBING = "injection_probing"
    CARD_TESTING = "card_testing"

    @property
    def honest(self) -> bool:
        """Whether the visitor means well."""
        return self in _HONEST


_HONEST = frozenset(
    {Story.SHOPPER, Story.MISTYPER, Story.OFFICE, Story.EDITOR, Story.PARTNER, Story.STOCK_DESK}
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: ``path`` with its query; a GET, or a POST of a ``form`` or of ``json`` text.

    ``bearer`` is a key that is sent in a header, where no log sees it.
    ``expects`` is the status that the real sites answer with; it is what a written log says.
    """

    site: str
    path: str
    form: tuple[tuple[str, str], ...] | None = None
    expects: int = 200
    json: str | None = None
    bearer: str = ""

    @property
    def method(self) -> str:
        """GET or POST."""
        return "GET" if self.form is None and self.json is None else "POST"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one browser at one address does, in order.

    Attributes:
        begins: when, as a part of the whole story: 0 its begin, 1 its end.
        pace: seconds between two requests, in a written log; a play does not wait.
        accounts: the accounts that the visitor logs in to, or tries to.
    """

    story: Story
    address: str
    agent: str
    asks: tuple[Ask, ...]
    begins: float
    pace: float
    accounts: tuple[str, ...] = ()


def view(site: str, path: str, expects: int = 200) -> Ask:
    """Look at a page."""
    return Ask(site, path, None, expects)


def post(site: str, path: str, form: Mapping[str, str], expects: int = 302) -> Ask:
    """Send a form."""
    return Ask(site, path, tuple(form.items()), expects)
