"""FIRST's estimates of how likely each weakness is used within 30 days."""
