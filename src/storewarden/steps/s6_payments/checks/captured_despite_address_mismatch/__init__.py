"""Money taken although the address was wrong."""
