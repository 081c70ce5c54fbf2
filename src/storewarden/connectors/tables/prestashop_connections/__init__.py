"""PrestaShop's record of visits."""
