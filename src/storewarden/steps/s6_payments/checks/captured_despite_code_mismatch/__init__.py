"""Money taken although the card code was wrong."""
