"""Asks the shop for products, with the key in the address: a planted weakness."""

import logging
from dataclasses import dataclass

import urllib3
from django.conf import settings

from lab.estate.vault import secret

log = logging.getLogger(__name__)
PATIENCE = urllib3.Timeout(connect=1.0, read=4.0)


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the shop's API tells of it."""

    title: str
    price: str
    url: str
    image: str


def parsed(told: object) -> list[Product]:
    """Read the shop's answer; raises KeyError or TypeError when it is none."""
    shop = settings.SHOP_URL
    return [
        Product(one["title"], one["price"], shop + one["url"], shop + one["image"])
        for one in told["products"]
    ]


def products(number: int) -> list[Product]:
    """Give the shop's products; none when the shop is away."""
    if not settings.SHOP_URL:
        return []
    asked = {"limit": str(number), "api_key": secret(settings.STATE, "cms-api-key")}
    with urllib3.PoolManager(ca_certs=settings.CA_FILE or None, timeout=PATIENCE) as web:
        try:
            answer = web.request(
                "GET", f"{settings.SHOP_URL}/api/products/", fields=asked, retries=False
            )
            return parsed(answer.json())
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError):
            log.warning("the shop told of no products")
            return []
