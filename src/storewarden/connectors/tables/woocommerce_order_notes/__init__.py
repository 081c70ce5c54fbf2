"""WooCommerce's notes to orders."""
