"""PrestaShop's log."""
