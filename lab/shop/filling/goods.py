"""Fills the shelves: departments, products with pictures, stock with prices."""

import csv
from pathlib import Path
from random import Random

from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.core.loading import get_model

from lab.estate.pictures import picture_file

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")
ProductImage = get_model("catalogue", "ProductImage")


def rows() -> list[dict[str, str]]:
    """Read the list of goods that is kept beside this file."""
    text = Path(__file__).with_name("goods.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def product(row, number, kind):
    """Make one product with its department."""
    made = Product.objects.create(
        product_class=kind,
        title=row["title"],
        upc=f"TT{number:05d}",
        description=f"<p>{row['title']}, chosen by hand. Key stage {row['stage']}.</p>",
    )
    made.categories.add(create_from_breadcrumbs(row["department"]))
    return made


def fill_shelves(dice: Random) -> list:
    """Make all goods; gives the stock records."""
    kind = get_model("catalogue", "ProductClass").objects.create(
        name="Goods", requires_shipping=True, track_stock=True
    )
    partner = get_model("partner", "Partner").objects.create(name="Quay warehouse", code="quay")
    records = []
    for number, row in enumerate(rows(), start=1):
        made = product(row, number, kind)
        picture = picture_file(dice, f"{made.upc.lower()}.png")
        ProductImage.objects.create(product=made, original=picture)
        records.append(
            StockRecord(
                product=made,
                partner=partner,
                partner_sku=f"Q-{number:04d}",
                price=row["price"],
                price_currency="GBP",
                num_in_stock=dice.randrange(140, 900),
            )
        )
    StockRecord.objects.bulk_create(records)
    return list(StockRecord.objects.select_related("product").order_by("pk"))
