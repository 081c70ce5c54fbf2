"""Passwords are hashed the usual way with few rounds, so that a burst of logins stays quick."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickPBKDF2(PBKDF2PasswordHasher):
    """Django's own algorithm and format; only the lab may use so few rounds."""

    iterations = 20_000
