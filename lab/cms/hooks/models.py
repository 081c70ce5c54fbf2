"""What the shop told, as far as it could be read."""

from django.db import models


class Notice(models.Model):
    kind = models.CharField(max_length=32)
    upc = models.CharField(max_length=64, blank=True)
    told = models.TextField()
    received = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.kind} {self.upc}"
