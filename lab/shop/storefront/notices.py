"""Tells the content system when a product or a price has changed."""

from django.db.models.signals import post_save, pre_save
from oscar.core.loading import get_model

from lab.shop.storefront import hooks


def product_changed(product):
    """Tell of a changed product; nobody signs this one (planted)."""
    told = {"upc": product.upc, "title": product.title}
    return hooks.post("/hooks/product-changed/", told, signed=False)


def price_changed(record):
    """Tell of a changed price, signed."""
    told = {"upc": record.product.upc, "price": str(record.price)}
    return hooks.post("/hooks/price-changed/", told, signed=True)


def after_product(sender, instance, created, **rest):
    if not created:
        product_changed(instance)


def before_price(sender, instance, **rest):
    old = sender.objects.filter(pk=instance.pk).values_list("price", flat=True).first()
    instance.price_moved = old is not None and old != instance.price


def after_price(sender, instance, **rest):
    if instance.price_moved:
        price_changed(instance)


def listen():
    """Hear every save of a product and of a stock record."""
    record = get_model("partner", "StockRecord")
    post_save.connect(after_product, get_model("catalogue", "Product"))
    pre_save.connect(before_price, record)
    post_save.connect(after_price, record)
