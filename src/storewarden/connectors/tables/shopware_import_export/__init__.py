"""Shopware's log of imports and exports."""
