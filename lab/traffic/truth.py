"""The truth file: who the thieves were, what they did, and who was honest."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from lab.traffic.visits import Story, Visit

_WHAT = {
    Story.SHOPPER: "looks around, fills a basket, uses a voucher, buys",
    Story.MISTYPER: "mistypes the password two or three times, then gets it right",
    Story.OFFICE: "many people behind one address log in, all with the right password",
    Story.EDITOR: "reads and edits in the content system",
    Story.PARTNER: "logs in to the partner portal with the password in the address line",
    Story.STOCK_DESK: "corrects prices and stock through the shop's API, its key in a header",
    Story.CREDENTIAL_STUFFING: "tries a stolen list of accounts on the shop's login in one burst",
    Story.SLOW_STUFFING: "tries a stolen list from many addresses, two tries each",
    Story.VOUCHER_GUESSING: "guesses voucher codes at the basket",
    Story.PRICE_SCRAPING: "carries off every price in one go",
    Story.INJECTION_PROBING: "probes searches and lists for SQL injection",
    Story.CARD_TESTING: "tries cards on the payment gateway with small amounts",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is true of one story: addresses, accounts and the number of its requests."""

    kind: str
    what: str
    sites: tuple[str, ...]
    addresses: tuple[str, ...]
    accounts: tuple[str, ...]
    requests: int


@dataclass(frozen=True, slots=True)
class Truth:
    """Everybody who came, told apart."""

    seeds: tuple[int, ...]
    honest: tuple[Told, ...]
    attackers: tuple[Told, ...]


class Witness:
    """Hears visits one by one and can tell the truth afterwards; keeps no visit."""

    def __init__(self) -> None:
        self._heard: dict[Story, _Heard] = defaultdict(_Heard)

    def hear(self, visit: Visit) -> None:
        """Note who came, where to and as whom."""
        heard = self._heard[visit.story]
        heard.addresses.add(visit.address)
        heard.accounts.update(visit.accounts)
        heard.sites.update(ask.site for ask in visit.asks)
        heard.requests += len(visit.asks)

    def truth(self, seed: int) -> Truth:
        """Tell the thieves from the honest."""
        told = {story: self._heard[story].told(story) for story in Story if story in self._heard}
        return Truth(
            (seed,),
            tuple(each for story, each in told.items() if story.honest),
            tuple(each for story, each in told.items() if not story.honest),
        )


@dataclass(slots=True)
class _Heard:
    """What a witness has heard of one story so far."""

    sites: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    requests: int = 0

    def told(self, story: Story) -> Told:
        """What is true of the story."""
        sites, addresses, accounts = (
            tuple(sorted(words)) for words in (self.sites, self.addresses, self.accounts)
        )
        return Told(story.value, _WHAT[story], sites, addresses, accounts, self.requests)


def truth_of(seed: int, visits: Iterable[Visit]) -> Truth:
    """Tell the thieves of a plan from the honest."""
    witness = Witness()
    for visit in visits:
        witness.hear(visit)
    return witness.truth(seed)


def joined(before: Truth, now: Truth) -> Truth:
    """What is true after another play: the entries of both."""
    return Truth(
        before.seeds + now.seeds, before.honest + now.honest, before.attackers + now.attackers
    )


def written(truth: Truth) -> str:
    """The truth as the text of its file."""
    return json.dumps(asdict(truth), indent=1) + "\n"


def read(text: str) -> Truth:
    """The truth of a file's text."""
    told = json.loads(text)
    return Truth(tuple(told["seeds"]), _entries(told["honest"]), _entries(told["attackers"]))


def _entries(rows: Iterable[dict[str, object]]) -> tuple[Told, ...]:
    return tuple(
        Told(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()})  # type: ignore[arg-type]  # fields by name, as written above
        for row in rows
    )
