"""Magento's last log-in of each customer."""
