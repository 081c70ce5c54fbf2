"""The way from a shop's front page to an order is found, and it ends."""

from storewarden.core.ports import Response
from storewarden.kernels.pages import Field, Form
from storewarden.kernels.pages.shopping import orders, walk


def page(link: str, body: str) -> Response:
    return Response(200, f"http://shop.example{link}", {}, body.encode())


def test_likely_products_come_first_and_nothing_twice() -> None:
    front = (
        "<a href=/catalogue/category/pens_1/>pens</a><a href='/catalogue/pen_1/?a=b'>pen</a>"
        "<a href=/catalogue/pen_1/>pen</a><a href=http://other.example/catalogue/x>x</a>"
        "<a href='http://[::1'>broken</a><a href=/>home</a><a href=/about/>about</a>"
    )
    went = [answer.url[19:] for answer in walk(lambda link: page(link, front), 20)]
    assert went == [
        "/", "/catalogue/pen_1/", "/catalogue/", "/shop/", "/products/",
        "/catalogue/category/pens_1/",
    ]  # fmt: skip


def test_an_endless_shop_is_left_in_time() -> None:
    endless = iter(range(1_000_000))
    pages = walk(lambda link: page(link, f"<a href=/p/{next(endless)}>more</a>"), 12)
    assert len(list(pages)) == 12


def test_only_forms_that_order_are_orders() -> None:
    body = (
        "<form method=post action=/basket/add/1/><input name=quantity></form>"
        "<form method=post action=/basket/add/1/><input name=code></form>"
        "<form action=/cart><input name=qty></form>"
        "<form method=post><input name=quantity><button name=add-to-cart value=7></form>"
    )
    assert list(orders(page("/", body))) == [
        Form("/basket/add/1/", "post", (Field("quantity", "text"),)),
        Form("", "post", (Field("quantity", "text"), Field("add-to-cart", "button", "7"))),
    ]
