"""Magento's count of failed log-ins to the back office."""
