"""Saleor's events of customers and staff."""
