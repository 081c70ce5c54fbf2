"""What the shop says when too much is ordered."""
