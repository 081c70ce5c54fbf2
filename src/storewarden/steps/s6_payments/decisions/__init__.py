"""What raw answers of banks and processors mean; pure tables and functions."""
