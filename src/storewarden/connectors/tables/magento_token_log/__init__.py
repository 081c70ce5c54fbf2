"""Magento's count of failed requests for API tokens."""
