"""Python distributions as they are installed."""
