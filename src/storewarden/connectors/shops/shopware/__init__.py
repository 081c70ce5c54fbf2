"""Shopware: what we know of it."""
