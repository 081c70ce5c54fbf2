"""WooCommerce's orders."""
