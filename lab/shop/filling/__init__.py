"""Fills an empty shop: goods, people, vouchers, orders, charges, keys, files."""
