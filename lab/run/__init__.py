"""Starts and stops the demo estate: certificates, ports, servers, state."""
