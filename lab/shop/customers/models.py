"""What is kept about a customer; nobody needs a religion to sell a pencil (planted)."""

from django.conf import settings
from django.db import models


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    phone = models.CharField(max_length=24, blank=True)
    religion = models.CharField(max_length=32, blank=True)
    nationality = models.CharField(max_length=32, blank=True)

    def __str__(self):
        return f"profile {self.pk}"
