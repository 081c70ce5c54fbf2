"""Portal users, whose passwords are kept as they are (planted), and hashed API keys."""

from hashlib import sha256

from django.db import models


class PortalUser(models.Model):
    username = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=64)
    password_changed_on = models.DateField()

    def __str__(self):
        return self.username


class ApiKey(models.Model):
    name = models.CharField(max_length=64)
    holder = models.CharField(max_length=64)
    permissions = models.CharField(max_length=16)
    key_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    last_used = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.name


def hashed(key):
    """Give what is kept of a key."""
    return sha256(key.encode()).hexdigest()
