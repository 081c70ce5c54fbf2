"""Reads the logs that WooCommerce, Magento and their payment gateways write in lines."""

from storewarden.kernels.shoplogs.parsing import FORMATS, parse

__all__ = ["FORMATS", "parse"]
