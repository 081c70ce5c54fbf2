"""Magento's sessions of the back office."""
