"""Saved cards, charges and settings. Keeping numbers and codes is a planted weakness."""

from django.conf import settings
from django.db import models


class SavedCard(models.Model):
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    number = models.CharField(max_length=19)
    cvv = models.CharField(max_length=4)
    masked = models.CharField(max_length=19)
    expiry = models.CharField(max_length=5)

    def __str__(self):
        return self.masked


class Charge(models.Model):
    order_number = models.CharField(max_length=128, db_index=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    processor = models.CharField(max_length=32)
    network = models.CharField(max_length=32)
    cvv_result = models.CharField(max_length=4, blank=True)
    avs_result = models.CharField(max_length=4, blank=True)
    three_d_secure = models.CharField(max_length=16, blank=True)
    status = models.CharField(max_length=16)
    created = models.DateTimeField()

    def __str__(self):
        return f"{self.order_number} {self.status}"


class Setting(models.Model):
    name = models.CharField(max_length=64, unique=True)
    value = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.name}={self.value}"
