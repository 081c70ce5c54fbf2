"""Magento and Adobe Commerce: what we know of it."""
