"""What a machine runs that is older than what is installed."""
