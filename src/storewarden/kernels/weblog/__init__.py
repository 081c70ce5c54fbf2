"""Access logs: framed, parsed and decoded in batches, and what can be seen in them."""
