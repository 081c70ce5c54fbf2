"""What a machine runs, as far as its support goes."""
