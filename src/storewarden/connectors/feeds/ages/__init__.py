"""How old each followed list of vulnerabilities is."""
