"""Suppliers as the estate file declares them."""
