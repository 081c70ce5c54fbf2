"""Verification codes in databases."""
