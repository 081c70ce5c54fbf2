"""Magento's record of asked-for password resets."""
