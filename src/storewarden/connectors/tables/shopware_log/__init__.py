"""Shopware's log."""
