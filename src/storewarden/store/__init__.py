"""The ledger, behind `core.ports`."""
