"""PrestaShop's sessions of the back office."""
