"""The card gateway that the shop wrote for itself: saved cards, charges, settings."""
