"""WooCommerce: what we know of it."""
