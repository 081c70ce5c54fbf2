"""WooCommerce's log, when it is kept in the database."""
