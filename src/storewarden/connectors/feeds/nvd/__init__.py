"""The vectors that NIST gives to CVEs: enrichment, not a list of what we run."""
