"""PrestaShop: what we know of it."""
