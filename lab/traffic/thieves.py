"""The five kinds of thieves, one of them also in a slow and scattered form."""

from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote

from lab.traffic import agents
from lab.traffic.honest import log_in
from lab.traffic.town import Login, Town, leaked_accounts
from lab.traffic.visits import Ask, Story, Visit, post, view

STUFFED_ACCOUNTS = 46
STUFFING_TRIES = 72
SCATTERED = 15
VOUCHER_TRIES = 60
CARD_TRIES = 48
_LOGIN_PAGE = "/accounts/login/"
_PASSWORDS = ("Sommer2025!", "qwertz123", "letmein1", "Passw0rd", "iloveyou2", "dragon77")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_TEST_CARDS = (  # published by card processors for tests; no account behind any of them
    "4111111111111111",
    "4242424242424242",
    "4012888888881881",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3056930009020004",
)
_PROBES = (
    "' OR '1'='1",
    "' OR 1=1-- -",
    "1 AND SLEEP(5)",
    "' UNION SELECT NULL,NULL,NULL-- -",
    "' UNION ALL SELECT email,password FROM auth_user-- -",
    (
        "1' AND (SELECT 1 FROM (SELECT COUNT(*),CONCAT(version(),FLOOR(RAND(0)*2))x "
        "FROM information_schema.tables GROUP BY x)a)-- -"
    ),
    "1; DROP TABLE order_order-- -",
    "1' ORDER BY 12-- -",
    "1) AND 3471=3471 AND (7=7",
    "'||(SELECT pg_sleep(5))||'",
    "1' WAITFOR DELAY '0:0:5'-- -",
)
_DOORS = (
    ("/quick-find/?q={}", 200),
    ("/search/?q={}", 200),
    ("/catalogue/?page={}", 302),
    ("/for-school/?key_stage={}", 200),
)


def thieves(seed: int, town: Town) -> Iterator[Visit]:
    """Everybody who means ill, in no order."""
    for story, visits in _STORIES.items():
        yield from visits(Random(f"{seed}:{story}"), town)


def _stuffing(dice: Random, town: Town) -> Iterator[Visit]:
    accounts = _stolen(dice, town, STUFFED_ACCOUNTS)
    tries = [accounts[number % len(accounts)] for number in range(STUFFING_TRIES)]
    asks = [view("shop", _LOGIN_PAGE), *(_wrong(name, dice) for name in tries)]
    address = f"127.66.1.{dice.randrange(1, 255)}"
    yield Visit(
        Story.CREDENTIAL_STUFFING, address, agents.STUFFER, tuple(asks), 0.55, 0.4, accounts
    )


def _scattered(dice: Random, town: Town) -> Iterator[Visit]:
    accounts = _stolen(dice, town, SCATTERED * 2)
    for number, last in enumerate(dice.sample(range(1, 255), SCATTERED)):
        pair = accounts[2 * number : 2 * number + 2]
        asks = (view("shop", _LOGIN_PAGE), *(_wrong(name, dice) for name in pair))
        begins = (number + dice.random()) / SCATTERED * 0.95
        agent = dice.choice(agents.BROWSERS)
        address = f"127.66.{20 + number}.{last}"
        yield Visit(Story.SLOW_STUFFING, address, agent, asks, begins, 40.0, pair)


def _vouchers(dice: Random, town: Town) -> Iterator[Visit]:
    good = dice.choice(town.goods)
    asks = [
        view("shop", good.page),
        post("shop", f"/basket/add/{good.number}/", {"quantity": "1"}),
        *(_guess(dice) for _ in range(VOUCHER_TRIES)),
    ]
    yield _alone(Story.VOUCHER_GUESSING, "127.66.2", agents.GUESSER, asks, 0.35, dice)


def _guess(dice: Random) -> Ask:
    code = "".join(dice.choices(_LETTERS, k=dice.randrange(5, 8))) + str(dice.randrange(5, 50, 5))
    return post("shop", "/basket/vouchers/add/", {"code": code})


def _scraping(dice: Random, town: Town) -> Iterator[Visit]:
    asks = [
        view("shop", "/export/pricelist.csv"),
        view("shop", "/api/products/", 401),
        *(view("shop", f"/catalogue/?page={number}") for number in (1, 2, 3)),
        *(view("shop", good.page) for good in town.goods),
        view("shop", "/export/pricelist.csv"),
    ]
    yield _alone(Story.PRICE_SCRAPING, "127.66.3", agents.SCRAPER, asks, 0.7, dice)


def _injection(dice: Random, town: Town) -> Iterator[Visit]:
    asks = [
        view("shop", door.format(quote(probe)), expects)
        for door, expects in _DOORS
        for probe in _PROBES
    ]
    dice.shuffle(asks)
    yield _alone(Story.INJECTION_PROBING, "127.66.4", agents.PROBER, asks, 0.2, dice)


def _cards(dice: Random, town: Town) -> Iterator[Visit]:
    asks = [_test_card(dice, number) for number in range(CARD_TRIES)]
    yield _alone(Story.CARD_TESTING, "127.66.5", agents.TESTER, asks, 0.8, dice)


def _test_card(dice: Random, number: int) -> Ask:
    form = {
        "number": dice.choice(_TEST_CARDS),
        "cvv": f"0{dice.randrange(100):02d}",
        "amount": f"1.{dice.randrange(100):02d}",
        "order": f"try-{number}",
    }
    return post("shop", "/gateway/charge/", form, 402)


def _stolen(dice: Random, town: Town, count: int) -> tuple[str, ...]:
    real = [login.name for login in dice.sample(town.shoppers, min(4, len(town.shoppers)))]
    names = [*real, *leaked_accounts(dice, count - len(real))]
    dice.shuffle(names)
    return tuple(names)


def _wrong(name: str, dice: Random) -> Ask:
    return log_in(Login(name, dice.choice(_PASSWORDS)), right=False)


def _alone(
    story: Story, net: str, agent: str, asks: list[Ask], begins: float, dice: Random
) -> Visit:
    address = f"{net}.{dice.randrange(1, 255)}"
    return Visit(story, address, agent, tuple(asks), begins, dice.uniform(0.3, 0.8))


_STORIES: dict[Story, Callable[[Random, Town], Iterator[Visit]]] = {
    Story.CREDENTIAL_STUFFING: _stuffing,
    Story.SLOW_STUFFING: _scattered,
    Story.VOUCHER_GUESSING: _vouchers,
    Story.PRICE_SCRAPING: _scraping,
    Story.INJECTION_PROBING: _injection,
    Story.CARD_TESTING: _cards,
}
