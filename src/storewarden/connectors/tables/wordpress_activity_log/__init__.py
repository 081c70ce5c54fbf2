"""The plugin WP Activity Log."""
