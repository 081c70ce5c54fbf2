"""How pages give back markup."""
