"""Reads MySQL and MariaDB servers."""
