"""What other programs may ask the console: advisories, without a session."""
