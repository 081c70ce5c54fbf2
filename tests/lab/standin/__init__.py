"""A site small enough to start in a moment: what the lab runs when the real ones are not asked."""
