"""Node packages as they are installed."""
