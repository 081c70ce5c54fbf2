"""How one system reaches another, as the estate file says."""
