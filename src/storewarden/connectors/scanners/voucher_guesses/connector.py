"""Tries made-up voucher codes as one visitor with one product in the basket, 25 at the most.

The codes are long and random, so none of them is a real voucher; nothing is bought.
"""

import re
from collections.abc import Iterator
from secrets import token_hex
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.core.connectors import Access, Connector
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Role, Site
from storewarden.core.ports import Request, Response, Web
from storewarden.facts.pentests import VoucherGuesses
from storewarden.kernels.pages import Form, forms, words
from storewarden.kernels.pages.shopping import orders, walk

_CODES: Final = 25
_PAGES: Final = 12
_BASKETS: Final = ("/basket/", "/cart/", "/cart", "/checkout/cart/")
_VOUCHER: Final = re.compile(r"voucher|coupon|promo|discount", re.IGNORECASE)
_CODE_FIELDS: Final = ("code", "coupon_code", "voucher", "voucher_code", "coupon", "promo_code")
_REFUSED: Final = frozenset({403, 423, 429, 503})
_ENOUGH: Final = re.compile(
    r"too many|try again (?:later|in)|captcha|rate.?limit|temporarily (?:locked|blocked)|slow down"
    r"|zu viele|versuchen sie es später|trop de",
    re.IGNORECASE,
)
_NO_SUCH: Final = re.compile(
    r"no voucher|not found|does not exist|doesn.t exist|invalid|not valid|unknown|not recogni[sz]ed"
    r"|is not active|ungültig|nicht gefunden|existe pas",
    re.IGNORECASE,
)


def gather(site: Site, access: Access) -> Iterator[VoucherGuesses]:
    """Tell one fact; raises `Unreachable` when nothing can be put into a basket."""
    del site
    visitor = access.web.visitor()
    _fill_basket(access.web, visitor)
    basket = _basket(visitor)
    form = next((form for form in forms(basket.text) if _takes_codes(form)), None)
    yield VoucherGuesses() if form is None else _guess(visitor, basket, form)


def _guess(visitor: Web, basket: Response, form: Form) -> VoucherGuesses:
    """Send codes until the shop has enough. What it says is read after the first and the last."""
    target = urljoin(basket.url, form.action)
    before = words(basket.text)
    answered = stopped = False
    tried = 0
    while tried < _CODES and not stopped:
        tried += 1
        code = f"SW{token_hex(7)}".upper()
        reads = tried in {1, _CODES}
        answer = _send(visitor, basket, form, code, follow=reads)
        said = words(answer.text)
        stopped = answer.status in _REFUSED or _new(_ENOUGH, said, before)
        answered = answered or (reads and (code in said or _new(_NO_SUCH, said, before)))
    return VoucherGuesses(urlsplit(target).path, tried, answered, stopped)


def _send(visitor: Web, basket: Response, form: Form, code: str, *, follow: bool) -> Response:
    field = form.named(*_CODE_FIELDS)
    name = field.name if field else _CODE_FIELDS[0]
    return visitor.send(
        Request(
            urljoin(basket.url, form.action),
            "POST",
            headers={"Referer": basket.url},
            form=form.filled(**{name: code}),
            follow=follow,
        )
    )


def _new(pattern: re.Pattern[str], said: str, before: str) -> bool:
    """Whether the page says more of it than the basket did before the first code."""
    return len(pattern.findall(said)) > len(pattern.findall(before))


def _fill_basket(web: Web, visitor: Web) -> None:
    for page in walk(lambda link: web.send(Request(link)), _PAGES):
        for form in orders(page):
            _order(visitor, page, form)
            return
    raise Unreachable("no product was found that goes into a basket, so no code was tried")


def _order(visitor: Web, page: Response, form: Form) -> None:
    """Put one piece into the visitor's basket, with a token of the visitor's own."""
    own = visitor.send(Request(page.url))
    fresh = next((one for one in orders(own) if one.action == form.action), form)
    quantity = "quantity" if fresh.named("quantity") else "qty"
    visitor.send(
        Request(
            urljoin(own.url, fresh.action),
            "POST",
            headers={"Referer": own.url},
            form=fresh.filled(**{quantity: "1"}),
        )
    )


def _basket(visitor: Web) -> Response:
    for path in _BASKETS:
        page = visitor.send(Request(path))
        if page.status == 200:  # noqa: PLR2004 - HTTP's "here it is"
            return page
    raise Unreachable("the shop's basket was not found, so no code was tried")


def _takes_codes(form: Form) -> bool:
    named = form.named(*_CODE_FIELDS)
    return form.method == "post" and bool(named and (_VOUCHER.search(form.action + named.name)))


def fits(site: Site) -> bool:
    """Whether vouchers can be expected here."""
    return site.role in {Role.SHOP, Role.SUITE}


CONNECTOR = Connector(
    reads=Site, gives=(VoucherGuesses,), gather=gather, active=True, fits=fits, time_limit=90.0
)
