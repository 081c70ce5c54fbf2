"""Magento's orders."""
