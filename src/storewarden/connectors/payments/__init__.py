"""Payment set-ups and what really happened in them."""
