"""OpenCart's log-ins to the back office."""
