"""The storefront as a Django app; it listens for changes that the content system must hear of."""

from django.apps import AppConfig


class Storefront(AppConfig):
    name = "lab.shop.storefront"
    label = "storefront"

    def ready(self):
        from lab.shop.storefront import notices  # noqa: PLC0415 - models must be loaded first

        notices.listen()
