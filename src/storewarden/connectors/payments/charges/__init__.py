"""Charges as the shop recorded them."""
