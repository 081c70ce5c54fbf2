"""Recognises card numbers, verification codes, stored passwords and needless personal data."""
