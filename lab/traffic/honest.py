"""Those who mean well: shoppers, mistypers, an office, editors, partners, the stock desk."""

import json
from collections.abc import Callable, Iterator
from random import Random

from lab.traffic import agents
from lab.traffic.town import Good, Login, Town
from lab.traffic.visits import Ask, Story, Visit, post, view

SHOPPERS = 24
MISTYPERS = 7
OFFICE_PEOPLE = 14
CORRECTIONS = 4
OFFICE = "127.10.80.1"
_LOGIN_PAGE = "/accounts/login/"
_SEARCHES = ("select union square tee", "notebook", "ink", "pencil", "drop shoulder or sleeve")
_LINKS = (
    "/for-school/?key_stage=2",
    "/?token=",
    "/portal/?password_changed=1",
    "/quick-find/?q=A5",
)


def honest(seed: int, town: Town) -> Iterator[Visit]:
    """Everybody who means well, in no order."""
    for story, visits in _STORIES.items():
        yield from visits(Random(f"{seed}:{story}"), town)


def log_in(login: Login, *, right: bool = True) -> Ask:
    """Send the shop's login form; a wrong password is answered 200, a right one 302."""
    form = {
        "login-username": login.name,
        "login-password": login.password if right else login.password[:-1] + "~",
        "login_submit": "Log In",
    }
    return post("shop", _LOGIN_PAGE, form, 302 if right else 200)


def shopping(dice: Random, town: Town) -> list[Ask]:
    """Look around: front page, shelf, a search, some goods, a link from a letter."""
    goods = dice.sample(town.goods, min(len(town.goods), dice.randrange(2, 5)))
    words = dice.choice(_SEARCHES).replace(" ", "+")
    around = [
        view("shop", "/catalogue/"),
        view("shop", f"/search/?q={words}"),
        view("shop", dice.choice(_LINKS)),
        *(view("shop", good.page) for good in goods),
    ]
    dice.shuffle(around)
    return [view("shop", "/"), *around]


def into_the_basket(dice: Random, town: Town) -> list[Ask]:
    """Put one thing into the basket, and try a voucher that is good."""
    good = dice.choice(town.goods)
    asks = [
        view("shop", good.page),
        post("shop", f"/basket/add/{good.number}/", {"quantity": str(dice.randrange(1, 4))}),
        view("shop", "/basket/"),
    ]
    if dice.random() < 0.5:
        asks.append(post("shop", "/basket/vouchers/add/", {"code": dice.choice(town.vouchers)}))
    return asks


def buying(dice: Random, login: Login) -> list[Ask]:
    """Log in, say where to, pay, and see the thanks."""
    first, _, last = login.name.partition("@")[0].partition(".")
    home = {
        "first_name": first.title(),
        "last_name": last.title(),
        "line1": f"{dice.randrange(1, 99)} Sample Lane",
        "line4": "Harbourtown",
        "postcode": "ZZ99 3VZ",
    }
    card = {"number": "4111111111111111", "cvv": "123", "order": f"web-{dice.randrange(10**6)}"}
    return [
        view("shop", _LOGIN_PAGE),
        log_in(login),
        view("shop", "/checkout/shipping-address/"),
        post("shop", "/checkout/shipping-address/", home),
        view("shop", "/checkout/shipping-method/", 302),
        view("shop", "/checkout/payment-method/", 302),
        view("shop", "/checkout/payment-details/"),
        post("shop", "/gateway/charge/", {**card, "amount": f"{dice.randrange(5, 90)}.50"}, 200),
        post("shop", "/checkout/preview/", {"action": "place_order"}),
        view("shop", "/checkout/thank-you/"),
    ]


def _shoppers(dice: Random, town: Town) -> Iterator[Visit]:
    for number in range(SHOPPERS):
        login = town.shoppers[number % len(town.shoppers)]
        asks = [*shopping(dice, town), *into_the_basket(dice, town)]
        buys = number % 3 == 0
        bought = buying(dice, login) if buys else []
        accounts = (login.name,) if buys else ()
        yield _visit(Story.SHOPPER, f"127.10.1.{number + 1}", [*asks, *bought], accounts, dice)


def _mistypers(dice: Random, town: Town) -> Iterator[Visit]:
    for number in range(MISTYPERS):
        login = town.shoppers[-1 - number % len(town.shoppers)]
        wrong = [log_in(login, right=False)] * dice.randrange(2, 4)
        asks = [view("shop", _LOGIN_PAGE), *wrong, log_in(login), view("shop", "/accounts/")]
        address = f"127.10.2.{number + 1}"
        yield _visit(Story.MISTYPER, address, _redirected(asks), (login.name,), dice)


def _redirected(asks: list[Ask]) -> list[Ask]:
    return [*asks[:-1], view("shop", "/accounts/", 302), view("shop", "/accounts/profile/")]


def _office(dice: Random, town: Town) -> Iterator[Visit]:
    for number in range(OFFICE_PEOPLE):
        login = town.shoppers[(SHOPPERS + number) % len(town.shoppers)]
        asks = [view("shop", _LOGIN_PAGE), log_in(login), view("shop", "/accounts/orders/")]
        yield _visit(Story.OFFICE, OFFICE, asks, (login.name,), dice, 0.3 + number * 0.004)


def _editors(dice: Random, town: Town) -> Iterator[Visit]:
    for number, editor in enumerate(town.editors, start=1):
        form = {"username": editor.name, "password": editor.password, "next": "/admin/"}
        read = [view("cms", page) for page in dice.sample(town.pages, min(4, len(town.pages)))]
        asks = [
            *read,
            view("cms", "/admin/login/"),
            post("cms", "/admin/login/", form),
            view("cms", "/admin/"),
            view("cms", "/admin/pages/", 200),
            view("cms", "/search/?query=paper"),
            view("cms", "/api/v2/pages/"),
        ]
        yield _visit(Story.EDITOR, f"127.10.70.{number}", asks, (editor.name,), dice)


def _partners(dice: Random, town: Town) -> Iterator[Visit]:
    for number, partner in enumerate(town.partners, start=1):
        path = f"/portal/login?user={partner.name}&password={partner.password}"
        asks = [view("shop", path, 302), view("shop", "/portal/")]
        address = f"127.10.90.{number}"
        yield _visit(Story.PARTNER, address, asks, (partner.name,), dice, agent=agents.PARTNER)


def _stock_desk(dice: Random, town: Town) -> Iterator[Visit]:
    goods = dice.sample(town.goods, CORRECTIONS)
    asks = [_corrected(good, dice.randrange(3, 30), town.desk_key) for good in goods]
    yield _visit(Story.STOCK_DESK, "127.10.60.1", asks, (), dice, agent=agents.DESK)


def _corrected(good: Good, pounds: int, key: str) -> Ask:
    told = json.dumps({"price": f"{pounds}.49"})
    return Ask("shop", f"/api/products/{good.upc}/", json=told, bearer=key)


def _visit(
    story: Story,
    address: str,
    asks: list[Ask],
    accounts: tuple[str, ...],
    dice: Random,
    begins: float | None = None,
    agent: str | None = None,
) -> Visit:
    return Visit(
        story=story,
        address=address,
        agent=agent or dice.choice(agents.BROWSERS),
        asks=tuple(asks),
        begins=dice.random() * 0.95 if begins is None else begins,
        pace=dice.uniform(3, 25),
        accounts=accounts,
    )


_STORIES: dict[Story, Callable[[Random, Town], Iterator[Visit]]] = {
    Story.SHOPPER: _shoppers,
    Story.MISTYPER: _mistypers,
    Story.OFFICE: _office,
    Story.EDITOR: _editors,
    Story.PARTNER: _partners,
    Story.STOCK_DESK: _stock_desk,
}
