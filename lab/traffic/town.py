"""What the people of the story know: accounts, goods, pages, voucher codes."""

from dataclasses import dataclass
from random import Random

_FIRST = "ada ben cleo dov edie finn gita hugo ines jonas kira leo mara nils olga pia rosa sven"
_LAST = "abel brandt castell dorn egger falk grau holm jansen kern lund moser noll pfeil quist"
_FIRST_NAMES = tuple(_FIRST.split(" "))
_LAST_NAMES = tuple(_LAST.split(" "))


@dataclass(frozen=True, slots=True)
class Login:
    """An account and its right password."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Good:
    """A product: its number, its page, and the code that the warehouse knows it by."""

    number: int
    page: str
    upc: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that a visitor could know before coming."""

    shoppers: tuple[Login, ...]
    editors: tuple[Login, ...]
    partners: tuple[Login, ...]
    goods: tuple[Good, ...]
    pages: tuple[str, ...]
    vouchers: tuple[str, ...]
    desk_key: str


def invented() -> Town:
    """A town that exists in no database, for logs that are written without a server."""
    return Town(
        shoppers=tuple(Login(invented_account(number), f"right-{number}") for number in range(40)),
        editors=tuple(Login(name, f"{name}-writes") for name in ("cleo", "dov", "edie", "finn")),
        partners=(Login("printworks", "offset-4c"), Login("shipit", "parcel-9")),
        goods=tuple(_good(number) for number in range(1, 91)),
        pages=("/", "/news/", "/about/", "/news/spring/", "/care-guide/"),
        vouchers=("WELCOME10", "SPRING25"),
        desk_key="desk-in-a-story",
    )


def _good(number: int) -> Good:
    return Good(number, f"/catalogue/good-{number}_{number}/", f"TT{number:05d}")


def invented_account(number: int) -> str:
    """An invented mail address; the same number gives the same address."""
    first = _FIRST_NAMES[number % len(_FIRST_NAMES)]
    last = _LAST_NAMES[number // len(_FIRST_NAMES) % len(_LAST_NAMES)]
    return f"{first}.{last}{number}@mail.example"


def leaked_accounts(dice: Random, count: int) -> tuple[str, ...]:
    """Accounts as they stand in a list that thieves sell: invented, distinct."""
    numbers = dice.sample(range(1000, 9000), count)
    return tuple(invented_account(number) for number in numbers)
