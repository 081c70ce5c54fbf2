"""What code trees run, as far as its support goes."""
