"""Parcels with the carrier's numbers: sixteen digits that start with 4, like a card's."""

from django.db import models


class Parcel(models.Model):
    order_number = models.CharField(max_length=128, db_index=True)
    tracking = models.CharField(max_length=16)

    class Meta:
        db_table = "shipping_parcel"

    def __str__(self):
        return self.tracking
