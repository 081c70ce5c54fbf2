"""The ledger's shape through time; each step can be taken back."""
