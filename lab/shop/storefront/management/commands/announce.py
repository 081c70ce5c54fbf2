"""Tells the content system of a few products once more: ``python -m lab.shop announce``."""

from django.core.management.base import BaseCommand
from oscar.core.loading import get_model

from lab.shop.storefront import notices


class Command(BaseCommand):
    help = "Tell the content system of the first products and their prices"

    def add_arguments(self, parser):
        parser.add_argument("--number", type=int, default=3)

    def handle(self, *args, **options):
        records = get_model("partner", "StockRecord").objects.select_related("product")
        for record in records.order_by("pk")[: options["number"]]:
            told = notices.product_changed(record.product), notices.price_changed(record)
            self.stdout.write(f"{record.product.upc}: {told}")
