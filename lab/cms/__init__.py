"""A real Wagtail site, well kept but for its hooks; see lab/WEAKNESSES.md."""
